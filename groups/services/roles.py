"""The four roles of an office and what each may do. Made by ``migrate``, so a fresh database has them."""

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

from ..domain.staff import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

_VIEW = [
    f"view_{model}"
    for model in (
        "workgroup",
        "unit",
        "letterhead",
        "person",
        "document",
        "missingrow",
        "registerevent",
        "reportedchat",
        "publication",
        "directive",
        "outgoingmail",
        "groupnote",
    )
]
_PEOPLE = ["add_person", "change_person"]
_REPORTS = ["add_reportedchat", "change_reportedchat"]
_DOCUMENTS = ["add_document", "change_document"]

#: Role -> codenames of permissions. The only place where a role is spelled out.
ROLES = {
    SPECIALIST: [
        *_VIEW,
        *_PEOPLE,
        "add_document",
        "add_unit",
        "change_unit",
        "record_workgroup",
        "propose_workgroup",
        "amend_workgroup",
        "reveal_invitelink",
        "resend_outgoingmail",
        "export_list",
        "add_groupnote",
        *_REPORTS,
    ],
    LEADER: [
        *_VIEW,
        "add_document",
        "decide_workgroup",
        "reveal_invitelink",
        "resend_outgoingmail",
        "export_list",
        "view_secretlook",
        "add_groupnote",
        *_REPORTS,
    ],
    CLERK: [
        *_VIEW,
        *_DOCUMENTS,
        "add_letterhead",
        "change_letterhead",
        "add_missingrow",
        "change_missingrow",
        "export_list",
        "publish_list",
        "add_groupnote",
    ],
    ADMINISTRATOR: [
        *_VIEW,
        "add_user",
        "change_user",
        "view_user",
        "view_group",
        "add_unit",
        "change_unit",
        "add_letterhead",
        "change_letterhead",
        "resend_outgoingmail",
        "view_secretlook",
        "view_entryrecord",
    ],
}


def ensure_roles(*, app_config, using: str, **_) -> None:
    """Create the roles and give each exactly its permissions. Runs after every migrate; changes nothing twice."""
    # Permissions are made by the same signal; on the first migrate this receiver may run before theirs.
    create_permissions(app_config, verbosity=0, using=using)
    for role, codenames in ROLES.items():
        group, _ = Group.objects.using(using).get_or_create(name=role)
        permissions = Permission.objects.using(using).filter(
            codename__in=codenames, content_type__app_label__in=("groups", "auth")
        )
        group.permissions.set(permissions)
