"""What would become of each row of a sheet of people, and the writing of them."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ..domain.importing import Outcome, Row, Verdict, shown
from ..domain.phones import with_leading_zero
from ..domain.text import clean, fold
from ..models import Person
from ..queries.import_cells import People, Units, already_named, bare_name, honorific_of, repeated
from ..queries.permissions import ELSEWHERE
from ..queries.scope import foreign_offices
from .import_nouns import NounPlan, NounResource, refuse_twice, rehearse, write


class PersonResource(NounResource):
    """People, with the phone and e-mail that only some may see."""

    class Meta(NounResource.Meta):
        model = Person
        fields = ["honorific", "full_name", "name_key", "post", "unit", "phone", "email"]


def plan_people(rows: list[Row], *, by, step: Callable[[int], None] | None = None, **_) -> list[NounPlan]:
    """Return what would become of each row of a sheet of people that ``by`` brings."""
    units, known, foreign = Units(), People(by=by, retired=True), foreign_offices(by)
    plans = [_person(row, units, known) for row in rows]
    for plan in plans:
        if (unit := plan.values.get("unit")) and unit.pk in foreign:
            plan.verdict.refuse(ELSEWHERE)
    by_number = {plan.row.number: plan for plan in plans}
    twice = repeated(rows, lambda row: _key(by_number[row.number]))
    for plan in plans:
        refuse_twice(plan, twice)
    rehearse(PersonResource(), plans, step)
    for plan in plans:
        if plan.verdict.outcome == Outcome.NEW and (others := known.of(plan.values["full_name"])):
            plan.verdict.cautions.append(
                f"{already_named(others)} Nếu là cùng một người, hãy sửa ở mục Người thay vì nhập mới."
            )
    return plans


def write_people(plans: list[NounPlan]) -> None:
    """Write the people."""
    write(PersonResource(), plans)


def _key(plan: NounPlan):
    if plan.existing:
        return plan.existing.pk
    name, unit = plan.values["full_name"], plan.values.get("unit")
    return (fold(name), unit.pk if unit else None) if name else None


def _person(row: Row, units: Units, known: People) -> NounPlan:
    cells = {name: clean(text) for name, text in row.cells.items()}
    written = cells.get("full_name", "")
    name = bare_name(written)
    verdict = Verdict(row.number, shown(name) or "(không có tên)")
    plan = NounPlan(row, verdict, {"full_name": name})
    values = plan.values
    if honorific := honorific_of(f"{cells.get('honorific', '')} x") or honorific_of(written) or cells.get("honorific"):
        values["honorific"] = honorific
    if cells.get("post"):
        values["post"] = cells["post"]
    if cells.get("phone"):
        values["phone"] = with_leading_zero(cells["phone"])
        if values["phone"] != cells["phone"]:
            verdict.notes.append("Điện thoại mất số 0 ở đầu trong bảng tính: đã thêm lại.")
    if cells.get("email"):
        _read_email(plan, cells["email"])
    if cells.get("unit"):
        unit, why = units.find(cells["unit"])
        if unit:
            values["unit"] = unit
        else:
            verdict.refuse(why)
    _find(plan, known)
    secrets = [word for key, word in (("phone", "có điện thoại"), ("email", "có thư điện tử")) if values.get(key)]
    verdict.detail = " · ".join(filter(None, [shown(values.get("post", "")), str(values.get("unit", "")), *secrets]))
    return plan


def _read_email(plan: NounPlan, text: str) -> None:
    try:
        validate_email(text)
    except ValidationError:
        # The address itself is for nobody's eyes but those that may see it in the record.
        plan.verdict.refuse("Thư điện tử không đúng dạng ten@donvi.example.")
    else:
        plan.values["email"] = text


def _find(plan: NounPlan, known: People) -> None:
    unit = plan.values.get("unit")
    found = known.of(plan.values["full_name"], unit) if plan.values["full_name"] else []
    if len(found) > 1:
        plan.verdict.refuse(f"Có {len(found)} người tên này trong sổ: hãy ghi đơn vị, hoặc sửa ở mục Người.")
    elif found:
        plan.existing = found[0]
        plan.verdict.existing, plan.verdict.existing_text = found[0].pk, str(found[0])
        if not found[0].active:
            plan.verdict.notes.append("Trong sổ, người này đã thôi công tác; việc nhập không đổi điều đó.")
