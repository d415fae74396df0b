"""The sheet to fill in."""

import io

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ..domain.headings import template_headings
from ..domain.platforms import PLATFORM_LABELS
from ..domain.vocabulary import LEVEL_LABELS, MEMBER_CATEGORY_LABELS, OWNERSHIP_LABELS, UNIT_KIND_LABELS

_CLOSED = {
    "platform": PLATFORM_LABELS,
    "level": LEVEL_LABELS,
    "kind": UNIT_KIND_LABELS,
    "ownership": OWNERSHIP_LABELS,
    "category": MEMBER_CATEGORY_LABELS,
}
_ROWS = 5_000


def import_template(kind: str) -> bytes:
    """Return an empty workbook with the headings of ``kind``; words of a closed list are picked from it."""
    book = openpyxl.Workbook()
    sheet, lists = book.active, book.create_sheet("Danh mục")
    sheet.title = "Nhập"
    lists.sheet_state = "hidden"
    for place, (key, heading) in enumerate(template_headings(kind).items(), start=1):
        column = get_column_letter(place)
        sheet[f"{column}1"] = heading
        sheet.column_dimensions[column].width = max(len(heading) + 4, 16)
        if key in _CLOSED:
            _offer(sheet, lists, column, list(_CLOSED[key].values()))
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _offer(sheet, lists, column: str, words: list[str]) -> None:
    """Let the cells of ``column`` be picked from ``words``: in a sheet of their own, for they may hold commas."""
    for line, word in enumerate(words, start=1):
        lists[f"{column}{line}"] = word
    rule = DataValidation("list", formula1=f"'{lists.title}'!${column}$1:${column}${len(words)}", allow_blank=True)
    rule.error = "Hãy chọn một mục trong danh sách."
    sheet.add_data_validation(rule)
    rule.add(f"{column}2:{column}{_ROWS + 1}")
