"""The entrance: who guesses waits, sessions end, and the record of it keeps nothing that was typed."""

import datetime as dt
import logging
import re

import pytest
from axes.models import AccessAttempt
from django.conf import settings as register_settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.domain.staff import SESSION_MOMENTS, Entry
from groups.models import EntryRecord
from groups.services.entries import counted_address, stopped_until
from groups.services.roles import ADMINISTRATOR, CLERK

from ..factories import NOW, PASSWORD, make_authority, make_user

pytestmark = pytest.mark.django_db
LOGIN, HOME = reverse("admin:login"), reverse("admin:index")
WRONG = "khong-phai-mat-khau"


@pytest.fixture
def counted(settings):
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3


def enter(client, name, password=WRONG, **meta):
    return client.post(LOGIN, {"username": name, "password": password}, **meta)


def fail(client, name, times=3, **meta):
    return [enter(client, name, **meta).status_code for _ in range(times)]


@pytest.mark.usefixtures("counted")
def test_whoever_guesses_waits_even_with_the_right_password(client):
    user = make_user(role=CLERK)
    assert fail(client, user.username) == [200, 200, 429]
    answer = enter(client, user.username, PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert "Xin thử lại sau" in answer.content.decode()
    assert client.get(HOME).status_code == 302


@pytest.mark.usefixtures("counted")
def test_a_locked_name_does_not_tell_whether_it_exists(client):
    user = make_user(role=CLERK)
    fail(client, user.username)
    fail(client, "khong.co.ai")
    AccessAttempt.objects.update(attempt_time=timezone.now())
    pages = [enter(client, name) for name in (user.username, "khong.co.ai")]
    assert [page.status_code for page in pages] == [429, 429]
    assert pages[0].content == pages[1].content


@pytest.mark.usefixtures("counted")
def test_another_address_and_another_name_are_not_locked(client):
    user, other = make_user(role=CLERK), make_user(role=ADMINISTRATOR)
    fail(client, user.username)
    assert enter(client, other.username, PASSWORD).status_code == 302
    assert enter(Client(), user.username, PASSWORD, REMOTE_ADDR="203.0.113.9").status_code == 302


@pytest.mark.usefixtures("counted")
def test_who_goes_on_trying_does_not_lock_for_longer(client):
    user = make_user(role=CLERK)
    fail(client, user.username)
    since = timezone.now() - dt.timedelta(minutes=14, seconds=50)
    AccessAttempt.objects.update(attempt_time=since)
    assert enter(client, user.username).status_code == 429
    assert AccessAttempt.objects.get().attempt_time == since
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=15, seconds=1))
    assert enter(client, user.username, PASSWORD).status_code == 302


