"""Who is the same in two groups, and with which role one goes along."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.vocabulary import GroupRole
from groups.models import Administrator, Member
from groups.queries.merging import movers, not_yet_there, role_there, side_of, who

from ..factories import make_group, make_person

POSTS = st.sampled_from(["Hiệu trưởng", "hieu truong", "Phó hiệu trưởng", "Kế toán"])
UNITS = st.sampled_from(["", "các trường", "CÁC TRƯỜNG", "mầm non"])
PERSONS = st.sampled_from([None, 1, 2])


def line(person, post, units, kind):
    kind = "person" if person else kind
    return Member(kind=kind, person_id=person, post=post, units=units, text=post)


LINES = st.lists(st.builds(line, PERSONS, POSTS, UNITS, st.sampled_from(["posts", "text"])), max_size=8)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Administrator(person_id=1), Administrator(person_id=2)),
        (Administrator(person_id=1, post="Hiệu trưởng"), Administrator(post="Hiệu trưởng")),
        (Member(kind="posts", post="Hiệu trưởng", units="mầm non"), Member(kind="posts", post="Hiệu trưởng")),
        (Member(kind="posts", post="Hiệu trưởng"), Member(kind="text", text="Hiệu trưởng")),
    ],
)
def test_others_are_not_taken_for_the_same(one, other):
    assert who(one) != who(other)


@given(LINES, LINES)
def test_nobody_is_lost_and_nobody_comes_twice(rows, there):
    new = [who(row) for row in not_yet_there(rows, there)]
    held = {who(row) for row in there}
    assert len(new) == len(set(new))
    assert not set(new) & held
    assert set(new) | held == {who(row) for row in [*rows, *there]}
    assert [mover.row for mover in movers(rows, there)] == rows
    assert [bool(mover.already) for mover in movers(rows, there)] == [who(row) in held for row in rows]


@pytest.mark.parametrize("role", list(GroupRole))
def test_nobody_arrives_as_a_second_lead(role):
    arrives = role_there(Administrator(role=role))
    assert arrives != GroupRole.LEAD
    assert arrives == role or role == GroupRole.LEAD


@pytest.mark.django_db
def test_a_side_asks_as_much_for_thirty_as_for_three():
    def queries(number):
        group = make_group(name=f"Nhóm {number}", url=f"https://zalo.me/g/abcdef{number}")
        for each in range(number):
            person = make_person(full_name=f"Người {number} {each}")
            Administrator.objects.create(group=group, role="deputy", person=person)
            Member.objects.create(group=group, kind="person", person=person)
        with CaptureQueriesContext(connection) as asked:
            side = side_of(group)
            assert len([str(row) for row in [*side.people, *side.members]]) == 2 * number + 1
        assert side.links == 1
        return len(asked)

    assert queries(3) == queries(30) == 3
