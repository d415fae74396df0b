"""The second factor of an account: a phone that shows codes, and ten codes on paper for when it is lost (ADR 0020)."""

import datetime as dt
import hashlib
import logging
import re

from django.contrib.auth import get_user_model
from django.utils import timezone

from ..domain.staff import Entry
from ..models import Phone, RecoveryCode, SecretUnreadable
from ..queries.second_factor import must_have
from .accounts import random_password
from .entries import note
from .errors import ActRefused
from .transactions import transactional

#: So many recovery codes are given out at once.
CODES = 10
WRONG = "Mã không đúng hoặc đã dùng. Hãy chờ ứng dụng hiện mã mới rồi nhập 6 chữ số đó."
WRONG_AT_FIRST = "Mã không đúng. Hãy kiểm tra giờ của điện thoại, rồi nhập 6 chữ số đang hiện trong ứng dụng."
UNREADABLE = (
    "Máy chủ không mở được khoá xác thực của điện thoại này nên chưa kiểm tra được mã. Hãy dùng một mã khôi phục trên "
    "giấy, và báo người quản trị máy chủ."
)
log = logging.getLogger(__name__)


def waiting_device(*, user) -> Phone:
    """Return the device that ``user`` is about to confirm: the same one until he does, or gets another."""
    found = Phone.objects.filter(user=user, confirmed=False).first()
    if found is not None and not _is_readable(found):
        found.delete()  # nobody has its secret yet, so nothing is lost
        found = None
    return found or Phone.objects.create(user=user, name="Điện thoại", confirmed=False)


@transactional
def seal_phones() -> tuple[int, int]:
    """Seal every secret with the first of ``FACTOR_KEYS``; return how many were sealed, and how many no key opens."""
    changed = lost = 0
    for phone in Phone.objects.select_for_update().order_by("pk"):
        if not _is_readable(phone):
            lost += 1
        elif not phone.stays_as_it_is:
            phone.save(update_fields=["key"])
            changed += 1
    return changed, lost


def _is_readable(phone: Phone) -> bool:
    try:
        return bool(phone.bin_key)
    except SecretUnreadable:
        return False


@transactional
def confirm_device(*, user, code: str, now: dt.datetime, address: str = "") -> tuple[Phone | None, list[str], str]:
    """Confirm the waiting device by a code that it shows; return it with the recovery codes, or None and why not.

    A refusal is returned, not raised: the count of what was tried in vain must outlive it.
    """
    get_user_model().objects.select_for_update().get(pk=user.pk)
    if Phone.objects.filter(user=user, confirmed=True).exists():
        return None, [], "Tài khoản này đã bật xác thực hai bước."
    device = Phone.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None:
        return None, [], "Hãy mở lại trang này để nhận mã mới."
    if refusal := _tried(device, code):
        return None, [], WRONG_AT_FIRST if refusal == WRONG else refusal
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    note(what=Entry.FACTOR_ON, user=user, now=now, address=address)
    return device, _new_codes(user), ""


@transactional
def check_code(*, user, code: str, now: dt.datetime, address: str = "") -> tuple[Phone | None, str]:
    """Take a code of the phone or a recovery code; return the device it stands for, or None and why not.

    Each is taken once. After a wrong one the next waits a second, then two, four and so on.
    """
    device = Phone.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None:
        return None, "Tài khoản này chưa bật xác thực hai bước."
    on_paper = re.search("[A-Za-z]", code)
    refusal = _recovered(device, code, now, address) if on_paper else _tried(device, code)
    if refusal:
        note(what=Entry.CODE_FAILED, user=user, now=now, address=address)
        return None, refusal
    return device, ""


@transactional
def renew_codes(*, user, code: str, now: dt.datetime, address: str = "") -> tuple[list[str], str]:
    """Return ten new recovery codes instead of the old ones, or none and why not; ``code`` as in :func:`check_code`."""
    device, refusal = check_code(user=user, code=code, now=now, address=address)
    if device is None:
        return [], refusal
    note(what=Entry.CODES_RENEWED, user=user, now=now, address=address)
    return _new_codes(user), ""


@transactional
def turn_off(*, user, code: str, now: dt.datetime, address: str = "") -> str:
    """Give up one's own second factor, by a code; return why not, or an empty string."""
    if must_have(user):
        return "Vai trò của bạn bắt buộc xác thực hai bước nên không tắt được."
    device, refusal = check_code(user=user, code=code, now=now, address=address)
    if device is not None:
        _forget(user)
        note(what=Entry.FACTOR_OFF, user=user, now=now, address=address)
    return refusal


@transactional
def reset_factor(*, user, now: dt.datetime, by=None) -> None:
    """Take the second factor from an account whose phone is lost; ``by`` is None for a command on the server.

    His sessions owe it again. Raise :class:`ActRefused` for one's own account, and where there is nothing to take.
    """
    if by is not None and by.pk == user.pk:
        raise ActRefused("Bạn không tự bỏ được xác thực hai bước của mình: hãy nhờ một quản trị viên khác.")
    if not Phone.objects.filter(user=user, confirmed=True).exists():
        raise ActRefused("Tài khoản này chưa bật xác thực hai bước.")
    _forget(user)
    note(what=Entry.FACTOR_RESET, user=user, now=now, by=by)


def _forget(user) -> None:
    Phone.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()


def _tried(device: Phone, code: str) -> str:
    if wait := _wait(device):
        return wait
    digits = re.sub(r"\s", "", code)
    # The library reads whatever Python reads as a number; a code is six digits and nothing else.
    try:
        return "" if device.verify_token(digits if re.fullmatch("[0-9]{6}", digits) else None) else WRONG
    except SecretUnreadable:
        log.error("the secret of a phone was sealed with a key that FACTOR_KEYS does not hold")
        return UNREADABLE


def _recovered(device: Phone, code: str, now: dt.datetime, address: str) -> str:
    if wait := _wait(device):
        return wait
    used, _ = RecoveryCode.objects.filter(user=device.user, digest=_digest(device.user, code)).delete()
    if not used:
        device.throttle_increment()
        return "Mã khôi phục không đúng hoặc đã dùng."
    device.throttle_reset()
    note(what=Entry.RECOVERY_USED, user=device.user, now=now, address=address)
    return ""


def _wait(device: Phone) -> str:
    allowed, why = device.verify_is_allowed()
    if allowed:
        return ""
    until = timezone.localtime(why["locked_until"])
    return f"Vừa có mã sai nên lần này chưa được kiểm tra. Hãy thử lại sau {until:%H:%M:%S} ngày {until:%d/%m/%Y}."


def _new_codes(user) -> list[str]:
    codes = [random_password() for _ in range(CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in codes)
    return codes


def _digest(user, code: str) -> str:
    # A code is 79 random bits: no dictionary helps against its digest, so a slow one would only cost time.
    letters = re.sub("[^a-z0-9]", "", code.lower())
    return hashlib.sha256(f"{user.pk}:{letters}".encode()).hexdigest()
