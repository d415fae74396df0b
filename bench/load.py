"""A register of any size for the benchmarks alone: recognised groups written past the ledger, by the batch.

Into an empty database only. The guards and the index of names step aside and come back when all is in; checks and
foreign keys hold throughout. All groups rest on one document and point to one event,
which has no leaf: such a register is read, never acted on or verified (``proof.py`` makes its own).
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from groups.domain.codes import make_code
from groups.domain.links import parse_link
from groups.domain.platforms import Platform
from groups.domain.status import Action, Status
from groups.domain.text import fold, squash
from groups.domain.vocabulary import Level, UnitKind
from groups.models import (
    CodeCounter,
    Document,
    GroupName,
    InviteLink,
    NameWord,
    RegisterEvent,
    RegisterHead,
    Unit,
    WorkGroup,
    guards,
    name_index,
)

from .bulk import insert, without_indexes
from .invitations import invitation

PREFIX = "BM"
#: When everything below is looked at; every date of the load lies before it.
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
_RENAMED_ON, _RECOGNISED_ON, _CHANGED_ON = dt.date(2026, 10, 12), dt.date(2026, 9, 7), dt.date(2026, 11, 2)
_BATCH = 5_000
#: Of every hundred groups so many are ... ; the others are recognised.
_FATES = {0: Status.SUSPENDED, 1: Status.DISSOLVED, 2: Status.DISSOLVED, 4: Status.MERGED}
#: Of every hundred groups these had another name before.
_RENAMED = {17, 67}


def load(names: Sequence[str]) -> None:
    """Fill an empty register with one group for each of ``names``; the group of ``names[i]`` has the key ``i + 1``."""
    if WorkGroup.objects.exists():
        raise ValueError("The benchmark loads into an empty register only.")
    guards.remove(connection)
    name_index.remove(connection)
    try:
        with without_indexes(WorkGroup, GroupName, InviteLink):
            _load(names)
    finally:
        name_index.install(connection)
        guards.install(connection)
    _settle()


def _load(names: Sequence[str]) -> None:
    vocabulary: Counter[str] = Counter()
    event = None
    for start in range(0, len(names), _BATCH):
        # The event and its group point to each other; foreign keys are looked at when the transaction ends.
        with transaction.atomic():
            event = event or _basis(len(names))
            some = names[start : start + _BATCH]
            batch = [_group(start + at, name, event) for at, name in enumerate(some)]
            rows = [row for group in batch for row in _name_rows(group)]
            insert(WorkGroup, batch)
            insert(GroupName, rows)
            insert(InviteLink, [_link(group) for group in batch])
        vocabulary.update(word for row in rows for word in row.words.split())
    insert(NameWord, [NameWord(word=word, is_pair="_" in word, names=count) for word, count in vocabulary.items()])


def _basis(count: int) -> RegisterEvent:
    """Make what all groups rest on; the event bears the number of the last, so a larger register has a later head."""
    user = get_user_model().objects.create_user(username="bench", is_staff=True)
    authority = Unit.objects.create(name="Phòng Giáo dục và Đào tạo Bình Minh", code=PREFIX, kind=UnitKind.OFFICE)
    document = Document.objects.create(
        authority=authority, number="215", symbol="GDĐT", issued_on=_RECOGNISED_ON, subject="V/v công nhận các nhóm"
    )
    event = RegisterEvent(
        number=count,
        action=Action.RECOGNISE,
        group_id=1,
        actor=user,
        recorded_at=NOW,
        effective_on=_RECOGNISED_ON,
        document=document,
        reason="Nhóm cần cho công tác điều hành",
    )
    event.save(force_insert=True)
    RegisterHead.objects.update_or_create(pk=1, defaults={"number": count})
    CodeCounter.objects.create(authority=authority, last_number=count)
    return event


def _group(index: int, name: str, event: RegisterEvent) -> WorkGroup:
    fate = _FATES.get(index % 100, Status.RECOGNISED)
    return WorkGroup(
        pk=index + 1,
        authority_id=event.document.authority_id,
        code=make_code(PREFIX, index + 1),
        name=name,
        name_key=fold(name),
        name_squash=squash(name),
        platform=Platform.VIBER if index % 2 else Platform.ZALO,
        level=Level.GENERAL,
        status=fate,
        status_since=_RECOGNISED_ON if fate == Status.RECOGNISED else _CHANGED_ON,
        status_document_id=event.document_id,
        status_reason=event.reason,
        recognised_on=_RECOGNISED_ON,
        recognised_document_id=event.document_id,
        # The group before it: were it one still to come, SQLite would look for it at every row until then.
        successor_id=index if fate == Status.MERGED else None,
        last_confirmed_on=_RECOGNISED_ON,
        recorded_by_id=event.actor_id,
        proposed_by_id=event.actor_id,
        last_event_id=event.number,
    )


def _name_rows(group: WorkGroup) -> Iterator[GroupName]:
    renamed = group.pk % 100 in _RENAMED
    if renamed:
        yield _name_row(group, f"Nhóm chung {group.name}"[:200], _RECOGNISED_ON, _RENAMED_ON)
    yield _name_row(group, group.name, _RENAMED_ON if renamed else _RECOGNISED_ON)


def _name_row(group: WorkGroup, name: str, started_on: dt.date, ended_on: dt.date | None = None) -> GroupName:
    row = GroupName(group_id=group.pk, name=name, started_on=started_on, ended_on=ended_on)
    row.compute_keys()
    return row


def _link(group: WorkGroup) -> InviteLink:
    link = parse_link(invitation(group.pk, group.platform))
    return InviteLink(group_id=group.pk, url=link.url, key=link.key, platform=link.platform, started_on=_RECOGNISED_ON)


def _settle() -> None:
    """Let the database count what it holds, as it would by itself in service."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
