"""The staff's pages of groups: who may, what is refused, what is done."""

import pytest
from django.urls import reverse

from groups.admin import group_views
from groups.domain.status import TRANSITIONS, Action, Status
from groups.models import Document, InviteLink, Person, RegisterEvent, SecretLook, WorkGroup
from groups.queries.drafts import draft_version
from groups.queries.history import history_of
from groups.queries.permissions import allowed_actions
from groups.services import amendments, lifecycle
from groups.services.amendments import AdministratorLine, MemberLine
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

from ..factories import (
    PASSWORD,
    TODAY,
    amended,
    decided,
    make_authority,
    make_document,
    make_draft,
    make_group,
    make_person,
    make_proposal,
    make_user,
    reread,
)

pytestmark = pytest.mark.django_db
ROLES = [SPECIALIST, LEADER, CLERK, ADMINISTRATOR]
URL = "https://zalo.me/g/abcdef123"
LIST = "admin:groups_workgroup_changelist"


def sign_in(client, role=SPECIALIST, **more):
    user = make_user(role=role, **more)
    assert client.login(username=user.username, password=PASSWORD)
    return user


def page(group):
    return reverse("admin:groups_workgroup_change", args=[group.pk])


def act_page(group, action):
    return reverse("admin:groups_workgroup_act", args=[group.pk, action])


def basis(group, **more):
    return {
        "seen_event": group.last_event_id or 0,
        "effective_on": TODAY.strftime("%d/%m/%Y"),
        "reason": "Theo đề nghị",
        **more,
    }


@pytest.mark.parametrize("name", ["changelist", "add", "export"])
def test_a_stranger_is_sent_to_sign_in(client, name):
    answer = client.get(reverse(f"admin:groups_workgroup_{name}"))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login"))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("status", list(Status))
def test_every_role_reads_every_group_and_sees_exactly_the_buttons_that_are_legal(client, role, status):
    group = make_group(status=status, url=URL)
    user = sign_in(client, role)
    answer = client.get(page(group))
    html = answer.content.decode()
    assert answer.status_code == 200
    shown = [action for action in Action if act_page(group, action) in html]
    assert shown == allowed_actions(user, group)
    assert "abcdef123" not in html


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", list(Action))
def test_an_act_that_is_not_allowed_is_refused_and_writes_nothing(client, role, action):
    group = make_group(status=sorted(TRANSITIONS[action].sources)[0])
    user = sign_in(client, role)
    if action in allowed_actions(user, group):
        assert client.get(act_page(group, action)).status_code == 200
        return
    count = RegisterEvent.objects.count()
    assert client.post(act_page(group, action), basis(group)).status_code == 403
    assert RegisterEvent.objects.count() == count


def test_an_act_that_became_illegal_sends_back_with_a_sentence(client):
    group = make_group(status=Status.DISSOLVED)
    sign_in(client, LEADER)
    answer = client.get(act_page(group, Action.DISSOLVE), follow=True)
    assert answer.redirect_chain == [(page(group), 302)]
    assert "không thể giải tán" in answer.content.decode()


@pytest.mark.parametrize("name", ["recognize", "delete", "draft"])
def test_an_act_that_does_not_exist_is_not_found(client, name):
    sign_in(client, LEADER)
    assert client.get(act_page(make_group(), name)).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({}, "phải có văn bản"),
        ({"new_number": "9"}, "đủ số, ký hiệu, ngày và trích yếu"),
        ({"effective_on": "31/02/2026"}, "ngày hợp lệ"),
        ({"effective_on": "01/01/2099", "document": "given"}, "sau hôm nay"),
        ({"reason": "", "document": "given"}, "bắt buộc"),
        ({"reason": "gọi 0912345678", "document": "given"}, "công khai"),
        ({"seen_event": "1", "document": "given"}, "người khác cập nhật"),
        ({"document": "999/KHÔNG"}, "Không tìm thấy"),
    ],
)
def test_a_form_that_is_not_right_says_so_and_writes_nothing(client, wrong, says):
    group = make_proposal()
    make_draft(name="Nhóm khác")
    document = make_document()
    sign_in(client, LEADER)
    if wrong.get("document") == "given":
        wrong = {**wrong, "document": str(document)}
    if wrong.get("seen_event") == "1":
        wrong = {**wrong, "seen_event": group.last_event_id + 5}
    answer = client.post(act_page(group, Action.RECOGNISE), basis(group) | wrong)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert reread(group).status == Status.PROPOSED
    assert Document.objects.count() == 1


