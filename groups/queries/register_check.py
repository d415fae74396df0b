"""Whether the log is what it was: numbers, leaves, roots, openings; and what its events say of the groups."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from ..domain.canonical import NotCanonical, commitment
from ..domain.entries import kept_back
from ..domain.merkle import EMPTY_ROOT, Peaks, leaf_hash
from ..models import EventLeaf, EventOpening, Publication, RegisterEvent, RegisterHead
from .publication_check import printed_heads, publication_faults
from .replay import group_faults, replay_faults
from .tree import entry_of

_CHUNK = 2_000
#: Told now and then what is being read, and how many of it are done.
Progress = Callable[[str, int], None]


@dataclass(frozen=True, order=True)
class Fault:
    """What does not hold; ``number`` is that of the event it first shows at."""

    number: int
    sentence: str = field(compare=False)


class RegisterBroken(Exception):
    """The register is not what it was; ``fault`` names the first event that fails."""

    def __init__(self, fault: Fault):
        self.fault = fault
        super().__init__(f"Sự kiện số {fault.number}: {fault.sentence}")


@dataclass
class Checked:
    """What was looked at and holds."""

    size: int = 0
    root: str = EMPTY_ROOT.hex()
    groups: int = 0
    publications: int = 0
    erased: int = 0
    witnesses: int = 0


def check_register(
    *, witnesses: Iterable[tuple[int, str]] = (), progress: Progress = lambda what, done: None
) -> Checked:
    """Read the whole register and return what holds. Memory does not grow with the number of events.

    ``witnesses``: heads (size, root in hex) that somebody kept outside, each of which the log must still contain.
    Acts done meanwhile are left for the next time: the head is read once, at the beginning.
    Raise :class:`RegisterBroken` with the first event that fails.
    """
    head = RegisterHead.objects.first() or RegisterHead(number=0)
    heads = [(size, root, "đầu sổ được giữ bên ngoài") for size, root in witnesses]
    printed = list(printed_heads(head.number))
    found = Checked(size=head.number, root=head.root, witnesses=len(heads), publications=Publication.objects.count())
    for size, _, whose in heads:
        if size > head.number:
            raise RegisterBroken(
                Fault(head.number + 1, f"{whose} có {size} sự kiện, sổ chỉ còn {head.number}: có phần đã bị cắt mất.")
            )
    wanted = [*heads, *printed, (head.number, head.root, "đầu sổ trong cơ sở dữ liệu")]
    _first(_chain(head.number, wanted, found, progress))
    later = [
        *replay_faults(head.number),
        *group_faults(head.number, found, progress),
        *publication_faults(head.number),
    ]
    if later:
        raise RegisterBroken(Fault(*min(later)))
    return found


def _first(faults: Iterator[Fault]) -> None:
    with closing(faults):  # and with it the cursor it reads from
        fault = next(faults, None)
    if fault:
        raise RegisterBroken(fault)


def _chain(size: int, heads: list[tuple[int, str, str]], found: Checked, progress: Progress) -> Iterator[Fault]:
    """Yield what does not hold in the log itself, in the order of the numbers."""
    peaks = Peaks()
    roots: dict[int, list[tuple[str, str]]] = {}
    for number, root, whose in heads:
        roots.setdefault(number, []).append((root, whose))
    yield from _heads_at(peaks, roots)
    for event, leaf, opening in _rows(size):
        if event.number != peaks.size + 1:
            yield Fault(peaks.size + 1, "thiếu sự kiện này trong sổ.")
        yield from _event_faults(event, leaf, opening, peaks)
        yield from _heads_at(peaks, roots)
        found.erased += not (opening and opening.actor and opening.private)
        if not event.number % 10_000:
            progress("sự kiện", event.number)
    if peaks.size != size:
        yield Fault(peaks.size + 1, f"sổ phải có {size} sự kiện nhưng chỉ còn {peaks.size}.")
    for model, name in ((RegisterEvent, "sự kiện"), (EventLeaf, "lá"), (EventOpening, "muối")):
        count = model.objects.filter(pk__lte=size).count()
        if count != size:
            yield Fault(size, f"sổ có {size} sự kiện nhưng có {count} {name}.")


def _rows(size: int) -> Iterator[tuple[RegisterEvent, EventLeaf | None, EventOpening | None]]:
    events = (
        RegisterEvent.objects.filter(number__lte=size)
        .select_related("group", "related_group", "document", "leaf", "opening")
        .only(
            *("number", "action", "recorded_at", "effective_on", "effective_precision", "reason", "public", "private"),
            *("actor_id", "group__code", "related_group__code"),
            *(f"document__{name}" for name in ("kind", "number", "symbol", "issued_on", "issued_precision")),
            *(f"leaf__{name}" for name in ("version", "hashes", "actor", "links", "private")),
            *(f"opening__{name}" for name in ("actor", "links", "private")),
        )
        .order_by("number")
    )
    for event in events.iterator(chunk_size=_CHUNK):
        yield event, getattr(event, "leaf", None), getattr(event, "opening", None)


def _event_faults(event: RegisterEvent, leaf: EventLeaf | None, opening: EventOpening | None, peaks: Peaks):
    if leaf is None or opening is None:
        yield Fault(event.number, "sự kiện không có lá trong chuỗi chứng thực: được ghi không qua sổ.")
        return
    try:
        entry = entry_of(event, leaf)
    except NotCanonical as error:
        yield Fault(event.number, f"nội dung không còn đúng dạng ({error}).")
        return
    if leaf.subtree(0) != leaf_hash(entry):
        yield Fault(event.number, "nội dung sự kiện không khớp với lá đã ghi: đã bị sửa hoặc tráo.")
    if b"".join(peaks.append(leaf_hash(entry))).hex() != leaf.hashes:
        yield Fault(event.number, "giá trị băm trong chuỗi chứng thực đã bị sửa.")
    for name, value, what in (
        ("actor", event.actor_id, "người thực hiện"),
        ("private", kept_back(event.reason, event.private), "lý do hoặc nội dung nội bộ"),
    ):
        salt = getattr(opening, name)
        if salt and not _opens(getattr(leaf, name), value, salt):
            yield Fault(event.number, f"{what} không khớp với cam kết đã ghi: đã bị sửa.")


def _opens(kept: str, value, salt: str) -> bool:
    try:
        return commitment(value, bytes.fromhex(salt)) == kept
    except ValueError:  # of a value, or of a salt, that was changed
        return False


def _heads_at(peaks: Peaks, roots: dict[int, list[tuple[str, str]]]) -> Iterator[Fault]:
    for root, whose in roots.get(peaks.size, ()):
        if root != peaks.root.hex():
            yield Fault(max(peaks.size, 1), f"gốc của sổ tại đây khác với {whose}: lịch sử trước đó đã bị viết lại.")
