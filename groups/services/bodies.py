"""How much is read of what strangers send."""

from collections.abc import Mapping
from typing import IO

#: The largest form that is taken apart of somebody who has not signed in, in bytes: several times the longest question
#: and any password. Taking megabytes of "%41" apart costs more than any answer, and happens before anything is counted.
MAX_FORM = 64 * 1024

#: A browser that is interrupted shows a broken connection instead of our words, so what a camera may make is let pass
#: by. Nobody sends more by mistake.
_HEARD_OUT = 64 * 1024 * 1024
_PIECE = 64 * 1024


def length_of(meta: Mapping[str, str]) -> int:
    """Return how many bytes a request brings, as its ``META`` says; more than that nobody reads."""
    length = meta.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def hear_out(body: IO[bytes], meta: Mapping[str, str]) -> None:
    """Let a ``body`` that is refused pass by, kept nowhere, so that the sender comes to read why."""
    if length_of(meta) <= _HEARD_OUT:
        while body.read(_PIECE):
            pass
