"""The staff's site: Django's own admin with our words, our look and a home that says what waits."""

from django.contrib.admin import AdminSite
from django.utils import timezone


class RegisterAdminSite(AdminSite):
    """Django's admin under our name."""

    site_title = "Sổ đăng ký nhóm"
    site_header = "Sổ đăng ký nhóm chính thức"
    index_title = "Việc đang chờ"
    site_url = "/"
    empty_value_display = "—"
    enable_nav_sidebar = False

    def index(self, request, extra_context=None):
        """Show what waits for this person before the list of tables."""
        from groups.queries.overview import (
            recent_events,
            waiting_for,
        )  # the models are not loaded when the site is made

        context = {
            "waiting": waiting_for(request.user, timezone.localdate()),
            "recent_events": recent_events(8),
            **(extra_context or {}),
        }
        return super().index(request, context)
