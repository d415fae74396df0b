"""The second factor: who is kept out without it, what a code opens, and what is left when the phone is lost."""

import datetime as dt
import re
import time

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from groups.domain.staff import ROLE_NAMES, Entry
from groups.models import EntryRecord, OneTimePassword, RecoveryCode
from groups.queries.second_factor import must_have
from groups.services import second_factor
from groups.services.accounts import give_one_time_password
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, ROLES, SPECIALIST
from registry import environment

from ..factories import NOW, PASSWORD, make_authority, make_user

pytestmark = pytest.mark.django_db
HOME, CODE, ENROL, OWN = (reverse(f"admin:{name}") for name in ("index", "second_factor", "enrol_factor", "own_factor"))


@pytest.fixture(autouse=True)
def needed(settings):
    settings.SECOND_FACTOR_ROLES = [LEADER, ADMINISTRATOR]
    make_authority()


def code_of(device, ahead=0):
    """What the phone shows, or will show so many steps ahead."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + ahead * device.step
    return f"{totp.token():06d}"


def with_phone(**who):
    user = make_user(**who)
    return user, TOTPDevice.objects.create(user=user, name="Điện thoại")


def half_in(client, user):
    client.post(reverse("admin:login"), {"username": user.username, "password": PASSWORD})


def other_than(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_roles_are_those_of_the_register():
    assert set(ROLE_NAMES) == set(ROLES)


def test_service_needs_it_of_who_decides_and_who_administers():
    default = environment.some_of("NOT_SET_ANYWHERE", [LEADER, ADMINISTRATOR], ROLE_NAMES)
    assert default == ["Lãnh đạo", "Quản trị"]
    text = (environment.BASE_DIR / "registry" / "settings.py").read_text()
    assert 'env.some_of("SECOND_FACTOR_ROLES", [LEADER, ADMINISTRATOR], ROLE_NAMES)' in text


def test_a_misspelt_role_stops_the_start(monkeypatch):
    monkeypatch.setenv("SECOND_FACTOR_ROLES", "Lãnh đạo,Quản chị")
    with pytest.raises(environment.SettingError, match=r"SECOND_FACTOR_ROLES.*Quản chị"):
        environment.some_of("SECOND_FACTOR_ROLES", [], ROLE_NAMES)


@pytest.mark.parametrize(("role", "must"), [(LEADER, True), (ADMINISTRATOR, True), (CLERK, False), (SPECIALIST, False)])
def test_who_must_have_it(role, must):
    assert must_have(make_user(role=role)) is must


def test_a_superuser_must_have_it_too():
    assert must_have(make_user(role=None, username="root", superuser=True))


@pytest.mark.parametrize("name", ["index", "groups_workgroup_changelist", "password_change", "find", "own_factor"])
def test_a_password_alone_opens_no_page_of_the_desk(client, name):
    user, _ = with_phone(role=LEADER)
    half_in(client, user)
    answer = client.get(reverse(f"admin:{name}"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(CODE)
    assert "Mật khẩu đã đúng" in answer.content.decode()
    assert client.post(reverse("admin:groups_workgroup_add"), {}).status_code == 302


def test_who_needs_one_and_has_none_is_led_to_get_one(client):
    half_in(client, make_user(role=LEADER))
    answer = client.get(HOME, follow=True)
    assert answer.redirect_chain[-1][0] == ENROL
    assert "data:image/svg+xml" in answer.content.decode()


def test_who_has_a_phone_gets_no_second_one_by_his_password(client):
    user, _ = with_phone(role=LEADER)
    half_in(client, user)
    assert client.get(ENROL).url == CODE
    assert client.post(ENROL, {"code": "123456"}).url == CODE
    assert TOTPDevice.objects.count() == 1


def test_a_wrong_code_opens_nothing_and_the_next_one_waits(client):
    user, device = with_phone(role=LEADER)
    half_in(client, user)
    assert "Mã không đúng" in client.post(CODE, {"code": other_than(code_of(device, 3))}).content.decode()
    told = client.post(CODE, {"code": code_of(device)}).content.decode()
    assert "chưa được kiểm tra. Hãy thử lại sau" in told
    assert client.get(HOME).status_code == 302
    assert EntryRecord.objects.filter(what=Entry.CODE_FAILED, user=user).count() == 2


def test_the_right_code_opens_and_the_session_is_another_one(client):
    user, device = with_phone(role=LEADER)
    half_in(client, user)
    before = client.session.session_key
    wanted = reverse("admin:groups_unit_changelist")
    assert client.post(CODE, {"code": code_of(device), "next": wanted}).url == wanted
    assert client.session.session_key != before
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_code_leads_to_no_other_site(client, elsewhere):
    user, device = with_phone(role=LEADER)
    half_in(client, user)
    assert client.post(CODE, {"code": code_of(device), "next": elsewhere}).url == HOME


def test_a_code_is_taken_once():
    user, device = with_phone(role=LEADER)
    code = code_of(device)
    assert second_factor.check_code(user=user, code=code, now=NOW) == (device, "")
    assert second_factor.check_code(user=user, code=code, now=NOW) == (None, second_factor.WRONG)


@pytest.mark.parametrize("odd", ["", "12345", "1234567", "١٢٣٤٥٦", "-12345", "1e5", "0x1234"])
def test_what_is_no_code_is_refused(odd):
    user, _ = with_phone(role=LEADER)
    device, refusal = second_factor.check_code(user=user, code=odd, now=NOW)
    assert device is None
    assert refusal


def test_the_phones_first_day(client):
    half_in(client, make_user(role=LEADER))
    page = client.get(ENROL).content.decode()
    device = TOTPDevice.objects.get()
    assert not device.confirmed
    assert client.get(ENROL).content.decode().count(page.partition("factor-secret")[2][:60]) == 1  # the same secret
    answer = client.post(ENROL, {"code": code_of(device)})
    codes = re.findall(r"<code>([a-z0-9-]{19})</code>", answer.content.decode())
    assert len(set(codes)) == second_factor.CODES
    assert client.get(HOME).status_code == 200
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()
    assert codes[0] not in client.get(OWN).content.decode()
    assert client.get(ENROL).url == OWN


def test_a_wrong_first_code_confirms_nothing(client):
    half_in(client, make_user(role=LEADER))
    client.get(ENROL)
    answer = client.post(ENROL, {"code": other_than(code_of(TOTPDevice.objects.get(), 3))})
    assert "giờ của điện thoại" in answer.content.decode()
    assert not TOTPDevice.objects.get().confirmed


def enrolled(user):
    device = second_factor.waiting_device(user=user)
    device, codes, _ = second_factor.confirm_device(user=user, code=code_of(device), now=NOW)
    return device, codes


def test_a_recovery_code_opens_once_and_only_his_own(client):
    user, other = make_user(role=LEADER), make_user(role=ADMINISTRATOR)
    _, codes = enrolled(user)
    enrolled(other)
    assert second_factor.check_code(user=other, code=codes[0], now=NOW)[0] is None
    half_in(client, user)
    assert client.post(CODE, {"code": codes[0].upper().replace("-", " ")}).url == HOME
    assert second_factor.check_code(user=user, code=codes[0], now=NOW)[0] is None
    assert EntryRecord.objects.filter(what=Entry.RECOVERY_USED, user=user).count() == 1
    assert RecoveryCode.objects.filter(user=user).count() == 9


def test_new_codes_need_a_code_and_end_the_old_ones():
    user = make_user(role=LEADER)
    device, old = enrolled(user)
    assert second_factor.renew_codes(user=user, code="000", now=NOW)[0] == []
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - dt.timedelta(minutes=1))
    new, refusal = second_factor.renew_codes(user=user, code=code_of(device, 1), now=NOW)
    assert (len(new), refusal) == (10, "")
    assert second_factor.check_code(user=user, code=old[0], now=NOW)[0] is None


def test_who_needs_it_cannot_turn_it_off_and_who_chose_it_can():
    leader, clerk = make_user(role=LEADER), make_user(role=CLERK)
    for user in (leader, clerk):
        enrolled(user)
    phone = {user: TOTPDevice.objects.get(user=user) for user in (leader, clerk)}
    assert "bắt buộc" in second_factor.turn_off(user=leader, code=code_of(phone[leader], 1), now=NOW)
    assert second_factor.turn_off(user=clerk, code="000000" if code_of(phone[clerk], 1) != "000000" else "1", now=NOW)
    assert TOTPDevice.objects.count() == 2
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert second_factor.turn_off(user=clerk, code=code_of(phone[clerk], 1), now=NOW) == ""
    assert not TOTPDevice.objects.filter(user=clerk).exists()
    assert not RecoveryCode.objects.filter(user=clerk).exists()


def test_who_chose_it_owes_it_too(client):
    user, _ = with_phone(role=CLERK)
    half_in(client, user)
    assert client.get(HOME, follow=True).redirect_chain[-1][0].startswith(CODE)


def test_who_stopped_half_way_can_leave(client):
    user, _ = with_phone(role=LEADER)
    half_in(client, user)
    assert client.post(CODE, {"leave": "1"}).url == reverse("admin:login")
    assert "_auth_user_id" not in client.session


def test_a_given_password_is_changed_after_the_code(client):
    user, device = with_phone(role=LEADER)
    password = give_one_time_password(user)
    client.post(reverse("admin:login"), {"username": user.username, "password": password})
    assert client.get(HOME, follow=True).redirect_chain[-1][0].startswith(reverse("admin:password_change")) is False
    client.post(CODE, {"code": code_of(device)})
    assert OneTimePassword.objects.exists()
    assert client.get(HOME).url == reverse("admin:password_change")


def sign_in_wholly(client, user):
    device, _ = enrolled(user)
    half_in(client, user)
    client.post(CODE, {"code": code_of(device, 1)})
    assert client.get(HOME).status_code == 200


def test_an_administrator_takes_anothers_factor_and_it_is_written_down(client):
    admin, lost = make_user(role=ADMINISTRATOR), make_user(role=LEADER)
    enrolled(lost)
    sign_in_wholly(client, admin)
    client.post(reverse("admin:auth_user_reset_factor", args=[lost.pk]))
    assert not TOTPDevice.objects.filter(user=lost).exists()
    record = EntryRecord.objects.get(what=Entry.FACTOR_RESET)
    assert (record.user, record.by) == (lost, admin)


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_takes_his_own(client, superuser):
    user = make_user(role=ADMINISTRATOR, username="minh", superuser=superuser)
    sign_in_wholly(client, user)
    client.post(reverse("admin:auth_user_reset_factor", args=[user.pk]))
    assert TOTPDevice.objects.filter(user=user, confirmed=True).exists()
    assert not EntryRecord.objects.filter(what=Entry.FACTOR_RESET).exists()


def test_a_session_whose_factor_was_taken_owes_it_again(client):
    user = make_user(role=LEADER)
    sign_in_wholly(client, user)
    second_factor.reset_factor(user=user, now=NOW)
    assert client.get(HOME, follow=True).redirect_chain[-1][0] == ENROL


def test_the_command_for_the_last_administrator(capsys):
    user = make_user(role=ADMINISTRATOR)
    with pytest.raises(CommandError, match="chưa bật"):
        call_command("reset_factor", user.username)
    with pytest.raises(CommandError, match="Không có tài khoản"):
        call_command("reset_factor", "khong.co")
    enrolled(user)
    call_command("reset_factor", user.username)
    assert not TOTPDevice.objects.exists()
    assert EntryRecord.objects.get(what=Entry.FACTOR_RESET).by is None
