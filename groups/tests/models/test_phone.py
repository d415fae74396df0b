"""The secret of a phone is sealed in the database: what opens it, what does not, and how keys are changed."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from groups.models import Phone, RecoveryCode, SecretUnreadable
from groups.services import second_factor
from groups.services.roles import LEADER

from ..admin.test_second_factor import CODE, ENROL, HOME, code_of, half_in
from ..factories import NOW, make_authority, make_user

pytestmark = pytest.mark.django_db
OLD, NEW, OTHER = (bytes([number]) * 32 for number in (1, 2, 3))


@pytest.fixture(autouse=True)
def keys(settings):
    settings.SECOND_FACTOR_ROLES, settings.FACTOR_KEYS = [LEADER], (OLD,)
    make_authority()


@pytest.fixture
def phone():
    return Phone.objects.create(user=make_user(role=LEADER), name="Điện thoại")


def kept(phone) -> str:
    """What a copy of the database shows."""
    return TOTPDevice.objects.values_list("key", flat=True).get(pk=phone.pk)


def test_a_copy_of_the_database_shows_no_secret(phone):
    secret = phone.bin_key
    assert len(secret) == 20
    assert secret.hex() not in kept(phone)
    assert len(kept(phone)) <= 80
    assert Phone.objects.get().bin_key == secret


def test_another_key_and_another_account_open_nothing(phone, settings):
    other = Phone.objects.create(user=make_user(username="khac"), name="Điện thoại")
    Phone.objects.filter(pk=other.pk).update(key=kept(phone))
    with pytest.raises(SecretUnreadable):
        Phone.objects.get(pk=other.pk).bin_key  # noqa: B018  reading it is what is tried
    settings.FACTOR_KEYS = (OTHER,)
    with pytest.raises(SecretUnreadable):
        Phone.objects.get(pk=phone.pk).bin_key  # noqa: B018  as above


def test_the_same_secret_is_sealed_differently_each_time(phone):
    before = kept(phone)
    Phone.objects.filter(pk=phone.pk).update(key=phone.bin_key.hex())
    second_factor.seal_phones()
    assert kept(phone) != before


def test_a_code_opens_and_leaves_it_sealed(client, phone):
    half_in(client, phone.user)
    assert client.post(CODE, {"code": code_of(phone)}).status_code == 302
    assert client.get(HOME).status_code == 200
    assert kept(phone).startswith("s1:")
    assert phone.bin_key.hex() not in kept(phone)


def test_who_enrols_sees_the_secret_once_and_the_database_never(client, phone):
    second = make_user(role=LEADER, username="thu.hai")
    half_in(client, second)
    shown = client.get(ENROL).content.decode()
    waiting = Phone.objects.get(user=second)
    assert kept(waiting).startswith("s1:")
    assert kept(waiting) not in shown
    assert client.post(ENROL, {"code": code_of(waiting)}).status_code == 200
    assert Phone.objects.get(user=second).confirmed


def test_secrets_of_before_are_sealed_by_prepare_and_go_on(client, settings, capsys):
    settings.FACTOR_KEYS = ()
    phone = Phone.objects.create(user=make_user(role=LEADER), name="Điện thoại")
    secret = phone.bin_key
    assert kept(phone) == secret.hex()
    call_command("prepare")
    assert kept(phone) == secret.hex()

    settings.FACTOR_KEYS = (OLD,)
    call_command("prepare")
    assert "1 điện thoại" in capsys.readouterr().out
    assert (kept(phone).startswith("s1:"), Phone.objects.get().bin_key) == (True, secret)
    assert second_factor.seal_phones() == (0, 0)


def test_a_key_is_changed_without_anybody_enrolling_anew(phone, settings):
    secret, before = phone.bin_key, kept(phone)
    settings.FACTOR_KEYS = (NEW, OLD)
    assert Phone.objects.get().bin_key == secret
    assert second_factor.seal_phones() == (1, 0)
    settings.FACTOR_KEYS = (NEW,)
    assert (Phone.objects.get().bin_key, kept(phone) == before) == (secret, False)


def test_a_lost_key_is_said_and_a_recovery_code_still_opens(client, phone, settings, capsys, caplog):
    user, code = phone.user, code_of(phone)
    RecoveryCode.objects.create(user=user, digest=second_factor._digest(user, "abcd-efgh"))
    settings.FACTOR_KEYS, before = (OTHER,), kept(phone)
    half_in(client, user)
    answer = client.post(CODE, {"code": code})
    assert answer.status_code == 200
    assert "không mở được khoá xác thực" in answer.content.decode()
    assert "FACTOR_KEYS" in caplog.text
    call_command("prepare")
    assert "1 điện thoại" in capsys.readouterr().err
    assert kept(phone) == before  # nothing is written over: the key may be found again
    assert client.post(CODE, {"code": "abcd-efgh"}).status_code == 302
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_phone_that_waits_under_a_lost_key_gets_another_secret(settings):
    user = make_user(role=LEADER)
    first = second_factor.waiting_device(user=user)
    settings.FACTOR_KEYS = (OTHER,)
    second = second_factor.waiting_device(user=user)
    assert second.pk != first.pk
    assert second_factor.confirm_device(user=user, code=code_of(second), now=NOW)[0] is not None
