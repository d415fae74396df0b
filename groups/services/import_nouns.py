"""Units and people from a sheet, by django-import-export: rows matched, compared, checked and written in bulk.

Its ``Resource`` keeps what is the same, tells new from changed, and rolls back a rehearsal. Ours are only: where a row
is looked for (in memory, not once a row), and that fields are checked without a query each. Its own reading of files,
its pages and its HTML differences are not used: sheets of offices need more, and pages are ours.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from import_export import fields, resources
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import RowResult
from import_export.widgets import Widget
from tablib import Dataset

from ..domain.dates import short_date
from ..domain.importing import Outcome, Row, Verdict, shown
from ..domain.text import fold
from ..models import Person, Unit
from ..queries.import_cells import check_fields, label_of
from .errors import ActRefused

_BATCH = 250
_SECRET = {"phone": "(giữ kín)", "email": "(giữ kín)"}


@dataclass
class NounPlan:
    """A row read: the values that the sheet states, the row of the register they are about, what would become of it.

    ``told`` are the fields of which the verdict says already what is wrong.
    """

    row: Row
    verdict: Verdict
    values: dict[str, Any]
    existing: Unit | Person | None = None
    parent_text: str = ""
    told: set[str] = field(default_factory=set)


class _Plain(Widget):
    """A value that has been read already."""

    def clean(self, value, row=None, **kwargs):
        return value


class _Found(BaseInstanceLoader):
    """Rows of the register were found before, all at once."""

    def get_instance(self, row):
        # A copy: the rehearsal must leave what the writing compares with.
        return copy(row["plan"].existing)


class NounResource(resources.ModelResource):
    """What units and people have in common. A column that a row leaves empty changes nothing."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for name in self._meta.fields:
            self.fields[name] = fields.Field(attribute=name, column_name=name, widget=_Plain())

    def get_import_fields(self):
        return [self.fields[name] for name in self._meta.fields]

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        if field.column_name in row["plan"].values:
            setattr(instance, field.column_name, row["plan"].values[field.column_name])

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Checks of the fields alone are made by :func:`check_fields`; the database checks the rest on writing."""

    def bulk_create(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        """Write, except in a rehearsal: the library would write there too and roll back, and hold the database."""
        if dry_run:
            self.create_instances.clear()
        super().bulk_create(using_transactions, dry_run, raise_errors, batch_size, result)

    def bulk_update(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        """As :meth:`bulk_create`."""
        if dry_run:
            self.update_instances.clear()
        super().bulk_update(using_transactions, dry_run, raise_errors, batch_size, result)

    def before_save_instance(self, instance, row, **kwargs):
        # In bulk, save() is not called.
        instance.name_key = fold(instance.full_name if isinstance(instance, Person) else instance.name)

    def after_import_row(self, row, row_result, **kwargs):
        plan, verdict = row["plan"], row["plan"].verdict
        check_fields(row_result.instance, verdict, exclude=plan.told)
        if row_result.import_type == RowResult.IMPORT_TYPE_SKIP:
            verdict.outcome = Outcome.SAME if verdict.outcome != Outcome.REFUSED else verdict.outcome
        elif row_result.import_type == RowResult.IMPORT_TYPE_UPDATE and verdict.outcome != Outcome.REFUSED:
            verdict.outcome, verdict.writable = Outcome.DIFFERS, True
        if plan.existing is not None and row_result.original is not None:
            verdict.changes = list(_changes(row_result.original, row_result.instance, plan.values))
        if step := kwargs.get("step"):
            step(kwargs["row_number"])

    class Meta:
        abstract = True
        instance_loader_class = _Found
        import_id_fields = []
        use_bulk = True
        batch_size = _BATCH
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        store_instance = True
        use_transactions = False  # the import as a whole is one transaction


def rehearse(resource: NounResource, plans: list[NounPlan], step: Callable[[int], None] | None = None) -> None:
    """Let the verdict of each plan say what the resource would do with it. Writes nothing."""
    _run(resource, plans, dry_run=True, step=step)


def write(resource: NounResource, plans: list[NounPlan]) -> None:
    """Write the rows of ``plans``, all of them or none. Call it inside the transaction of the import."""
    _run(resource, plans, dry_run=False, raise_errors=True)


def _run(resource: NounResource, plans: list[NounPlan], **how) -> None:
    data = Dataset(headers=["plan"])
    for plan in plans:
        data.append([plan])
    result = resource.import_data(data, **how)
    for failed in result.base_errors + [error for _, errors in result.row_errors() for error in errors]:
        # A fault of the program, not of a row: no row may count as judged.
        raise ActRefused("Không xét được các dòng của tệp; chưa có gì được ghi.") from failed.error


def refuse_twice(plan: NounPlan, twice: dict[int, int]) -> None:
    """Refuse a row about the same thing as an earlier row."""
    if plan.row.number in twice:
        plan.verdict.refuse(f"Trùng với dòng {twice[plan.row.number]} của tệp: hãy bỏ bớt một dòng.")


def _changes(before, after, values: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name in values:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield label_of(before, name), _words(before, name, old), _words(after, name, new)


def _words(instance, name: str, value) -> str:
    if not value:
        return "(trống)"
    if name in _SECRET:
        return _SECRET[name]
    labels = dict(instance._meta.get_field(name).choices or ())
    if isinstance(value, dt.date):
        return short_date(value)
    return str(labels.get(value, "")) or shown(str(value))
