"""What would become of each row of a sheet of groups, beside the other rows and the register.

Asked by a number of queries that does not grow with the rows.
"""

from collections.abc import Callable, Iterable

from django.db.models import Prefetch, Q

from ..domain.directing import read_directives
from ..domain.importing import Outcome, Row, shown
from ..domain.platforms import PLATFORM_LABELS
from ..domain.status import EDITABLE, ENDED, TRANSITIONS, Action, Status
from ..domain.text import clean
from ..domain.vocabulary import LEVEL_LABELS, TASKS, GroupRole
from ..models import Administrator, Directive, InviteLink, ReportedChat, Unit, WorkGroup
from ..models.invite_link import REPORTED
from .import_cells import People, check_fields, repeated
from .import_group_rows import TEXTS, GroupPlan, identity, read_row
from .near_names import NearNames, add_rows, names_of_register

_GONE = ENDED | {Status.DECLINED}
#: What a sheet may say of a group, compared with what the register says.
_COMPARED = ("name", "platform", "level", "room_count", *TEXTS)
#: Which act changes a fact of a group that is in the register; the others are corrections.
_ACT = {
    "name": Action.RENAME,
    "platform": Action.MIGRATE,
    "lead": Action.CHANGE_LEAD,
    "others": Action.CHANGE_ADMINISTRATORS,
    "members_text": Action.CHANGE_MEMBERS,
    "directive_text": Action.DIRECT,
    "link": Action.ROTATE_LINK,
}
_LABELS = {"lead": "Trưởng nhóm", "others": "Phó nhóm, quản trị", "link": "Liên kết mời"}


def plan_groups(rows: list[Row], *, by, authority: Unit, step: Callable[[int], None] | None = None) -> list[GroupPlan]:
    """Return a plan for each row: proposals by ``by`` to ``authority``. ``step`` is called with each number done."""
    people = People(by=by)
    plans = [read_row(row, by, authority, people) for row in rows]
    known, names = _Known(plans, authority), names_of_register()
    add_rows(names, ((plan.row.number, plan.draft.name) for plan in plans if plan.draft.name))
    by_number = {plan.row.number: plan for plan in plans}
    twice = repeated(rows, lambda row: identity(by_number[row.number].draft))
    links = repeated(rows, lambda row: by_number[row.number].link and by_number[row.number].link.key)
    for count, plan in enumerate(plans, start=1):
        _find_in_sheet(plan, twice, links)
        _find_in_register(plan, known)
        _caution(plan, known, names)
        _direct(plan)
        if step:
            step(count)
    return plans


class _Known:
    """What the register has of the links, names and codes in the sheet."""

    def __init__(self, plans: list[GroupPlan], authority: Unit) -> None:
        keys = [plan.link.key for plan in plans if plan.link]
        squashes = {plan.draft.name_squash for plan in plans}
        codes = {clean(plan.row.cells.get("code", "")).upper() for plan in plans} - {""}
        held = InviteLink.objects.filter(key__in=keys).select_related("group").order_by("pk")
        self.links: dict[str, InviteLink] = {}
        self.declined: dict[str, WorkGroup] = {}
        for link in held:
            if link.ended_on is None or link.started_on is not None:
                self.links[link.key] = link  # the last one taken, as InviteLink.clean() tells it
            elif link.group.status == Status.DECLINED and link.group.authority_id == authority.pk:
                self.declined[link.key] = link.group
        self.reported = set(ReportedChat.objects.standing().filter(key__in=keys).values_list("key", flat=True))
        related = (
            Prefetch("administrators", Administrator.objects.filter(ended_on=None).select_related("person")),
            Prefetch("links", InviteLink.objects.current()),
        )
        groups = WorkGroup.objects.filter(Q(name_squash__in=squashes - {""}) | Q(code__in=codes), authority=authority)
        self.groups: dict[tuple[str, str], WorkGroup] = {}
        self.by_code: dict[str, WorkGroup] = {}
        for group in groups.select_related("authority").prefetch_related(*related).order_by("pk"):
            if group.code:
                self.by_code[group.code] = group
            if group.status not in _GONE:
                self.groups[group.name_squash, group.platform] = group


def _find_in_sheet(plan: GroupPlan, twice: dict[int, int], links: dict[int, int]) -> None:
    number = plan.row.number
    if number in twice:
        plan.verdict.refuse(f"Trùng tên và ứng dụng với dòng {twice[number]} của tệp: hãy bỏ bớt một dòng.")
    if number in links:
        plan.verdict.refuse(f"Trùng liên kết mời với dòng {links[number]} của tệp: mỗi liên kết chỉ thuộc một nhóm.")


def _find_in_register(plan: GroupPlan, known: _Known) -> None:
    verdict, code = plan.verdict, clean(plan.row.cells.get("code", "")).upper()
    found = known.by_code.get(code) if code else known.groups.get(identity(plan.draft) or ("", ""))
    if code and found is None:
        verdict.refuse(f"Mã số {shown(code)} không có trong sổ của cơ quan này: nhóm mới thì để trống cột mã số.")
    plan.existing = found
    if plan.link:
        _check_link(plan, known)
    if found is None or verdict.outcome == Outcome.REFUSED:
        return
    verdict.existing = found.pk
    verdict.existing_text = f"{found} ({found.get_status_display().lower()})"
    _compare(plan)


