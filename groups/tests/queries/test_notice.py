"""What a notice tells of the acts between two events of the register."""

import datetime as dt

import pytest

from groups.domain.status import Status
from groups.models import RegisterHead
from groups.queries.notice import changes_between
from groups.services import amendments, lifecycle
from groups.services.amendments import AdministratorLine
from groups.tests import factories
from groups.tests.factories import TODAY, amended, decided, make_authority, make_group, reread

pytestmark = pytest.mark.django_db
BASIS = "theo Quyết định số 230/GDĐT ngày 12/11/2026, hiệu lực từ ngày 16/11/2026."


def last_event() -> int:
    head = RegisterHead.objects.first()
    return head.number if head else 0


def told(after=0, up_to=None, authority=None) -> dict[str, tuple[str, ...]]:
    sections = changes_between(authority or make_authority(), after, last_event() if up_to is None else up_to)
    return {section.title: section.sentences for section in sections}


def test_where_nothing_was_done_there_is_nothing_to_tell():
    assert told() == {}
    make_group()
    assert told(after=last_event()) == {}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PROPOSED, Status.RETURNED, Status.DECLINED])
def test_nothing_is_told_before_a_recognition(status):
    make_group(status=status)

    assert told() == {}


def test_what_is_for_staff_and_what_is_nobody_s_news_is_not_told():
    deputy = factories.make_person(full_name="Phó Kín", phone="0908070605")
    group = make_group(url="https://zalo.me/g/aaaaaa111", deputy=deputy)
    before = last_event()
    amendments.rotate_link(group=group, url="zalo.me/g/bbbbbb222", revoked=group.links.get(), **amended())
    amendments.change_administrators(group=group, lines=[AdministratorLine("deputy", deputy)], **amended())
    amendments.confirm(group=group, **amended(reason="Lý do nội bộ"))

    assert told(after=before) == {}


def test_no_reason_no_link_and_no_one_but_the_lead_stands_in_any_sentence():
    lead = factories.make_person(full_name="Lê Thị Trưởng", phone="0908070605", email="rieng@truong.example")
    group = make_group(lead=lead, lead_post="", url="https://zalo.me/g/aaaaaa111",
                       deputy=factories.make_person(full_name="Phó Kín"))  # fmt: skip
    lifecycle.suspend(group=group, **decided(reason="Lý do nội bộ"))
    lifecycle.dissolve(group=reread(group), **decided(reason="Lý do nội bộ"))

    everything = repr(changes_between(make_authority(), 0, last_event()))

    assert "Lê Thị Trưởng" in everything
    for secret in ("Lý do", "zalo.me", "aaaaaa111", "0908070605", "rieng@", "Phó Kín", "thu."):
        assert secret not in everything


def test_the_acts_of_another_office_are_not_told():
    make_group(authority=make_authority(code="GV", name="Phòng khác"))

    assert told() == {}


def test_a_recognition_tells_app_lead_document_and_day():
    group = make_group(name="Kế toán")

    assert told() == {
        "Công nhận": (
            f"Công nhận nhóm “Kế toán” (mã số {group.code}) trên Zalo, trưởng nhóm: Trưởng phòng GD-ĐT, theo Công văn "
            "số 215/GDĐT ngày 02/11/2026, hiệu lực từ ngày 05/11/2026.",
        )
    }


@pytest.mark.parametrize(
    ("act", "title", "begins"),
    [
        (lambda group: lifecycle.suspend(group=group, **decided()), "Tạm ngừng", "Tạm ngừng nhóm “Kế toán”"),
        (lambda group: lifecycle.dissolve(group=group, **decided()), "Giải tán", "Giải tán nhóm “Kế toán”"),
        (
            lambda group: amendments.migrate_platform(group=group, platform="viber", **amended()),
            "Chuyển ứng dụng",
            "Chuyển nhóm “Kế toán” (mã số {code}) từ Zalo sang Viber",
        ),
        (
            lambda group: amendments.change_lead(group=group, post="Phó Trưởng phòng", **amended()),
            "Đổi trưởng nhóm",
            "Đổi trưởng nhóm của nhóm “Kế toán” (mã số {code}) từ Trưởng phòng GD-ĐT thành Phó Trưởng phòng",
        ),
        (
            lambda group: amendments.rename(group=group, new_name="Kế toán trường", **amended()),
            "Đổi tên",
            "Đổi tên nhóm từ “Kế toán” thành “Kế toán trường” (mã số {code})",
        ),
    ],
)
def test_every_act_is_one_whole_sentence(act, title, begins):
    group = make_group(name="Kế toán")
    before = last_event()
    act(group)

    (sentence,) = told(after=before)[title]

    assert sentence.startswith(begins.format(code=group.code))
    assert sentence.endswith(BASIS)


def test_a_merge_names_the_other_group_as_it_was_called_then():
    successor = make_group(name="Nhóm chung")
    group = make_group(name="Kế toán", status=Status.MERGED, successor=successor)
    merged = last_event()
    amendments.rename(group=successor, new_name="Tên về sau", **amended(effective_on=TODAY))

    (sentence,) = told(up_to=merged)["Ghép nhóm"]

    assert sentence.startswith(
        f"Ghép nhóm “Kế toán” (mã số {group.code}) vào nhóm “Nhóm chung” (mã số {successor.code}), theo "
    )


def test_an_earlier_act_bears_the_name_of_its_day():
    group = make_group(name="Tên cũ")
    amendments.rename(group=group, new_name="Tên mới", **amended())

    assert "“Tên cũ”" in told()["Công nhận"][0]


def test_a_group_recognised_and_dissolved_within_the_period_is_told_in_both():
    make_group(name="Kế toán", status=Status.DISSOLVED)

    assert list(told()) == ["Công nhận", "Giải tán"]


def test_suspending_and_resuming_are_both_told_though_nothing_differs_in_the_end():
    group = make_group(status=Status.SUSPENDED)
    lifecycle.resume(group=group, **decided())

    assert list(told()) == ["Công nhận", "Tạm ngừng", "Cho hoạt động lại"]


def test_what_an_old_document_does_not_tell_is_not_made_up():
    november = dt.date(2021, 11, 30)
    letter = factories.make_document(issued_on=None, issued_precision="none", kind="Văn bản khác")
    group = factories.make_proposal(proposed_on=november, uncertain=["name"], name="Kế toán")
    lifecycle.recognise(group=group, **decided(document=letter, effective_on=november, effective_precision="month"))

    (sentence,) = told()["Công nhận"]

    assert "“Kế toán [?]”" in sentence
    assert sentence.endswith("theo Văn bản số 215/GDĐT (không rõ ngày), hiệu lực từ tháng 11/2021.")


def test_a_sentence_is_parted_at_the_code_of_its_group():
    successor = make_group(name="Nhóm chung")
    make_group(name="Kế toán", status=Status.MERGED, successor=successor)

    for section in changes_between(make_authority(), 0, last_event()):
        for (before, code, after), sentence in zip(section.lines, section.sentences, strict=True):
            assert before + code + after == sentence
            assert before.endswith("(mã số ")


def test_thirty_acts_cost_as_many_queries_as_three(django_assert_num_queries):
    successor = make_group(name="Nhóm chung")
    for asked in (3, 30):
        before = last_event()
        for _ in range(asked):
            make_group(status=Status.MERGED, successor=successor)
        authority = make_authority()
        with django_assert_num_queries(2):
            (_, merged) = changes_between(authority, before, before + 3 * asked)
        assert len(merged.sentences) == asked
