"""Settings of the test suite: those of production, less what needs a built site or costs time for nothing."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("HTTPS_ONLY", "false")

from .settings import *  # noqa: E402, F403  the environment must be set before the settings are read

# The hashed names of the manifest exist only after collectstatic.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # signing in is not what most tests are about
MEDIA_ROOT = tempfile.mkdtemp(prefix="register-media-")
WHITENOISE_AUTOREFRESH = True
