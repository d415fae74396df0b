"""One transaction around a verb, run again where others were in its way (ADR 0017)."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

from .errors import ActRefused
from .trouble import WRITING, Trouble, passes

#: So often a verb is tried in all, and no new attempt begins after so many seconds: somebody waits for the page.
ATTEMPTS, PATIENCE = 4, 10.0
_FIRST_PAUSE = 0.05
P, R = ParamSpec("P"), TypeVar("R")


def transactional(verb: Callable[P, R]) -> Callable[P, R]:
    """Make ``verb`` one transaction; run it again after a deadlock, a lock not got in time or a serialization failure.

    Only where no transaction was open before: inside another's, the whole of that one must be run again, so the error
    goes up to whoever opened it. What was to happen after the commit (letters) is dropped with each failed attempt, and
    nothing is run again once a commit went through. Raise :class:`ActRefused` where it is given up.
    """

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if transaction.get_connection().in_atomic_block:
            with transaction.atomic():
                return verb(*args, **kwargs)
        return _outermost(lambda: verb(*args, **kwargs))

    run.is_transactional = True
    return run


def _outermost(call: Callable[[], R]) -> R:
    began = time.monotonic()
    for attempt in range(1, ATTEMPTS + 1):
        committed: list[bool] = []
        try:
            with transaction.atomic():
                transaction.on_commit(lambda noted=committed: noted.append(True))
                return call()
        except OperationalError as error:
            if committed or not passes(error):
                raise
            if attempt == ATTEMPTS or time.monotonic() - began > PATIENCE:
                raise ActRefused(WRITING[Trouble.BUSY]) from error
        # Two that were in each other's way must not meet again at the same moment.
        time.sleep(_FIRST_PAUSE * 2**attempt * random.uniform(0.5, 1.5))  # noqa: S311  a pause  # nosec B311: no secret
    raise AssertionError("unreachable")