def test_a_new_document_is_recorded_with_the_act_or_not_at_all(client):
    group = make_proposal()
    sign_in(client, LEADER)
    new = {
        "new_kind": "Quyết định",
        "new_number": "7",
        "new_symbol": "QĐ-GDĐT",
        "new_issued_on": "20/11/2026",
        "new_subject": "Công nhận",
    }
    refused = client.post(act_page(group, Action.RECOGNISE), basis(group, **new) | {"effective_on": "01/01/2099"})
    assert refused.status_code == 200
    assert not Document.objects.exists()
    done = client.post(act_page(group, Action.RECOGNISE), basis(group, **new))
    assert done.status_code == 302
    assert str(reread(group).recognised_document) == "Quyết định 07/QĐ-GDĐT (20/11/2026)"


@pytest.mark.parametrize(
    ("action", "more", "fact", "value"),
    [
        (Action.RENAME, {"new_name": "Tên mới"}, "name", "Tên mới"),
        (Action.MIGRATE, {"platform": "viber", "url": ""}, "platform", "viber"),
        (Action.CORRECT, {"purpose": "Trao đổi", "level": "general", "room_count": 2}, "room_count", 2),
        (Action.CHANGE_MEMBERS, {"members_text": "Hiệu trưởng"}, "members_text", "Hiệu trưởng"),
        (Action.DIRECT, {"directive_text": "Duy trì"}, "directive_text", "Duy trì"),
        (Action.CHANGE_LEAD, {"post": "Phó trưởng phòng"}, "status", "recognised"),
        (Action.CHANGE_ADMINISTRATORS, {}, "status", "recognised"),
        (Action.CONFIRM, {}, "last_confirmed_on", TODAY),
        (Action.ROTATE_LINK, {"url": "https://zalo.me/g/moimoi123"}, "status", "recognised"),
    ],
)
def test_an_amendment_goes_through_its_form(client, action, more, fact, value):
    group = make_group()
    sign_in(client)
    lines = {
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-role": "deputy",
        "lines-0-post": "Chuyên viên",
    }
    lines |= {"lines-0-kind": "maintain" if action == Action.DIRECT else "posts", "lines-0-category": "regular"}
    answer = client.post(act_page(group, action), basis(group, document=str(make_document()), **lines, **more))
    assert answer.status_code == 302, answer.context["form"].errors
    assert getattr(reread(group), fact) == value
    assert reread(group).last_event.action == action
    rows = {
        Action.DIRECT: group.directives,
        Action.CHANGE_MEMBERS: group.members.current(),
        Action.CHANGE_ADMINISTRATORS: group.administrators.current().filter(role="deputy"),
    }
    if action in rows:
        assert rows[action].count() == 1


def as_shown(form):
    """What the browser sends back of a form that nobody touched."""
    values = {field.html_name: field.field.prepare_value(field.value()) for field in form}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def lines_as_shown(lines):
    return as_shown(lines.management_form) | {name: sent for form in lines for name, sent in as_shown(form).items()}


