"""What differs between two lists: of facts alone, and told from the register."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.platforms import Platform
from groups.domain.status import Status
from groups.domain.vocabulary import Level
from groups.queries.attached_list import facts_on
from groups.queries.difference import difference, gone_because
from groups.queries.fact_words import COMPARED, Change, words
from groups.services import amendments, lifecycle
from groups.tests import factories
from groups.tests.factories import CHANGED_ON, RECOGNISED_ON, TODAY

text = st.sampled_from(["", "Kế toán", "Hiệu trưởng", "[?]"])
row = st.fixed_dictionaries(
    {
        "version": st.integers(1, 2),
        "code": st.sampled_from([f"BM-{number:04d}-X" for number in range(6)]),
        "name": text,
        "platform": st.sampled_from(Platform),
        "room_count": st.integers(1, 3),
        "level": st.sampled_from(Level),
        "lead": text,
        "directives_done": st.lists(text.filter(bool), max_size=2),
        "uncertain": st.lists(st.sampled_from(["name", "lead"]), unique=True).map(sorted),
    },
    optional={"purpose": text, "members_text": text, "directive_text": text, "source_row": text},
)
lists = st.lists(row, max_size=6, unique_by=lambda facts: facts["code"])


def codes(lines) -> set[str]:
    return {line.code for line in lines}


@given(lists)
def test_a_list_does_not_differ_from_itself(rows):
    assert difference(rows, rows).is_empty


@given(lists)
def test_the_order_of_the_rows_and_the_version_of_the_facts_make_no_difference(rows):
    assert difference(rows, [facts | {"version": 9} for facts in reversed(rows)]).is_empty


@given(lists, lists)
def test_read_backwards_new_and_gone_change_places_and_so_do_before_and_after(before, after):
    there, back = difference(before, after), difference(after, before)

    assert there.new == back.gone
    assert there.gone == back.new
    turned = [[Change(each.label, each.after, each.before) for each in line.changes] for line in back.changed]
    assert [list(line.changes) for line in there.changed] == turned


@given(lists, lists)
def test_every_group_is_new_or_gone_or_changed_or_the_same_and_only_one_of_them(before, after):
    found = difference(before, after)
    parts = [codes(found.new), codes(found.gone), codes(found.changed)]
    old, new = ({facts["code"]: facts for facts in rows} for rows in (before, after))

    assert sum(map(len, parts)) == len(set().union(*parts))
    assert parts[0] == new.keys() - old.keys()
    assert parts[1] == old.keys() - new.keys()
    for code in (old.keys() & new.keys()) - parts[2]:
        assert [words(name, old[code].get(name)) for name in COMPARED] == [
            words(name, new[code].get(name)) for name in COMPARED
        ]


@given(lists, lists)
def test_every_change_shows_two_different_texts(before, after):
    changes = [change for line in difference(before, after).changed for change in line.changes]

    assert all(change.label and change.before and change.after for change in changes)
    assert all(change.before != change.after for change in changes)


def test_a_fact_that_an_old_list_did_not_keep_is_no_change_where_it_is_empty():
    old = {"code": "BM-0001-8", "name": "Kế toán"}

    assert difference([old], [old | {"purpose": "", "directives_done": [], "uncertain": []}]).is_empty


def test_an_uncertain_name_is_marked():
    facts = {"code": "BM-0001-8", "name": "Kế toán", "uncertain": ["name"]}

    assert difference([], [facts]).new[0].name == "Kế toán [?]"


def of_days(first=RECOGNISED_ON, last=TODAY):
    authority = factories.make_authority()
    before, after = facts_on(authority, first), facts_on(authority, last)
    gone = {facts["code"] for facts in before} - {facts["code"] for facts in after}
    return difference(before, after, gone_because(gone, day=last))


@pytest.mark.django_db
def test_what_is_no_news_to_a_reader_is_no_difference():
    group = factories.make_group(url="https://zalo.me/g/aaaaaa111")
    amendments.rotate_link(group=group, revoked=group.links.get(), **factories.amended())
    amendments.confirm(group=group, **factories.amended())
    factories.make_proposal(name="Chưa công nhận")

    assert of_days().is_empty


@pytest.mark.django_db
def test_what_changed_is_told_in_words():
    group = factories.make_group(name="Kế toán")
    amendments.rename(group=group, new_name="Kế toán trường học", **factories.amended())
    amendments.migrate_platform(group=group, platform="viber", **factories.amended())

    (line,) = of_days().changed

    assert line.name == "Kế toán trường học"
    assert line.changes == (
        Change("Tên nhóm", "Kế toán", "Kế toán trường học"),
        Change("Ứng dụng", "Zalo", "Viber"),
    )


@pytest.mark.django_db
def test_a_group_suspended_and_resumed_stands_by_another_document():
    group = factories.make_group(status=Status.SUSPENDED)
    lifecycle.resume(group=group, **factories.decided())

    assert of_days().changed[0].changes == (Change("Theo văn bản", "215/GDĐT", "230/GDĐT"),)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "why"),
    [(Status.SUSPENDED, "Tạm ngừng"), (Status.DISSOLVED, "Đã giải tán")],
)
def test_a_group_that_is_gone_is_told_why_since_when_and_by_which_document(status, why):
    factories.make_group(status=status)

    (line,) = of_days().gone

    assert line.why == f"{why} từ ngày 16/11/2026, theo Quyết định số 230/GDĐT ngày 12/11/2026"


@pytest.mark.django_db
def test_a_merged_group_is_told_the_name_that_the_other_one_bore_that_day():
    successor = factories.make_group(name="Nhóm chung")
    factories.make_group(status=Status.MERGED, successor=successor)
    amendments.rename(group=successor, new_name="Tên về sau", **factories.amended(effective_on=TODAY))

    why = of_days(last=CHANGED_ON).gone[0].why

    assert why == of_days().gone[0].why
    assert why.startswith(f"Đã ghép vào nhóm “Nhóm chung” (mã số {successor.code}) từ ngày 16/11/2026")


@pytest.mark.django_db
def test_the_reason_is_that_of_the_last_time_by_the_day_asked_for():
    group = factories.make_group(status=Status.SUSPENDED)
    suspended = group.last_event_id
    lifecycle.resume(group=group, **factories.decided(effective_on=TODAY))
    lifecycle.dissolve(group=factories.reread(group), **factories.decided(effective_on=TODAY))

    assert gone_because([group.code], day=CHANGED_ON)[group.code].startswith("Tạm ngừng")
    assert gone_because([group.code], up_to=suspended)[group.code].startswith("Tạm ngừng")
    assert gone_because([group.code], day=TODAY)[group.code].startswith("Đã giải tán")


@pytest.mark.django_db
def test_nothing_is_told_of_a_group_that_never_left_the_list():
    kept, proposed = factories.make_group(), factories.make_group(status=Status.DECLINED)

    assert gone_because([kept.code, proposed.code], day=TODAY) == {}


@pytest.mark.django_db
def test_thirty_groups_gone_cost_as_many_queries_as_three(django_assert_num_queries):
    successor = factories.make_group(name="Nhóm chung")
    for asked in (3, 30):
        merged = [factories.make_group(status=Status.MERGED, successor=successor).code for _ in range(asked)]
        with django_assert_num_queries(2):
            assert len(gone_because(merged, day=TODAY)) == asked
