"""``prepare``: all that a fresh database needs, once."""

import io
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from groups.models import RegisterEvent, Unit, WorkGroup

LIST = str(Path(__file__).resolve().parents[3] / "fixtures" / "tan-binh-2021.json")
pytestmark = pytest.mark.django_db


def prepare(*arguments: str) -> str:
    said = io.StringIO()
    call_command("prepare", *arguments, stdout=said)
    return said.getvalue()


def test_an_empty_register_gets_its_list_and_its_first_accounts():
    said = prepare("--list", LIST)
    assert WorkGroup.objects.exists()
    staff = get_user_model().objects.filter(is_staff=True)
    assert staff.count() == 4
    assert all(user.username in said for user in staff)
    passwords = dict(line.split()[-2:] for line in said.splitlines() if line.count("-") == 3)
    assert all(user.check_password(passwords[user.username]) for user in staff)


def test_the_second_time_nothing_is_said_and_nothing_changed():
    prepare("--list", LIST)
    before = list(RegisterEvent.objects.values()), list(get_user_model().objects.values())
    assert prepare("--list", LIST) == ""
    assert (list(RegisterEvent.objects.values()), list(get_user_model().objects.values())) == before


def test_a_register_that_has_an_office_gets_no_list():
    Unit.objects.create(name="Phòng Giáo dục và Đào tạo nơi khác", kind="office", code="KH")
    prepare("--list", LIST)
    assert not WorkGroup.objects.exists()


def test_without_a_list_the_register_stays_empty():
    prepare()
    assert not Unit.objects.exists()


def test_a_list_that_is_not_there_is_one_sentence():
    with pytest.raises(CommandError, match=r"^Không thấy tệp danh sách không/có\.json\.$"):
        prepare("--list", "không/có.json")
    assert not get_user_model().objects.filter(is_staff=True).exists()
