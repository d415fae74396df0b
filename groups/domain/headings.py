"""Which column of a sheet says what: Vietnamese headings in any order, with or without diacritics, with a remark.

A heading is taken as it stands; or without its remark in parentheses, "Tên nhóm (đầy đủ)"; or where it begins with one
that is known, "Trưởng nhóm, phụ trách". What could be two columns, or two that could be one, is for the person to say.
"""

import re
from dataclasses import dataclass, field

from .text import clean, fold

_COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "groups": {
        "code": ("Mã số", "Mã nhóm"),
        "name": ("Tên nhóm", "Nhóm", "Tên"),
        "platform": ("Ứng dụng", "Nền tảng"),
        "level": ("Cấp học", "Bậc học"),
        "room_count": ("Số nhóm", "Số lượng"),
        "purpose": ("Mục đích",),
        "members_text": ("Thành viên", "Thành phần"),
        "lead": (
            "Trưởng nhóm", "Người phụ trách", "Nhóm trưởng", "Tên nhóm trưởng", "Tên trưởng nhóm",
            "Họ tên trưởng nhóm", "Họ và tên trưởng nhóm", "Trưởng nhóm, phụ trách, quản trị",
        ),
        "lead_post": ("Chức vụ", "Chức vụ trưởng nhóm", "Chức danh"),
        "deputies": ("Phó nhóm", "Nhóm phó"),
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
}  # fmt: skip
_REMARK = re.compile(r"[(\[（].*?(?:[)\]）]|\Z)", re.S)
#: What a heading may name beside its own column of any kind, and would then be private or another thing.
_PRIVATE = ("điện thoại", "sđt", "thư điện tử", "email", "đường dẫn", "liên kết mời", "link")


@dataclass
class Headings:
    """What was understood: the key of each column by its place; what has to be told, and what has to be decided."""

    columns: dict[int, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)


def read_headings(kind: str, headings: list[str]) -> Headings:
    """Read the headings of a sheet of ``kind``. Where one is exactly a column's, others that resemble it are not it."""
    found = Headings()
    known = {fold(word): key for key, words in _COLUMNS[kind].items() for word in words}
    for index, heading in enumerate(headings):
        key = known.get(fold(heading))
        if key and key not in found.columns.values():
            found.columns[index] = key
    _refuse_twins(found, headings, known)
    loose = {index: near for index, text in enumerate(headings) if index not in found.columns and fold(text)
             and (near := _near(text, known))}  # fmt: skip
    exact = set(found.columns.values())
    for index, (key, other) in loose.items():
        keys = {each for place, (each, _) in loose.items() if place != index} | exact
        if key in exact or (other and (other in keys or key in keys)):
            continue  # told among the columns that are not understood
        rivals = [headings[place] for place, (each, _) in loose.items() if each == key]
        if other:
            found.unclear.append(_two_in_one(kind, headings[index], key, other))
        elif len(rivals) > 1:
            found.unclear.append(_one_of_several(kind, rivals, key))
        else:
            found.columns[index] = key
            found.told.append(f"Cột “{clean(headings[index])}” được hiểu là “{_COLUMNS[kind][key][0]}”.")
    found.unclear = list(dict.fromkeys(found.unclear))
    return found


def match_headings(kind: str, headings: list[str]) -> dict[int, str]:
    """Return, by the place of each heading that was understood, the key of its column."""
    return read_headings(kind, headings).columns


def template_headings(kind: str) -> dict[str, str]:
    """Return the heading of each column of the template, by its key, in order."""
    return {key: words[0] for key, words in _COLUMNS[kind].items()}


def _near(heading: str, known: dict[str, str]) -> tuple[str, str] | None:
    """Return the column that a heading resembles, and another that it names too, or an empty string."""
    bare = fold(_REMARK.sub(" ", heading))
    words = [word for word in known if bare == word or (" " in word and bare.startswith(f"{word} "))]
    if not words:
        return None
    word = max(words, key=len)
    rest = f" {bare[len(word) :]} {fold(' '.join(_REMARK.findall(heading)))} "
    key = known[word]
    # Of one word too much is meant: "nhóm", "tên", "trường". A lead's post is part of how a lead is written.
    named = {other: each for other, each in known.items() if " " in other and each not in (key, "lead_post")}
    named |= {fold(other): fold(other) for other in _PRIVATE if known.get(fold(other)) != key}
    return key, next((each for other, each in named.items() if f" {other} " in rest), "")


def _refuse_twins(found: Headings, headings: list[str], known: dict[str, str]) -> None:
    folded = [fold(heading) for heading in headings]
    for text in dict.fromkeys(each for each in folded if each in known and folded.count(each) > 1):
        heading = clean(headings[folded.index(text)])
        found.unclear.append(f"Có {folded.count(text)} cột cùng tiêu đề “{heading}”: hãy bỏ bớt hoặc đổi tiêu đề.")


def _two_in_one(kind: str, heading: str, key: str, other: str) -> str:
    second = _COLUMNS[kind][other][0] if other in _COLUMNS[kind] else next(x for x in _PRIVATE if fold(x) == other)
    return (
        f"Cột “{clean(heading)}” có vẻ chứa cả “{_COLUMNS[kind][key][0]}” lẫn “{second}”: hãy tách thành hai cột, "
        "hoặc đổi tiêu đề."
    )


def _one_of_several(kind: str, rivals: list[str], key: str) -> str:
    told = " và ".join(f"“{clean(each)}”" for each in rivals)
    column = _COLUMNS[kind][key][0]
    return f"Các cột {told} đều giống cột “{column}”: hãy đặt tiêu đề “{column}” cho đúng một cột."
