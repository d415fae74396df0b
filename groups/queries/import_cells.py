"""What the cells of an imported row name in the register: people, units, words of the closed lists."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model

from ..domain.abbreviations import expansions
from ..domain.dates import short_date
from ..domain.importing import Row, Verdict
from ..domain.text import clean, fold
from ..domain.vocabulary import LEVEL_LABELS
from ..domain.wards import same_ward
from ..models import Person, Unit
from .scope import in_scope
from .unit_lines import items

_HONORIFIC = re.compile(r"^(ông|bà|cô|thầy|anh|chị|đ/c|đồng chí)[.:]?\s+", re.I)


@dataclass(frozen=True)
class Named:
    """Somebody named in a cell: his row where there is exactly one, and the post written beside his name."""

    person: Person | None
    post: str
    namesakes: int = 0


class People:
    """The people in office whom ``by`` may see, by name; with ``retired`` those who have left it too. One query.

    ``names``: those alone who bear one of these.
    """

    def __init__(self, *, by, retired: bool = False, names: Iterable[str] | None = None) -> None:
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        found = Person.objects.all() if retired else Person.objects.filter(active=True)
        if names is not None:
            found = found.filter(name_key__in={fold(bare_name(name)) for name in names})
        for person in in_scope(found, by).select_related("unit").order_by("pk"):
            self._by_name[person.name_key].append(person)

    def of(self, name: str, unit: Unit | None = None) -> list[Person]:
        """Return those who bear ``name``, in ``unit`` where it is given."""
        found = self._by_name.get(fold(bare_name(name)), [])
        return [person for person in found if unit is None or person.unit_id == unit.pk]

    def named(self, text: str) -> Named:
        """Read "Bà Trần Thị Minh Khai, Chuyên viên": a person of the register, or else a post as it is written."""
        text = clean(text)
        name, _, post = text.partition(",")
        found = self.of(name.rstrip(". "))
        if len(found) != 1:
            return Named(None, text, len(found))
        return Named(found[0], clean(post))


def already_named(namesakes: list[Person]) -> str:
    """Return, as a sentence, at which units those are whose name somebody is to bear whom the register has not yet."""
    where = [str(each.unit or "chưa rõ đơn vị") for each in namesakes[:_NAMED]]
    return f"Đã có người cùng tên ở: {'; '.join(where)}{'; …' if len(namesakes) > _NAMED else ''}."


class Units:
    """The units of the register, by code and by name. One query."""

    def __init__(self) -> None:
        self.all: list[Unit] = list(Unit.objects.select_related("parent", "successor").order_by("pk"))
        self.by_code = {unit.code: unit for unit in self.all if unit.code}
        self.by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.all:
            self.by_name[unit.name_key].append(unit)

    def find(self, text: str) -> tuple[Unit | None, str]:
        """Return the unit named ``text``, or None and the sentence that says why not.

        A unit that has ended is found no more: where another of its name goes on, that one is meant.
        """
        code = clean(text).upper()
        found = [self.by_code[code]] if code in self.by_code else self.by_name.get(fold(text), [])
        if not found:
            return None, f"Chưa có đơn vị “{clean(text)}” trong sổ: hãy nhập đơn vị trước, hoặc sửa lại tên."
        living = [unit for unit in found if unit.ended_on is None]
        if not living:
            return None, ended_sentence(found[-1])
        if len(living) == 1:
            return living[0], ""
        return None, f"Có {len(living)} đơn vị tên “{clean(text)}” ({apart(living)}): {HOW_APART}"

    def unclear_in(self, text: str) -> list[str]:
        """Return a sentence for each unit named in a line of members that has ended, or is one of several of its name.

        What is no unit of the register is prose, and is not asked about.
        """
        told = []
        for name in items(text):
            found = self.by_name.get(fold(name), [])
            living = [unit for unit in found if unit.ended_on is None]
            if found and not living:
                told.append(ended_sentence(found[-1]))
            elif len(living) > 1:
                told.append(
                    f"Có {len(living)} đơn vị tên “{name}” ({apart(living)}): hãy ghi thêm phường, xã hoặc mã sau "
                    f"tên, trong ngoặc đơn, ví dụ “{name} (Phường 4)”."
                )
        return told


#: What to do where a name alone leaves open which unit is meant.
HOW_APART = "hãy ghi mã đơn vị thay cho tên; đơn vị chưa có mã thì ghi mã trước ở mục Đơn vị."
_NAMED = 5


def apart(units: list[Unit]) -> str:
    """Return what tells units of one name apart, in words."""
    said = [
        ", ".join(filter(None, [f"mã {unit.code}" if unit.code else "chưa có mã", unit.ward]))
        for unit in units[:_NAMED]
    ]
    return "; ".join(said) + ("; …" if len(units) > _NAMED else "")


def is_another(unit: Unit, *, ward: str = "", level: str = "") -> bool:
    """Whether a row about a unit is about another one than its namesake ``unit``: in another ward, of another level.

    What either leaves open contradicts nothing.
    """
    in_other_ward = unit.ward and ward and not same_ward(unit.ward, ward)
    return bool(in_other_ward or (unit.level and level and unit.level != level))


def ended_sentence(unit: Unit) -> str:
    """Return why a unit that has ended is not taken: since when, and which unit there is in its place."""
    how = f"đã giải thể từ ngày {short_date(unit.ended_on)}: hãy sửa tên đơn vị"
    if unit.successor_id:
        how = f"đã sáp nhập vào {unit.successor} từ ngày {short_date(unit.ended_on)}: hãy ghi {unit.successor}"
    return f"{unit} {how}."


def bare_name(text: str) -> str:
    """Return a person's name without the honorific before it."""
    return _HONORIFIC.sub("", clean(text))


