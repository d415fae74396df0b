"""What the ledger asks of every act before anything is changed."""

from django.utils import timezone

from ..domain.dates import short_date, year_refusal
from ..domain.privacy import reason_refusal
from ..domain.reasons import CODED, NEEDS_CODE, reason_of
from ..domain.status import TRANSITIONS
from ..models import RegisterEvent
from ..models.fields import PUBLIC_LENGTH
from ..queries.authorities import works_for
from ..queries.permissions import ELSEWHERE, why_not
from ..queries.standing import done_already
from .act_entry import Entry
from .errors import ActRefused


def check(entry: Entry) -> None:
    group, basis, rule = entry.group, entry.basis, TRANSITIONS[entry.action]
    last = group.last_event
    _refuse_elsewhere(entry)  # first: the other sentences may name what lies there
    _check_seen(entry, last)
    if not basis.get("issued_before"):
        sentence = why_not(basis["by"], entry.action, group, within=basis.get("within"))
    else:
        sentence = (
            None if group.status in rule.sources else f"Nhóm {group} không ở trạng thái có thể {rule.label.lower()}."
        )
    if sentence:
        raise ActRefused(sentence)
    if rule.document and not entry.document:
        raise ActRefused(f"{rule.label}: cần chọn văn bản làm căn cứ.")
    _check_code(entry)
    if rule.reason and not entry.reason:
        raise ActRefused(f"{rule.label}: cần ghi lý do.")
    if len(entry.reason) > PUBLIC_LENGTH:
        raise ActRefused(f"Lý do dài quá {PUBLIC_LENGTH} ký tự: hãy ghi ngắn gọn và dẫn văn bản.")
    if sentence := reason_refusal(entry.reason):
        raise ActRefused(sentence)
    _check_dates(entry, last)


def _check_code(entry: Entry) -> None:
    code, label = entry.reason_code, TRANSITIONS[entry.action].label
    if entry.action in NEEDS_CODE and not code:
        raise ActRefused(f"{label}: hãy chọn lý do trong danh mục.")
    if code and (entry.action not in CODED or reason_of(code) is None):
        raise ActRefused(f"{label}: lý do “{code}” không có trong danh mục.")


def _refuse_elsewhere(entry: Entry) -> None:
    """Refuse what lies in another office: the other group, or the document."""
    touched = [each.authority_id for each in (entry.related, entry.document) if each]
    if not entry.basis.get("issued_before") and not all(works_for(entry.basis["by"], each) for each in touched):
        raise ActRefused(ELSEWHERE)


def _check_seen(entry: Entry, last: RegisterEvent | None) -> None:
    seen, seen_related = entry.basis.get("seen_event"), entry.basis.get("seen_related")
    if seen is not None and seen != (last.number if last else 0):
        raise ActRefused(
            done_already(entry.basis["by"], entry.action, last, seen)
            or "Hồ sơ nhóm vừa được người khác cập nhật sau khi bạn mở trang này. Chưa có gì được ghi; "
            "hãy xem lại nhóm rồi thực hiện lại nếu vẫn cần."
        )
    if entry.related and seen_related is not None and seen_related != (entry.related.last_event_id or 0):
        raise ActRefused(
            f"Hồ sơ nhóm “{entry.related}” vừa được người khác cập nhật sau khi bạn mở trang này. Chưa có gì được ghi; "
            "hãy xem lại cả hai nhóm rồi thực hiện lại nếu vẫn cần."
        )


def _check_dates(entry: Entry, last: RegisterEvent | None) -> None:
    day, document = entry.effective_on, entry.document
    today = timezone.localdate(entry.basis["now"])
    if sentence := year_refusal(day):
        raise ActRefused(sentence)
    if day > today:
        raise ActRefused(f"Ngày hiệu lực không được sau hôm nay ({short_date(today)}).")
    if last and day < last.effective_on:
        raise ActRefused(
            f"Ngày hiệu lực không được trước {short_date(last.effective_on, last.effective_precision)}, "
            f"là ngày của lần ghi trước ({last.get_action_display().lower()})."
        )
    if document and document.issued_on and day < document.issued_on:
        raise ActRefused(
            f"Ngày hiệu lực không được trước ngày ban hành của {document.kind.lower()} {document.reference} "
            f"({short_date(document.issued_on, document.issued_precision)})."
        )
