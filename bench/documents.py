"""The attached list as a PDF: time and memory of the whole call, beside Typst alone and beside another typesetter."""

import datetime as dt
import html
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

from groups.documents import pdf, typesetting
from groups.documents.pdf import Variant, render_attached_list
from groups.documents.rows import AttachedList, Covering, Heading, Imprint, ListRow, cleaned
from groups.documents.typeface import printable_code_points

from .names import make_names
from .tables import Table

_ROWS = (15, 200, 2_000)
_REPEATS = 5
_EXPORTS = 50
_MOMENT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
_NOTES = (
    f"Medians of {_REPEATS}. The call: values cleaned, Typst in a child process, bytes back. The bare compile: "
    "the same template and values in a process of its own that does nothing else. WeasyPrint: the same rows as a plain "
    "HTML table with the same typeface, in a process of its own; neither tagged nor archival. Memory is the most that "
    "the process held at once."
)
_BARE = """
import json, sys
request = json.load(open(sys.argv[1], encoding="utf-8"))
import typst
typst.compile(sys.argv[2] + "/attached_list.typ", root=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True,
    format="pdf", pdf_standards=["a-3a", "ua-1"], sys_inputs={"data": json.dumps(request["data"], ensure_ascii=False)},
    timestamp=request["timestamp"])
"""
_WEASYPRINT = """
import sys
import weasyprint
weasyprint.HTML(filename=sys.argv[1]).write_pdf()
"""
# Not ru_maxrss: that one begins with what the process held that started this one.
_PRINT_PEAK = """
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def documents(sizes: Sequence[int]) -> list[Table]:
    """Set the list; ``sizes`` of registers mean nothing here."""
    table = Table("The attached list as a PDF", ["rows", "the call", "bare Typst", "ratio", "WeasyPrint"], notes=_NOTES)
    table.rows = [_row(count) for count in _ROWS]
    return [table, _growth()]


def _row(count: int) -> list[str]:
    document = _list(count)
    call = _median(lambda: _child(_CALL, json.dumps({"count": count})))
    bare = _median(lambda: _bare(document))
    other = _median(lambda: _weasyprint(document)) if _has_weasyprint() else None
    return [
        f"{count:,}",
        _figure(call),
        _figure(bare),
        f"{call[0] / bare[0]:.2f}",
        _figure(other) if other else "not installed",
    ]


#: The whole call in a process that has the program loaded already, as a web worker has; the child's memory counts.
_CALL = """
import json, resource, sys, time
from bench.documents import _list, _call
count = json.loads(sys.argv[1])["count"]
document = _list(count)
_call(_list(1))  # as a worker that has exported before: the letters of the typeface are known
begun = time.perf_counter()
_call(document)
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def _call(document: AttachedList) -> bytes:
    return render_attached_list(document, variant=Variant.ELECTRONIC, timestamp=_MOMENT)


def _child(program: str, *arguments: str) -> tuple[float, float]:
    """Return (seconds, MB) that the program itself printed."""
    seconds, kilobytes = _printed(program, *arguments).split()
    return float(seconds), float(kilobytes) / 1024


def _timed(program: str, *arguments: str) -> tuple[float, float]:
    """Return seconds of the whole process, its start included, and the MB that it printed."""
    begun = time.perf_counter()
    printed = _printed(program + _PRINT_PEAK, *arguments)
    return time.perf_counter() - begun, float(printed) / 1024


def _printed(program: str, *arguments: str) -> str:
    command = [sys.executable, "-c", program, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own programs above
    return run.stdout


def _bare(document: AttachedList) -> tuple[float, float]:
    data = pdf.template_data(cleaned(document, printable_code_points()), Variant.ELECTRONIC)
    here = typesetting.CHILD.parent
    return _in_file(
        json.dumps({"data": data, "timestamp": int(_MOMENT.timestamp())}),
        lambda path: _timed(_BARE, path, str(here), str(here.parents[1] / "static" / "fonts")),
    )


def _weasyprint(document: AttachedList) -> tuple[float, float]:
    cells = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(value))}</td>" for value in
                         (row.number, row.name, row.members, row.lead, row.directive)) + "</tr>"
        for row in document.rows
    )  # fmt: skip
    style = (
        "@page{size:A4 landscape;margin:2.5cm 2cm 2cm 3cm}table{border-collapse:collapse;font:12pt Liberation Serif}"
    )
    page = f"<style>{style}td{{border:.5pt solid;padding:4pt}}</style><table>{cells}</table>"
    return _in_file(page, lambda path: _timed(_WEASYPRINT, path))


def _in_file(content: str, use: Callable[[str], tuple[float, float]]) -> tuple[float, float]:
    with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        return use(file.name)


def _has_weasyprint() -> bool:
    return not subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False).returncode


def _median(measure: Callable[[], tuple[float, float]]) -> tuple[float, float]:
    return sorted(measure() for _ in range(_REPEATS))[_REPEATS // 2]


def _figure(measured: tuple[float, float]) -> str:
    return f"{measured[0]:.2f} s, {measured[1]:.0f} MB"


def _growth() -> Table:
    """Return how much the calling process grew over many exports: it must hold nothing of them."""
    document = _list(200)
    for _ in range(3):
        _call(document)
    before = _resident()
    for _ in range(_EXPORTS):
        _call(document)
    grown = _resident() - before
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table = Table("The process that asks for the PDF", ["", "MB"])
    table.rows = [[f"grown over {_EXPORTS} exports of 200 rows", f"{grown:.1f}"], ["held at most", f"{most:.0f}"]]
    return table


def _resident() -> float:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1024**2


def _list(count: int) -> AttachedList:
    rows = tuple(
        ListRow(
            number=number,
            name=name,
            notes=(f"Mã số: TB-{number:04}-K", "Ứng dụng: Zalo"),
            members="- Lãnh đạo Phòng phụ trách cấp học;\n- Hiệu trưởng các trường công lập và ngoài công lập.",
            lead="Bà Trần Thị Minh Khai, Chuyên viên",
            directive="Tiếp tục duy trì để thông tin hướng dẫn chi tiết việc sử dụng.",
            code=f"TB-{number:04}-K",
            platform="Zalo",
            rooms="1",
            level="Chung",
            since="05/11/2021",
            document="215/GDĐT",
        )
        for number, name in enumerate(make_names(count), start=1)
    )
    return AttachedList(
        heading=Heading("UBND quận Bình Minh", "Phòng Giáo dục và Đào tạo", "Bình Minh", "GDĐT", "Trưởng phòng", "A"),
        title_subject="Các nhóm chính thức trong điều hành, trao đổi, xử lý công việc",
        as_of_text="Cập nhật đến hết ngày 24 tháng 11 năm 2026",
        rows=rows,
        remarks=(),
        covering=Covering("Công văn", "215/GDĐT", "ngày 05 tháng 11 năm 2021", "Phòng Giáo dục và Đào tạo"),
        recipients=("Như trên;", "Lưu: VT."),
        document_title="Danh sách các nhóm chính thức",
        imprint=Imprint("https://nhom.example.vn/cong-bo/BM/1/", "Danh sách công bố lần 1", 22),
    )
