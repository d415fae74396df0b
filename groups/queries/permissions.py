"""Who may do what, as small named predicates. Services refuse by them; the admin shows only what they allow."""

from django.conf import settings

from ..domain.importing import Kind
from ..domain.status import LIVE, STATUS_LABELS, TRANSITIONS, Action, legal_actions
from ..models import WorkGroup
from .authorities import works_for

#: Why an object of another office is refused to whoever got hold of it by another way than the desk.
ELSEWHERE = "Đây là hồ sơ của cơ quan khác: tài khoản của bạn không làm việc cho cơ quan ấy."

_PERMISSION = {
    Action.PROPOSE: "groups.propose_workgroup",
    Action.RETURN: "groups.decide_workgroup",
    Action.DECLINE: "groups.decide_workgroup",
    Action.RECOGNISE: "groups.decide_workgroup",
    Action.SUSPEND: "groups.decide_workgroup",
    Action.RESUME: "groups.decide_workgroup",
    Action.DISSOLVE: "groups.decide_workgroup",
    Action.MERGE: "groups.decide_workgroup",
}
_AMEND = "groups.amend_workgroup"


def may_record(user) -> bool:
    """Record and edit drafts."""
    return user.has_perm("groups.record_workgroup")


def may_see_groups(user) -> bool:
    """See the groups of one's offices, whatever their status."""
    return user.has_perm("groups.view_workgroup")


def may_reveal_links(user) -> bool:
    """Read invite links; each look is recorded."""
    return user.has_perm("groups.reveal_invitelink")


def may_export(user) -> bool:
    """Export the attached list."""
    return user.has_perm("groups.export_list")


def may_publish(user) -> bool:
    """Publish a list, name its covering document, put back a signed copy."""
    return user.has_perm("groups.publish_list")


def may_report(user) -> bool:
    """Confirm that a reported chat is not the office's, and take such a confirmation back."""
    return user.has_perm("groups.add_reportedchat")


def may_see_notes(user) -> bool:
    """Read the notes of the staff on a group."""
    return user.has_perm("groups.view_groupnote")


def may_note(user) -> bool:
    """Add a note to a group, whatever its status."""
    return user.has_perm("groups.add_groupnote")


def may_import(user, kind: str) -> bool:
    """Import a sheet of this kind: whoever may record each of its rows by hand."""
    match kind:
        case Kind.GROUPS:
            return may_record(user) and may_act(user, Action.PROPOSE)
        case Kind.MEMBERS:
            return may_record(user) or may_act(user, Action.CHANGE_MEMBERS)
        case Kind.UNITS:
            return user.has_perms(["groups.add_unit", "groups.change_unit"])
        case Kind.PEOPLE:
            return user.has_perms(["groups.add_person", "groups.change_person"])
    return False


def may_import_any(user) -> bool:
    """Import a sheet of one kind or another."""
    return any(may_import(user, kind) for kind in Kind)


def may_resend(user) -> bool:
    """Send a letter again that was not sent."""
    return user.has_perm("groups.resend_outgoingmail")


def may_see_tasks(user) -> bool:
    """See which directives are still to be carried out."""
    return user.has_perm("groups.view_directive")


def may_change_people(user) -> bool:
    """Write in the record of a person."""
    return user.has_perm("groups.change_person")


def may_end_unit(user) -> bool:
    """Write that a unit was dissolved or merged, and in which groups another takes its place."""
    return user.has_perm("groups.change_unit") and may_act(user, Action.CHANGE_MEMBERS)


def may_end_posting(user, account) -> bool:
    """End the work of ``account`` for an office: never one's own, and a superuser's only as one."""
    if not user.has_perm("auth.change_user") or account.pk == user.pk:
        return False
    return user.is_superuser or not account.is_superuser


def may_act(user, action: Action) -> bool:
    """Do ``action`` on some group, whatever its status."""
    return user.has_perm(_PERMISSION.get(action, _AMEND))


def is_second_person(user, group: WorkGroup) -> bool:
    """Whether ``user`` is another than the one who proposed; a setting turns the rule off."""
    return not settings.REGISTER_FOUR_EYES or group.proposed_by_id != user.pk


def why_not(user, action: Action, group: WorkGroup, *, within: Action | None = None) -> str | None:
    """Return the sentence that refuses ``action`` on ``group`` to ``user``, or None where it is allowed.

    ``within``: the larger act of which it is a part, whose permission counts.
    """
    label = TRANSITIONS[action].label.lower()
    if not may_act(user, within or action):
        return f"Tài khoản của bạn không có quyền {label} nhóm."
    if not works_for(user, group.authority_id):
        return ELSEWHERE
    if group.status not in TRANSITIONS[action].sources:
        return f"Nhóm đang ở trạng thái “{STATUS_LABELS[group.status]}” nên không thể {label}."
    if action == Action.RECOGNISE and not is_second_person(user, group):
        return "Người đã đề nghị không được tự công nhận: cần một người khác có thẩm quyền."
    return None


def allowed_actions(user, group: WorkGroup) -> list[Action]:
    """Return the acts that are legal now for this person, in the order of the table."""
    return [action for action in legal_actions(group.status) if why_not(user, action, group) is None]


def is_live(group: WorkGroup) -> bool:
    """Whether amendments may still be made."""
    return group.status in LIVE
