"""What a notice (thông báo) tells: the public acts between two events of the register, each as one sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from ..domain.platforms import PLATFORM_LABELS
from ..domain.status import Action
from ..models import RegisterEvent, Unit


@dataclass(frozen=True)
class Section:
    """Acts of one kind: what they are called, and a sentence for each."""

    title: str
    sentences: tuple[str, ...]


def _moved(event: RegisterEvent) -> str:
    before, after = (PLATFORM_LABELS[each] for each in event.public["change"]["platform"])
    return f"Chuyển nhóm {_group(event)} từ {before} sang {after}"


def _renamed(event: RegisterEvent) -> str:
    before, after = event.public["change"]["name"]
    return f"Đổi tên nhóm từ “{before}” thành “{after}” (mã số {event.group.code})"


def _lead(event: RegisterEvent) -> str:
    before, after = event.public["change"]["lead"]
    return f"Đổi trưởng nhóm {_group(event)} từ {before or '(trống)'} thành {after or '(trống)'}"


def _merged(event: RegisterEvent) -> str:
    into = event.related_group
    return f"Ghép nhóm {_group(event)} vào nhóm “{into.name}” (mã số {into.code})"


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
    Action.MERGE: ("Ghép nhóm", _merged, "status"),
    Action.SUSPEND: ("Tạm ngừng", _plainly("Tạm ngừng"), "status"),
    Action.RESUME: ("Cho hoạt động lại", _plainly("Cho hoạt động lại"), "status"),
    Action.DISSOLVE: ("Giải tán", _plainly("Giải tán"), "status"),
}


def changes_between(authority: Unit, after_event: int, up_to_event: int) -> list[Section]:
    """Return what was done to the groups of ``authority`` after one event and up to another, by kind.

    Every act stands here, also where a later one undid it: a notice is no difference. No proposal, link or reason does.
    """
    events = (
        RegisterEvent.objects.filter(
            group__authority=authority, number__gt=after_event, number__lte=up_to_event, action__in=_TOLD
        )
        .select_related("group", "related_group", "document")
        .order_by("number")
    )
    told: dict[str, list[str]] = {action: [] for action in _TOLD}
    for event in events:
        _, sentence, needed = _TOLD[event.action]
        if needed in event.public.get("change", {}):
            told[event.action].append(f"{sentence(event)}{_basis(event)}.")
    return [Section(_TOLD[action][0], tuple(found)) for action, found in told.items() if found]


def _group(event: RegisterEvent) -> str:
    return f"“{event.public['facts']['name']}” (mã số {event.group.code})"


def _basis(event: RegisterEvent) -> str:
    by = f", theo {event.document}" if event.document else ""
    return f"{by}, hiệu lực từ {event.effective_text}"
