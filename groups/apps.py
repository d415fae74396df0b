"""The one app of the project."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GroupsConfig(AppConfig):
    """The register of official groups."""

    name = "groups"
    verbose_name = "Sổ đăng ký nhóm"

    def ready(self) -> None:
        from .services.roles import ensure_roles  # the models are not loaded when this module is read

        post_migrate.connect(ensure_roles, sender=self, dispatch_uid="groups.ensure_roles")
