"""Names are found by what people type, and finding decides nothing."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from groups.domain.status import Status
from groups.models import GroupName, NameWord
from groups.queries import name_search
from groups.queries.name_search import same_names, search_names, vocabulary
from groups.services import amendments

from ..factories import amended, make_group

pytestmark = pytest.mark.django_db
NAMES = [
    "Hiệu trưởng các trường tiểu học",
    "Quản lý tiểu học",
    "Quản lý mầm non ngoài công lập",
    "Văn thư khối 8",
    "Văn thư khối 9",
    "UBND phường Bình Minh",
]


@pytest.fixture
def register():
    return {name: make_group(name=name) for name in NAMES}


def first(text, **more):
    return search_names(text, **more)[0]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Quản lý tiểu học", "Quản lý tiểu học"),
        ("QUẢN LÝ TIỂU HỌC", "Quản lý tiểu học"),
        ("quan ly tieu hoc", "Quản lý tiểu học"),
        ("quản lí tiểu học", "Quản lý tiểu học"),
        ("quảnlýtiểuhọc", "Quản lý tiểu học"),
        ("Quản lý TiH", "Quản lý tiểu học"),
        ("Nhóm Zalo Quản lý tiểu học", "Quản lý tiểu học"),
        ("Quản-lý/tiểu.học!", "Quản lý tiểu học"),
        ("quanr lys tieeru hojc", "Quản lý tiểu học"),  # the keyboard was off
        ("HT các trường TH", "Hiệu trưởng các trường tiểu học"),
        ("Ủy ban nhân dân phường Bình Minh", "UBND phường Bình Minh"),
        ("Quản lý MNNCL", "Quản lý mầm non ngoài công lập"),
        ("Quản lý tiểu hоc", "Quản lý tiểu học"),  # a Cyrillic letter: what that means is said elsewhere
    ],
)
def test_the_same_name_in_another_spelling_is_the_same(register, typed, name):
    found = first(typed)
    assert (found.name, found.group_id, found.same, found.is_current) == (name, register[name].pk, True, True)
    assert (found.score, found.covered) == (1.0, 1.0)
    assert name in {each.name for each in same_names(typed)}


@pytest.mark.parametrize(
    "typed",
    [
        "Mời thầy vào nhóm Quản lý tiểu học",
        "Kính mời quý thầy cô hiệu trưởng tham gia nhóm Quản lý tiểu học",
        "Trân trọng kính mời các đồng chí và toàn thể giáo viên vui lòng vào nhóm Zalo Quản lý tiểu học",
        "Đề nghị hiệu trưởng các trường tham gia nhóm Quản lý tiểu học",
        "kinh moi quy thay co tham gia nhom zalo: Quan ly tieu hoc",
        "Mời các anh chị vào nhóm Quản lý tiểu học",
    ],
)
def test_an_invitation_before_a_name_is_no_part_of_it(typed):
    make_group(name="Quản lý tiểu học")
    assert first(typed).same


@pytest.mark.parametrize(
    "typed", ["Mời Quản lý tiểu học", "Mời thầy vào Quản lý tiểu học", "Mời nhóm Quản lý tiểu học"]
)
def test_what_only_begins_like_an_invitation_is_part_of_the_name(typed):
    make_group(name="Quản lý tiểu học")
    assert not first(typed).same


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Quan ly tieu hco", "Quản lý tiểu học"),
        ("tiểu học quản lý", "Quản lý tiểu học"),
        ("Hiệu trưởng trường tiểu học", "Hiệu trưởng các trường tiểu học"),
        ("hieu truogn cac truong tieu hoc", "Hiệu trưởng các trường tiểu học"),
        ("mầm non ngoài công lập", "Quản lý mầm non ngoài công lập"),
        ("bình minh", "UBND phường Bình Minh"),
        ("van thu khối 8 mới", "Văn thư khối 8"),
    ],
)
def test_a_misspelt_or_partial_name_is_found_but_is_not_the_same(register, typed, name):
    found = first(typed)
    assert found.name == name
    assert not found.same
    assert found.score < 1.0 or found.covered == 1.0
    assert same_names(typed) == []


def test_another_number_is_found_and_is_another_name(register):
    by_name = {found.name: found for found in search_names("Văn thư khối 8", thorough=True)}
    assert by_name["Văn thư khối 8"].same
    assert not by_name["Văn thư khối 9"].same
    assert by_name["Văn thư khối 9"].score < 1.0


@pytest.mark.parametrize("typed", ["", " ", "🙂", "...", "\u200b", "xyzxyz qqqqqq"])
def test_what_resembles_nothing_finds_nothing(register, typed):
    assert search_names(typed) == []
    assert same_names(typed) == []


def test_an_empty_register_finds_nothing():
    assert search_names("Quản lý tiểu học") == []


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PROPOSED, Status.RETURNED, Status.DECLINED])
def test_a_name_that_was_never_official_is_not_found(status):
    make_group(name="Quản lý tiểu học", status=status)
    assert search_names("Quản lý tiểu học") == []


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.DISSOLVED, Status.MERGED])
def test_a_name_is_found_as_long_as_the_register_lives(status):
    group = make_group(name="Quản lý tiểu học", status=status)
    assert first("Quản lý tiểu học").group_id == group.pk


def test_a_former_name_is_found_behind_the_one_that_is_borne():
    old, new = make_group(name="Quản lý tiểu học"), make_group(name="Văn thư")
    amendments.rename(group=old, new_name="Kế toán", **amended())
    amendments.rename(group=new, new_name="Quản lý tiểu học", **amended())
    found = [(each.group_id, each.is_current) for each in search_names("Quản lý tiểu học") if each.same]
    assert found == [(new.pk, True), (old.pk, False)]


def test_what_is_the_same_comes_before_what_is_alike(register):
    found = search_names("Văn thư khối 9", thorough=True)
    assert [each.name for each in found[:2]] == ["Văn thư khối 9", "Văn thư khối 8"]
    assert [each.same for each in found[:2]] == [True, False]


def test_only_a_thorough_search_looks_behind_the_very_name(register):
    assert [found.name for found in search_names("Văn thư khối 9")] == ["Văn thư khối 9"]
    assert len(search_names("Văn thư khối 9", thorough=True)) > 1


def test_no_more_is_found_than_asked_for():
    for number in range(12):
        make_group(name=f"Văn thư số {number}")
    assert len(search_names("Văn thư số", limit=3)) == 3
    assert len(search_names("Văn thư số")) == 10


def test_the_number_of_queries_does_not_grow_with_the_register(register):
    def queries(typed):
        with CaptureQueriesContext(connection) as made:
            search_names(typed, thorough=True)
        return len(made)

    typed = ["quan ly tieu hco", "Văn thư khối 8", "Hiệu trưởng"]
    few = [queries(each) for each in typed]
    for number in range(10):
        make_group(name=f"Quản lý tiểu học số {number}")
    assert [queries(each) for each in typed] == few
    assert max(few) <= 12


@pytest.mark.parametrize(
    "typed",
    [
        "' OR 1=1 --",
        '" OR "',
        "a & b | !c",
        "NEAR(quan ly)",
        "quan*",
        "a:b",
        "\\",
        "%",
        "_",
        "quan' AND 'ly",
        "(((",
        "NULL",
    ],
)
def test_no_text_speaks_to_the_database(register, typed):
    search_names(typed)
    same_names(typed)
    assert GroupName.objects.count() == len(NAMES)


def test_the_vocabulary_follows_the_register():
    group = make_group(name="Quản lý tiểu học")
    assert vocabulary().counts["tieu"] == 1
    amendments.rename(group=group, new_name="Quản lý mầm non", **amended())
    known = vocabulary()
    assert (known.counts["quan"], known.counts["mam"], sorted(known.words)) == (2, 1, sorted(known.counts))


def test_what_a_transaction_takes_back_is_not_remembered():
    make_group(name="Quản lý tiểu học")
    vocabulary()
    with transaction.atomic():
        make_group(name="Kế toán")
        assert "toan" in vocabulary().counts
        transaction.set_rollback(True)
    make_group(name="Văn thư")
    known = vocabulary().counts
    assert "toan" not in known
    assert "thu" in known


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_the_vocabulary_is_read_once_for_each_state_of_the_register():
    make_group(name="Quản lý tiểu học")
    assert vocabulary() is vocabulary()
    with CaptureQueriesContext(connection) as made:
        vocabulary()
    assert len(made) == 1
    make_group(name="Văn thư")
    assert "thu" in vocabulary().counts
    assert name_search._vocabulary_at.cache_info().currsize == 1


class AnyText(TestCase):
    @classmethod
    def setUpTestData(cls):
        for name in NAMES:
            make_group(name=name)

    @settings(max_examples=150, deadline=None)
    @given(
        st.one_of(
            st.text(max_size=120),
            st.lists(st.sampled_from([*(" ".join(NAMES).split()), "HT", "CV", "8", "x", "nhóm"]), max_size=14).map(
                " ".join
            ),
        )
    )
    def test_is_borne_bounded_and_ordered(self, text):
        found = search_names(text, 5)
        assert len(found) <= 5
        assert all(0.0 <= each.score <= 1.0 and 0.0 <= each.covered <= 1.0 for each in found)
        assert [each.same for each in found] == sorted((each.same for each in found), reverse=True)
        equal = {(each.group_id, each.name) for each in same_names(text)}
        assert {(each.group_id, each.name) for each in found if each.same} <= equal
        assert not equal or found[0].same

    @settings(max_examples=40, deadline=None)
    @given(st.sampled_from(NAMES), st.data())
    def test_a_name_with_one_letter_wrong_is_found(self, name, data):
        places = [place for place, letter in enumerate(name) if letter.isalpha()]
        place = data.draw(st.sampled_from(places))
        typed = name[:place] + name[place + 1 :]
        assert name in {each.name for each in search_names(typed, 6)}, typed


def test_words_are_counted_once_a_name():
    make_group(name="Tiểu học tiểu học")
    make_group(name="Tiểu học")
    assert NameWord.objects.get(word="tieu").names == 2
