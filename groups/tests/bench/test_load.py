"""The register that benchmarks run on: as one that grew by acts would look to a reader."""

import random
from collections import Counter

import pytest
from django.db import IntegrityError

from bench.invitations import invitation
from bench.load import NOW, load
from bench.names import make_names
from bench.questions import misspelt_names, short_queries, words_in, words_meant_in
from groups.domain.links import parse_link
from groups.domain.platforms import Platform
from groups.domain.status import Status
from groups.domain.verdicts import Verdict
from groups.models import GroupName, InviteLink, NameWord, RegisterHead, WorkGroup
from groups.queries.name_search import search_names
from groups.queries.verification import verify

NAMES = make_names(300)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def loaded():
    load(NAMES)


def test_every_name_has_its_group_with_a_code_a_link_and_a_name(loaded):
    assert list(WorkGroup.objects.order_by("pk").values_list("name", flat=True)) == NAMES
    assert InviteLink.objects.count() == 300
    assert GroupName.objects.filter(ended_on__isnull=True).count() == 300
    assert GroupName.objects.filter(ended_on__isnull=False).count() == 6
    assert Counter(WorkGroup.objects.values_list("status", flat=True)) == {
        Status.RECOGNISED: 288,
        Status.SUSPENDED: 3,
        Status.DISSOLVED: 6,
        Status.MERGED: 3,
    }


def test_what_is_stored_is_what_saving_would_store(loaded):
    for model in (WorkGroup, GroupName, InviteLink):
        for row in model.objects.order_by("pk")[:40]:
            before = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
            if model is WorkGroup:
                row.clean_fields(exclude=["uncertain"])
            elif model is GroupName:
                row.compute_keys()
            else:
                row.clean()
            assert {name: getattr(row, name) for name in before} == before
    group = WorkGroup.objects.get(pk=5)
    keys = group.name_key, group.name_squash
    group.save()
    assert (group.name_key, group.name_squash) == keys


def test_the_vocabulary_counts_every_name_once(loaded):
    rows = [set(words.split()) for words in GroupName.objects.values_list("words", flat=True)]
    for word in NameWord.objects.order_by("-names")[:20]:
        assert word.names == sum(word.word in words for words in rows)


def test_look_ups_find_what_was_loaded(loaded):
    group = WorkGroup.objects.get(pk=11)
    assert search_names(group.name)[0].group_id == 11
    for text in (group.code, group.links.get().url):
        answer = verify(text, now=NOW, own_hosts=frozenset())
        assert (answer.verdict, answer.matches[0].group.pk) == (Verdict.OFFICIAL, 11)


def test_the_guards_stand_again_and_a_second_load_is_refused(loaded):
    assert RegisterHead.objects.get().number == 300
    with pytest.raises(IntegrityError, match="needs an event of its own"):
        WorkGroup.objects.filter(pk=1).update(name="Tên khác")
    with pytest.raises(ValueError, match="empty"):
        load(NAMES)


def test_the_questions_know_their_answers(loaded):
    for each in misspelt_names(random.Random(1), NAMES, 60):
        assert each.text != NAMES[each.group_id - 1]
    names = GroupName.objects.filter(ended_on__isnull=True)
    for each in short_queries(random.Random(1), NAMES, 40):
        meant = set(each.meant)
        assert each.groups == sum(meant <= words_in(row.name) for row in names) > 0
        spelled = set(each.meant_spelled)
        assert each.spelled == sum(spelled <= words_meant_in(row.name) for row in names) > 0
    assert {"truong", "mn", "mam", "non"} <= words_meant_in("Trường MN Hoa Sen")


def test_every_group_has_a_link_of_its_own():
    numbers = [*range(1, 2000), 999_999, 1_000_000]
    for platform in (Platform.ZALO, Platform.VIBER):
        links = [parse_link(invitation(number, platform)) for number in numbers]
        assert {link.platform for link in links} == {platform}
        assert len({link.key for link in links}) == len(numbers)
