"""Words that every document of the office shares: the recipients, the blanks, what ties it to the register."""

import io

import segno

from .rows import Imprint

DOTS = "……"
BLANK = None  # the template leaves room there and prints nothing


def recipient_lines(recipients: tuple[str, ...]) -> list[str]:
    """Each with its dash and ";", the last with "." (Phụ lục I, mục "Nơi nhận")."""
    bare = [line.lstrip("-– ").rstrip(";. ") for line in recipients]
    return [f"- {line};" for line in bare[:-1]] + [f"- {line}." for line in bare[-1:]]


def imprint_data(imprint: Imprint | None, question: str) -> dict | None:
    """The code to scan and the lines beside it; ``question`` is what the page behind it answers."""
    if imprint is None:
        return None
    return {
        "qr": qr_drawing(imprint.address),
        "alt": f"Mã QR dẫn tới {imprint.address}",
        "lines": [
            f"{imprint.label}. Sổ đăng ký đến sự kiện số {imprint.event_number}.",
            f"Quét mã hoặc gõ địa chỉ sau để biết {question}:",
            imprint.address,
        ],
        "root": root_line(imprint.root),
        "head": imprint.head,
    }


def root_line(root: str) -> str:
    """The root of the log in groups of eight digits, as a person compares it; "" where there is none."""
    return "Gốc của sổ: " + " ".join(root[at : at + 8] for at in range(0, len(root), 8)) if root else ""


def qr_drawing(address: str) -> str:
    """The QR code of ``address`` as SVG (ISO/IEC 18004, level M: a fold or a stamp over a part does no harm)."""
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", border=4, xmldecl=False, light="#fff")
    return drawing.getvalue().decode()
