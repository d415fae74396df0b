"""Puts our own site in the place of Django's stock admin."""

from django.contrib.admin.apps import AdminConfig


class RegisterAdminConfig(AdminConfig):
    """The admin app with the register's site."""

    default_site = "registry.admin_site.RegisterAdminSite"
