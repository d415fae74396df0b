"""An act under way: what it rests on, and what will stand in its event."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, NotRequired, TypedDict

from django.core.exceptions import ValidationError

from ..domain.dates import Precision
from ..domain.reasons import reason_of
from ..domain.status import Action
from ..domain.text import clean_lines
from ..models import Directive, Document, RegisterEvent, WorkGroup
from .errors import ActRefused


class Basis(TypedDict):
    """What every act rests on; passed by keyword.

    ``by``: the user who acts. ``effective_on``: from which day it counts, not after the day of ``now`` and not
    before the group's previous act. ``now``: the moment of recording, with time zone, read at the door.
    ``seen_event``: number of the last event that the person saw on the screen, to refuse acting on stale facts;
    ``seen_related``: the same of the other group that the act names.
    ``issued_before``: the act was done by a signed and published document and is now only entered, so the signer
    was the second person.
    ``reason_code``: why a proposal is sent back (``domain.reasons``); where ``reason`` is empty, the act takes the
    sentence of the code.
    ``within``: the larger act of which this one is a part; whoever may do that one needs no permission of his own for
    this. Said by a service, never by a door.
    ``letters_at``: the root address of the site, to which the letters about the act lead; empty or left out, nobody is
    written to. Only a door where the letters were to be seen before asks for them.
    """

    by: Any
    effective_on: dt.date
    now: dt.datetime
    document: NotRequired[Document | None]
    reason: NotRequired[str]
    effective_precision: NotRequired[str]
    seen_event: NotRequired[int | None]
    seen_related: NotRequired[int | None]
    issued_before: NotRequired[bool]
    reason_code: NotRequired[str]
    within: NotRequired[Action]
    letters_at: NotRequired[str]


@dataclass
class Entry:
    """An act under way: the locked group, and what will stand in the event."""

    action: Action
    group: WorkGroup
    basis: Basis
    change: dict[str, list] = field(default_factory=dict)
    private: dict[str, Any] = field(default_factory=dict)
    related: WorkGroup | None = None
    fulfilled: list[Directive] = field(default_factory=list)
    name_given: str = ""
    event: RegisterEvent | None = None

    @property
    def effective_on(self) -> dt.date:
        return self.basis["effective_on"]

    @property
    def document(self) -> Document | None:
        return self.basis.get("document")

    @property
    def reason(self) -> str:
        written = clean_lines(self.basis.get("reason") or "")
        coded = reason_of(self.reason_code)
        return written or (coded.sentence if coded else "")

    @property
    def reason_code(self) -> str:
        return self.basis.get("reason_code") or ""

    @property
    def precision(self) -> str:
        return self.basis.get("effective_precision") or Precision.DAY

    def set(self, name: str, value: Any) -> None:
        """Change a public fact of the group and remember what it was. A certain value replaces an uncertain reading."""
        try:
            value = self.group._meta.get_field(name).clean(value, self.group)
        except ValidationError as error:
            raise ActRefused(" ".join(error.messages)) from error
        before = getattr(self.group, name)
        if before != value:
            setattr(self.group, name, value)
            self.change[name] = [_plain(before), _plain(value)]
        self.make_certain(name)

    def make_certain(self, name: str) -> None:
        """Drop the mark of an uncertain reading."""
        if name in self.group.uncertain:
            self.group.uncertain = [other for other in self.group.uncertain if other != name]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
