"""The name in a question about it: "Cho tôi hỏi nhóm X có phải nhóm chính thức không?" asks about "nhóm X".

A small table of how such a question opens and closes, no grammar. What it closes with must ask: "X chính thức" alone
may be a stranger's name. Whoever cuts a name out of a question still has to look whether all of it is a name.
"""

import re
import unicodedata

from .text import fold

#: Words that say of which kind a group is, not which one.
_KIND = (
    "nhóm|group|zalo|viber|chat|chính thức|chính thống|chính chủ|hợp lệ|thật|thiệt|giả mạo|giả|lừa đảo|mạo danh|đúng"
)
_WHOSE = r"của \S+(?: \S+){0,8}?"
_NOT = "(?:hay )?(?:không|hông|ko|kg|k|chưa)"
#: Where nothing else asks: "KG" is a province too, "hong" and "chua" are other words with other marks.
_SURELY_NOT = "(?:hay )?(?:không|ko)"
_TO = "dạ|vâng|kính|thưa|xin|chào|quý|các|thầy|cô|anh|chị|em|bạn|ad|admin|phòng|sở|mọi người|cả nhà"
_I = "tôi|mình|em|con|cháu|anh|chị|cô|thầy"
_LOOK = "kiểm tra|xem|xác minh|xác nhận"
_OPENINGS = (
    # Not the verb alone: "Hỏi đáp chuyên môn", "Kiểm tra nội bộ" are names.
    rf"(?:cho (?:(?:{_I}) )?|xin )(?:xin )?(?:phép )?(?:được )?hỏi(?: (?:thăm|chút|giúp|là|về))*",
    rf"(?:nhờ|xin|vui lòng|làm ơn) (?:(?:{_TO}) )*(?:{_LOOK})(?: (?:giúp|hộ|lại|cho|{_I}))*",
    rf"(?:{_LOOK}) (?:giúp|hộ)(?: (?:cho|{_I}))*",
    "ơi",
)
_CLOSINGS = (
    rf"có (?:phải|đúng)(?: là)?(?: (?:{_KIND}))*(?: {_WHOSE})? {_NOT}",
    rf"có(?: là)?(?: (?:{_KIND}))+(?: {_WHOSE})? {_NOT}",
    rf"(?:là )?(?:nhóm )?chính thức(?: {_WHOSE})? {_SURELY_NOT}",
    rf"(?:phải|đúng) {_SURELY_NOT}",
    rf"(?:là )?(?:nhóm )?(?:thật|thiệt|chính thức|đúng) hay (?:là )?(?:nhóm )?(?:giả mạo|giả|lừa đảo|mạo danh|{_NOT})",
    rf"(?:có |đã )?được (?:(?:phòng|sở|cơ quan) )?công nhận {_NOT}",
    rf"có (?:nằm )?trong (?:danh sách|sổ)(?: (?:{_KIND}))*(?: {_WHOSE})? {_NOT}",
)
#: One of these is in each closing: whoever wrote none of them asks nothing, as with most names.
_ASKS = re.compile(r"\b(?:kh[oô]ng|h[oô]ng|ko|kg|k|ch[uư]a|hay)\b", re.I)
_IS_IT = "(?:đây )?có (?:phải|đúng)(?: là)?"
_POLITE = "ạ|ad|vậy|thế|nhỉ|hả|nhé|xin|cảm ơn|cám ơn|em|thầy|cô|anh|chị|mọi người|với"
# What stands between the words is put into one space first: a text of commas could be parted in more ways than
# anybody has time to try. A full stop or a hyphen within a word is of the word.
_WORD = re.compile(r"[^\s,;:–—]*[^\s,;:–—-][^\s,;:–—]*")
_BREAK = "[ ?!.…]*"
#: What follows a name and is no part of it. Without marks some are words that names end with: an exam, a class A.
_AFTER, _AFTER_UNMARKED = "này|đó|kia|thì|hiện nay|ạ|vậy", "này|đó|kia|hiện nay"


def _patterns(opening: str, closing: str) -> list[re.Pattern]:
    """Return what reads the frame with its marks and without any; a half of them are other words: "dung", "co"."""
    frames = _frame(opening, closing, _AFTER), _unmarked(_frame(opening, closing, _AFTER_UNMARKED))
    return [re.compile(each, re.I) for each in frames]


def _frame(opening: str, closing: str, after: str) -> str:
    # How a question opens is read in one way only: whoever greets twenty times is not to be parted in all ways.
    polite = rf"(?>(?:(?:{_TO}) ){{0,6}}(?:{'|'.join(_OPENINGS)}) ){{0,3}}+"
    tail = rf"(?:{_BREAK}\b(?:{_POLITE})\b)*{_BREAK}"
    return rf"{polite}{opening}(?P<name>\S.*?) (?:(?:{after}) )*(?:{closing}){tail}"


def _unmarked(text: str) -> str:
    parted = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


_FRAMES = (
    *_patterns(f"(?:{_IS_IT} )?", "|".join(_CLOSINGS)),
    *_patterns(f"{_IS_IT} ", _SURELY_NOT),
)
#: What is left of "nhóm này có phải nhóm chính thức không" names no group.
_NAMELESS = frozenset(fold(_KIND.replace("|", " ") + " này đó kia đây trên mới tên là có của phòng sở em").split())


def asked_about(text: str) -> str:
    """Return the name that the question ``text``, one clean line, is about; empty where it is no such question.

    >>> asked_about("Thầy cô cho hỏi Quản lý tiểu học là nhóm thật hay giả?")
    'Quản lý tiểu học'
    >>> asked_about("Nhóm này có phải nhóm chính thức không?")
    ''
    """
    if not _ASKS.search(text):
        return ""
    words = list(_WORD.finditer(text))
    line = " ".join(word.group() for word in words)
    for frame in _FRAMES:
        if match := frame.fullmatch(line):
            first, last = (line.count(" ", 0, place) for place in match.span("name"))
            name = text[words[first].start() : words[last].end()]
            told = fold(name).split()
            return name if len(told) > 1 and not _NAMELESS.issuperset(told) else ""
    return ""