@pytest.mark.usefixtures("counted")
def test_behind_a_proxy_the_last_address_counts_and_a_made_up_one_does_not(client, settings):
    settings.BEHIND_PROXY = True
    user = make_user(role=CLERK)
    for last in range(3):
        enter(client, user.username, HTTP_X_FORWARDED_FOR=f"198.51.100.{last}, 203.0.113.7")
    assert enter(client, user.username, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.7").status_code == 429
    assert enter(client, user.username, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == 302


@pytest.fixture
def sprayed(counted, settings, client):
    """An address that has failed once with each of four names."""
    settings.SIGN_IN_NAMES = 4
    for number in range(4):
        assert enter(client, f"ten{number}").status_code == 200


@pytest.mark.usefixtures("sprayed")
def test_one_address_that_tries_many_names_is_stopped_even_where_it_guesses_right(client, caplog):
    user = make_user(role=CLERK)
    for name, password in ((user.username, PASSWORD), (user.username, WRONG), ("khong.co.ai", WRONG)):
        answer = enter(client, name, password)
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
        assert "nhiều tên đăng nhập bị thử sai mật khẩu" in answer.content.decode()
        assert user.username not in answer.content.decode()
    assert client.get(HOME).status_code == 302
    assert "many names" in caplog.text
    assert AccessAttempt.objects.count() == 4  # what is turned away prolongs nothing
    assert enter(Client(), user.username, PASSWORD, REMOTE_ADDR="203.0.113.9").status_code == 302


@pytest.mark.usefixtures("sprayed")
def test_the_stop_ends_by_itself_and_says_when(client):
    user, now = make_user(role=CLERK), timezone.now()
    for minutes, attempt in enumerate(AccessAttempt.objects.order_by("pk")):
        attempt.attempt_time = now - dt.timedelta(minutes=minutes)
        attempt.save()
    # The name failed with the longest ago is forgotten first: three minutes ago, of fifteen.
    waits = int(enter(client, user.username, PASSWORD).headers["Retry-After"])
    assert 11 * 60 < waits <= 12 * 60
    AccessAttempt.objects.filter(username=AccessAttempt.objects.earliest("attempt_time").username).update(
        attempt_time=now - dt.timedelta(minutes=15, seconds=1)
    )
    assert enter(client, user.username, PASSWORD).status_code == 302


@pytest.mark.usefixtures("counted")
def test_an_office_behind_one_address_is_not_locked_out_by_what_others_try_there(client, settings):
    settings.SIGN_IN_NAMES = 4
    staff = [make_user(role=CLERK, username=f"can.bo{number}") for number in range(6)]
    # An ordinary morning: everybody mistypes once, and then gets in.
    for user in staff:
        assert enter(client, user.username).status_code == 200
        assert enter(Client(), user.username, PASSWORD).status_code == 302
    # Then a machine in the same house tries names.
    for number in range(4):
        enter(client, f"ten{number}")
    assert enter(Client(), staff[0].username, PASSWORD).status_code == 302
    # Who is at home there is no better target for it: of one name the wrong passwords count as ever.
    assert fail(client, staff[1].username) == [200, 200, 429]
    # A month later he is a stranger there like others.
    far = timezone.now() + dt.timedelta(days=31)
    AccessAttempt.objects.update(attempt_time=far)
    assert stopped_until(name=staff[0].username, meta={"REMOTE_ADDR": "127.0.0.1"}, now=far) is not None


@pytest.mark.usefixtures("sprayed")
def test_behind_a_proxy_a_made_up_address_neither_escapes_the_stop_nor_brings_it_upon_others(client, settings):
    settings.BEHIND_PROXY, user = True, make_user(role=CLERK)
    for number in range(4):
        forged = f"203.0.113.8, 198.51.100.{number}, 203.0.113.7"
        enter(client, f"khac{number}", HTTP_X_FORWARDED_FOR=forged)
    assert enter(client, user.username, PASSWORD, HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.7").status_code == 429
    assert enter(client, user.username, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == 302


def test_a_household_of_addresses_is_one():
    assert counted_address({"REMOTE_ADDR": "2001:db8::1"}) == counted_address({"REMOTE_ADDR": "2001:db8::2"})
    assert counted_address({"REMOTE_ADDR": ""}) is None


@pytest.mark.usefixtures("counted")
def test_what_was_typed_is_kept_nowhere(client, caplog):
    caplog.set_level(logging.DEBUG)
    fail(client, "mat-khau-go-nham-o-ten")
    kept = [str(value) for row in AccessAttempt.objects.values() for value in row.values()]
    for text in (*kept, caplog.text):
        assert WRONG not in text
        assert "mat-khau-go-nham" not in text
    assert not EntryRecord.objects.exists()


@pytest.mark.usefixtures("counted")
def test_the_command_unlocks_one_account(client, capsys):
    user = make_user(role=CLERK)
    with pytest.raises(CommandError, match="không bị tạm khoá"):
        call_command("unlock_account", user.username)
    with pytest.raises(CommandError, match="Không có tài khoản"):
        call_command("unlock_account", "khong.co")
    fail(client, user.username)
    call_command("unlock_account", user.username)
    assert enter(client, user.username, PASSWORD).status_code == 302


@pytest.mark.usefixtures("counted")
def test_who_is_given_a_new_password_is_locked_out_no_longer(client):
    user, administrator = make_user(role=CLERK), make_user(role=ADMINISTRATOR)
    assert fail(client, user.username)[-1] == 429
    desk = Client()
    desk.force_login(administrator)
    told = desk.post(reverse("admin:auth_user_new_password", args=[user.pk]), follow=True).content.decode()
    password = re.search(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", told)[0]
    assert enter(client, user.username, password).status_code == 302
    assert EntryRecord.objects.get(what=Entry.UNLOCKED).by == administrator


@pytest.mark.usefixtures("counted")
def test_the_record_tells_each_thing_once(client):
    user = make_user(role=CLERK)
    fail(client, user.username, times=5)
    call_command("unlock_account", user.username)
    enter(client, user.username, PASSWORD)
    client.post(reverse("admin:logout"))
    what = list(EntryRecord.objects.order_by("pk").values_list("what", flat=True))
    assert sorted(what[:4]) == ["failed", "failed", "failed", "locked"]
    assert what[4:] == [Entry.UNLOCKED, Entry.SIGNED_IN, Entry.SIGNED_OUT]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_nobody_rewrites_the_record(change):
    record = EntryRecord.objects.create(what=Entry.FAILED, user=make_user(), at=NOW)
    rows = EntryRecord.objects.filter(pk=record.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(what=Entry.SIGNED_IN) if change == "update" else rows._raw_delete("default")


def test_who_administers_reads_the_record_of_his_offices(client):
    mine, other = make_authority(code="AN"), make_authority(code="BO", name="Phòng khác")
    far = make_user(role=CLERK, username="noi.xa", offices=[other])
    near = make_user(role=CLERK, username="noi.gan", offices=[mine])
    for user in (far, near):
        EntryRecord.objects.create(what=Entry.FAILED, user=user, at=NOW)
    client.force_login(make_user(role=ADMINISTRATOR, username="quan.tri", offices=[mine]))
    page = client.get(reverse("admin:groups_entryrecord_changelist")).content.decode()
    assert "Sai mật khẩu" in page
    assert "noi.gan" in page
    assert "noi.xa" not in page


@pytest.mark.parametrize("password", ["ngan-qua-11c", "password123456", "123456789012", "nguyenvanthu1"])
def test_a_weak_password_is_refused(password):
    user = make_user(username="nguyenvanthu")
    if password == "ngan-qua-11c":
        password = password[:11]
    with pytest.raises(ValidationError):
        validate_password(password, user)


def test_the_shortest_password_has_twelve_signs():
    validate_password("ca-phe-troi!"[:12], make_user())
    with pytest.raises(ValidationError):
        validate_password("ca-phe-troi!"[:11], make_user())


def at(client, *, since=0, seen=0):
    """Say when the password was given and a page last seen, in seconds before now."""
    now, session = int(timezone.now().timestamp()), client.session
    session.update(dict(zip(SESSION_MOMENTS, (now - since, now - seen), strict=True)))
    session.save()


@pytest.mark.parametrize(
    ("age", "open_"),
    [
        ({"since": 3600, "seen": 29 * 60}, True),
        ({"since": 3600, "seen": 30 * 60}, False),
        ({"since": 12 * 3600 - 60, "seen": 0}, True),
        ({"since": 12 * 3600, "seen": 0}, False),
    ],
)
def test_a_session_ends(client, age, open_):
    client.force_login(make_user(role=CLERK))
    client.get(HOME)
    at(client, **age)
    answer = client.get(HOME)
    assert (answer.status_code == 200) is open_
    assert ("_auth_user_id" in client.session) is open_
    if not open_:
        assert "Phiên làm việc đã hết hạn" in client.get(answer.url).content.decode()


def test_what_was_sent_after_the_session_ended_is_said_not_to_be_written(client):
    client.force_login(make_user(role=CLERK))
    client.get(HOME)
    at(client, seen=30 * 60)
    answer = client.post(HOME)
    assert "Nội dung vừa gửi chưa được ghi" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("method", "name", "told"),
    [("get", "groups_workgroup_add", False), ("post", "logout", False), ("post", "groups_workgroup_add", True)],
)
def test_what_was_sent_without_a_session_is_said_not_to_be_written(client, method, name, told):
    answer = getattr(client, method)(reverse(f"admin:{name}"))
    assert ("Nội dung vừa gửi chưa được ghi" in client.get(answer.url).content.decode()) is told


def test_a_page_prolongs_the_session_and_a_waiting_import_does_not(client):
    client.force_login(make_user(role=CLERK))
    client.get(HOME)
    at(client, since=3600, seen=600)
    before = client.session[SESSION_MOMENTS[1]]
    client.get(reverse("admin:groups_importrun_progress", args=[1]))
    assert client.session[SESSION_MOMENTS[1]] == before
    client.get(HOME)
    assert client.session[SESSION_MOMENTS[1]] > before


def test_defaults_of_service():
    assert (register_settings.SESSION_IDLE_MINUTES, register_settings.SESSION_MAX_HOURS) == (30, 12)
    assert register_settings.SESSION_COOKIE_AGE == 12 * 3600


def test_the_session_has_another_key_after_signing_in(client):
    user = make_user(role=CLERK)
    session = client.session
    session["something"] = "of before"
    session.save()
    client.cookies[register_settings.SESSION_COOKIE_NAME] = before = session.session_key
    enter(client, user.username, PASSWORD)
    assert client.session.session_key != before


def test_a_new_password_ends_every_other_session(client):
    user, other = make_user(role=CLERK), Client()
    for each in (client, other):
        each.force_login(user)
    new = "mot-mat-khau-khac-2026"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("admin:password_change"), data).status_code == 302
    assert client.get(HOME).status_code == 200
    assert other.get(HOME).status_code == 302
    assert EntryRecord.objects.filter(what=Entry.PASSWORD, user=user).count() == 1
