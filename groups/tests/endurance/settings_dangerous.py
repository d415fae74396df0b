"""Settings that know an app with dangerous migrations as well."""

from .settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "groups.tests.endurance.dangerous"]  # noqa: F405
