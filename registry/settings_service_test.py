"""Settings for tests of the running service: those of production over a database of the test, without a built site."""

from .settings import *  # noqa: F403  the settings of service, and what differs

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405  of the star import above
