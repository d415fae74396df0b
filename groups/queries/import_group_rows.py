"""A row of a sheet of groups by itself: what it says, and the draft with its people and link that it would become."""

import re
from dataclasses import dataclass, field

from ..domain.importing import Row, Verdict, shown
from ..domain.links import BadLink, GroupLink, parse_link
from ..domain.platforms import PLATFORM_LABELS
from ..domain.text import clean, fold, squash
from ..domain.vocabulary import LEVEL_LABELS, MARK, GroupRole, Level
from ..models import Administrator, Directive, Unit, WorkGroup
from .import_cells import Named, People, bare_name, check_fields, choice, expected, honorific_of

#: The texts of a group that a sheet may give. Not the number of the row: a sheet counts its own lines, not those of a
#: document.
TEXTS = ("purpose", "members_text", "directive_text")
#: How a letter writes a name: the app first, then the name itself between quotation marks.
_AS_IN_A_LETTER = re.compile(r"nhóm (zalo|viber)\s*[:.,–-]?\s*[“\"«‘']([^“”\"«»]+)[”\"»’']\s*[.;,]?", re.I)


@dataclass
class GroupPlan:
    """A row, what would become of it, and what would be written: a draft with its people, directives and link."""

    row: Row
    verdict: Verdict
    draft: WorkGroup
    people: list[Administrator] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    link: GroupLink | None = None
    existing: WorkGroup | None = None
    changed: list[str] = field(default_factory=list)

    @property
    def lead(self) -> Administrator | None:
        return next((each for each in self.people if each.role == GroupRole.LEAD), None)


def identity(draft: WorkGroup) -> tuple[str, str] | None:
    """Return what makes two rows the same group, None where the row names none."""
    return (draft.name_squash, draft.platform) if draft.name_squash else None


def read_row(row: Row, by, authority: Unit, people: People) -> GroupPlan:
    """Return the plan of one row: a proposal by ``by`` to ``authority``; refused where it is no whole group."""
    cells = row.cells
    name, app = _name(cells)
    draft = WorkGroup(authority=authority, recorded_by=by, name=name, name_squash=squash(name))
    verdict = Verdict(row.number, shown(draft.name) or "(không có tên)")
    plan = GroupPlan(row, verdict, draft)
    if app:
        verdict.notes.append("Tên nhóm: lấy phần trong ngoặc kép.")
    for name in TEXTS:
        setattr(draft, name, cells.get(name, ""))
    _read_link(plan, cells.get("link", ""))
    _read_choices(plan, cells, app or draft.name)
    check_fields(draft, verdict, exclude=["platform", "level", "room_count"])
    _read_people(plan, cells, people)
    if not draft.members_text:
        verdict.refuse("Thiếu thành viên (ghi trên danh sách), ví dụ: Hiệu trưởng các trường tiểu học.")
    # Not bool(choices): a platform that nobody stated is told once, above.
    verdict.detail = " · ".join(
        filter(None, [PLATFORM_LABELS.get(draft.platform, ""), LEVEL_LABELS.get(draft.level, ""),
                      shown(plan.lead.shown) if plan.lead else "", "có liên kết" if plan.link else ""])
    )  # fmt: skip
    return plan


def _name(cells: dict[str, str]) -> tuple[str, str]:
    """Return the name of the group and, where a letter names the app before it, that app as it is written."""
    name, written = clean(cells.get("name", "")), choice(PLATFORM_LABELS, cells.get("platform", ""))
    found = _AS_IN_A_LETTER.fullmatch(name)
    # What contradicts the column of the app is shown as it is written.
    if found is None or written not in (None, choice(PLATFORM_LABELS, found[1])):
        return name, ""
    return clean(found[2]), found[1]


def _read_link(plan: GroupPlan, text: str) -> None:
    if not text.strip():
        return
    try:
        plan.link = parse_link(text)
    except BadLink as error:
        plan.verdict.refuse(f"Liên kết mời: {error}")


