"""Letters that remind: once before the day, once after it, to whoever recorded the group."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model

from groups.domain.tasks import Due, due_of
from groups.models import Directive, OutgoingMail
from groups.services.accounts import loader
from groups.services.due_dates import remind, set_due
from groups.services.errors import ActRefused
from groups.services.roles import LEADER

from ..factories import NOW, TODAY, amended, make_draft, make_group, make_user

pytestmark = pytest.mark.django_db
SITE = "https://nhom.example.vn"


@pytest.fixture(autouse=True)
def _addresses():
    user = make_user()
    user.email = "chuyenvien@pgd.example"
    user.save()


def task(days, name="Nhóm", **more):
    due_on = None if days is None else TODAY + dt.timedelta(days=days)
    return Directive.objects.create(group=make_group(name=name, **more), kind="rename", due_on=due_on)


def reminded(days=0):
    return remind(today=TODAY + dt.timedelta(days=days), now=NOW + dt.timedelta(days=days), site=SITE)


@pytest.mark.parametrize("days", [None, 15, 400])
def test_what_is_not_due_is_not_reminded_of(days):
    task(days)
    assert (reminded(), OutgoingMail.objects.count()) == (0, 0)


def test_what_is_done_or_of_no_living_group_is_not_reminded_of():
    Directive.objects.create(group=make_draft(), kind="rename", due_on=TODAY)
    Directive.objects.create(group=make_group(status="dissolved"), kind="rename", due_on=TODAY)
    assert reminded() == 0


def test_one_letter_names_all_and_is_written_once_before_and_once_after_the_day():
    for number in range(3):
        task(number, name=f"Nhóm {number}")
    assert [reminded(days) for days in (0, 0, 1, 3, 4, 5)] == [1, 0, 1, 1, 0, 0]
    first = OutgoingMail.objects.order_by("pk").first()
    assert all(f"Nhóm {number}" in first.body for number in range(3))
    assert f"{SITE}/quan-tri/groups/directive/" in first.body
    assert "sắp đến hạn" in first.body
    assert (first.user, first.event, first.subject) == (
        make_user(), None, "[Sổ đăng ký nhóm] Hướng xử lý đến hạn: 3 việc",
    )  # fmt: skip


def test_a_new_day_is_reminded_of_anew():
    row = task(2)
    assert reminded() == 1
    basis = amended(effective_on=TODAY)
    set_due(
        directives=[row], due_on=TODAY + dt.timedelta(days=10), seen=[f"{row.group_id}:{row.group.last_event_id}"],
        **basis,
    )  # fmt: skip
    assert reminded() == 1


def test_where_a_list_was_loaded_those_who_may_carry_it_out_are_told():
    task(0, recorded_by=loader())
    get_user_model().objects.exclude(pk=make_user().pk).update(email="x@pgd.example")
    make_user(role=LEADER)
    reminded()
    assert [mail.user for mail in OutgoingMail.objects.all()] == [make_user()]


def test_a_day_that_is_set_already_is_refused():
    row = task(10)
    with pytest.raises(ActRefused, match="trùng với hạn hiện nay"):
        set_due(directives=[row], due_on=row.due_on, seen=[f"{row.group_id}:{row.group.last_event_id}"], **amended())


@pytest.mark.parametrize(
    ("days", "due"), [(None, Due.NONE), (-1, Due.OVERDUE), (0, Due.SOON), (14, Due.SOON), (15, Due.LATER)]
)
def test_on_its_own_day_a_task_is_not_yet_overdue(days, due):
    assert due_of(None if days is None else TODAY + dt.timedelta(days=days), TODAY) == due
