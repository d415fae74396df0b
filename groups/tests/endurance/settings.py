"""Settings of a process that works on a register of a test: those of service, with fast passwords and a place."""

import os
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("HTTPS_ONLY", "false")
os.environ.setdefault("SECOND_FACTOR_ROLES", "")

from registry.settings import *  # noqa: F403  the environment must be set before the settings are read

MEDIA_ROOT = str(Path(os.environ["ENDURANCE_PLACE"]) / "media")
AXES_ENABLED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING = {"version": 1, "disable_existing_loggers": True}
# The hashed names of the manifest exist only after collectstatic.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405  of the star import above
WHITENOISE_AUTOREFRESH = True
if pragmas := os.environ.get("ENDURANCE_PRAGMAS"):  # a full disk, a database that only reads
    DATABASES["default"]["OPTIONS"]["init_command"] += pragmas  # noqa: F405  of the star import above
