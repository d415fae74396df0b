"""What a notice (thông báo) tells: the public acts between two events of the register, each as one sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from ..domain.platforms import PLATFORM_LABELS
from ..domain.status import Action
from ..models import RegisterEvent, Unit
from .event_words import day_in_words, document_in_words, related_names
from .fact_words import words
from .facts import marked


@dataclass(frozen=True)
class Section:
    """Acts of one kind: what they are called, a sentence for each, and the code of the group each is about."""

    title: str
    sentences: tuple[str, ...]
    codes: tuple[str, ...]

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """Return each sentence as what stands before its code, the code, and what stands after: a page links it."""
        return [sentence.partition(code) for sentence, code in zip(self.sentences, self.codes, strict=True)]


def _moved(event: RegisterEvent) -> str:
    before, after = (words("platform", each) for each in event.public["change"]["platform"])
    return f"Chuyển nhóm {_group(event)} từ {before} sang {after}"


def _renamed(event: RegisterEvent) -> str:
    before, after = event.public["change"]["name"]
    return f"Đổi tên nhóm từ “{before}” thành “{after}” (mã số {event.group.code})"


def _lead(event: RegisterEvent) -> str:
    before, after = (words("lead", each) for each in event.public["change"]["lead"])
    return f"Đổi trưởng nhóm của nhóm {_group(event)} từ {before} thành {after}"


def _recognised(event: RegisterEvent) -> str:
    lead = event.public["facts"]["lead"]
    return f"Công nhận nhóm {_group(event)} trên {PLATFORM_LABELS[event.public['facts']['platform']]}" + (
        f", trưởng nhóm: {lead}" if lead else ""
    )


def _plainly(verb: str) -> Callable[[RegisterEvent], str]:
    return lambda event: f"{verb} nhóm {_group(event)}"


#: What a notice tells of, in the order in which it tells it. Confirmations and new links are nobody's news.
_TOLD: dict[Action, tuple[str, Callable[[RegisterEvent], str], str]] = {
    Action.RECOGNISE: ("Công nhận", _recognised, "status"),
    Action.RENAME: ("Đổi tên", _renamed, "name"),
    Action.MIGRATE: ("Chuyển ứng dụng", _moved, "platform"),
    Action.CHANGE_LEAD: ("Đổi trưởng nhóm", _lead, "lead"),
    Action.MERGE: ("Ghép nhóm", _plainly("Ghép"), "status"),
    Action.SUSPEND: ("Tạm ngừng", _plainly("Tạm ngừng"), "status"),
    Action.RESUME: ("Cho hoạt động lại", _plainly("Cho hoạt động lại"), "status"),
    Action.DISSOLVE: ("Giải tán", _plainly("Giải tán"), "status"),
}


def changes_between(authority: Unit, after_event: int, up_to_event: int) -> list[Section]:
    """Return what was done to the groups of ``authority`` after one event and up to another, by kind.

    Every act stands here, also where a later one undid it: a notice is no difference. No proposal, link or reason does.
    Names are those of the moment of the act, so what was told once is told alike for ever.
    """
    events = list(
        RegisterEvent.objects.filter(
            group__authority=authority, number__gt=after_event, number__lte=up_to_event, action__in=_TOLD
        )
        .select_related("group", "related_group", "document")
        .order_by("number")
    )
    names = related_names(events)
    told: dict[str, list[tuple[str, str]]] = {action: [] for action in _TOLD}
    for event in events:
        _, sentence, needed = _TOLD[event.action]
        if needed in event.public.get("change", {}):
            into = _into(event, names[event.number]) if event.related_group else ""
            told[event.action].append((f"{sentence(event)}{into}{_basis(event)}.", event.group.code))
    return [Section(_TOLD[action][0], *zip(*found, strict=True)) for action, found in told.items() if found]


def _group(event: RegisterEvent) -> str:
    return f"“{marked(event.public['facts'], 'name')}” (mã số {event.group.code})"


def _into(event: RegisterEvent, name: str) -> str:
    return f" vào nhóm “{name}” (mã số {event.related_group.code})"


def _basis(event: RegisterEvent) -> str:
    by = f", theo {document_in_words(event.document)}" if event.document else ""
    return f"{by}, hiệu lực {day_in_words(event)}"