@pytest.mark.parametrize("action", [Action.CHANGE_ADMINISTRATORS, Action.CHANGE_MEMBERS])
def test_lines_that_nobody_touched_lose_nobody(client, action):
    """Neither who has left meanwhile nor who is of an office for which the reader does not work."""
    group, other = make_group(), make_authority(code="KH", name="Phòng khác")
    people = make_person(full_name="Người đã đi"), make_person(full_name="Người nơi khác", unit=other)
    lines = [AdministratorLine("deputy", person) for person in people]
    amendments.change_administrators(group=group, lines=lines, **amended(by=make_user(role=SPECIALIST)))
    lines = [MemberLine(kind="person", person=person) for person in people]
    amendments.change_members(group=reread(group), members_text="HT", lines=lines, **amended(by=make_user()))
    Person.objects.filter(pk=people[0].pk).update(active=False)
    group = reread(group)
    client.force_login(make_user(username="mot.noi", offices=[group.authority]))

    shown = client.get(act_page(group, action)).context["form"].lines
    sent = basis(group, document=str(make_document()), members_text="Hiệu trưởng", **lines_as_shown(shown))
    answer = client.post(act_page(group, action), sent)
    assert answer.status_code == 302, answer.context["form"].lines.errors
    rows = group.members if action == Action.CHANGE_MEMBERS else group.administrators.filter(role="deputy")
    assert {row.person for row in rows.current()} == set(people)


@pytest.mark.parametrize("field", ["status", "code", "proposed_by", "recognised_on", "last_event"])
@pytest.mark.parametrize("status", [Status.DRAFT, Status.RECOGNISED])
def test_not_even_a_superuser_types_status_code_or_events(client, field, status):
    group = make_group(status=status)
    sign_in(client, role=None, username="root", superuser=True)
    before = WorkGroup.objects.filter(pk=group.pk).values().get()
    client.post(page(group), {field: "recognised", "name": group.name})
    assert WorkGroup.objects.filter(pk=group.pk).values().get() == before