def honorific_of(text: str) -> str:
    """Return the honorific before a name, "Bà" in "bà Trần Thị Minh Khai", or an empty string."""
    found = _HONORIFIC.match(clean(text))
    return found[1][0].upper() + found[1][1:].lower() if found else ""


def choice(labels: Mapping[str, str], text: str) -> str | None:
    """Return the value whose label or own word ``text`` is, whatever its diacritics; None where it is none.

    A label may be abbreviated ("THCS"), unless what is written abbreviates another one too.
    """
    key = fold(text)
    for value, label in labels.items():
        if key and key in (fold(label), fold(value)):
            return str(value)
    meant = set(expansions(text))
    found = [str(value) for value, label in labels.items() if fold(label) in meant]
    return found[0] if len(found) == 1 else None


def level_in(heading: str) -> str:
    """Return the level that a heading of a section names, "II. Cấp tiểu học"; an empty string where it names none."""
    words = f" {fold(heading)} "
    return next((label for label in LEVEL_LABELS.values() if label and f" {fold(label)} " in words), "")


def expected(labels: Mapping[str, str]) -> str:
    """Return the words of a closed list as a sentence names them."""
    return ", ".join(labels.values())


def check_fields(instance: Model, verdict: Verdict, exclude: Iterable[str] = ()) -> None:
    """Refuse the row where a field of ``instance`` fails its own checks. Asks the database nothing."""
    relations = {field.name for field in instance._meta.fields if field.is_relation}
    try:
        instance.clean_fields(exclude={*relations, *exclude})
        instance.clean()
    except ValidationError as error:
        messages = getattr(error, "error_dict", None) or {"__all__": error}
        for name, found in messages.items():
            label = "" if name == "__all__" else f"{label_of(instance, name)}: "
            for each in ValidationError(found).messages:
                verdict.refuse(f"{label}{each}")


def label_of(instance: Model, name: str) -> str:
    """Return the label of a field as a sentence begins."""
    label = str(instance._meta.get_field(name).verbose_name)
    return label[0].upper() + label[1:]


def repeated(rows: Iterable[Row], key_of) -> dict[int, int]:
    """Return, by the number of each row that repeats an earlier one, the number of that earlier row."""
    first: dict[object, int] = {}
    found: dict[int, int] = {}
    for row in rows:
        key = key_of(row)
        if key in (None, ""):
            continue
        if key in first:
            found[row.number] = first[key]
        else:
            first[key] = row.number
    return found
