"""What a sentence about an event is made of: the document it rests on, its day, the group it names besides its own."""

from collections.abc import Iterable

from ..domain.dates import Precision, spoken_date
from ..domain.status import Action
from ..domain.vocabulary import LOADER
from ..models import Document, RegisterEvent
from .fact_words import words
from .staff import staff_name


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


def sentence(event: RegisterEvent, related_name: str = "", *, told_of: int | None = None) -> str:
    """Return who did what by which document from when: ``Bà An đổi tên nhóm từ “A” thành “B” theo Công văn số ...``.

    ``related_name`` is what the related group was called then (see :func:`related_names`); ``told_of`` is the group
    whose history is told, where that is the related one.
    """
    by = f" theo {document_in_words(event.document)}" if event.document else ""
    from_when = f", hiệu lực {day_in_words(event)}."
    what = _what(event, related_name, told_of)
    if event.actor.username == LOADER:  # no person did it
        return f"{what[0].upper()}{what[1:]}{by}{from_when} Nạp từ văn bản đã ban hành."
    return f"{staff_name(event.actor)} {what}{by}{from_when}"


def _what(event: RegisterEvent, related_name: str, told_of: int | None) -> str:
    change = event.public.get("change", {})
    if told_of is not None and told_of != event.group_id:
        return f"ghép nhóm “{event.public['facts']['name']}” (mã số {event.group.code}) vào nhóm này"
    match event.action:
        case Action.RENAME if "name" in change:
            before, after = change["name"]
            return f"đổi tên nhóm từ “{before}” thành “{after}”"
        case Action.MIGRATE if "platform" in change:
            before, after = (words("platform", each) for each in change["platform"])
            return f"chuyển nhóm từ {before} sang {after}"
        case Action.CHANGE_LEAD if "lead" in change:
            before, after = (words("lead", each) for each in change["lead"])
            return f"đổi trưởng nhóm từ {before} thành {after}"
        case Action.MERGE if event.related_group:
            return f"ghép nhóm vào nhóm “{related_name}” (mã số {event.related_group.code})"
    return event.done_text[0].lower() + event.done_text[1:]


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
