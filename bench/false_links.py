"""Addresses that look like a group's invite link and are not: another code, another host, another path."""

import random
from urllib.parse import quote, urlsplit

_WRAPPERS = [
    "https://evil.example/?u={}",
    "https://evil.example/#{}",
    "https://zalo.me/share?u={}",
    "javascript:open('{}')",
]
_PATHS = [
    "https://{host}/x/../g/{code}",
    "https://{host}/g/x/{code}",
    "https://{host}/{code}",
    "https://{host}/g?c={code}",
    "https://{host}/g/#{code}",
    "https://{host}\\@evil.example/g/{code}",
    "ftp://{host}/g/{code}",
    "file://{host}/g/{code}",
    "https:///{host}/g/{code}",
    "https://{host}/?g3={code}",
    "https://{host}/?G2={code}x",
]
_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"


def false_link(rng: random.Random, link: str) -> str:
    """Return a falsification of ``link``. Now and then it still is the same link: the caller must look."""
    return rng.choice(_TRICKS)(rng, link)


def _code_of(link: str) -> tuple[str, str]:
    """Return what stands before the group's part of a link, and that part."""
    at = max(link.rfind("/"), link.rfind("=")) + 1
    return link[:at], link[at:]


def _one_off(rng: random.Random, link: str) -> str:
    start, code = _code_of(link)
    at = rng.choice([at for at, letter in enumerate(code) if letter.isalnum()])
    return start + code[:at] + rng.choice([c for c in _SIGNS if c != code[at].lower()]) + code[at + 1 :]


def _other_case(rng: random.Random, link: str) -> str:
    start, code = _code_of(link)
    return start + code.swapcase() if "viber" in link else _one_off(rng, link)


def _longer(rng: random.Random, link: str) -> str:
    return link + rng.choice(["x", "7", "/x", "a1b2", "%20x", "%00", "%2Fx", "/../x"])


def _shorter(rng: random.Random, link: str) -> str:
    return link[: -rng.randint(1, 4)]


def _elsewhere(rng: random.Random, link: str) -> str:
    """The group's own part of the link at a host that is not the app's."""
    host = urlsplit(link).netloc
    swapped = host.replace("zalo", "zaIo").replace("viber", "vlber")
    cyrillic = host.replace("e", "е")
    forms = (
        "{h}.example.com evil{h} xn--{h} evil.{h} {h}@evil.example user:pass@{h} {h}:8443 {h}%2eexample.com "
        "{h}. evil.example/{h} bit.ly zaloapp.com [::1]"
    )
    stranger = rng.choice([swapped, cyrillic, *forms.format(h=host).split()])
    return link.replace(host, stranger, 1)


def _wrapped(rng: random.Random, link: str) -> str:
    """A stranger's page that carries the group's link as a parameter: what opens is the stranger's page."""
    return rng.choice(_WRAPPERS).format(quote(link, safe=""))


def _path(rng: random.Random, link: str) -> str:
    return rng.choice(_PATHS).format(host=urlsplit(link).netloc, code=_code_of(link)[1])


_TRICKS = [_one_off, _one_off, _other_case, _longer, _shorter, _elsewhere, _elsewhere, _wrapped, _path]
