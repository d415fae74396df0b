"""What would become of each row of a sheet of members: which group a line is for, and whether it is there already."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from ..domain.importing import Outcome, Row, Verdict, shown
from ..domain.status import EDITABLE, LIVE, Action, Status
from ..domain.text import clean, fold, squash
from ..domain.vocabulary import MEMBER_CATEGORY_LABELS, MemberCategory, MemberKind
from ..models import Member, Unit, WorkGroup
from .import_cells import People, Units, check_fields, choice, expected, repeated
from .permissions import may_act, may_record


@dataclass
class MemberPlan:
    """A row, what would become of it, and the line that would be written."""

    row: Row
    verdict: Verdict
    line: Member
    group: WorkGroup | None = None

    @property
    def said(self) -> tuple:
        """What tells one line of a group from another."""
        line = self.line
        return (line.kind, line.category, line.person_id, fold(line.post), fold(line.units), fold(line.text))


def plan_members(
    rows: list[Row], *, by, authority: Unit, step: Callable[[int], None] | None = None
) -> list[MemberPlan]:
    """Return a plan for each row: a line of membership more for a group of ``authority``."""
    people, units = People(by=by), Units()
    plans = [_read(row, people, units) for row in rows]
    known = _Groups(plans, authority)
    for count, plan in enumerate(plans, start=1):
        _find(plan, known, by)
        if step:
            step(count)
    by_number = {plan.row.number: plan for plan in plans}

    def key(row: Row):
        plan = by_number[row.number]
        return (plan.group.pk, plan.said) if plan.group else None

    for number, first in repeated(rows, key).items():
        by_number[number].verdict.refuse(f"Trùng với dòng {first} của tệp: hãy bỏ bớt một dòng.")
    return plans


def _read(row: Row, people: People, units: Units) -> MemberPlan:
    cells = {name: clean(text) for name, text in row.cells.items()}
    verdict = Verdict(row.number, shown(cells.get("group", "")) or "(không có nhóm)")
    line = Member(kind=MemberKind.TEXT, text=cells.get("text", ""), category=MemberCategory.REGULAR)
    plan = MemberPlan(row, verdict, line)
    if cells.get("category"):
        category = choice(MEMBER_CATEGORY_LABELS, cells["category"])
        if category is None:
            words = expected(MEMBER_CATEGORY_LABELS)
            verdict.refuse(f"Diện “{shown(cells['category'])}” không có trong danh mục: cần {words}.")
        line.category = category or MemberCategory.REGULAR
    if cells.get("person"):
        _read_person(plan, cells, people)
    elif cells.get("post"):
        line.kind, line.post, line.units = MemberKind.POSTS, cells["post"], cells.get("units", "")
        for sentence in units.unclear_in(line.units):
            verdict.refuse(f"Ở các đơn vị: {sentence}")
    if line.kind == MemberKind.TEXT and not line.text:
        verdict.refuse("Cần ghi họ tên, chức vụ, hoặc nội dung như văn bản ghi.")
    else:
        check_fields(line, verdict)
    verdict.detail = " · ".join(
        filter(None, [shown(line.shown) if line.kind != MemberKind.PERSON or line.person_id else "",
                      MEMBER_CATEGORY_LABELS[line.category]])
    )  # fmt: skip
    return plan


def _read_person(plan: MemberPlan, cells: dict[str, str], people: People) -> None:
    found = people.of(cells["person"])
    if cells.get("units") and len(found) > 1:
        found = [person for person in found if person.unit and fold(person.unit.name) == fold(cells["units"])]
    plan.line.kind = MemberKind.PERSON
    if len(found) == 1:
        plan.line.person = found[0]
    elif not found:
        plan.verdict.refuse(f"Chưa có “{shown(cells['person'])}” ở mục Người: hãy nhập người trước.")
    else:
        plan.verdict.refuse(f"Có {len(found)} người tên “{shown(cells['person'])}”: hãy ghi đơn vị của người ấy.")


class _Groups:
    """The groups that the sheet names, by code and by name, with their present lines."""

    def __init__(self, plans: list[MemberPlan], authority: Unit) -> None:
        names = {clean(plan.row.cells.get("group", "")) for plan in plans} - {""}
        lines = Prefetch("members", Member.objects.current())
        wanted = Q(code__in={name.upper() for name in names}) | Q(name_squash__in={squash(name) for name in names})
        found = WorkGroup.objects.filter(wanted, authority=authority, status__in={*EDITABLE, *LIVE, Status.PROPOSED})
        self.waiting: set[str] = set()
        self.by_code: dict[str, WorkGroup] = {}
        self.by_name: dict[str, list[WorkGroup]] = defaultdict(list)
        for group in found.select_related("authority").prefetch_related(lines).order_by("pk"):
            if group.status == Status.PROPOSED:
                self.waiting |= {group.name_squash, group.code or ""}
                continue
            self.by_name[group.name_squash].append(group)
            if group.code:
                self.by_code[group.code] = group


def _find(plan: MemberPlan, known: _Groups, by) -> None:
    verdict, text = plan.verdict, clean(plan.row.cells.get("group", ""))
    if not text:
        verdict.refuse("Thiếu nhóm: hãy ghi mã số hoặc tên nhóm.")
        return
    code = text.upper()
    found = [known.by_code[code]] if code in known.by_code else known.by_name.get(squash(text), [])
    if len(found) != 1:
        if found:
            verdict.refuse(f"Có {len(found)} nhóm tên “{shown(text)}”: hãy ghi mã số.")
        elif known.waiting & {code, squash(text)}:
            verdict.refuse(f"Nhóm “{shown(text)}” đang chờ công nhận: hãy nhập thành viên sau khi có quyết định.")
        else:
            verdict.refuse(f"Không thấy nhóm “{shown(text)}” trong các bản nháp và nhóm đã công nhận của cơ quan này.")
        return
    plan.group = found[0]
    verdict.existing, verdict.existing_text, verdict.title = found[0].pk, str(found[0]), str(found[0])
    live = found[0].status in LIVE
    if not (may_act(by, Action.CHANGE_MEMBERS) if live else may_record(by)):
        verdict.refuse("Tài khoản của bạn không có quyền đổi thành viên của nhóm này.")
    there = {MemberPlan(plan.row, verdict, line).said for line in found[0].members.all()}
    if verdict.outcome != Outcome.REFUSED and plan.said in there:
        verdict.outcome = Outcome.SAME
