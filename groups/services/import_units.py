"""What would become of each row of a sheet of units, and the writing of them."""

from collections import Counter, defaultdict
from collections.abc import Callable

from ..domain.dates import Precision, short_date
from ..domain.importing import Outcome, Row, Verdict, shown
from ..domain.text import clean, fold
from ..domain.vocabulary import LEVEL_LABELS, OWNERSHIP_LABELS, UNIT_KIND_LABELS
from ..domain.wards import ward_name
from ..domain.written_dates import EXPECTED, read_date
from ..models import Unit
from ..queries.import_cells import HOW_APART, Units, apart, choice, ended_sentence, expected, is_another
from ..queries.near_names import NearNames, spelled_name
from ..queries.permissions import ELSEWHERE
from ..queries.scope import foreign_offices
from .import_nouns import NounPlan, NounResource, refuse_twice, rehearse, write

_OTHER = (
    "Trong sổ đã có đơn vị tên “{name}” ({others}); phường, xã hoặc cấp học ở dòng này khác nên đây được ghi là một "
    "đơn vị khác. Nếu vẫn là đơn vị ấy, hãy bỏ dòng này và sửa hồ sơ ở mục Đơn vị, hoặc ghi thêm mã của nó."
)


class UnitResource(NounResource):
    """Offices, schools, centres."""

    class Meta(NounResource.Meta):
        model = Unit
        fields = ["name", "name_key", "kind", "ownership", "level", "ward", "code", "parent", "valid_from", "valid_to"]


def plan_units(rows: list[Row], *, by, step: Callable[[int], None] | None = None, **_) -> list[NounPlan]:
    """Return what would become of each row of a sheet of units that ``by`` brings."""
    known, foreign = Units(), foreign_offices(by)
    plans = [_unit(row, known, foreign) for row in rows]
    twice = _repeated(plans)
    named = Counter(fold(plan.values["name"]) for plan in plans)
    fresh = Counter(fold(plan.values["name"]) for plan in plans if plan.existing is None)
    names = NearNames()
    for unit in known.all:
        names.add(spelled_name(unit.name), f"Gần giống “{unit.name}”.", unit.pk)
    for plan in plans:
        names.add(
            spelled_name(plan.values["name"]),
            f"Gần giống dòng {plan.row.number} của tệp.",
            -plan.row.number,
            in_sheet=True,
        )
    for plan in plans:
        refuse_twice(plan, twice)
        if plan.parent_text and "parent" not in plan.values:
            _refuse_parent(plan, known, named[fold(plan.parent_text)])
        elif plan.parent_text and plan.parent_text.upper() not in known.by_code:
            _refuse_guess(plan, fresh[fold(plan.parent_text)])
    rehearse(UnitResource(), plans, step)
    for plan in plans:
        if plan.verdict.outcome == Outcome.NEW:
            plan.verdict.cautions += names.near(plan.values["name"], owner=-plan.row.number)
    return plans


def _repeated(plans: list[NounPlan]) -> dict[int, int]:
    """Return, by the number of each row about the same unit as an earlier row, the number of that earlier row."""
    earlier: dict[object, list[NounPlan]] = defaultdict(list)
    found = {}
    for plan in plans:
        if not (key := _unit_key(plan)):
            continue
        same = next((each for each in earlier[key] if _is_same(plan, each)), None)
        if same:
            found[plan.row.number] = same.row.number
        else:
            earlier[key].append(plan)
    return found


def _is_same(plan: NounPlan, other: NounPlan) -> bool:
    """Whether two rows of one key are about one unit."""
    if plan.existing or "code" in plan.values:
        return True
    own, others = ({key: each.values.get(key, "") for key in ("ward", "level")} for each in (plan, other))
    return not is_another(Unit(**others), **own)


def _unit_key(plan: NounPlan):
    values = plan.values
    if plan.existing:
        return plan.existing.pk
    if "code" in values:
        return values["code"]
    return (fold(values["name"]), ward_name(values.get("ward", ""))) if values["name"] else None


def _unit(row: Row, known: Units, foreign: frozenset[int]) -> NounPlan:
    cells = {name: clean(text) for name, text in row.cells.items()}
    name = cells.get("name", "")
    verdict = Verdict(row.number, shown(name) or "(không có tên)")
    plan = NounPlan(row, verdict, {"name": name})
    values = plan.values
    for key, labels in (("kind", UNIT_KIND_LABELS), ("ownership", OWNERSHIP_LABELS), ("level", LEVEL_LABELS)):
        if cells.get(key):
            _choose(plan, key, labels, cells[key])
    values |= {key: cells[key] for key in ("ward",) if cells.get(key)}
    if cells.get("code"):
        values["code"] = cells["code"].upper()
    _find_unit(plan, known)
    if plan.existing and plan.existing.pk in foreign:
        verdict.refuse(ELSEWHERE)
    _read_days(plan, cells)
    if plan.existing is None and "kind" not in values and verdict.outcome != Outcome.REFUSED:
        plan.told.add("kind")
        verdict.refuse(f"Thiếu loại đơn vị: cần {expected(UNIT_KIND_LABELS)}.")
    _read_parent(plan, known, cells.get("parent", ""))
    verdict.detail = " · ".join(filter(None, [UNIT_KIND_LABELS.get(values.get("kind"), ""), values.get("ward", "")]))
    return plan


