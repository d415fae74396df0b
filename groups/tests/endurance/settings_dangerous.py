"""Settings that know an app with dangerous migrations as well."""

from .settings import *  # noqa: F403  the settings of service, and what differs

INSTALLED_APPS = [*INSTALLED_APPS, "groups.tests.endurance.dangerous"]  # noqa: F405  of the star import above
