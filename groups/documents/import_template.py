"""The sheet to fill in."""

import io

import openpyxl

from ..domain.headings import template_headings


def import_template(kind: str, lists=None) -> bytes:
    """Return an empty workbook with the headings of ``kind``."""
    book = openpyxl.Workbook()
    book.active.append(template_headings(kind))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