def _read_parent(plan: NounPlan, known: Units, text: str) -> None:
    plan.parent_text = text
    if not text:
        return
    parent, why = known.find(text)
    if parent:
        plan.values["parent"] = parent
    elif fold(text) in known.by_name or text.upper() in known.by_code:
        # Never the namesake in the sheet instead.
        plan.verdict.refuse(f"Đơn vị cấp trên: {why}")
    if parent and plan.existing and parent.pk == plan.existing.pk:
        plan.verdict.refuse("Một đơn vị không thể là cấp trên của chính nó.")


def _refuse_parent(plan: NounPlan, known: Units, in_sheet: int) -> None:
    """Refuse a row whose unit stands under one that is not in the register, unless the sheet has exactly one."""
    if not in_sheet:
        plan.verdict.refuse(f"Đơn vị cấp trên: {known.find(plan.parent_text)[1]}")
    elif in_sheet > 1:
        name = shown(plan.parent_text)
        plan.verdict.refuse(f"Đơn vị cấp trên: tệp có {in_sheet} đơn vị tên “{name}”: hãy nhập các đơn vị ấy trước.")


def _refuse_guess(plan: NounPlan, in_sheet: int) -> None:
    """Refuse a row under a unit of the register of which the sheet has a namesake: nobody knows which one is meant."""
    itself = plan.existing is None and fold(plan.values["name"]) == fold(plan.parent_text)
    if in_sheet > itself:
        plan.verdict.refuse(
            f"Đơn vị cấp trên: trong sổ và trong tệp có các đơn vị khác nhau cùng tên “{shown(plan.parent_text)}”: "
            f"{HOW_APART}"
        )


def _find_unit(plan: NounPlan, known: Units) -> None:
    code = plan.values.get("code")
    plan.existing = known.by_code.get(code) if code else None
    if plan.existing is None:
        _find_by_name(plan, known.by_name.get(fold(plan.values["name"]), []))
    found = plan.existing
    if found and found.ended_on:
        plan.verdict.refuse(ended_sentence(found))
    if found and code and found.code and found.code != code:
        plan.verdict.refuse(f"Đơn vị này có mã {found.code} trong sổ: việc nhập không đổi mã.")
    if found:
        plan.verdict.existing, plan.verdict.existing_text = found.pk, str(found)


def _find_by_name(plan: NounPlan, namesakes: list[Unit]) -> None:
    stated = {key: plan.values.get(key, "") for key in ("ward", "level")}
    found = [unit for unit in namesakes if not is_another(unit, **stated)]
    if len(found) > 1 and stated["ward"]:
        found = [unit for unit in found if unit.ward] or found
    found = [unit for unit in found if unit.ended_on is None] or found[-1:]
    living = [unit for unit in namesakes if unit.ended_on is None]
    if living and not found:
        plan.verdict.cautions.append(_OTHER.format(name=shown(plan.values["name"]), others=apart(living)))
    if len(found) > 1:
        plan.verdict.refuse(f"Có {len(found)} đơn vị tên này trong sổ: hãy ghi thêm mã đơn vị hoặc phường, xã.")
    elif found:
        plan.existing = found[0]


def _choose(plan: NounPlan, key: str, labels, text: str) -> None:
    value = choice(labels, text)
    if value is None:
        label = str(Unit._meta.get_field(key).verbose_name)
        plan.told.add(key)
        plan.verdict.refuse(f"{label.capitalize()} “{shown(text)}” không có trong danh mục: cần {expected(labels)}.")
    else:
        plan.values[key] = value


def _read_days(plan: NounPlan, cells: dict[str, str]) -> None:
    for key, label in (("valid_from", "Hoạt động từ"), ("valid_to", "Hoạt động đến")):
        if cells.get(key):
            _read_day(plan, key, label, cells[key])
    # What the sheet does not state stays as the register has it.
    first, last = (plan.values.get(key) or getattr(plan.existing, key, None) for key in ("valid_from", "valid_to"))
    if first and last and first > last:
        plan.verdict.refuse("Ngày bắt đầu phải trước hoặc bằng ngày kết thúc.")


def _read_day(plan: NounPlan, key: str, label: str, text: str) -> None:
    """Take a date known to the day: the field keeps no other, and a day that nobody wrote is not made up."""
    try:
        read = read_date(text)
    except ValueError as error:
        plan.verdict.refuse(f"{label}: “{shown(text)}” {error}")
        return
    if read.precision != Precision.DAY:
        plan.verdict.refuse(f"{label}: “{shown(text)}” chỉ cho biết tháng: {EXPECTED}.")
        return
    plan.values[key] = read.date
    if not read.plain:
        plan.verdict.notes.append(f"{label}: “{shown(text)}” được hiểu là {short_date(read.date)}.")


def write_units(plans: list[NounPlan]) -> None:
    """Write the units; then those units that stand under one of the same sheet get their place."""
    write(UnitResource(), plans)
    late = [plan for plan in plans if plan.parent_text and "parent" not in plan.values]
    if not late:
        return
    known = Units()
    below = []
    for plan in late:
        unit = _written(plan, known)
        parent, _ = known.find(plan.parent_text)
        if unit and parent and unit.pk != parent.pk:
            unit.parent = parent
            below.append(unit)
    Unit.objects.bulk_update(below, ["parent"], batch_size=250)


def _written(plan: NounPlan, known: Units) -> Unit | None:
    """Return the unit of a row that was written: of several of its name, the last one in its ward, of its level."""
    if plan.existing:
        return next((unit for unit in known.all if unit.pk == plan.existing.pk), None)
    ward, level = fold(plan.values.get("ward", "")), plan.values.get("level", "")
    namesakes = reversed(known.by_name.get(fold(plan.values["name"]), []))
    return next((unit for unit in namesakes if (fold(unit.ward), unit.level) == (ward, level)), None)
