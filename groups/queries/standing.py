"""What a page showed of a group, as a short mark: whoever acts on many groups decides on what was on the screen."""

from collections.abc import Iterable

from django.utils import timezone

from ..domain.status import EDITABLE
from ..models import RegisterEvent, WorkGroup
from .drafts import draft_versions
from .staff import staff_name


def marks_of(groups: Iterable[WorkGroup]) -> dict[int, str]:
    """Return, by its key, how each group stands: its last event and, of what may be edited without one, its rows."""
    groups = list(groups)
    versions = draft_versions([group.pk for group in groups if group.status in EDITABLE])
    return {
        group.pk: ":".join([str(group.pk), str(group.last_event_id or 0), *filter(None, [versions.get(group.pk)])])
        for group in groups
    }


def done_already(user, action: str, last: RegisterEvent | None, seen: int | None) -> str | None:
    """Return the sentence for one who sends the same act again from a page that showed less than ``last``.

    None where the page was not stale, or where the last word was another's, or another act's.
    """
    if last is None or seen is None or seen == last.number:
        return None
    if last.actor_id != user.pk or last.action != action:
        return None
    return f"Việc này đã được ghi rồi: {in_short(last)}. Lần gửi này không ghi thêm gì."


def in_short(event: RegisterEvent) -> str:
    """Which event, when, by whom."""
    who = staff_name(event.actor)
    at = timezone.localtime(event.recorded_at)
    return f"sự kiện số {event.number} ({event.done_text.lower()}), {who} ghi lúc {at:%H:%M} ngày {at:%d/%m/%Y}"
