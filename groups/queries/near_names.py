"""Names that could be mistaken for each other, asked of thousands at once: by two queries, however many.

`mistakable.py` asks for one name and tells everything; this one only flags, for a sheet of thousands of rows. Both
compare in the same way, and neither decides anything.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ..domain.abbreviations import pairs, spelled_out
from ..domain.importing import shown
from ..domain.lookalikes import skeleton
from ..domain.resemblance import resemblances
from ..domain.status import PUBLIC, STATUS_LABELS
from ..models import GroupName, ReportedChat

#: From which resemblance on a row is flagged. In trials slips of official names stayed above 0.92 and strangers below
#: 0.90; names of one sheet are mostly one series ("giáo viên toán", "giáo viên tin"), and only a slip is worth a word.
_IN_REGISTER, _IN_SHEET = 0.9, 0.96
#: So many words put to a name make another that is easily taken for it.
_ADDED = 2
#: A name is looked for under the rarest of its words and pairs of neighbours; of a common one not all are compared.
_RARE, _POOL = 6, 80
_NUMBER = re.compile(r"\d+")
#: So many likenesses of one row are told.
_TOLD = 2


@dataclass(frozen=True)
class _Name:
    spelled: str
    sentence: str
    owner: object
    in_sheet: bool = False


class NearNames:
    """The names of the register, of reported chats and of the sheet itself, under their words."""

    def __init__(self) -> None:
        self._names: list[_Name] = []
        self._under: dict[str, list[int]] = defaultdict(list)

    def add(self, spelled: str, sentence: str, owner: object, *, in_sheet: bool = False) -> None:
        """Add a name in its spelled-out key; ``sentence`` is what is told where another resembles it."""
        index = len(self._names)
        self._names.append(_Name(spelled, sentence, owner, in_sheet))
        for word in _words(spelled):
            self._under[word].append(index)

    def near(self, name: str, *, owner: object) -> list[str]:
        """Return what is told of the names most like ``name``, those of ``owner`` left out."""
        spelled = spelled_name(name)
        known = [word for word in sorted(_words(spelled)) if word in self._under]
        rare = sorted(known, key=lambda word: len(self._under[word]))
        pool: dict[int, None] = {}
        for word in rare[:_RARE]:
            pool.update(dict.fromkeys(self._under[word][:_POOL]))
        found = [each for each in (self._names[index] for index in pool) if each.owner != owner]
        alike = resemblances([spelled], [each.spelled for each in found])
        scored = [
            (each.whole, name)
            for each, name in zip(alike, found, strict=True)
            if (_is_slip if name.in_sheet else _is_mistakable)(spelled, name.spelled, each.whole)
        ]
        scored.sort(key=lambda pair: -pair[0])
        return [name.sentence for _, name in scored[:_TOLD]]


def spelled_name(name: str) -> str:
    """Return the key in which names are compared."""
    return spelled_out(skeleton(name))


def _is_slip(one: str, other: str, alike: float) -> bool:
    """Whether two names of one sheet are the same or nearly so; another number is another name ("khối 6", "khối 7")."""
    return one == other or (alike >= _IN_SHEET and _NUMBER.sub("", one) != _NUMBER.sub("", other))


def _is_mistakable(one: str, other: str, alike: float) -> bool:
    """Whether one name is nearly the other, or the other with a word or two put to it ("... mới", "... 2")."""
    some, more = sorted((set(one.split()), set(other.split())), key=len)
    return alike >= _IN_REGISTER or (len(some) > 1 and some <= more and len(more) - len(some) <= _ADDED)


def _words(spelled: str) -> set[str]:
    words = spelled.split()
    return {*words, *pairs(words)}


def names_of_register() -> NearNames:
    """Return the names that public groups bear and bore, and those of reported chats."""
    names = NearNames()
    rows = GroupName.objects.filter(group__status__in=PUBLIC).order_by("pk")
    for group, name, spelled, ended, code, status in rows.values_list(
        "group_id", "name", "spelled", "ended_on", "group__code", "group__status"
    ).iterator(chunk_size=2_000):
        former = ", tên cũ" if ended else ""
        names.add(spelled, f"Gần giống “{name}” ({code}, {STATUS_LABELS[status].lower()}{former}).", ("group", group))
    for name in ReportedChat.objects.standing().exclude(name="").values_list("name", flat=True):
        names.add(spelled_name(name), f"Gần giống “{name}”, đã xác nhận là nhóm lạ.", ("report", name))
    return names


def add_rows(names: NearNames, rows: Iterable[tuple[int, str]]) -> None:
    """Add the names of the sheet: (number of the row, name)."""
    for number, name in rows:
        names.add(
            spelled_name(name), f"Gần giống “{shown(name)}” ở dòng {number} của tệp.", ("row", number), in_sheet=True
        )
