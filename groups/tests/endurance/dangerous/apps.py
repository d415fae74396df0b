from django.apps import AppConfig


class DangerousConfig(AppConfig):
    name = "groups.tests.endurance.dangerous"
    label = "dangerous"
