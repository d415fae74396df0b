"""The version of what the public sees, read on a connection of one's own that stays open: one statement a request."""

import os
import threading
import time

from django.db import connections

from groups.queries.public_version import VERSION_SQL, PublicVersion, version_database, version_of

#: A connection is made anew after so many seconds, like Django's own.
_AGE = 60


class VersionReader:
    """Reads the version; one connection a thread and process."""

    def __init__(self) -> None:
        self._local = threading.local()

    def read(self) -> PublicVersion:
        """Return the version now. Any error passes through, and the next call begins with a new connection."""
        local = self._local
        try:
            cursor = local.cursor
            if local.pid != os.getpid() or local.made < time.monotonic() - _AGE or local.file != _identity(local.path):
                cursor = self._open()
        except AttributeError:
            cursor = self._open()
        try:
            cursor.execute(local.statement)
            return version_of(cursor.fetchone())
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Part from the database."""
        connection = self._local.__dict__.pop("connection", None)
        self._local.__dict__.clear()
        if connection is not None:
            connection.close()

    def _open(self):
        if getattr(self._local, "pid", None) == os.getpid():
            self.close()
        local, connection = self._local, connections.create_connection(version_database())
        connection.ensure_connection()
        local.connection, local.pid, local.made = connection, os.getpid(), time.monotonic()
        # A file put in the place of another (a restored backup) is another database.
        local.path = connection.settings_dict["NAME"] if connection.vendor == "sqlite" else None
        local.file = _identity(local.path)
        local.cursor = connection.connection.cursor()  # the driver's own, without Django around it
        local.statement = VERSION_SQL
        if connection.vendor == "postgresql":
            # Planned once: a fifth of the time. SQLite's driver does so by itself.
            local.cursor.execute(f"PREPARE register_version AS {VERSION_SQL}")
            local.statement = "EXECUTE register_version"
        return local.cursor


def _identity(path) -> tuple[int, int] | None:
    if path is None:
        return None
    status = os.stat(path)
    return status.st_dev, status.st_ino