def _check_link(plan: GroupPlan, known: _Known) -> None:
    held = known.links.get(plan.link.key)
    own = plan.existing.pk if plan.existing else None
    # That a group holds the link which the sheet gives it is no obstacle, but what makes the row the same.
    if held and (held.ended_on is not None or held.group_id != own):
        plan.verdict.refuse(f"Liên kết mời: {held.why_not_again(own, authority=plan.draft.authority_id)}")
    if plan.link.key in known.reported:
        plan.verdict.refuse(REPORTED)


def _compare(plan: GroupPlan) -> None:
    verdict, draft, group = plan.verdict, plan.draft, plan.existing
    for name in _COMPARED:
        before, after = getattr(group, name), getattr(draft, name)
        # "[?]" is how our own list prints what is uncertain: it is no change.
        if plan.row.cells.get(name, "").strip() and before != after and group.marked(name) != after:
            verdict.changes.append((_label(name), _words(name, before), _words(name, after)))
            plan.changed.append(name)
    for name, before, after in (
        ("lead", _leads(group.administrators.all()), _leads(plan.people)),
        ("others", _others(group.administrators.all()), _others(plan.people)),
    ):
        if after and before != after:
            verdict.changes.append((_label(name), shown(before), shown(after)))
            plan.changed.append(name)
    if plan.link and plan.link.key not in {link.key for link in group.links.all()}:
        verdict.changes.append((_label("link"), "có" if group.links.all() else "chưa có", "có liên kết khác"))
        plan.changed.append("link")
    verdict.outcome = Outcome.DIFFERS if plan.changed else Outcome.SAME
    verdict.writable = verdict.outcome == Outcome.DIFFERS and group.status in EDITABLE
    if verdict.outcome == Outcome.DIFFERS:
        verdict.notes.append(_advice(plan))


def _advice(plan: GroupPlan) -> str:
    group = plan.existing
    if group.status in EDITABLE:
        return "Đang là bản nháp: đánh dấu để sửa bản nháp theo tệp; bản nháp không được đề nghị theo."
    if group.status == Status.PROPOSED:
        return "Đang chờ công nhận nên không sửa bằng cách nhập: nếu cần, nhờ người có thẩm quyền trả lại đề nghị."
    acts = dict.fromkeys(TRANSITIONS[_ACT.get(name, Action.CORRECT)].label for name in plan.changed)
    names = ", ".join(f"“{label}”" for label in acts)
    return f"Nhóm đã công nhận nên việc nhập không sửa: hãy mở hồ sơ nhóm và dùng việc {names}."


def _caution(plan: GroupPlan, known: _Known, names: NearNames) -> None:
    verdict = plan.verdict
    if verdict.outcome != Outcome.NEW:
        return
    verdict.cautions += names.near(plan.draft.name, owner=("row", plan.row.number))
    if plan.link and (declined := known.declined.get(plan.link.key)):
        verdict.cautions.append(f"Liên kết này từng có trong đề nghị không được công nhận “{declined}”.")


def _direct(plan: GroupPlan) -> None:
    """Read what is to become of a new group, and say which directives that opens and what stays words."""
    draft, verdict = plan.draft, plan.verdict
    if verdict.outcome == Outcome.DIFFERS and "directive_text" in plan.changed and verdict.writable:
        verdict.notes.append("Hướng xử lý đã lập ở bản nháp không đổi theo tệp: nếu cần, hãy sửa ở bản nháp.")
    if verdict.outcome != Outcome.NEW:
        return
    read = read_directives(draft.directive_text)
    for each in read.directives:
        if each.target_platform and each.target_platform == draft.platform:
            verdict.notes.append(f"Không lập “{each.shown}”: nhóm vốn ở {PLATFORM_LABELS[draft.platform]}.")
            continue
        row = Directive(group=draft, kind=each.kind, target_platform=each.target_platform, target_text=each.target_text)
        check_fields(row, verdict)
        plan.directives.append(row)
    if plan.directives:
        said = [f"{shown(row.shown)}{' (việc phải làm)' if row.kind in TASKS else ''}" for row in plan.directives]
        verdict.notes.append(f"Sẽ lập hướng xử lý: {'; '.join(said)}.")
    if read.left:
        left = "; ".join(f"“{shown(each)}”" for each in read.left)
        verdict.notes.append(f"Hướng xử lý chưa hiểu, chỉ ghi nguyên văn: {left}.")


def _leads(people: Iterable[Administrator]) -> str:
    return next((each.shown for each in people if each.role == GroupRole.LEAD), "")


def _others(people: Iterable[Administrator]) -> str:
    return "; ".join(sorted(each.shown for each in people if each.role != GroupRole.LEAD))


def _label(name: str) -> str:
    if name in _LABELS:
        return _LABELS[name]
    label = str(WorkGroup._meta.get_field(name).verbose_name)
    return label[0].upper() + label[1:]


def _words(name: str, value) -> str:
    labels = {"platform": PLATFORM_LABELS, "level": LEVEL_LABELS}.get(name)
    return labels.get(value, str(value)) if labels else shown(str(value)) or "(trống)"