def _read_choices(plan: GroupPlan, cells: dict[str, str], app: str) -> None:
    draft, verdict = plan.draft, plan.verdict
    written, level, rooms = (cells.get(name, "").strip() for name in ("platform", "level", "room_count"))
    platform = choice(PLATFORM_LABELS, written)
    if written and platform is None:
        verdict.refuse(f"Ứng dụng “{shown(written)}” không có trong danh mục: cần {expected(PLATFORM_LABELS)}.")
    if not written:
        platform = _platform_unwritten(plan, app)
    draft.platform = platform or ""
    if plan.link and draft.platform and plan.link.platform != draft.platform:
        verdict.refuse(
            f"Liên kết mời này của {PLATFORM_LABELS[plan.link.platform]}, còn cột ứng dụng ghi "
            f"{PLATFORM_LABELS[draft.platform]}."
        )
    draft.level = choice(LEVEL_LABELS, level) or Level.GENERAL
    if level and choice(LEVEL_LABELS, level) is None:
        verdict.refuse(f"Cấp học “{shown(level)}” không có trong danh mục: cần {expected(LEVEL_LABELS)}.")
    # As our own list writes a number that the old document leaves uncertain.
    digits = rooms.removesuffix(MARK.strip()).strip().removesuffix(".0")
    if digits and rooms.endswith(MARK.strip()):
        verdict.notes.append(f"Dấu{MARK} ở số nhóm không được nhập.")
    if digits and not (digits.isascii() and digits.isdecimal() and 1 <= int(digits[:6]) <= 999):
        verdict.refuse(f"Số nhóm “{shown(rooms)}” phải là số từ 1 đến 999.")
    elif digits:
        draft.room_count = int(digits)


def _platform_unwritten(plan: GroupPlan, app: str) -> str | None:
    """Return the platform of the link, or else the one that ``app`` names; refuse the row where there is none."""
    if plan.link:
        return str(plan.link.platform)
    words = set(fold(app).split())
    named = [str(value) for value, label in PLATFORM_LABELS.items() if fold(label) in words]
    if len(named) != 1:
        plan.verdict.refuse(f"Thiếu ứng dụng: cần {expected(PLATFORM_LABELS)}.")
        return None
    plan.verdict.notes.append(f"Ứng dụng {PLATFORM_LABELS[named[0]]}: hiểu theo tên nhóm.")
    return named[0]


def _read_people(plan: GroupPlan, cells: dict[str, str], people: People) -> None:
    for name, role in (("lead", GroupRole.LEAD), ("deputies", GroupRole.DEPUTY), ("administrators", "administrator")):
        texts = [_lead(plan, cells)] if role == GroupRole.LEAD else cells.get(name, "").replace(";", "\n").split("\n")
        for text in filter(None, map(clean, texts)):
            found = people.named(text)
            row = Administrator(role=role, person=found.person, post=_post(plan, text, found))
            row.group = plan.draft
            row.shown = row.in_words()
            check_fields(row, plan.verdict, exclude=["role"])
            if found.namesakes > 1:
                plan.verdict.notes.append(f"Có {found.namesakes} người tên như “{shown(text)}”: ghi như văn bản.")
            plan.people.append(row)
    if plan.lead is None:
        plan.verdict.refuse("Thiếu trưởng nhóm: ghi họ tên và chức vụ, hoặc riêng chức vụ.")


def _post(plan: GroupPlan, text: str, found: Named) -> str:
    """Return what stands beside a person, or in his place where the register has none of that name."""
    honorific = honorific_of(text)
    if found.person or not honorific:
        return found.post
    post = f"{honorific} {bare_name(text).rstrip('. ')}"
    if not found.namesakes:
        plan.verdict.notes.append(
            f"“{shown(post)}” chưa có ở mục Người nên chỉ ghi thành chữ; nên nhập người trước để sau này bàn giao được."
        )
    return post


def _lead(plan: GroupPlan, cells: dict[str, str]) -> str:
    """Return the lead as a document writes it, "name, post", from the one column or from two that agree."""
    lead, post = clean(cells.get("lead", "")), clean(cells.get("lead_post", ""))
    _, comma, own = lead.partition(",")
    if not (lead and post) or fold(post) in (fold(own), fold(lead)):
        return lead or post
    if comma:
        plan.verdict.refuse(
            f"Chức vụ của trưởng nhóm ghi hai cách, “{shown(clean(own))}” và “{shown(post)}”: hãy ghi một."
        )
    return f"{lead.rstrip('. ')}, {post}"
