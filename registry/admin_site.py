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
    #: The tables of the home page in the order of a day's work; what is not named here comes after, by its name.
    order = ("WorkGroup", "Directive", "Publication", "Document", "Person", "Unit", "ReportedChat", "RegisterEvent")
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

    def get_app_list(self, request, app_label=None):
        found = super().get_app_list(request, app_label)
        for app in found:
            app["models"].sort(key=lambda each: (_place(each["object_name"], self.order), each["name"]))
        return found

    def index(self, request, extra_context=None):
        """Show what waits for this person before the list of tables."""
        from groups.admin.shortcuts import shortcuts  # as above
        from groups.queries.charts import charts
        from groups.queries.overview import recent_events, waiting_for

        today = timezone.localdate()
        context = {
            "waiting": waiting_for(request.user, today),
            "shortcuts": shortcuts(request.user),
            "recent_events": recent_events(request.user, 8),
            "charts": charts(request.user, today),
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


def _place(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)
