"""The staff's site: Django's own admin with our words, our look and a home that says what waits."""

from django.contrib.admin import AdminSite
from django.urls import path
from django.utils import timezone

from groups.domain.doors import Door, declare, declared


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

        found = [path("tim/", self.admin_view(finding_view), name="find"), *super().get_urls()]
        _for_staff(found)
        return found

    @declare(Door.ENTRANCE)
    def login(self, request, extra_context=None):
        """Signing in is the one page of the site for who has not signed in."""
        return super().login(request, extra_context)

    def index(self, request, extra_context=None):
        """Show what waits for this person before the list of tables."""
        from groups.queries.charts import charts  # as above
        from groups.queries.overview import recent_events, waiting_for

        today = timezone.localdate()
        context = {
            "waiting": waiting_for(request.user, today),
            "recent_events": recent_events(8),
            "charts": charts(today),
            **(extra_context or {}),
        }
        return super().index(request, context)


def _for_staff(patterns) -> None:
    """Every page of the site is for staff unless it says otherwise; those of the models' own classes too."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            _for_staff(pattern.url_patterns)
        elif declared(pattern.callback) is None:
            declare(Door.STAFF)(pattern.callback)
