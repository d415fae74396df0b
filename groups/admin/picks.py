"""What staff pick in forms: documents, people, official groups."""

from django.db.models import Q, QuerySet

from ..domain.text import fold
from ..models import Document, Person, Unit, WorkGroup
from .pick_field import PickField


def _people(rows: QuerySet, text: str) -> QuerySet:
    for word in fold(text).split():
        rows = rows.filter(Q(name_key__contains=word))
    return rows


def pick_person(**kwargs) -> PickField:
    """A person in office."""
    asked = {"help_text": "Gõ tên; người chưa có thì ghi trước ở mục Người.", "label": "Người", "required": False}
    people = Person.objects.filter(active=True)
    return PickField(people, _people, lambda row: [str(row), row.full_name], **asked | kwargs)


def pick_document(**kwargs) -> PickField:
    """A document in the register, newest first."""
    return PickField(
        Document.objects.select_related("authority"),
        lambda rows, text: rows.matching(text),
        lambda row: [str(row), row.reference, row.number],
        required=False,
        **kwargs,
    )


def _groups(rows: QuerySet, text: str) -> QuerySet:
    # As a group stands everywhere at the desk: its code, then its name.
    by_code = rows.filter(code__iexact=text.strip().partition(" ")[0])
    return by_code if by_code.exists() else rows.matching(text)


def pick_official_group(**kwargs) -> PickField:
    """A group that is official now."""
    return PickField(
        WorkGroup.objects.official(),
        _groups,
        lambda row: [str(row), row.name, row.code],
        **kwargs,
    )


def pick_unit(**kwargs) -> PickField:
    """A unit that has not ended."""
    units = Unit.objects.filter(active=True, ended_on__isnull=True)
    return PickField(units, _people, lambda row: [str(row)], **kwargs)
