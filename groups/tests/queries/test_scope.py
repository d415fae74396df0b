"""Whose is what: rows of another office are as if they did not exist."""

import pytest

from groups.models import (
    Document,
    Letterhead,
    MissingRow,
    Person,
    Publication,
    RegisterEvent,
    SecretLook,
    Unit,
    WorkGroup,
)
from groups.queries.authorities import authorities_of, only_authority, own_authorities, works_for
from groups.queries.scope import changeable_units, in_scope
from groups.services.postings import post, post_the_unposted

from ..factories import NOW, make_authority, make_document, make_group, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return make_authority(code="AN"), make_authority(code="BO", name="Phòng khác")


def test_where_there_is_one_office_nothing_is_hidden_from_its_staff():
    office = make_authority()
    posted, unposted = make_user(), make_user(username="chua.phan", offices=[])
    assert [own_authorities(user) for user in (posted, unposted)] == [None, None]
    assert list(authorities_of(unposted)) == [office]


def test_whoever_was_posted_nowhere_works_for_none_of_two(two):
    user = make_user(username="chua.phan", offices=[])
    assert own_authorities(user) == frozenset()
    assert not works_for(user, two[0].pk)
    assert list(authorities_of(user)) == []


def test_one_works_for_the_offices_one_was_posted_to(two):
    user = make_user(username="an", offices=[two[0]])
    assert (list(authorities_of(user)), only_authority(user)) == ([two[0]], two[0])
    assert (works_for(user, two[0].pk), works_for(user, two[1].pk)) == (True, False)


def test_a_superuser_and_one_posted_everywhere_see_all(two):
    root = make_user(role=None, username="root", superuser=True, offices=[])
    assert own_authorities(root) is None
    assert own_authorities(make_user(username="ca.hai", offices=list(two))) is None
    assert only_authority(root) is None


def test_it_is_asked_once(two, django_assert_num_queries):
    user = make_user(username="an", offices=[two[0]])
    with django_assert_num_queries(1):
        for _ in range(3):
            works_for(user, two[0].pk)


def test_each_noun_leads_to_its_office(two):
    mine, other = two
    user = make_user(username="an", offices=[mine])
    for office in two:
        group = make_group(name=f"Nhóm {office.code}", authority=office)
        MissingRow.objects.create(document=make_document(authority=office), source_row="01")
        SecretLook.objects.create(by=user, at=NOW, group=group, what="liên kết mời")
        make_person(full_name=f"Người {office.code}", unit=office)
    for model, path in (
        (WorkGroup, "authority"),
        (Document, "authority"),
        (Letterhead, "authority"),
        (RegisterEvent, "group__authority"),
        (MissingRow, "document__authority"),
        (SecretLook, "group__authority"),
        (Person, "unit"),
    ):
        assert set(in_scope(model.objects.all(), user).values_list(path, flat=True)) == {mine.pk}, model
    assert other in in_scope(Unit.objects.all(), user)
    assert not in_scope(Publication.objects.all(), user)


def test_people_of_a_school_or_of_no_unit_are_known_to_every_office(two):
    user = make_user(username="an", offices=[two[0]])
    school = Unit.objects.create(name="Trường Tiểu học Hoa Mai", kind="school", parent=two[1])
    shared = {make_person(full_name="Hiệu trưởng", unit=school), make_person(full_name="Không đơn vị")}
    assert set(in_scope(Person.objects.all(), user)) == shared


def test_a_school_may_be_changed_by_all_and_an_office_by_its_own(two):
    user = make_user(username="an", offices=[two[0]])
    school = Unit.objects.create(name="Trường Tiểu học Hoa Mai", kind="school")
    assert set(changeable_units(Unit.objects.all(), user)) == {two[0], school}


def test_before_a_second_office_is_opened_it_is_said_who_works_for_the_first():
    first = make_authority()
    user = make_user(username="chua.phan", offices=[])
    post_the_unposted()
    make_authority(code="BO", name="Phòng khác")
    assert list(authorities_of(user)) == [first]


def test_postings_to_offices_of_others_are_left_alone(two):
    user = make_user(username="ca.hai", offices=list(two))
    post(user=user, to=[], among=[two[0]])
    assert [posting.authority for posting in user.postings.all()] == [two[1]]
