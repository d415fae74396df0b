"""The phone that shows codes: the library's device, whose secret lies sealed in the database (ADR 0020)."""

import base64
import os
from binascii import unhexlify

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django_otp.plugins.otp_totp.models import TOTPDevice

#: In front of what is sealed: no secret in the clear, which is hexadecimal, begins so.
_MARK = "s1:"
_NONCE = 12


class SecretUnreadable(Exception):
    """A secret was sealed with a key that ``FACTOR_KEYS`` does not hold, or for another account."""


class Phone(TOTPDevice):
    """A device whose ``key`` is sealed whenever it is saved, as long as there is a key to seal with.

    Where ``FACTOR_KEYS`` is empty it stays in the clear. The first of the keys seals, all of them open.
    """

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = verbose_name_plural = "điện thoại xác thực"

    @property
    def bin_key(self) -> bytes:
        """The secret. Raise :class:`SecretUnreadable` where no key opens it."""
        return _opened(self.key, self.user_id, settings.FACTOR_KEYS)

    @property
    def stays_as_it_is(self) -> bool:
        """Whether saving would leave the secret as it lies: sealed with the first key, or clear where there is none."""
        return not settings.FACTOR_KEYS or _opens(self.key, self.user_id, settings.FACTOR_KEYS[:1])

    def save(self, *args, **kwargs) -> None:
        if not self.stays_as_it_is and _opens(self.key, self.user_id, settings.FACTOR_KEYS, clear=True):
            self.key = _sealed(self.bin_key, self.user_id, settings.FACTOR_KEYS[0])
        super().save(*args, **kwargs)


def _sealed(secret: bytes, user: int, key: bytes) -> str:
    nonce = os.urandom(_NONCE)
    # Bound to the account: copied into the row of another it opens nothing.
    return _MARK + base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, secret, _bound(user))).decode()


def _opened(kept: str, user: int, keys: tuple[bytes, ...]) -> bytes:
    if not kept.startswith(_MARK):
        return unhexlify(kept)
    sealed = base64.urlsafe_b64decode(kept.removeprefix(_MARK))
    for key in keys:
        try:
            return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(user))
        except InvalidTag:
            continue
    raise SecretUnreadable


def _opens(kept: str, user: int, keys: tuple[bytes, ...], *, clear: bool = False) -> bool:
    if not kept.startswith(_MARK):
        return clear
    try:
        _opened(kept, user, keys)
    except SecretUnreadable:
        return False
    return True


def _bound(user: int) -> bytes:
    return f"register phone of account {user}".encode()
