"""Which column of a sheet says what: Vietnamese headings in any order, with or without diacritics."""

from .text import fold

_COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "groups": {
        "code": ("Mã số", "Mã nhóm"),
        "name": ("Tên nhóm", "Nhóm", "Tên"),
        "platform": ("Ứng dụng", "Nền tảng"),
        "level": ("Cấp học", "Bậc học"),
        "room_count": ("Số nhóm", "Số lượng"),
        "purpose": ("Mục đích",),
        "members_text": ("Thành viên", "Thành phần"),
        "lead": ("Trưởng nhóm", "Người phụ trách"),
        "deputies": ("Phó nhóm",),
        "administrators": ("Quản trị",),
        "directive_text": ("Hướng xử lý",),
        "link": ("Liên kết mời", "Link", "Đường dẫn"),
        "source_row": ("STT", "Số thứ tự", "TT"),
    },
    "units": {
        "name": ("Tên đơn vị", "Đơn vị", "Tên trường"),
        "kind": ("Loại đơn vị", "Loại"),
        "ownership": ("Loại hình",),
        "level": ("Cấp học", "Bậc học"),
        "ward": ("Phường, xã", "Phường"),
        "code": ("Mã đơn vị",),
        "parent": ("Đơn vị cấp trên", "Trực thuộc"),
        "valid_from": ("Hoạt động từ",),
        "valid_to": ("Hoạt động đến",),
    },
    "people": {
        "honorific": ("Xưng hô",),
        "full_name": ("Họ và tên", "Họ tên"),
        "post": ("Chức vụ",),
        "unit": ("Đơn vị", "Trường"),
        "phone": ("Điện thoại", "Số điện thoại", "SĐT"),
        "email": ("Thư điện tử", "Email"),
    },
    "members": {
        "group": ("Nhóm", "Tên nhóm", "Mã số", "Mã nhóm"),
        "person": ("Họ và tên", "Họ tên", "Người"),
        "post": ("Chức vụ",),
        "units": ("Ở các đơn vị", "Đơn vị"),
        "text": ("Ghi theo văn bản", "Nội dung"),
        "category": ("Diện",),
    },
}


def match_headings(kind: str, headings: list[str]) -> dict[int, str]:
    """Return, by the place of each heading that was understood, the key of its column."""
    known = {fold(word): key for key, words in _COLUMNS[kind].items() for word in words}
    found: dict[int, str] = {}
    for index, heading in enumerate(headings):
        key = known.get(fold(heading))
        if key and key not in found.values():
            found[index] = key
    return found


def template_headings(kind: str) -> dict[str, str]:
    """Return the heading of each column of the template, by its key, in order."""
    return {key: words[0] for key, words in _COLUMNS[kind].items()}
