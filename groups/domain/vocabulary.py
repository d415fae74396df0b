"""The field's closed lists of words: kinds of unit, levels, roles in a group, categories, directives."""

from enum import StrEnum


class UnitKind(StrEnum):
    OFFICE = "office"
    SCHOOL = "school"
    CENTRE = "centre"
    WARD = "ward"
    BODY = "body"


UNIT_KIND_LABELS = {
    UnitKind.OFFICE: "Cơ quan quản lý giáo dục",
    UnitKind.SCHOOL: "Trường học",
    UnitKind.CENTRE: "Trung tâm",
    UnitKind.WARD: "Phường, xã",
    UnitKind.BODY: "Cơ quan khác",
}


class Ownership(StrEnum):
    PUBLIC = "public"
    NON_PUBLIC = "non_public"
    UNKNOWN = ""


OWNERSHIP_LABELS = {Ownership.PUBLIC: "Công lập", Ownership.NON_PUBLIC: "Ngoài công lập"}


class Level(StrEnum):
    PRESCHOOL = "preschool"
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    GENERAL = "general"


LEVEL_LABELS = {
    Level.PRESCHOOL: "Mầm non",
    Level.PRIMARY: "Tiểu học",
    Level.LOWER_SECONDARY: "Trung học cơ sở",
    Level.GENERAL: "Chung",
}


#: Under which headings the rows of a list may stand.
GROUPING_LABELS = {"": "không chia mục", "level": "cấp học", "platform": "ứng dụng"}


class GroupRole(StrEnum):
    LEAD = "lead"
    DEPUTY = "deputy"
    ADMINISTRATOR = "administrator"


GROUP_ROLE_LABELS = {
    GroupRole.LEAD: "Trưởng nhóm",
    GroupRole.DEPUTY: "Phó nhóm",
    GroupRole.ADMINISTRATOR: "Quản trị",
}


class MemberKind(StrEnum):
    PERSON = "person"
    POSTS = "posts"
    TEXT = "text"


MEMBER_KIND_LABELS = {
    MemberKind.PERSON: "Một người",
    MemberKind.POSTS: "Chức vụ ở các đơn vị",
    MemberKind.TEXT: "Ghi theo văn bản",
}


class MemberCategory(StrEnum):
    REGULAR = "regular"
    ON_REQUEST = "on_request"
    INVITED = "invited"


MEMBER_CATEGORY_LABELS = {
    MemberCategory.REGULAR: "Thành viên",
    MemberCategory.ON_REQUEST: "Khi có nhu cầu",
    MemberCategory.INVITED: "Mời",
}


class DirectiveKind(StrEnum):
    MAINTAIN = "maintain"
    RENAME = "rename"
    MAY_MERGE = "may_merge"
    MIGRATE = "migrate"
    DISSOLVE = "dissolve"
    FUNCTION_ONLY = "function_only"


DIRECTIVE_LABELS = {
    DirectiveKind.MAINTAIN: "Tiếp tục duy trì",
    DirectiveKind.RENAME: "Điều chỉnh tên nhóm",
    DirectiveKind.MAY_MERGE: "Có thể ghép vào nhóm khác",
    DirectiveKind.MIGRATE: "Chuyển sang ứng dụng khác",
    DirectiveKind.DISSOLVE: "Giải tán",
    DirectiveKind.FUNCTION_ONLY: "Chỉ nêu chức năng",
}

#: Directives that ask for an act; the others describe and are never "open".
TASKS = frozenset({DirectiveKind.RENAME, DirectiveKind.MAY_MERGE, DirectiveKind.MIGRATE, DirectiveKind.DISSOLVE})

#: The readings of an old document that can be marked as uncertain, and how a person calls them.
UNCERTAIN_FIELDS = {
    "name": "tên nhóm",
    "room_count": "số nhóm",
    "source_row": "số thứ tự trên văn bản",
    "members_text": "thành viên",
    "lead": "trưởng nhóm",
    "directive_text": "hướng xử lý",
}
#: What stands where somebody had his name erased.
ERASED = "Người đã xoá thông tin"
MARK = " [?]"

#: The account by which published lists are loaded: nobody signs in with it.
LOADER = "nap-du-lieu"
