"""What the column "Hướng xử lý" of a letter asks of a group, read as directives; what is not understood stays words.

Cautious: a text is read clause by clause, each clause by how it begins, and a clause that denies, doubts or sets a
condition opens nothing. A day or a time is never read: a directive of a sheet has no due day.
"""

import re
import unicodedata
from dataclasses import dataclass

from .platforms import PLATFORM_LABELS, Platform
from .text import clean, fold
from .vocabulary import DIRECTIVE_LABELS, DirectiveKind

#: The longest name into which a group may be merged, as the record keeps it.
LONGEST_TARGET = 200


@dataclass(frozen=True)
class ReadDirective:
    """A directive as a text states it; ``target_text`` is the group to merge into, as written."""

    kind: DirectiveKind
    target_platform: str = ""
    target_text: str = ""

    @property
    def shown(self) -> str:
        """The directive in words, as the record shows it."""
        target = PLATFORM_LABELS.get(self.target_platform, "") or self.target_text
        return f"{DIRECTIVE_LABELS[self.kind]}: {target}" if target else DIRECTIVE_LABELS[self.kind]


@dataclass(frozen=True)
class Directed:
    """What was understood of a text, each directive once, and the clauses that were not."""

    directives: tuple[ReadDirective, ...] = ()
    left: tuple[str, ...] = ()


# Quoted names are put aside before a text is cut into clauses: a name may hold a comma or a full stop.
_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»")
_ASIDE = "\ue000"  # of private use: in no text that people write
_PUT_ASIDE = re.compile(rf" ?{_ASIDE}([0-9]+){_ASIDE} ?")
_BETWEEN = re.compile(
    r"[;\n]|[.](?=\s|$)|,?\s+và\s+(?=tiếp tục|chuyển sang|đổi tên|điều chỉnh tên|giải tán|ghép|sáp nhập)", re.I
)
#: Denied, doubted, conditional, over already, or only asked for. "Đừng" folds like "dụng" and is looked for as it is.
_UNSURE = re.compile(
    r"\b(?:khong|chua|neu|hoac|hay la|truoc day|tru khi|xem xet|nghien cuu|tam ngung|de nghi"
    r"|da (?:giai tan|ghep|gop|chuyen|doi|dieu chinh|sap nhap))\b"
)
_TASK_WORDS = re.compile(r"\b(?:giai tan|sap nhap|ghep|gop|(?:doi|sua|dieu chinh)(?: lai)? ten|chuyen (?:sang|qua))\b")
_START = r"^(?:(?:thi|can|phai|yeu cau|[0-9]+) )*"
_APPS = {fold(label): str(value) for value, label in PLATFORM_LABELS.items() if value != Platform.OTHER}
_RULES = (
    (DirectiveKind.MIGRATE, rf"chuyen (?:nhom )?(?:sang|qua) (?:ung dung )?(?P<app>{'|'.join(_APPS)})\b"),
    (DirectiveKind.RENAME, r"(?:dieu chinh|doi|sua)(?: lai)? ten\b"),
    (DirectiveKind.MAY_MERGE, r"(?:co the )?(?:ghep|sap nhap|gop) (?:chung )?(?:vo|vao|voi) nhom\b"),
    (DirectiveKind.DISSOLVE, r"giai tan(?: nhom(?: nay)?)?$"),
    (DirectiveKind.MAINTAIN, r"(?:tiep tuc )?duy tri\b"),
    (DirectiveKind.FUNCTION_ONLY, r"thuc hien chuc nang\b"),
)
_COMPILED = tuple((kind, re.compile(_START + rule)) for kind, rule in _RULES)


def read_directives(text: str) -> Directed:
    """Return what ``text`` asks; empty for an empty text. Never raises.

    Source of the forms: the list of Công văn 1496/GDĐT-PC (2021) and plain variants of its words.
    """
    names: list[str] = []

    def put_aside(found: re.Match) -> str:
        names.append(next(filter(None, found.groups())))
        return f" {_ASIDE}{len(names) - 1}{_ASIDE} "

    plain = unicodedata.normalize("NFC", text).replace(_ASIDE, " ")
    found, left = [], []
    for clause in _BETWEEN.split(_QUOTED.sub(put_aside, plain)):
        if not fold(clause):
            continue
        read = _read(clause, names)
        if read is None:
            left.append(clean(_PUT_ASIDE.sub(lambda each: f" “{names[int(each[1])]}” ", clause)))
        elif read not in found:
            found.append(read)
    return Directed(tuple(found), tuple(left))


def _read(clause: str, names: list[str]) -> ReadDirective | None:
    words = fold(_PUT_ASIDE.sub(" ", clause))
    if _UNSURE.search(words) or "đừng" in clause.lower():
        return None
    named = [clean(names[int(number)]) for number in _PUT_ASIDE.findall(clause)]
    for kind, rule in _COMPILED:
        if match := rule.search(words):
            # What else the clause asks for was not cut off, so the whole of it was not understood.
            return None if _TASK_WORDS.search(words[match.end() :]) else _with_target(kind, match, named)
    return None


def _with_target(kind: DirectiveKind, match: re.Match, named: list[str]) -> ReadDirective | None:
    if kind == DirectiveKind.MAY_MERGE:
        # Only a name in quotation marks says where it ends; of two, nobody said which.
        fits = len(named) == 1 and 0 < len(named[0]) <= LONGEST_TARGET
        return ReadDirective(kind, target_text=named[0]) if fits else None
    if named and kind in (DirectiveKind.MIGRATE, DirectiveKind.DISSOLVE):
        return None  # of another group, or into one
    if kind == DirectiveKind.MIGRATE:
        return ReadDirective(kind, target_platform=_APPS[match["app"]])
    return ReadDirective(kind)
