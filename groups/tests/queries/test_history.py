"""The history of a group in sentences."""

import datetime as dt

import pytest

from groups.domain.status import Status
from groups.domain.vocabulary import GroupRole
from groups.queries.history import history_of
from groups.services import amendments, lifecycle
from groups.services.accounts import loader

from ..factories import amended, decided, make_document, make_group, make_person, make_proposal, reread

pytestmark = pytest.mark.django_db


def told(group):
    return [entry.sentence for entry in history_of(group)]


def test_a_renaming_says_who_from_what_to_what_by_which_document_from_when():
    group, basis = make_group(name="Tên cũ"), amended()
    basis["by"].last_name, basis["by"].first_name = "Trần Thị", "An"
    basis["by"].save()
    amendments.rename(group=group, new_name="Tên mới", **basis)

    document, day = basis["document"], basis["effective_on"]
    assert told(reread(group))[0] == (
        f"Trần Thị An đổi tên nhóm từ “Tên cũ” thành “Tên mới” theo {document.kind} số {document.reference} "
        f"ngày {document.issued_on:%d/%m/%Y}, hiệu lực từ ngày {day:%d/%m/%Y}."
    )


def test_the_name_of_a_successor_is_that_of_the_day():
    successor = make_group(name="Nhóm chung")
    group = make_group(name="Kế toán", status=Status.MERGED, successor=successor)
    amendments.rename(group=successor, new_name="Tên về sau", **amended())

    assert f"ghép nhóm vào nhóm “Nhóm chung” (mã số {successor.code})" in told(group)[0]
    assert f"ghép nhóm “Kế toán” (mã số {group.code}) vào nhóm này" in told(reread(successor))[1]


def test_what_is_loaded_names_no_person():
    november = dt.date(2021, 11, 30)
    group = make_proposal(proposed_on=november)
    letter = make_document(number="9", issued_on=november)
    basis = decided(document=letter, effective_on=november, effective_precision="month") | {"by": loader()}
    lifecycle.recognise(group=group, **basis, issued_before=True)

    assert told(reread(group))[0].startswith("Công nhận nhóm ")
    assert told(reread(group))[0].endswith("hiệu lực từ tháng 11/2021. Nạp từ văn bản đã ban hành.")


def test_a_lead_and_an_app_are_told_from_and_to():
    group = make_group(platform="viber", lead_post="Trưởng phòng")
    amendments.change_lead(group=group, person=make_person(full_name="Lê Văn Bình", honorific="Ông"), **amended())
    amendments.migrate_platform(group=reread(group), platform="zalo", **amended())

    moved, led, *_ = told(reread(group))
    assert "chuyển nhóm từ Viber sang Zalo" in moved
    assert "đổi trưởng nhóm từ Trưởng phòng thành Ông Lê Văn Bình" in led
    assert group.administrators.current().get(role=GroupRole.LEAD).shown == "Ông Lê Văn Bình"


def test_a_history_costs_as_many_queries_for_thirty_acts_as_for_three(django_assert_num_queries):
    group = make_group(name="Tên 0")
    for asked in (3, 27):
        for number in range(asked):
            amendments.rename(group=reread(group), new_name=f"Tên {asked} {number}", **amended())
        fresh = reread(group)
        with django_assert_num_queries(1):
            told(fresh)


def pieces(group):
    (change,) = history_of(group)[0].changes
    return [[(piece.text, piece.fate.value) for piece in side] for side in (change.was, change.now)]


def test_a_text_is_told_word_by_word_and_a_value_as_a_whole():
    group = make_group(members_text="Hiệu trưởng tiểu học")
    amendments.change_members(group=group, members_text="Hiệu trưởng mầm non", **amended())
    kept = ("Hiệu trưởng ", "kept")
    assert pieces(reread(group)) == [[kept, ("tiểu học", "deleted")], [kept, ("mầm non", "inserted")]]
    amendments.confirm(group=reread(group), **amended())
    assert pieces(reread(group)) == [[("05/11/2026", "deleted")], [("16/11/2026", "inserted")]]


@pytest.mark.parametrize("texts", [("", "Trao đổi (trống) việc"), ("Trao đổi (trống) việc", "")])
def test_what_was_or_became_empty_is_no_rewording_of_it(texts):
    group = make_group(purpose=texts[0])
    facts = {"purpose": texts[1]}
    amendments.correct(group=group, facts=facts, certain=[], **amended(), reason="Ghi nhầm")
    before, after = ([(text or "(trống)", fate)] for text, fate in zip(texts, ("deleted", "inserted"), strict=True))
    assert pieces(reread(group)) == [before, after]
