"""A throw-away database with a register of a given size in it, on whatever ``DATABASE_URL`` names."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from groups.domain.platforms import Platform

from .load import load
from .names import make_names
from .tables import say


@contextmanager
def register_of(size: int) -> Iterator[list[str]]:
    """Make a database with ``size`` groups, yield their names, and remove it. Group ``i + 1`` bears ``names[i]``."""
    names = make_names(size)
    with _database():
        began = time.perf_counter()
        load(names)
        say(f"{connection.vendor}: {size:,} groups loaded in {time.perf_counter() - began:.0f} s")
        yield names


@contextmanager
def recognised_register_of(size: int) -> Iterator[list[str]]:
    """Do the same by the services, group by group: here every event has its leaf, so that acts can follow."""
    from groups.tests import factories  # these need the models

    from .invitations import invitation

    names = make_names(size)
    with _database():
        for number, name in enumerate(names):
            factories.make_group(name=name, url=invitation(number, Platform.ZALO))
        yield names


@contextmanager
def _database() -> Iterator[None]:
    kept = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)
