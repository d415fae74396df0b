"""Publishing: what was looked at is what gets out, once, for ever."""

import datetime as dt
import hashlib

import pytest
from django.db import IntegrityError, transaction

from groups.models import Publication, PublishedFile, SignedCopy
from groups.queries.publications import digest_of, printed_list, standing
from groups.services import amendments, publishing
from groups.services.errors import ActRefused
from groups.services.roles import CLERK, LEADER, SPECIALIST

from ..factories import NOW, TODAY, make_authority, make_document, make_group, make_letterhead, make_user

pytestmark = pytest.mark.django_db
SITE = "https://nhom.example.vn"


def draft(**changes):
    return publishing.draft(**{"authority": make_authority(), "now": NOW, "address": SITE} | changes)


def publish(*, seen="", by=None, now=NOW, **asked):
    authority = asked.pop("authority", None) or make_authority()
    seen = seen or draft(authority=authority, now=now, **asked).digest
    return publishing.publish_list(
        authority=authority, by=by or make_user(role=CLERK), now=now, address=SITE, seen=seen, **asked
    )


@pytest.mark.parametrize("role", [SPECIALIST, LEADER, None])
def test_only_the_clerk_publishes(role):
    make_group()
    with pytest.raises(ActRefused, match="không có quyền công bố"):
        publish(by=make_user(role=role))
    assert not Publication.objects.exists()


def test_what_changed_after_the_preview_is_not_published():
    group = make_group()
    seen = draft().digest
    amendments.rename(group=group, new_name="Tên mới", by=make_user(), now=NOW, effective_on=TODAY,
                      document=make_document(), reason="đổi")  # fmt: skip
    with pytest.raises(ActRefused, match="Sổ vừa thay đổi"):
        publish(seen=seen)
    assert not Publication.objects.exists()


def test_two_who_publish_the_same_preview_make_one_list_and_one_refusal():
    make_group()
    seen = draft().digest
    publish(seen=seen)
    with pytest.raises(ActRefused, match="đã có người công bố"):
        publish(seen=seen)
    assert Publication.objects.count() == 1


def test_an_office_without_letterhead_publishes_nothing():
    make_group(authority=make_authority(letterhead=False))
    with pytest.raises(ActRefused, match="tiêu đề"):
        draft()


def test_a_text_that_cannot_be_printed_stops_the_list_whole(monkeypatch):
    make_group()
    monkeypatch.setattr(publishing, "render_attached_list", _fail)
    with pytest.raises(ActRefused, match="quá 15 giây"):
        publish()
    assert not Publication.objects.exists()


def _fail(*_, **__):
    raise publishing.CompileFailed("quá 15 giây")


def test_a_published_list_keeps_rows_words_and_bytes():
    group = make_group()
    published = publish()
    kept = published.files.get(kind="electronic")
    assert (published.number, published.event_number, published.as_of) == (1, group.last_event_id, TODAY)
    assert [row.name for row in printed_list(published).rows] == [group.name]
    assert digest_of(Publication.objects.get().content) == published.digest
    assert kept.kind == "electronic"
    assert bytes(kept.content).startswith(b"%PDF-")
    assert hashlib.sha256(bytes(kept.content)).hexdigest() == kept.sha256
    assert {file.kind: file.is_whole for file in PublishedFile.objects.all()} == {"electronic": True, "notice": True}


def test_without_a_covering_document_the_list_has_blanks_and_no_paper_variant():
    make_group(document=make_document())
    published = publish()
    assert printed_list(published).covering is None
    assert not published.files.filter(kind="paper").exists()


def test_the_covering_document_is_named_once_and_makes_the_paper_variant():
    make_group()
    published, clerk = publish(), make_user(role=CLERK)
    letter = make_document(number="7", symbol="GDĐT-VP")
    publishing.name_covering(publication=published, document=letter, by=clerk, now=NOW)
    assert Publication.objects.get().covering == letter
    assert published.files.filter(kind="paper").count() == 1
    with pytest.raises(ActRefused, match="đã ghi đi kèm"):
        publishing.name_covering(publication=published, document=make_document(), by=clerk, now=NOW)


def test_the_covering_document_must_be_the_offices_own():
    make_group()
    published = publish()
    foreign = make_document(authority=make_authority(code="KHAC", name="Phòng khác"))
    with pytest.raises(ActRefused, match="phải do"):
        publishing.name_covering(publication=published, document=foreign, by=make_user(role=CLERK), now=NOW)


def test_an_older_list_says_which_replaced_it_and_what_changed_since():
    group = make_group()
    first = publish()
    assert standing(first, TODAY).is_current
    amendments.rename(group=group, new_name="Tên mới", by=make_user(), now=NOW, effective_on=TODAY,
                      document=make_document(), reason="đổi")  # fmt: skip
    assert standing(first, TODAY).changed == ((group.code, "Tên mới"),)
    second = publish()
    assert second.number == 2
    found = standing(first, TODAY)
    assert (found.newer, found.replaced_by, found.is_current) == (second, second, False)
    assert printed_list(Publication.objects.get(number=1)).rows[0].name == group.name


def test_a_later_letterhead_leaves_a_published_list_as_it_was():
    make_group()
    first = publish()
    make_letterhead(authority=make_authority(), valid_from=TODAY, name="Ủy ban nhân dân phường")
    assert printed_list(Publication.objects.get()).heading == printed_list(first).heading


def test_an_empty_list_can_be_published():
    make_authority()
    assert publish().row_count == 0


def test_rows_may_stand_under_headings():
    make_group(name="Một", level="primary")
    make_group(name="Hai", level="preschool")
    rows = printed_list(publish(grouping="level")).rows
    assert [(row.number, row.section, row.name) for row in rows] == [(1, "Mầm non", "Hai"), (2, "Tiểu học", "Một")]


@pytest.mark.parametrize("change", [
    lambda found: Publication.objects.update(number=9),
    lambda found: Publication.objects.update(event_number=9),
    lambda found: Publication.objects.update(content={}),
    lambda found: Publication.objects.update(published_at=NOW + dt.timedelta(1)),
    lambda found: Publication.objects.all()._raw_delete("default"),
    lambda found: PublishedFile.objects.update(content=b""),
    lambda found: PublishedFile.objects.all()._raw_delete("default"),
    lambda found: SignedCopy.objects.update(report={}),
    lambda found: SignedCopy.objects.all()._raw_delete("default"),
    lambda found: _again(found, number=3),
])  # fmt: skip
def test_the_database_refuses_to_rewrite_what_was_published(change):
    make_group()
    found = publish()
    SignedCopy.objects.create(publication=found, content=b"%PDF-", report={}, added_by=found.published_by, added_at=NOW)
    with pytest.raises(IntegrityError, match="register:"), transaction.atomic():
        change(found)


def test_the_database_refuses_a_second_covering_document():
    make_group()
    found = publish(covering=make_document())
    with pytest.raises(IntegrityError, match="named once"), transaction.atomic():
        Publication.objects.update(covering=make_document(number="9"))
    assert found.files.count() == 3


def _again(found, **changes):
    found.pk, found._state.adding = None, True
    for name, value in changes.items():
        setattr(found, name, value)
    found.save()
