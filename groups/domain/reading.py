"""What a person put into the one box: a name, a link, a code, an address of ours, or a whole message with several.

Reading finds what there is to check; it decides nothing and opens nothing.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

from .asking import asked_about
from .codes import BadCode, is_misread_code, is_strict_code, looks_like_code, parse_code
from .links import BadLink, GroupLink, looks_like_address, parse_link
from .phone_texts import phone_text
from .privacy import LINK, private_kinds
from .text import INVISIBLE, clean, fold

#: The longest input that is read, in characters.
MAX_INPUT = 2_000
#: What is told of a longer one, however it came.
TOO_LONG = f"Nội dung dài quá {MAX_INPUT:,} ký tự nên chưa được kiểm tra.".replace(",", ".")
#: The longest name that a group can bear, in characters.
MAX_NAME = 200
#: So many things of one message are answered; the answer says how many were left.
MAX_PARTS = 12

_QUOTED = re.compile(r"“([^“”]{6,200})”|\"([^\"]{6,200})\"|«([^«»]{6,200})»|‘([^‘’]{6,200})’")
_CODE = re.compile(r"(?<![\w-])[A-Za-z][A-Za-z0-9]{1,7}\s?[-–—]\s?[0-9]{4,7}\s?[-–—]\s?[0-9A-Za-z](?![\w-])")
_OWN_GROUP = re.compile(r"^/nhom/([^/]+)/?$")
#: Where a question stands in the address: an answer, and the list.
_OWN_ANSWERS = ("/kiem-tra", "/nhom")
# "link:https://..." is an address behind a word; anything but plain letters before the colon belongs to the address.
_LABEL = re.compile(r"^[^\W\d_]{1,20}[:：=](?=\S+\.)(?!//)")
_BEFORE_ADDRESS = "([{<“\"'‘«*"
_AFTER_ADDRESS = ".,;:!?…)]}>”\"'’»*"
#: What is glued to the front of an address and no part of it: "👉", "1)", "[ở đây](". A phone opens what follows.
#: Without "https://" it is left: names of hosts may hold such signs too.
_GLUED = re.compile(r"^[^./\\@?=&%#:]*[^\w./\\@?=&%#:+~-](?=(?:https?|viber)(?:://|%3a))", re.I)
#: A word in which there is a way into some chat, though nobody can say how a phone would read it.
_HOLDS_ADDRESS = re.compile(
    r"(?:https?|viber|zalo)(?::|%3a)[/\\]|(?:zalo|viber)[\w.-]{0,63}[.。]\w{2,63}[/\\]g[/\\]", re.I
)


#: What may be an address though it ends as none that people get sent: beside another address it is not passed over.
#: Small letters alone: "TP.HCM/Q1" is a place.
_PERHAPS_ADDRESS = re.compile(r"(?:(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?/\S")


class Kind(StrEnum):
    """What was put in; the value is what programs read."""

    NAME = "name"
    LINK = "link"
    CODE = "code"
    MESSAGE = "message"
    PICTURE = "picture"


@dataclass(frozen=True)
class Part:
    """One thing to check. ``problem`` says in Vietnamese why it cannot be; ``link`` stays out of ``repr``.

    ``next_step`` says what to do where the general advice for a problem does not fit. ``within`` is the name in a
    ``text`` that may be a question about it; all of the text comes first where it is a name.
    """

    kind: Kind
    text: str = field(default="", repr=False)
    code: str = ""
    link: GroupLink | None = field(default=None, repr=False)
    problem: str = ""
    next_step: str = ""
    within: str = field(default="", repr=False)


_OPEN_GROUP = "Hãy mở nhóm trong Zalo hoặc Viber, lấy mã QR hoặc liên kết mời của chính nhóm rồi kiểm tra tại đây."
# The QR code of a printed list leads to such a page, and nobody is to be warned of it.
_NO_GROUP = Part(
    Kind.LINK,
    problem="Đây là một trang của chính sổ này, không phải trang của một nhóm hay liên kết mời.",
    next_step="Có thể mở trang này để xem. Muốn kiểm tra một nhóm, hãy lấy liên kết mời hoặc mã QR của chính nhóm chat "
    "đang có trên máy.",
)


@dataclass(frozen=True)
class Reading:
    """What an input holds: the parts to check, in order, and how many more were left aside.

    ``whole`` is the input as a name where it may be one; ``lines`` are the lines of a message in which neither link
    nor code nor quoted name was found.
    """

    kind: Kind
    parts: tuple[Part, ...] = ()
    whole: str = ""
    lines: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def holds_link(self) -> bool:
        """Whether an address is among the parts, of an invite or any other that leads to no record of ours."""
        return any(part.kind == Kind.LINK for part in self.parts)


def read(text: str, own_hosts: frozenset[str] = frozenset()) -> Reading:
    """Return what ``text`` holds. ``own_hosts`` are the hosts under which this register is served, in lower case."""
    plain = clean(text)
    addresses, rest = _addresses(text)
    codes = _CODE.findall(rest)
    if made := phone_text(plain):
        # Addresses in it are told too; with this part beside them no answer is a good one.
        told = [_address(each, own_hosts) for each in addresses[: MAX_PARTS - 1]]
        return Reading(Kind.MESSAGE, (*told, _no_name(made)), left_out=len(addresses) - len(told))
    alone = not fold(rest)
    if len(addresses) == 1 and alone:
        part = _address(addresses[0], own_hosts)
        return Reading(part.kind, (part,))
    if not addresses and is_misread_code(plain):
        return Reading(Kind.CODE, (_code(plain),), whole=plain)
    if not addresses and looks_like_code(plain) and (part := _code(plain)):
        return Reading(Kind.CODE, (part,), whole=plain if part.problem else "")
    if not addresses and not codes and _is_one_line(text) and not _quoted(rest):
        name = plain.strip("“”\"«»‘’' ")
        return Reading(Kind.NAME, (name_or_question(name),), whole=name)
    parts = [_address(each, own_hosts) for each in addresses]
    parts += [part for code in codes if (part := _code(code))]
    parts += [Part(Kind.NAME, name) for name in _quoted(rest)]
    distinct = list(dict.fromkeys(parts))
    return Reading(
        Kind.MESSAGE,
        tuple(distinct[:MAX_PARTS]),
        whole=plain if _is_one_line(text) and not addresses and not codes else "",
        lines=() if distinct else _lines(rest),
        left_out=max(0, len(distinct) - MAX_PARTS),
    )


def _no_name(made: str) -> Part:
    problem = (
        f"Đây là {made}, không phải tên, mã số hay liên kết mời của một nhóm, nên không có gì để kiểm tra. Nội dung "
        "ấy không được lưu và không được hiện lại."
    )
    return Part(Kind.MESSAGE, problem=problem, next_step=_OPEN_GROUP)


def name_or_question(text: str) -> Part:
    """Return the part of ``text``, a line without link or code: a name, or a question about the name within it."""
    within = asked_about(text)
    if within and (private_kinds(text) or any(_PERHAPS_ADDRESS.match(_bare_word(word)) for word in text.split())):
        within = ""  # beside what may lead away all of the text is told
    return Part(Kind.NAME, text, within=within)


def _is_one_line(text: str) -> bool:
    return len(text.strip().splitlines()) <= 1 and len(clean(text)) <= MAX_NAME


def _addresses(text: str) -> tuple[list[str], str]:
    """Return the addresses in ``text`` and the text without them."""
    found, lines = [], []
    for line in text.splitlines():
        rest = []
        for word in INVISIBLE.sub("", line).split():
            bare = _bare_word(word)
            # What cannot be read as an address but holds one is told as unreadable, never passed over: beside a good
            # link it would go in under that one's verdict.
            if looks_like_address(bare) or _HOLDS_ADDRESS.search(bare) or LINK in private_kinds(bare):
                found.append(bare)
            else:
                rest.append(word)
        lines.append(rest)
    if found:
        found += [bare for rest in lines for word in rest if _PERHAPS_ADDRESS.match(bare := _bare_word(word))]
    return list(dict.fromkeys(found)), "\n".join(" ".join(rest) for rest in lines)


def _bare_word(word: str) -> str:
    """Return a word without signs around it and without what was glued to the front of an address in it."""
    bare = _GLUED.sub("", _LABEL.sub("", word.lstrip(_BEFORE_ADDRESS).rstrip(_AFTER_ADDRESS)))
    return unquote(bare) if re.match(r"(?:https?|viber)%3a", bare, re.I) else bare


def _address(address: str, own_hosts: frozenset[str]) -> Part:
    own = _own(address, own_hosts)
    if own is not None:
        return own
    try:
        return Part(Kind.LINK, address, link=parse_link(address))
    except BadLink as error:
        return Part(Kind.LINK, address, problem=str(error))


def _own(address: str, own_hosts: frozenset[str]) -> Part | None:
    """Return what an address of this register leads to: a group, or a code or name that was asked for; None else."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or f"{parts.hostname}{port}" not in own_hosts or parts.username:
        return None
    if parts.path.rstrip("/") in _OWN_ANSWERS:  # an answer that a colleague has shared
        asked = parse_qs(parts.query).get("q", [""])[0]
        if is_strict_code(asked):
            return _own_code(asked)
        # A name is never a proof, so it may come this way; a link may not.
        reading = read(asked)
        return reading.parts[0] if reading.kind == Kind.NAME and fold(asked) else _NO_GROUP
    match = _OWN_GROUP.match(unquote(parts.path))
    return _own_code(match[1]) if match else _NO_GROUP


def _own_code(text: str) -> Part:
    return _code(text) or Part(Kind.CODE, text, problem="Địa chỉ này của sổ nhưng mã trong đó không đúng dạng.")


def _code(text: str) -> Part | None:
    """Return the part of a code, right or mistyped; None where a loose shape is more likely a word and a number."""
    try:
        return Part(Kind.CODE, text, code=parse_code(text))
    except BadCode as error:
        return Part(Kind.CODE, text, problem=str(error)) if is_strict_code(text) or is_misread_code(text) else None


def _quoted(text: str) -> list[str]:
    names = ("".join(groups).strip() for groups in _QUOTED.findall(text))
    return [name for name in dict.fromkeys(names) if len(fold(name).split()) > 1]


def _lines(text: str) -> tuple[str, ...]:
    """Return the lines that could be names: short enough, and more than a word or two."""
    lines = (clean(line) for line in text.splitlines())
    return tuple(line for line in lines if len(line) <= MAX_NAME and len(fold(line).split()) > 2)[:8]
