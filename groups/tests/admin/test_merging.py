"""Two groups side by side: choosing the one that receives, ticking who goes along, one button."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.domain.status import Action, Status
from groups.models import Administrator, Document, Member, OutgoingMail, RegisterEvent
from groups.services import amendments
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

from ..factories import (
    PASSWORD,
    amended,
    make_authority,
    make_document,
    make_draft,
    make_group,
    make_person,
    make_user,
    reread,
)
from .test_language import Spoken, foreign

pytestmark = pytest.mark.django_db
SECRET = "bimat12345"
NEW = {"new_kind": "Quyết định", "new_number": "9", "new_symbol": "GDĐT", "new_issued_on": "20/11/2026",
       "new_subject": "Ghép nhóm"}  # fmt: skip


def sign_in(client, role=LEADER, **more):
    user = make_user(role=role, **more)
    assert client.login(username=user.username, password=PASSWORD)
    return user


def page(group):
    return reverse("admin:groups_workgroup_act", args=[group.pk, Action.MERGE])


def label(group):
    return f"{reread(group)} (số {group.pk})"


def pair(**more):
    """A group with a lead, a deputy and a member, and one to receive them that has the lead already."""
    lead = make_person(full_name="Lê Văn Tám")
    small = make_group(
        name="Nhóm nhỏ", lead=lead, lead_post="", deputy=make_person(full_name="Mai Thị Phó"),
        member=make_person(full_name="Hà Thị Thành"), members_text="Tổ trưởng", **more,
    )  # fmt: skip
    large = make_group(name="Nhóm lớn", deputy=lead, url=f"https://zalo.me/g/{SECRET}")
    return small, large


def chosen(small, large, **more):
    """What the page sends where nothing is changed on it."""
    return {
        "successor": label(large), "seen_event": small.last_event_id, "seen_successor": large.last_event_id,
        "administrators": [row.pk for row in small.administrators.filter(role="deputy")],
        "members": [row.pk for row in small.members.all()], "members_text": "Hiệu trưởng\nTổ trưởng",
        "document": str(make_document()), "effective_on": "23/11/2026", "reason": "Tinh gọn", **more,
    }  # fmt: skip


@pytest.mark.parametrize("role", [SPECIALIST, CLERK, ADMINISTRATOR])
def test_who_may_not_merge_sees_neither_page(client, role):
    small, large = pair()
    sign_in(client, role)
    assert client.get(page(small)).status_code == 403
    assert client.get(page(small), {"successor": label(large)}).status_code == 403
    assert client.post(page(small), chosen(small, large)).status_code == 403


@pytest.mark.parametrize("typed", ["Không có nhóm này", "Bản nháp", "Đã giải tán", "²", f"x (số {'9' * 30})"])
def test_what_cannot_receive_is_not_found_and_the_page_asks_again(client, typed):
    small, _ = pair()
    make_draft(name="Bản nháp"), make_group(name="Đã giải tán", status=Status.DISSOLVED)
    sign_in(client)
    answer = client.get(page(small), {"successor": typed})
    assert answer.template_name.endswith("merge_into.html")
    assert f"“{typed}”" in answer.content.decode()
    assert "Không tìm thấy" in answer.content.decode()


def test_the_groups_of_another_office_are_not_offered(client):
    small, large = pair()
    other = make_group(name="Nhóm của phòng khác", authority=make_authority(code="BO", name="Phòng khác"))
    sign_in(client, username="an", offices=[small.authority])
    html = client.get(page(small)).content.decode()
    assert label(large) in html
    assert "Nhóm của phòng khác" not in html
    assert "Không tìm thấy" in client.get(page(small), {"successor": label(other)}).content.decode()
    client.post(page(small), chosen(small, large, successor=label(other)))
    assert reread(small).status == Status.RECOGNISED


@pytest.mark.parametrize("typed", ["{code}", "{code} Nhóm lớn", "nhom lon", " {code} nhom lon "])
def test_the_group_is_found_by_code_by_name_or_by_both(client, typed):
    small, large = pair()
    make_group(name="Nhóm lớn hơn")
    sign_in(client)
    answer = client.get(page(small), {"successor": typed.format(code=large.code.lower())})
    assert answer.context["form"].receiving.group == large


def test_a_code_with_the_name_of_another_asks_which_is_meant(client):
    small, large = pair()
    sign_in(client)
    answer = client.get(page(small), {"successor": f"{large.code} Nhóm khác"})
    assert f"Có phải là: {label(large)}?" in answer.content.decode()


def test_the_group_itself_is_not_offered(client):
    small, large = pair()
    sign_in(client)
    html = client.get(page(small)).content.decode()
    assert (label(small) in html, label(large) in html) == (False, True)
    typed = client.get(page(small), {"successor": label(small)})
    assert (typed.context["form"].receiving, bool(typed.context["form"].not_chosen)) == (None, True)


def test_both_groups_stand_side_by_side_and_no_link_is_shown(client):
    small, large = pair()
    sign_in(client)
    html = client.get(page(small), {"successor": label(large)}).content.decode()
    for words in ("Nhóm sẽ kết thúc", "Nhóm nhận", "Mai Thị Phó", "Hà Thị Thành", "1 liên kết, được giữ kín",
                  "không hoàn tác được"):  # fmt: skip
        assert words in html
    assert SECRET not in html
    assert "Hiệu trưởng các trường tiểu học trên địa bàn\nTổ trưởng</textarea>" in html


def test_both_pages_speak_vietnamese(client):
    small, large = pair()
    sign_in(client)
    for asked in ({}, {"successor": label(large)}, {"successor": "Không có"}):
        spoken = Spoken()
        spoken.feed(client.get(page(small), asked).content.decode())
        assert not foreign(spoken.texts)


def test_who_is_there_already_has_no_box_and_who_left_is_not_ticked(client):
    small, large = pair()
    small.administrators.create(role="administrator", person=make_person(full_name="Đã Nghỉ", active=False))
    sign_in(client)
    form = client.get(page(small), {"successor": label(large)}).context["form"]
    rows = {str(mover.row): (bool(mover.already), ticked) for mover, ticked in form.people_rows()}
    assert rows == {
        "Trưởng nhóm: Bà Lê Văn Tám": (True, True),
        "Phó nhóm: Bà Mai Thị Phó": (False, True),
        "Quản trị: Bà Đã Nghỉ": (False, False),
    }
    html = client.get(page(small), {"successor": label(large)}).content.decode()
    assert "đã có ở nhóm nhận (phó nhóm)" in html
    assert html.count('name="administrators"') == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"document": ""}, "phải có văn bản"),
        ({"reason": ""}, "bắt buộc"),
        ({"reason": "gọi 0912345678"}, "công khai"),
        ({"members_text": ""}, "bắt buộc"),
        ({"members_text": "gọi 0912345678"}, "công khai"),
        ({"effective_on": "01/01/2099"}, "sau hôm nay"),
        ({"seen_event": 1}, "người khác cập nhật"),
        ({"seen_successor": 1}, "Nhóm lớn” vừa được người khác cập nhật"),
        ({"seen_successor": ""}, "Chưa ghi được"),
        ({"administrators": ["999999"]}, "hãy tải lại trang"),
        ({"administrators": ["abc"]}, "hãy tải lại trang"),
        ({"members": ["-1"]}, "hãy tải lại trang"),
    ],
)
def test_a_form_that_is_not_right_says_so_keeps_the_ticks_and_writes_nothing(client, wrong, says):
    small, large = pair()
    sign_in(client)
    count = RegisterEvent.objects.count()
    new = {} if "document" in wrong else {**NEW, "document": ""}
    answer = client.post(page(small), chosen(small, large) | new | wrong)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert RegisterEvent.objects.count() == count
    assert not Document.objects.filter(number="9").exists()
    if "administrators" not in wrong:
        assert [ticked for _, ticked in answer.context["form"].people_rows()] == [False, True]


@pytest.mark.parametrize("typed", ["", "Không có"])
def test_a_merge_into_nothing_asks_for_the_group_again(client, typed):
    small, large = pair()
    sign_in(client)
    answer = client.post(page(small), chosen(small, large, successor=typed))
    assert answer.template_name.endswith("merge_into.html")
    assert answer.status_code == 200
    assert reread(small).status == Status.RECOGNISED


def test_a_box_of_who_is_there_already_is_not_taken(client):
    small, large = pair()
    sign_in(client)
    lead = small.administrators.get(role="lead")
    answer = client.post(page(small), chosen(small, large, administrators=[lead.pk]))
    assert "hãy tải lại trang" in answer.content.decode()


def test_who_is_ticked_goes_along_under_one_new_document(client):
    small, large = pair()
    sign_in(client)
    done = client.post(page(small), chosen(small, large, **NEW, document=""))
    assert done.status_code == 302, done.context["form"].errors
    told = client.get(done.url).content.decode()
    for words in ("3 sự kiện", "Ghép nhóm vào nhóm khác", "09/GDĐT", "Số dòng thành viên"):
        assert words in told
    small, large = reread(small), reread(large)
    assert (small.status, small.successor, large.members_text) == (Status.MERGED, large, "Hiệu trưởng\nTổ trưởng")
    assert {row.shown for row in large.administrators.current().exclude(role="lead")} == {
        "Bà Lê Văn Tám",
        "Bà Mai Thị Phó",
    }
    assert [row.shown for row in large.members.current()] == ["Bà Hà Thị Thành"]
    assert set(RegisterEvent.objects.filter(document__number="9").values_list("action", flat=True)) == {
        "merge", "change_administrators", "change_members"
    }  # fmt: skip


def test_where_nobody_is_ticked_the_group_alone_ends(client):
    small, large = pair()
    sign_in(client)
    sent = chosen(small, large, administrators=[], members=[], members_text=large.members_text)
    answer = client.post(page(small), sent, follow=True)
    assert "đã ghi vào sổ, sự kiện số" in answer.content.decode()
    assert (reread(small).status, reread(large).last_event_id) == (Status.MERGED, large.last_event_id)


def test_the_same_page_sent_twice_says_that_it_was_done(client):
    small, large = pair()
    sign_in(client)
    sent = chosen(small, large)
    assert client.post(page(small), sent).status_code == 302
    assert "đã được ghi rồi" in client.post(page(small), sent, follow=True).content.decode()


def test_the_letters_are_shown_for_both_leads_and_are_read_before(client):
    small, large = pair()
    amendments.change_lead(
        group=large, person=make_person(full_name="Trưởng Nhận", email="t@truong.example"), **amended()
    )
    large = reread(large)
    sign_in(client)
    html = client.get(page(small), {"successor": label(large)}).content.decode()
    assert "Bà Trưởng Nhận" in html
    seen = client.post(page(small), chosen(small, large, preview="1"))
    assert "Chưa có gì được ghi" in seen.content.decode()
    assert reread(small).status == Status.RECOGNISED
    bodies = {draft.letter.body for draft in seen.context["letters"]}
    client.post(page(small), chosen(small, large))
    assert {mail.body for mail in OutgoingMail.objects.all()} == bodies


def test_what_a_directive_names_is_chosen_beforehand_and_closed_by_the_merge(client):
    small, large = pair()
    row = small.directives.create(kind="may_merge", target_text="Nhóm lớn")
    sign_in(client)
    answer = client.get(page(small), {"directive": row.pk})
    assert answer.template_name.endswith("merge.html")
    assert "có thể ghép vào nhóm khác: Nhóm lớn”" in answer.content.decode().replace("Có thể", "có thể")
    other = make_group(name="Nhóm khác")
    again = client.get(page(small), {"directive": row.pk, "successor": label(other)})
    assert again.context["form"].receiving.group == other
    client.post(page(small), chosen(small, large))
    row.refresh_from_db()
    assert row.done_event == reread(small).last_event


def test_the_page_asks_as_much_for_thirty_as_for_three(client):
    sign_in(client)

    def queries(number):
        small, large = make_group(name=f"Nhỏ {number}"), make_group(name=f"Lớn {number}")
        for group in (small, large):
            for each in range(number):
                person = make_person(full_name=f"Người {number} {each} {group.pk}")
                Administrator.objects.create(group=group, role="deputy", person=person)
                Member.objects.create(group=group, kind="person", person=person)
        client.get(page(small), {"successor": label(large)})
        with CaptureQueriesContext(connection) as asked:
            client.get(page(small), {"successor": label(large)})
        return len(asked)

    assert queries(3) == queries(30)
