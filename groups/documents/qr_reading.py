"""QR codes in a picture that somebody took or saved. The picture is decoded in memory and kept nowhere.

zxing-cpp reads a sharp picture at once. What a hand-held phone makes of a code is read by looking again at the picture
made smaller, sharper or larger; only the looks that earned their place on the seeded set of tests/pictures.py stay.
"""

import io
from collections.abc import Callable, Iterator

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from .jpeg_scans import scans_of

#: The largest picture that is read, in bytes.
MAX_BYTES = 8 * 1024 * 1024
#: And in pixels, before decoding: a small file can hold a picture that fills the memory.
MAX_PIXELS = 40_000_000
#: A JPEG is decoded at a fraction of its size, so a phone's largest will do.
MAX_JPEG_PIXELS = 220_000_000
#: So often a point of a JPEG in several scans may be gone over, in all: ten times the largest picture held whole.
MAX_POINTS_OF_SCANS = 10 * MAX_PIXELS
#: The longer side at which pictures are looked at, in pixels.
_WORKING_SIDE = 2200
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "MPO")
Image.MAX_IMAGE_PIXELS = None  # the bounds above are looked at instead, between opening and decoding
_EXPECTED = "Hãy gửi ảnh PNG, JPEG hoặc WebP, chẳng hạn ảnh chụp màn hình."


class UnreadablePicture(ValueError):
    """The bytes are no picture that can be read; the message (Vietnamese) says why and what was expected."""


def read_qr(picture: bytes) -> list[str]:
    """Return the texts of the QR codes in ``picture``, distinct, in reading order; empty where there is none.

    Raise :class:`UnreadablePicture` for what is too large, no picture, damaged, or of a kind not accepted.
    """
    image = _opened(picture)
    found: dict[str, None] = {}
    for number, look in enumerate(_LOOKS):
        # The first two always: of several codes in one picture the one may be sharper than the other.
        if number >= 2 and found:
            break
        found |= dict.fromkeys(_codes(look(image)))
    return list(found)


def _opened(picture: bytes) -> Image.Image:
    """Return the picture in shades of grey, upright, no larger than it is looked at."""
    if len(picture) > MAX_BYTES:
        raise UnreadablePicture("Ảnh lớn quá 8 MB nên chưa được đọc. Hãy cắt lấy phần có mã QR.")
    if picture[4:8] == b"ftyp":
        raise UnreadablePicture(f"Ảnh HEIC hoặc AVIF chưa đọc được. {_EXPECTED}")
    try:
        image = Image.open(io.BytesIO(picture), formats=_FORMATS)
    except Exception as error:  # Pillow raises many kinds for a file that is not what it seems
        raise UnreadablePicture(f"Tệp này không phải là ảnh đọc được. {_EXPECTED}") from error
    if _costs_too_much(image, picture):
        raise UnreadablePicture("Ảnh có quá nhiều điểm ảnh nên chưa được đọc. Hãy cắt lấy phần có mã QR.")
    try:
        image.draft("L", (_WORKING_SIDE, _WORKING_SIDE))
        image = ImageOps.exif_transpose(image)
        image = _on_white(image)
    except Exception as error:  # the same: a truncated or forged file fails anywhere in its decoder
        raise UnreadablePicture(f"Ảnh bị hỏng hoặc tải lên chưa trọn. {_EXPECTED}") from error
    image.thumbnail((_WORKING_SIDE, _WORKING_SIDE), Image.Resampling.BOX)
    return image


def _costs_too_much(image: Image.Image, picture: bytes) -> bool:
    points = image.width * image.height
    if image.format not in ("JPEG", "MPO"):
        return points > MAX_PIXELS
    scans = scans_of(picture)
    if scans.held_whole:
        return points > MAX_PIXELS or points * scans.count > MAX_POINTS_OF_SCANS
    return points > MAX_JPEG_PIXELS


def _on_white(image: Image.Image) -> Image.Image:
    """Return ``image`` in grey; what is transparent is white, as it looks on a page."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image)
        image = ground
    return image.convert("L")


def _codes(image: Image.Image) -> Iterator[str]:
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    lines = max(1, image.height // 20)
    ordered = sorted(found, key=lambda code: (code.position.top_left.y // lines, code.position.top_left.x))
    return (code.text for code in ordered if code.valid and code.text)


def _scaled(image: Image.Image, factor: float) -> Image.Image:
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return image.resize(size, Image.Resampling.BICUBIC)


def _sharper(image: Image.Image, radius: int) -> Image.Image:
    return image.filter(ImageFilter.UnsharpMask(radius, 400, 0))


def _enlarged(image: Image.Image) -> Image.Image:
    return _scaled(image, min(2.0, max(1.0, _WORKING_SIDE / max(image.size))))


_LOOKS: tuple[Callable[[Image.Image], Image.Image], ...] = (
    lambda image: image,
    lambda image: _sharper(_scaled(image, 1 / 3), 2),
    lambda image: _scaled(image, 1 / 2),
    lambda image: _sharper(_scaled(image, 1 / 2), 3),
    lambda image: _sharper(image, 6),
    _enlarged,
)
