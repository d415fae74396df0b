"""Finding anything in the register by a few words, whatever their diacritics: for staff alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from ..domain.status import STATUS_LABELS
from ..domain.text import fold
from ..models import Document, Person, Unit, WorkGroup
from .scope import in_scope

#: So many of each kind stand on the page; the list of that kind has the rest.
SHOWN = 10


@dataclass(frozen=True)
class Found:
    """One thing: how it is called, what helps to tell it from others, and which row it is."""

    label: str
    detail: str
    pk: int


@dataclass(frozen=True)
class Section:
    """What was found of one kind; ``more`` where the list of that kind has more of it."""

    title: str
    model: str
    found: tuple[Found, ...]
    more: bool


def find(text: str, *, user, may_view) -> list[Section]:
    """Return what holds every word of ``text``, by kind: groups, people, units, documents. One query a kind.

    ``may_view`` is asked for each model whether this person may see it; of it, what his offices keep is found.
    """
    if not fold(text):
        return []
    sections = [_section(model, title, _rows(model, text, user)) for model, title in _KINDS.items() if may_view(model)]
    return [section for section in sections if section.found]


_KINDS: dict[type[Model], str] = {WorkGroup: "Nhóm", Person: "Người", Unit: "Đơn vị", Document: "Văn bản"}


def _section(model: type[Model], title: str, found: QuerySet) -> Section:
    rows = list(found[: SHOWN + 1])
    return Section(title, model._meta.model_name, tuple(_found(rows[:SHOWN])), len(rows) > SHOWN)


def _rows(model: type[Model], text: str, user) -> QuerySet:
    rows = in_scope(model.objects.all(), user)
    if model is WorkGroup:
        return rows.matching_or_led_by(text).order_by("code", "pk")
    if model is Document:
        return rows.matching(text)
    for word in fold(text).split():
        rows = rows.filter(name_key__contains=word)
    return rows.select_related("unit") if model is Person else rows


def _found(rows: list[Model]) -> Iterator[Found]:
    for row in rows:
        match row:
            case WorkGroup():
                detail = " · ".join(filter(None, [row.code, STATUS_LABELS[row.status], row.get_platform_display()]))
                yield Found(row.marked("name"), detail, row.pk)
            case Person():
                detail = " · ".join(
                    filter(None, [row.post, str(row.unit or ""), "" if row.active else "đã thôi công tác"])
                )
                yield Found(row.shown_name, detail, row.pk)
            case Unit():
                yield Found(row.name, " · ".join(filter(None, [row.get_kind_display(), row.ward])), row.pk)
            case Document():
                yield Found(str(row), row.subject, row.pk)
