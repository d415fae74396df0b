"""What of an event becomes a leaf of the tree: its public fields in one form, its private ones as commitments.

The bytes are canonical JSON (``canonical.py``) of an object with exactly these keys (version 1):

``v`` 1 · ``number`` · ``action`` · ``group`` code of the group · ``related`` code of the group named besides, or null ·
``recorded_at`` UTC, ``YYYY-MM-DDTHH:MM:SS.ffffffZ`` · ``effective_on`` ISO day · ``effective_precision`` ·
``document`` null or an object of ``kind``, ``number``, ``symbol``, ``issued_on`` (ISO day or null),
``issued_precision`` · ``public`` (``facts``, ``change`` and whatever else the event says publicly) · and three
commitments in hex: ``actor`` to the account's record number, ``links`` to the sorted keys of the links that the group
holds after the act (null where they were not known), ``private`` to :func:`kept_back`.

Of an act that is not public (``PUBLIC_ACTIONS``) the entry has three keys alone: ``v``, ``number`` and ``hidden``, the
SHA-256 of 0x03 and the bytes that it would have otherwise. So every leaf shows whether it hides something: no public
act can be passed off as one of these. The salted commitments within keep anybody from guessing what is hidden.
"""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import Any

from .canonical import NotCanonical, canonical
from .status import PUBLIC, TRANSITIONS, Action

#: Bump when a key is added or changes its meaning; old leaves keep the version they were written with.
VERSION = 1
_COMMITMENT = re.compile(r"[0-9a-f]{64}")

#: Acts that the public may read. What was proposed, returned or declined stays a bare hash for ever.
PUBLIC_ACTIONS = frozenset(
    action
    for action, rule in TRANSITIONS.items()
    if rule.target in PUBLIC or (not rule.target and rule.sources <= PUBLIC)
)


@dataclass(frozen=True)
class CitedDocument:
    """The document an act rests on, as it names itself."""

    kind: str
    number: str
    symbol: str
    issued_on: dt.date | None
    issued_precision: str


@dataclass(frozen=True)
class LeafFields:
    """The fields of one entry, typed."""

    number: int
    action: str
    group: str
    related: str | None
    recorded_at: dt.datetime
    effective_on: dt.date
    effective_precision: str
    document: CitedDocument | None
    public: dict[str, Any]
    actor: str
    links: str
    private: str


def kept_back(reason: str, private: dict[str, Any]) -> dict[str, Any]:
    """Return what only staff may read of an event, as ``private`` commits to it."""
    return {"private": private, "reason": reason}


def entry_bytes(fields: LeafFields, version: int = VERSION) -> bytes:
    """Return the bytes of an entry. Raise :class:`NotCanonical` where a field is not what it must be."""
    if version != VERSION:
        raise NotCanonical(f"$.v: no entries of version {version} are known")
    if not isinstance(fields.group, str) or fields.number < 1 or fields.action not in set(Action):
        raise NotCanonical("$: number, action or group is not what it must be")
    if not all(_COMMITMENT.fullmatch(each) for each in (fields.actor, fields.links, fields.private)):
        raise NotCanonical("$: a commitment is not 64 hexadecimal digits")
    whole = canonical(
        {
            "v": version,
            "number": fields.number,
            "action": str(fields.action),
            "group": fields.group,
            "related": fields.related,
            "recorded_at": _moment(fields.recorded_at),
            "effective_on": fields.effective_on.isoformat(),
            "effective_precision": str(fields.effective_precision),
            "document": _document(fields.document),
            "public": fields.public,
            "actor": fields.actor,
            "links": fields.links,
            "private": fields.private,
        }
    )
    if fields.action in PUBLIC_ACTIONS:
        return whole
    return canonical({"v": version, "number": fields.number, "hidden": hashlib.sha256(b"\x03" + whole).hexdigest()})


def _moment(at: dt.datetime) -> str:
    if at.utcoffset() is None:
        raise NotCanonical("$.recorded_at: a moment without a time zone")
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _document(cited: CitedDocument | None) -> dict[str, Any] | None:
    if cited is None:
        return None
    return {
        "kind": cited.kind,
        "number": cited.number,
        "symbol": cited.symbol,
        "issued_on": cited.issued_on.isoformat() if cited.issued_on else None,
        "issued_precision": str(cited.issued_precision),
    }
