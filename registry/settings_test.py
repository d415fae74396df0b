"""Settings of the test suite: those of production, less what needs a built site or costs time for nothing."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("HTTPS_ONLY", "false")
os.environ.setdefault("SECOND_FACTOR_ROLES", "")  # tests that are about it say so
os.environ.setdefault("DB_LOCK_TIMEOUT", "30")  # a loaded machine is no deadlock
os.environ.setdefault("DB_STATEMENT_TIMEOUT", "0")  # and the benchmarks load a million groups

from .settings import *  # noqa: F403  the environment must be set before the settings are read

# The hashed names of the manifest exist only after collectstatic.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405  of the star import above
AXES_ENABLED = False  # tests that are about it say so; the client of the tests signs in without a request
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # signing in is not what most tests are about
_place = tempfile.TemporaryDirectory(prefix="register-test-")  # goes with the process
MEDIA_ROOT = f"{_place.name}/media"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405  of the star import above
    # A file, as in service: the shared memory database locks whole tables where a file lets writers queue.
    DATABASES["default"]["TEST"] = {"NAME": f"{_place.name}/test.sqlite3"}  # noqa: F405  of the star import above
    # The live server may start before that file is made: seeing a database in memory, it would share one connection
    # among its threads, and the first to close it brings the whole process down.
    DATABASES["default"]["NAME"] = f"{_place.name}/unused.sqlite3"  # noqa: F405  of the star import above
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405  of the star import above
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405  threads of the live server keep no connection
# No worker runs here: what waits for the database waits as a command does (COPY cannot wait otherwise).
DB_SILENCE = None
