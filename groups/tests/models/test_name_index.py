"""The inverted index of names, on whichever database the tests run."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from groups.domain.abbreviations import index_words, name_key, spelled_out
from groups.models import GroupName, NameWord, WorkGroup, name_index
from groups.models.name_index import AllOf, AnyOf
from groups.services import amendments

from ..factories import RECOGNISED_ON, amended, make_draft, make_group

pytestmark = pytest.mark.django_db
# Control characters are taken out of a name before it is stored.
NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40)


def holding(expression, limit=100):
    return {row.name for row in GroupName.objects.filter(words__hold=(expression, limit))}


def held(word):
    return holding(AllOf((word,)))


def named(*names):
    return [make_group(name=name) for name in names]


def test_names_are_asked_for_by_all_or_any_of_their_words():
    named("Quản lý tiểu học", "Quản lý mầm non", "Văn thư")
    assert held("quan") == {"Quản lý tiểu học", "Quản lý mầm non"}
    assert holding(AllOf(("quan", "hoc"))) == {"Quản lý tiểu học"}
    assert holding(AnyOf(("hoc", "thu"))) == {"Quản lý tiểu học", "Văn thư"}
    assert holding(AllOf(("quan", AnyOf(("hoc", AllOf(("mam", "non"))))))) == {"Quản lý tiểu học", "Quản lý mầm non"}
    assert holding(AllOf(("quan", "thu"))) == set()


def test_whole_words_are_held_and_no_parts_of_them():
    named("Quản lý tiểu học")
    assert held("qua") == held("uan") == held("quanly") == set()


def test_a_word_with_two_spellings_is_one():
    named("Quản lý tiểu học")
    assert held("li") == {"Quản lý tiểu học"}
    assert held("ly") == set()  # who asks respells, as the index does


def test_an_abbreviation_is_held_as_itself_and_in_every_sense():
    named("CV phòng")
    for word in ("cv", "chuyen", "vien", "cong", "van"):
        assert held(word) == {"CV phòng"}


def test_what_is_renamed_is_held_under_both_names():
    [group] = named("Văn thư")
    amendments.rename(group=group, new_name="Kế toán", **amended())
    assert (held("thu"), held("toan")) == ({"Văn thư"}, {"Kế toán"})


def test_a_changed_row_is_found_under_what_it_holds_now():
    named("Văn thư")
    row = GroupName.objects.get()
    row.name = "Kế toán"
    row.save()
    assert (held("thu"), held("toan")) == (set(), {"Kế toán"})
    GroupName.objects.update(words="khac")
    assert (held("toan"), held("khac")) == (set(), {"Kế toán"})
    GroupName.objects.update(name="Tên")
    assert held("khac") == {"Tên"}


def test_a_deleted_row_is_found_no_more():
    named("Văn thư", "Văn phòng")
    GroupName.objects.filter(name="Văn thư").delete()
    assert (held("thu"), held("van")) == (set(), {"Văn phòng"})


def test_the_limit_holds():
    named(*(f"Văn thư {number}" for number in range(5)))
    assert len(holding(AllOf(("van",)), 3)) == 3


def test_the_lookup_goes_together_with_others_and_across_a_join():
    first, _ = named("Văn thư", "Văn phòng")
    asked = (AllOf(("van",)), 10)
    assert GroupName.objects.filter(words__hold=asked, group=first).count() == 1
    assert GroupName.objects.exclude(words__hold=asked).count() == 0
    assert list(WorkGroup.objects.filter(names__words__hold=asked, names__name="Văn thư")) == [first]


@pytest.mark.parametrize(
    "word",
    [
        "",
        "a b",
        "'",
        '"',
        "a'b",
        'a" OR "b',
        "a' | 'b",
        "a:*",
        "a*",
        "NEAR(a b)",
        "a-b",
        "words:a",
        "a;--",
        "\\",
        "a\x00",
        "(",
        "!a",
        "a&b",
        "^a",
    ],
)
def test_nothing_but_letters_and_digits_reaches_the_database(word):
    with pytest.raises(ValueError, match="letters and digits"):
        held(word)


@pytest.mark.parametrize("word", ["and", "or", "not", "near", "AND", "OR", "NOT", "NEAR", "words", "rowid"])
def test_words_of_the_query_language_are_words(word):
    named(f"Nhóm {word} khác", "Văn thư")
    assert held(word.lower()) == {f"Nhóm {word} khác"}
    assert holding(AnyOf((word.lower(), "thu"))) == {f"Nhóm {word} khác", "Văn thư"}


@pytest.mark.parametrize(
    "name", ["校長 nhóm", "Нhóm văn thư", "Ελληνικά", "Lớp ²³", "ß", "ﬁn", "٣٤", "Ǆ", "İstanbul", "ꙮ", "𐐀"]
)
def test_every_word_of_a_name_finds_it_whatever_its_letters(name):
    named(name)
    row = GroupName.objects.get()
    assert row.words
    for word in row.words.split():
        assert held(word) == {name}, word


def test_a_name_without_letters_is_held_under_nothing():
    named("🙂")
    assert GroupName.objects.get().words == ""
    assert held("a") == set()


class TheIndexStaysTrue(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.lists(NAMES, min_size=1, max_size=4), st.data())
    def test_whatever_is_written_each_name_is_found_under_exactly_its_words(self, names, data):
        group = make_draft()
        rows = [GroupName(group=group, name=name, started_on=RECOGNISED_ON, ended_on=RECOGNISED_ON) for name in names]
        for row in rows:
            row.compute_keys()
        rows = GroupName.objects.bulk_create(rows)
        changed = data.draw(st.sampled_from(rows))
        changed.words = index_words("Văn thư mới")
        GroupName.objects.bulk_update([changed], ["words"])
        if len(rows) > 1:
            rows.pop().delete()
        every = {word for row in rows for word in GroupName.objects.get(pk=row.pk).words.split()} | {"van", "khongco"}
        for word in every:
            expected = {row.pk for row in GroupName.objects.all() if word in row.words.split()}
            found = GroupName.objects.filter(words__hold=(AllOf((word,)), 100))
            assert {row.pk for row in found} == expected, word


@given(st.text(max_size=80))
def test_the_words_of_any_name_may_be_asked_for(name):
    assert all(word.replace("_", "").isalnum() for word in index_words(name).split())


@pytest.mark.django_db(transaction=True)
def test_the_migration_fills_keys_vocabulary_and_index_from_the_rows_that_are_there():
    named("CV phòng quản lý", "Quản lý mầm non")
    [group] = named("Văn thư")
    amendments.rename(group=group, new_name="Kế toán", **amended())
    kept = list(GroupName.objects.order_by("pk").values("pk", "name", "key", "spelled", "squash", "words"))
    counted = dict(NameWord.objects.values_list("word", "names"))
    try:
        MigrationExecutor(connection).migrate([("groups", "0002_guards")])
        assert "groups_nameword" not in connection.introspection.table_names()
    finally:
        forwards = MigrationExecutor(connection)
        forwards.migrate(forwards.loader.graph.leaf_nodes())
    assert list(GroupName.objects.order_by("pk").values("pk", "name", "key", "spelled", "squash", "words")) == kept
    assert dict(NameWord.objects.values_list("word", "names")) == counted
    assert counted["quan"] == 2
    for row in kept:
        assert (row["spelled"], row["squash"]) == (spelled_out(row["name"]), name_key(row["name"]))
        for word in row["words"].split():
            assert row["name"] in held(word)


def test_installing_the_index_twice_changes_nothing():
    named("Văn thư")
    connection.check_constraints()  # PostgreSQL makes no index while something waits for the end of the transaction
    name_index.install(connection)
    assert held("thu") == {"Văn thư"}