def test_a_superuser_changes_adds_or_deletes_no_event(client):
    make_group()
    sign_in(client, role=None, username="root", superuser=True)
    assert client.get(reverse("admin:groups_registerevent_changelist")).status_code == 200
    assert client.get(reverse("admin:groups_registerevent_add")).status_code == 403
    assert client.post(reverse("admin:groups_registerevent_delete", args=[1]), {"post": "yes"}).status_code == 403
    assert client.post(reverse("admin:groups_registerevent_change", args=[1]), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_a_proposed_group_is_never_deleted_in_the_admin(client, status):
    group = make_group(status=status)
    sign_in(client, role=None, username="root", superuser=True)
    assert client.post(reverse("admin:groups_workgroup_delete", args=[group.pk]), {"post": "yes"}).status_code == 403


def inlines(**more):
    empty = {
        f"{name}-{what}_FORMS": "0"
        for name in ("administrators", "links", "members", "directives")
        for what in ("TOTAL", "INITIAL")
    }
    return empty | more


def draft_data(**more):
    return inlines(
        authority=make_authority().pk, name="Nhóm mới", platform="zalo", room_count="1", level="general",
        members_text="Hiệu trưởng", **more,
    )  # fmt: skip


def test_a_specialist_records_a_draft_with_its_lead_and_link(client):
    user = sign_in(client)
    data = draft_data() | {
        "administrators-TOTAL_FORMS": "1", "administrators-0-role": "lead", "administrators-0-post": "Trưởng phòng",
        "links-TOTAL_FORMS": "1", "links-0-url": "http://ZALO.me/g/AbcDef123?utm_source=x",
    }  # fmt: skip
    answer = client.post(reverse("admin:groups_workgroup_add"), data)
    assert answer.status_code == 302, answer.context["errors"]
    group = WorkGroup.objects.get()
    assert (group.status, group.code, group.recorded_by) == (Status.DRAFT, None, user)
    assert (group.links.get().url, group.links.get().key) == ("https://zalo.me/g/AbcDef123", "zalo:abcdef123")


def test_what_a_lead_lacks_is_said_once(client):
    sign_in(client)
    data = draft_data() | {"administrators-TOTAL_FORMS": "1", "administrators-0-role": "lead"}
    answer = client.post(reverse("admin:groups_workgroup_add"), data)
    assert answer.content.decode().count("Cần chọn một người hoặc ghi một chức vụ.") == 1
    assert not WorkGroup.objects.exists()


@pytest.mark.parametrize("url", ["https://zalo.me/0912345678", "https://zaloapp.com/qr/p/x", "abc", URL])
def test_a_bad_or_taken_link_is_refused_in_words(client, url):
    make_group(url=URL)
    sign_in(client)
    answer = client.post(
        reverse("admin:groups_workgroup_add"), draft_data() | {"links-TOTAL_FORMS": "1", "links-0-url": url}
    )
    assert answer.status_code == 200
    assert WorkGroup.objects.count() == 1
    assert InviteLink.objects.count() == 1


def test_a_draft_proposed_meanwhile_is_not_overwritten(client):
    group = make_proposal()
    sign_in(client)
    answer = client.post(page(group), draft_data(), follow=True)
    assert "không còn là bản nháp" in answer.content.decode()
    assert reread(group).name == group.name


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_edited_and_saved_outside_a_test_transaction(client):
    group = make_draft()
    sign_in(client)
    assert client.post(page(group), draft_data(seen_version=draft_version(group))).status_code == 302
    assert reread(group).name == "Nhóm mới"


def test_a_draft_that_is_saved_as_it_was_loses_nobody(client):
    left, elsewhere = (make_person(full_name=f"Người {name}") for name in ("đã đi", "nơi khác"))
    draft = make_draft(lead=elsewhere, deputy=left, member=elsewhere)
    Person.objects.filter(pk=left.pk).update(active=False)
    Person.objects.filter(pk=elsewhere.pk).update(unit=make_authority(code="KH", name="Phòng khác"))
    client.force_login(make_user(username="mot.noi", offices=[draft.authority]))

    context = client.get(page(draft)).context
    sent = as_shown(context["adminform"].form)
    for rows in context["inline_admin_formsets"]:
        sent |= lines_as_shown(rows.formset)
    answer = client.post(page(draft), sent | {"purpose": "Trao đổi công việc"})
    assert answer.status_code == 302, answer.context["errors"]
    draft = reread(draft)
    assert draft.purpose == "Trao đổi công việc"
    assert [row.person for row in draft.administrators.order_by("pk")] == [elsewhere, left]
    assert draft.members.get().person == elsewhere


@pytest.mark.parametrize("meanwhile", ["fact", "member"])
def test_a_draft_that_a_colleague_saved_meanwhile_is_not_overwritten(client, meanwhile):
    draft = make_draft(purpose="Cũ")
    sign_in(client)
    seen = draft_version(draft)
    assert f'value="{seen}"' in client.get(page(draft)).content.decode()
    if meanwhile == "fact":
        WorkGroup.objects.filter(pk=draft.pk).update(purpose="Của đồng nghiệp")
    else:
        draft.members.create(kind="posts", post="Hiệu trưởng")
    answer = client.post(page(draft), draft_data(seen_version=seen))
    assert "vừa được người khác sửa" in answer.content.decode()
    assert "Nhóm mới" in answer.content.decode()
    assert reread(draft).name == draft.name


@pytest.mark.parametrize("role", [CLERK, ADMINISTRATOR])
def test_links_are_shown_to_those_alone_who_may_see_them(client, role):
    group = make_group(url=URL)
    sign_in(client, role)
    assert client.post(reverse("admin:groups_workgroup_reveal", args=[group.pk])).status_code == 403
    assert not SecretLook.objects.exists()


def test_a_look_at_the_links_is_asked_for_and_recorded(client):
    group = make_group(url=URL)
    user = sign_in(client, LEADER)
    reveal = reverse("admin:groups_workgroup_reveal", args=[group.pk])
    assert client.get(reveal).status_code == 405
    answer = client.post(reveal)
    assert URL in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    look = SecretLook.objects.get()
    assert (look.by, look.group, look.what) == (user, group, "liên kết mời")


def test_a_mistyped_link_is_dropped_from_a_draft_but_never_from_an_official_group(client):
    draft, official = make_draft(url=URL), make_group(name="Khác", url="https://zalo.me/g/khackhac1")
    sign_in(client)
    for group in (draft, official):
        client.post(reverse("admin:groups_workgroup_drop_link", args=[group.pk, group.links.get().pk]))
    assert not draft.links.exists()
    assert official.links.count() == 1


@pytest.mark.parametrize("typed", ["96/GDĐT", "96", "Công văn (số ²)", f"x (số {'9' * 30})"])
def test_a_document_is_taken_only_by_its_own_name(client, typed):
    group = make_group(document=make_document(number="1496"))
    sign_in(client, LEADER)
    suspend = reverse("admin:groups_workgroup_act", args=[group.pk, Action.SUSPEND])
    data = {"effective_on": "23/11/2026", "reason": "Lý do", "seen_event": group.last_event_id}
    assert client.post(suspend, data | {"document": typed}).status_code == 200
    assert reread(group).status == Status.RECOGNISED
    assert client.post(suspend, data | {"document": "1496/GDĐT"}).status_code == 302


def test_the_only_link_is_not_revoked_by_one_press(client):
    group = make_group(url=URL)
    sign_in(client)
    rotate = reverse("admin:groups_workgroup_act", args=[group.pk, Action.ROTATE_LINK])
    data = {"revoked": group.links.get().pk, "url": "", "effective_on": "23/11/2026", "seen_event": group.last_event_id}
    assert "Hãy nhập liên kết mới" in client.post(rotate, data).content.decode()
    assert group.links.current().count() == 1
    assert client.post(rotate, data | {"only_revoke": "on"}).status_code == 302
    assert group.links.current().count() == 0


def test_an_act_sent_twice_says_which_event_did_it_when_and_by_whom(client):
    group = make_group()
    leader = sign_in(client, LEADER)
    data = basis(group, document=str(make_document()))
    for action, word in ((Action.SUSPEND, "tạm ngừng nhóm"), (Action.DISSOLVE, "giải tán nhóm")):
        data["seen_event"] = reread(group).last_event_id
        assert client.post(act_page(group, action), data).status_code == 302
        again = client.post(act_page(group, action), data, follow=True).content.decode()
        number = reread(group).last_event_id
        assert f"đã được ghi rồi: sự kiện số {number} ({word}), {leader.username} ghi lúc" in again
        assert "người khác cập nhật" not in again
    assert RegisterEvent.objects.filter(group=group).count() == 4


def test_an_amendment_sent_twice_with_a_new_document_says_so_and_keeps_what_was_typed(client):
    group = make_group()
    sign_in(client)
    new = {"new_kind": "Quyết định", "new_number": "7", "new_symbol": "QĐ", "new_issued_on": "20/11/2026",
           "new_subject": "Đổi tên", "new_name": "Tên mới"}  # fmt: skip
    data = basis(group, **new)
    assert client.post(act_page(group, Action.RENAME), data).status_code == 302
    again = client.post(act_page(group, Action.RENAME), data).content.decode()
    assert "Việc này đã được ghi rồi" in again
    assert 'value="Tên mới"' in again


@pytest.mark.parametrize("other", ["person", "act"])
def test_what_another_did_or_another_act_is_not_called_done_already(client, other):
    group = make_group()
    sign_in(client, LEADER)
    data = basis(group, document=str(make_document()))
    if other == "person":
        lifecycle.suspend(group=group, **decided(by=make_user(role=LEADER, username="lanhdao.hai")))
        html = client.post(act_page(group, Action.SUSPEND), data, follow=True).content.decode()
        assert "không thể tạm ngừng" in html
    else:
        lifecycle.suspend(group=group, **decided())
        html = client.post(act_page(group, Action.DISSOLVE), data, follow=True).content.decode()
        assert "người khác cập nhật" in html
    assert "đã được ghi rồi" not in html


@pytest.mark.parametrize("seen", ["", "²", "-1", "9" * 40, "abc"])
def test_a_strange_number_of_the_last_event_is_borne(client, seen):
    group = make_group()
    sign_in(client, LEADER)
    data = basis(group, document=str(make_document())) | {"seen_event": seen}
    assert client.post(act_page(group, Action.SUSPEND), data).status_code == 200
    assert reread(group).status == Status.RECOGNISED


def test_what_cannot_be_undone_says_so(client):
    group = make_group()
    sign_in(client, LEADER)
    pages = {
        action: client.get(reverse("admin:groups_workgroup_act", args=[group.pk, action])).content.decode()
        for action in (Action.DISSOLVE, Action.MERGE, Action.SUSPEND)
    }
    assert {action: "không hoàn tác được" in text for action, text in pages.items()} == {
        Action.DISSOLVE: True, Action.MERGE: True, Action.SUSPEND: False,
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["hieu truong", "HIỆU TRƯỞNG", "truong hieu", "tran thi minh", "BM-0001"])
def test_the_list_is_searched_without_diacritics_by_name_lead_or_code(client, typed):
    make_group(lead=make_person())
    make_group(name="Quản lý mầm non", lead_post="Phó trưởng phòng")
    sign_in(client)
    found = client.get(reverse(LIST), {"q": typed}).context["cl"].result_list
    assert [group.name for group in found] == ["Hiệu trưởng các trường tiểu học"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"status__exact": "recognised"}, {"A", "B"}),
        ({"platform__exact": "viber"}, {"B"}),
        ({"level__exact": "preschool"}, {"B"}),
        ({"directive": "open"}, {"A"}),
        ({"lead": "post"}, {"A", "C"}),
        ({"lead": "departed"}, {"B"}),
        ({"confirm": "old"}, set()),
        ({"mine": "1"}, {"A", "B", "C"}),
        ({"lead": "abc"}, {"A", "B", "C"}),
    ],
)
def test_the_list_is_filtered(client, query, names):
    group = make_group(name="A")
    group.directives.create(kind="rename")
    make_group(name="B", platform="viber", level="preschool", lead=make_person(active=False), lead_post="")
    make_draft(name="C")
    sign_in(client)
    found = client.get(reverse(LIST), query).context["cl"].result_list
    assert {group.name for group in found} == names


