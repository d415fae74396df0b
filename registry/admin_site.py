"""The staff's site: Django's own admin with our words, our look and a home that says what waits."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.i18n import JavaScriptCatalog

from groups.domain.doors import Door, declare, declared

#: So many seconds before it the end of a session is told.
_AHEAD = 5 * 60


class ScriptWords(JavaScriptCatalog):
    """What the admin's scripts say, our own words last: Django looks for those of a project in its apps only."""

    packages = ("django.contrib.admin",)

    def get_paths(self, packages):
        return [*super().get_paths(packages), *map(str, settings.LOCALE_PATHS)]


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
        from groups.admin import second_factor  # as above
        from groups.admin.finding import finding_view  # the models are not loaded when the site is made

        found = [
            path("tim/", self.admin_view(finding_view), name="find"),
            path("xac-thuc/", second_factor.code_view, name="second_factor"),
            path("xac-thuc/thiet-lap/", second_factor.enrol_view, name="enrol_factor"),
            path("xac-thuc/cua-toi/", self.admin_view(second_factor.own_view), name="own_factor"),
            *super().get_urls(),
        ]
        _for_staff(found)
        return found

    def i18n_javascript(self, request, extra_context=None):
        """Return the words of the scripts."""
        return ScriptWords.as_view()(request)

    def has_permission(self, request):
        """Whether somebody has signed in to the end: with the code of his phone too, where he has or needs one."""
        from groups.queries.second_factor import Owed, owed  # as above

        return super().has_permission(request) and owed(request.user) == Owed.NOTHING

    @declare(Door.ENTRANCE)
    def login(self, request, extra_context=None):
        """Ask for the password; who gave it and owes a code is sent on to where that is asked for."""
        if request.method == "GET" and super().has_permission(request) and not self.has_permission(request):
            return redirect(f"{reverse('admin:second_factor')}?{request.GET.urlencode()}")
        return super().login(request, extra_context)

    def password_change(self, request, extra_context=None):
        """Change one's password; every other session of the account ends, and it is written down."""
        from groups.domain.staff import Entry
        from groups.services.entries import note  # as above
        from groups.services.lookup_limit import client_address

        answer = super().password_change(request, extra_context)
        if request.method == "POST" and answer.status_code == 302:
            note(what=Entry.PASSWORD, user=request.user, now=timezone.now(), address=client_address(request.META))
        return answer

    def each_context(self, request):
        """Add after how many seconds without a page a session ends, and how many before that it is told."""
        seconds = settings.SESSION_IDLE_MINUTES * 60
        ends = {"seconds": seconds, "ahead": min(_AHEAD, seconds // 2)}
        return {**super().each_context(request), "session_ends": ends}

    def get_app_list(self, request, app_label=None):
        found = super().get_app_list(request, app_label)
        for app in found:
            app["models"].sort(key=lambda each: (_place(each["object_name"], self.order), each["name"]))
        return found

    def index(self, request, extra_context=None):
        """Show what waits for this person before the list of tables."""
        from groups.admin.shortcuts import shortcuts  # as above
        from groups.queries.charts import charts
        from groups.queries.overview import missing_of, recent_events, waiting_for

        today = timezone.localdate()
        missing = missing_of(request.user)
        context = {
            "missing": missing,
            "waiting": waiting_for(request.user, today),
            "shortcuts": [] if missing else shortcuts(request.user),
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
