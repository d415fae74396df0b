"""Before a name or a link is written, staff see what it could be mistaken for, and say that they have looked."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.domain.status import Action, Status
from groups.models import InviteLink, WorkGroup
from groups.queries.drafts import draft_version
from groups.services.reports import confirm_report
from groups.services.roles import SPECIALIST

from ..factories import NOW, PASSWORD, make_document, make_draft, make_group, make_user, reread
from .test_group_pages import act_page, basis, draft_data, page

pytestmark = pytest.mark.django_db
ADD = reverse("admin:groups_workgroup_add")
NAME = "Hiệu trưởng các trường tiểu học"
LIKE = "Hiệu trưởng các trường tiểu học 2"
URL = "https://zalo.me/g/abcdef123"


@pytest.fixture
def staff(client):
    user = make_user(role=SPECIALIST)
    assert client.login(username=user.username, password=PASSWORD)
    return client


def box(answer, name="seen_name"):
    """The value of the box to tick, as the page shows it; None where there is no box."""
    found = re.search(rf'name="{name}"\s+value="(\w+)"', answer.content.decode())
    return found and found[1]


def with_link(url=URL, **more):
    return draft_data(**more) | {"links-TOTAL_FORMS": "1", "links-0-url": url}


def test_a_new_draft_of_a_like_name_is_written_only_after_a_look(staff):
    official = make_group(name=NAME)
    typed = with_link() | {"name": LIKE, "purpose": "Trao đổi"}
    first = staff.post(ADD, typed)
    html = first.content.decode()
    assert (first.status_code, WorkGroup.objects.count(), InviteLink.objects.count()) == (200, 1, 0)
    for shown in (official.code, NAME, "Chính thức", "Thừa “2”.", "Chưa có gì được ghi"):
        assert shown in html
    assert "Please" not in html
    for kept in (f'value="{LIKE}"', "Trao đổi", f'value="{URL}"'):
        assert kept in html
    second = staff.post(ADD, typed | {"seen_name": box(first)})
    assert second.status_code == 302
    assert set(WorkGroup.objects.values_list("name", flat=True)) == {NAME, LIKE}


@pytest.mark.parametrize("tick", ["on", "1", "true", "0" * 64, ""])
def test_a_tick_of_ones_own_making_is_none(staff, tick):
    make_group(name=NAME)
    assert staff.post(ADD, draft_data() | {"name": LIKE, "seen_name": tick}).status_code == 200
    assert WorkGroup.objects.count() == 1


def test_a_tick_belongs_to_that_very_name(staff):
    make_group(name=NAME)
    first = staff.post(ADD, draft_data() | {"name": LIKE})
    again = staff.post(ADD, draft_data() | {"name": f"{NAME} 3", "seen_name": box(first)})
    assert (again.status_code, WorkGroup.objects.count()) == (200, 1)
    assert box(again) != box(first)
    assert not re.search(r'name="seen_name"[^>]*checked', again.content.decode())


def test_a_tick_belongs_to_what_was_shown(staff):
    make_group(name=NAME)
    first = staff.post(ADD, draft_data() | {"name": LIKE})
    make_group(name=f"{NAME} 1")
    again = staff.post(ADD, draft_data() | {"name": LIKE, "seen_name": box(first)})
    assert again.status_code == 200
    assert f"{NAME} 1" in again.content.decode()


def test_a_tick_is_kept_while_something_else_is_set_right(staff):
    make_group(name=NAME)
    first = staff.post(ADD, draft_data() | {"name": LIKE, "platform": ""})
    again = staff.post(ADD, draft_data() | {"name": LIKE, "platform": "", "seen_name": box(first)})
    assert again.status_code == 200
    assert re.search(r'name="seen_name"[^>]*checked', again.content.decode())


@pytest.mark.parametrize("name", ["Kế toán các trường", "Thi đua khen thưởng"])
def test_a_name_like_no_other_makes_no_extra_step(staff, name):
    make_group(name=NAME)
    assert staff.post(ADD, draft_data() | {"name": name}).status_code == 302


def test_a_draft_whose_name_stays_is_not_asked_about_again(staff):
    make_group(name=NAME)
    draft = make_draft(name=LIKE)
    typed = draft_data(seen_version=draft_version(draft)) | {"name": LIKE, "purpose": "Trao đổi"}
    assert staff.post(page(draft), typed).status_code == 302
    assert reread(draft).purpose == "Trao đổi"
    renamed = draft_data(seen_version=draft_version(draft)) | {"name": f"{NAME} 3"}
    changed = staff.post(page(draft), renamed)
    assert (changed.status_code, reread(draft).name) == (200, LIKE)
    assert staff.post(page(draft), renamed | {"seen_name": box(changed)}).status_code == 302
    assert reread(draft).name == f"{NAME} 3"


@pytest.mark.parametrize(
    ("name", "said"),
    [("Kế toán trường Кhối 8", "bảng chữ khác"), (f"{NAME} giả", "không phải nhóm của cơ quan")],
)
def test_foreign_letters_and_reported_names_are_told(staff, name, said):
    confirm_report(by=make_user(), now=NOW, name=f"{NAME} giả")
    answer = staff.post(ADD, draft_data() | {"name": name})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert staff.post(ADD, draft_data() | {"name": name, "seen_name": box(answer)}).status_code == 302


def test_a_name_that_is_refused_anyway_is_not_looked_for(staff):
    make_group(name=NAME)
    answer = staff.post(ADD, draft_data() | {"name": f"{NAME} 0912345678"})
    assert "số điện thoại" in answer.content.decode()
    assert box(answer) is None


def test_a_group_is_renamed_only_after_a_look(staff):
    group, other = make_group(name="Quản lý mầm non"), make_group(name=NAME, status=Status.DISSOLVED)
    typed = basis(group, document=str(make_document()), new_name=LIKE)
    first = staff.post(act_page(group, Action.RENAME), typed)
    html = first.content.decode()
    assert (first.status_code, reread(group).name) == (200, "Quản lý mầm non")
    for shown in (other.code, "Đã giải tán", "Thừa “2”.", f'value="{LIKE}"'):
        assert shown in html
    other_name = staff.post(act_page(group, Action.RENAME), typed | {"new_name": f"{NAME} 3", "seen_name": box(first)})
    assert other_name.status_code == 200
    assert staff.post(act_page(group, Action.RENAME), typed | {"seen_name": box(first)}).status_code == 302
    assert reread(group).name == LIKE


def test_a_group_may_take_back_a_former_name_of_its_own_without_a_word(staff):
    group = make_group(name=NAME)
    document = str(make_document())
    for name in (f"{NAME} công lập", NAME):
        typed = basis(reread(group), document=document, new_name=name)
        assert staff.post(act_page(group, Action.RENAME), typed).status_code == 302
    assert reread(group).name == NAME


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (Status.RECOGNISED, "Mỗi liên kết chỉ thuộc một nhóm"),
        (Status.SUSPENDED, "tạm ngừng"),
        (Status.PROPOSED, "hãy dùng tiếp hồ sơ ấy"),
        (Status.DRAFT, "bản nháp"),
        (Status.DISSOLVED, "hãy tạo liên kết mời mới"),
    ],
)
def test_a_link_that_is_or_was_anothers_is_refused_and_says_by_whom_and_what_to_do(staff, status, says):
    holder = make_group(name="Kế toán các trường", status=status, url=URL)
    answer = staff.post(ADD, with_link())
    html = answer.content.decode()
    assert (answer.status_code, WorkGroup.objects.count()) == (200, 1)
    assert says in html
    assert str(holder) in html
    assert box(answer, "seen_link") is None


def test_a_link_already_in_this_very_draft_is_told_so(staff):
    draft = make_draft(url=URL)
    answer = staff.post(page(draft), with_link() | {"name": draft.name})
    assert "chính nhóm này" in answer.content.decode()


def test_a_strangers_link_is_refused(staff):
    confirm_report(by=make_user(), now=NOW, url=URL)
    answer = staff.post(ADD, with_link())
    assert "xác nhận là của một nhóm lạ" in answer.content.decode()
    assert not WorkGroup.objects.exists()


def test_a_link_typed_twice_is_refused_in_words(staff):
    twice = with_link() | {"links-TOTAL_FORMS": "2", "links-1-url": "zalo.me/g/ABCDEF123"}
    answer = staff.post(ADD, twice)
    assert "ghi hai lần" in answer.content.decode()
    assert not WorkGroup.objects.exists()


def test_the_link_of_a_declined_proposal_is_taken_only_after_a_look(staff):
    declined = make_group(name="Kế toán các trường", status=Status.DECLINED, url=URL)
    first = staff.post(ADD, with_link())
    html = first.content.decode()
    assert (first.status_code, WorkGroup.objects.count()) == (200, 1)
    assert declined.code in html
    assert "Còn thiếu căn cứ" in html
    assert staff.post(ADD, with_link() | {"seen_link": box(first, "seen_link")}).status_code == 302
    assert WorkGroup.objects.get(name="Nhóm mới").links.count() == 1


def test_name_and_link_are_asked_about_at_once(staff):
    make_group(name="Kế toán các trường", status=Status.DECLINED, url=URL)
    make_group(name=NAME)
    first = staff.post(ADD, with_link() | {"name": LIKE})
    ticks = {"seen_name": box(first), "seen_link": box(first, "seen_link")}
    assert all(ticks.values())
    for one in ticks:
        assert staff.post(ADD, with_link() | {"name": LIKE, one: ticks[one]}).status_code == 200
    assert staff.post(ADD, with_link() | {"name": LIKE} | ticks).status_code == 302


def test_a_rotated_link_of_a_declined_proposal_is_asked_about_too(staff):
    make_group(name="Kế toán các trường", status=Status.DECLINED, url=URL)
    group = make_group(name=NAME)
    typed = basis(group, url=URL)
    first = staff.post(act_page(group, Action.ROTATE_LINK), typed)
    assert (first.status_code, group.links.count()) == (200, 0)
    done = staff.post(act_page(group, Action.ROTATE_LINK), typed | {"seen_link": box(first, "seen_link")})
    assert (done.status_code, group.links.count()) == (302, 1)


def test_the_form_asks_as_much_of_the_database_with_many_finds_as_with_one(staff):
    def queries():
        with CaptureQueriesContext(connection) as made:
            assert staff.post(ADD, draft_data() | {"name": "Nhóm chuyên môn số 0"}).status_code == 200
        return len(made)

    make_group(name="Nhóm chuyên môn số 1")
    few = queries()
    for number in range(2, 12):
        make_group(name=f"Nhóm chuyên môn số {number}")
    assert queries() == few