def test_the_list_makes_as_many_queries_for_thirty_groups_as_for_one(client, django_assert_num_queries, monkeypatch):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_group(lead=make_person())
    sign_in(client)
    client.get(reverse(LIST))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(LIST))
    for number in range(29):
        make_group(name=f"Nhóm {number}", lead=make_person(full_name=f"Người {number}"))
    with django_assert_num_queries(len(few)):
        client.get(reverse(LIST))


def test_the_home_page_says_what_waits_for_whom(client):
    make_proposal()
    make_draft(name="Nháp")
    sign_in(client)
    assert [heap.label for heap in client.get(reverse("admin:index")).context["waiting"]] == ["bản nháp của bạn"]
    sign_in(client, LEADER)
    waiting = client.get(reverse("admin:index")).context["waiting"]
    assert [(heap.count, heap.label) for heap in waiting] == [(1, "đề nghị chờ quyết định")]


def test_the_pdf_is_sent_as_a_file(client):
    make_group()
    sign_in(client, CLERK)
    answer = client.post(
        reverse("admin:groups_workgroup_export"), {"authority": make_authority().pk, "day": "23/11/2026", "paper": "1"}
    )
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="danh-sach-nhom-2026-11-23.pdf"'
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("day", ["01/01/2099", "01/01/2019", "hôm qua", ""])
def test_a_list_that_cannot_be_made_says_why(client, day):
    make_group()
    sign_in(client, CLERK)
    answer = client.post(reverse("admin:groups_workgroup_export"), {"authority": make_authority().pk, "day": day})
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_the_quan_tri_role_exports_nothing(client):
    sign_in(client, ADMINISTRATOR)
    assert client.get(reverse("admin:groups_workgroup_export")).status_code == 403


def test_the_history_of_a_group_is_read_once_a_page(client, monkeypatch):
    read, group = [], make_group()
    monkeypatch.setattr(group_views, "history_of", lambda group: read.append(group) or history_of(group))
    client.force_login(make_user(role=SPECIALIST))
    assert client.get(reverse("admin:groups_workgroup_change", args=[group.pk])).status_code == 200
    assert read == [group]
