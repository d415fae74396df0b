"""Invite links of Zalo and Viber groups: recognise, canonicalise, refuse. Nothing here opens a link.

Accepted: ``zalo.me/g/<code>`` (compared without case) and ``invite.viber.com/?g2=<64 base64 characters>`` or the
older ``?g=<32 characters>``, also as ``viber://`` (case matters).
"""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from .lookalikes import skeleton
from .platforms import Platform
from .text import clean

_ZALO_HOSTS = {"zalo.me", "www.zalo.me", "chat.zalo.me"}
# ASCII alone: without case "ı" and "ſ" would pass for letters too.
_ZALO_CODE = re.compile(r"^[a-z0-9]{6,40}\Z", re.I | re.ASCII)
_VIBER_HOSTS = {"invite.viber.com"}
#: After ``viber://``: other words open a private chat or a public account, whatever else the address bears.
_VIBER_DOORS = {"", "invite", "invite2"}
_VIBER_CODE = {"g2": re.compile(r"^[A-Za-z0-9+/_-]{64}\Z"), "g": re.compile(r"^[A-Za-z0-9+/_=-]{32}\Z")}
_SHORTENERS = {"bit.ly", "tinyurl.com", "goo.gl", "t.co", "cutt.ly", "shorturl.at", "s.id", "rb.gy", "is.gd"}
#: Without a scheme, a dotted word is an address only where it ends as the addresses do that people get sent, and leads
#: somewhere: "P.GD-ĐT" and "TP.HCM/Q1" are none.
_ENDINGS = (
    "com|net|org|vn|me|io|info|link|xyz|app|co|cc|top|site|online|shop|club|ly|gl|gd|at|id|asia|page|live|group|in"
)
_BARE = re.compile(rf"^(?:[\w-]{{1,63}}\.){{1,8}}(?:{_ENDINGS})(?::\d{{1,5}})?(?:[/?#]\S*|$)", re.I)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]{1,20}://\S", re.I)
_FAMILIAR = ("zalo", "viber")
_EXPECTED = "Cần liên kết mời của nhóm, dạng zalo.me/g/… hoặc invite.viber.com/?g2=…"


class BadLink(ValueError):
    """The text is no invite link of a group; the message (Vietnamese) says what it is and what was expected."""


@dataclass(frozen=True)
class GroupLink:
    """A recognised invite link. ``url`` and ``key`` are secrets of the office and stay out of ``repr``."""

    platform: Platform
    url: str = field(repr=False)
    key: str = field(repr=False)


def looks_like_address(word: str) -> bool:
    """Say whether a word without spaces is meant as an address on the web or in an app, good or bad."""
    return bool(_SCHEME.match(word) or word.lower().startswith("www.") or _BARE.match(word))


def parse_link(text: str) -> GroupLink:
    """Return the canonical link in ``text``. Raise :class:`BadLink` for anything that is not one group's link."""
    raw = clean(text)
    if not raw or " " in raw:
        raise BadLink(f"{_EXPECTED}, không kèm chữ khác.")
    if raw.lower().startswith("viber://"):
        return _viber_app(raw[len("viber://") :])
    address = _split(raw)
    if address.hostname in _ZALO_HOSTS:
        return _zalo(address.path)
    if address.hostname in _VIBER_HOSTS:
        return _viber(address.query)
    if address.hostname in _SHORTENERS:
        raise BadLink(f"Đây là liên kết rút gọn, không cho biết dẫn tới đâu. {_EXPECTED}.")
    if address.hostname in {"zaloapp.com", "www.zaloapp.com"}:
        raise BadLink(f"Đây là danh thiếp Zalo của một cá nhân, không phải nhóm. {_EXPECTED}.")
    if any(name in skeleton(address.hostname or "").replace(" ", "") for name in _FAMILIAR):
        raise BadLink(f"Địa chỉ này trông giống nhưng không phải của Zalo hay Viber: đừng mở. {_EXPECTED}.")
    raise BadLink(f"Không nhận ra liên kết này. {_EXPECTED}.")


def _split(raw: str):
    """Return the parts of a web address; refuse user-info, ports and schemes that are not http(s)."""
    try:
        address = urlsplit(raw if "://" in raw else f"https://{raw}")
        port = address.port
    except ValueError as error:
        raise BadLink(f"Địa chỉ bị hỏng, không đọc được. {_EXPECTED}.") from error
    if address.scheme not in {"http", "https"} or address.username is not None or port is not None:
        raise BadLink(f"Địa chỉ này không ở dạng bình thường của Zalo hay Viber. {_EXPECTED}.")
    return address


def _zalo(path: str) -> GroupLink:
    parts = [unquote(part) for part in path.split("/") if part]
    if len(parts) == 2 and parts[0].lower() == "g" and _ZALO_CODE.match(parts[1]):
        return GroupLink(Platform.ZALO, f"https://zalo.me/g/{parts[1]}", f"zalo:{parts[1].lower()}")
    if len(parts) == 1 and re.fullmatch(r"\d+", parts[0]):
        raise BadLink(f"Đây là liên kết tới một tài khoản Zalo (số điện thoại hoặc OA), không phải nhóm. {_EXPECTED}.")
    raise BadLink(f"Liên kết Zalo này không dẫn tới một nhóm. {_EXPECTED}.")


def _viber_app(address: str) -> GroupLink:
    place, _, query = address.partition("#")[0].partition("?")
    if place.rstrip("/").lower() not in _VIBER_DOORS | _VIBER_HOSTS:
        raise BadLink(f"Liên kết Viber này không dẫn tới một nhóm. {_EXPECTED}.")
    return _viber(query)


def _viber(query: str) -> GroupLink:
    # Not parse_qs: it would turn a raw "+", which is a base64 character here, into a space.
    fields = [pair.partition("=")[::2] for pair in query.split("&")]
    codes = [(name, unquote(code)) for each, code in fields if (name := unquote(each).lower()) in _VIBER_CODE]
    if len(codes) > 1:
        # Which of them Viber would open, nobody can say: of two, one may be a stranger's.
        raise BadLink(f"Liên kết Viber này mang nhiều mã nhóm, không rõ sẽ dẫn tới nhóm nào. {_EXPECTED}.")
    for name, code in codes:
        if _VIBER_CODE[name].match(code):
            quoted = code.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
            return GroupLink(Platform.VIBER, f"https://invite.viber.com/?{name}={quoted}", f"viber:{name}:{code}")
    raise BadLink(f"Liên kết Viber này thiếu mã nhóm hoặc mã bị cắt mất một phần. {_EXPECTED}.")
