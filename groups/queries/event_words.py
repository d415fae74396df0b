"""What a sentence about an event is made of: the document it rests on, its day, the group it names besides its own."""

from collections.abc import Iterable

from ..domain.dates import Precision, spoken_date
from ..models import Document, RegisterEvent


def day_in_words(event: RegisterEvent) -> str:
    """Return from which day an event counts: ``từ ngày 05/11/2021``."""
    if event.effective_precision == Precision.NONE:
        return "từ ngày không rõ"
    return f"từ {spoken_date(event.effective_on, event.effective_precision)}"


def document_in_words(document: Document) -> str:
    """Return a document as a sentence names it: ``Công văn số 215/GDĐT ngày 02/11/2021``."""
    dated = spoken_date(document.issued_on, document.issued_precision)
    kind = document.kind.removesuffix(" khác")  # "Văn bản khác" is a choice of a form, not a word of a sentence
    return f"{kind} số {document.reference} {dated if document.issued_on else f'({dated})'}"


def related_names(events: Iterable[RegisterEvent]) -> dict[int, str]:
    """Return, by the number of the event, the name that its related group bore then. One query, however many.

    The group may have been renamed since; what is told of an event must not change with it.
    """
    naming = {event.number: event.related_group_id for event in events if event.related_group_id}
    if not naming:
        return {}
    earlier = (
        RegisterEvent.objects.filter(group__in=set(naming.values()), number__lt=max(naming))
        .order_by("number")
        .values_list("number", "group", "public__facts__name")
    )
    borne: dict[int, list[tuple[int, str]]] = {}
    for number, group, name in earlier:
        borne.setdefault(group, []).append((number, name))
    return {
        number: [name for earlier_number, name in borne[group] if earlier_number < number][-1]
        for number, group in naming.items()
    }
