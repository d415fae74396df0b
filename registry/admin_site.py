"""The staff's site: Django's own admin with our words, our look and a home that says what waits."""

from django.contrib.admin import AdminSite
from django.urls import path
from django.utils import timezone


class RegisterAdminSite(AdminSite):
    """Django's admin under our name."""

    site_title = "Sổ đăng ký nhóm"
    site_header = "Sổ đăng ký nhóm chính thức"
    index_title = "Việc đang chờ"
    site_url = "/"
    empty_value_display = "—"
    enable_nav_sidebar = False

    def get_urls(self):
        from groups.admin.finding import finding_view  # the models are not loaded when the site is made

        return [path("tim/", self.admin_view(finding_view), name="find"), *super().get_urls()]

    def index(self, request, extra_context=None):
        """Show what waits for this person before the list of tables."""
        from groups.domain.importing import Kind  # as above
        from groups.queries.charts import charts
        from groups.queries.overview import recent_events, waiting_for
        from groups.queries.permissions import may_import

        today = timezone.localdate()
        context = {
            "waiting": waiting_for(request.user, today),
            "recent_events": recent_events(8),
            "charts": charts(today),
            "may_import": any(may_import(request.user, kind) for kind in Kind),
            **(extra_context or {}),
        }
        return super().index(request, context)
