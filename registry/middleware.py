"""Headers and redirects that hold for every page."""

from functools import cache
from urllib.parse import urlsplit

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from groups.domain.staff import SESSION_MOMENTS

_SINCE, _SEEN = SESSION_MOMENTS
_LOST = "Nội dung vừa gửi chưa được ghi: sau khi đăng nhập, xin nhập lại."


@cache
def _policy(public: bool) -> str:
    return build_policy(update=settings.PUBLIC_PAGES_POLICY if public else None)


class PolicyMiddleware(CSPMiddleware):
    """The content security policy. Nearly all pages have the same two, so they are put into words once."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Give a page that decided something of its own what it decided, every other one the policy of the settings.

        Static files have none: a worker would follow the policy of its own script.
        """
        if request.path.startswith(settings.STATIC_URL):
            return response
        decided = any(name.startswith("_csp_") for name in vars(response)) or getattr(request, "_csp_nonce", None)
        if decided:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _policy(not request.path.startswith(reverse("admin:index"))))
        return response


class PermissionsPolicyMiddleware:
    """Tell the browser which of its powers these pages never use."""

    value = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.value)
        # Nor does any other site show our pages, pictures or files as parts of its own.
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class OneTimePasswordMiddleware:
    """Let a person who signed in with a one-time password go nowhere but to choose a password of his own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(reverse("admin:index")) and self._must_change(request):
            return redirect("admin:password_change")
        return self.get_response(request)

    @staticmethod
    def _must_change(request: HttpRequest) -> bool:
        from groups.models import OneTimePassword  # the app registry is not ready when middleware modules are read

        names = ("password_change", "logout", "jsi18n", "login", "second_factor", "enrol_factor")
        allowed = {reverse(f"admin:{name}") for name in names}
        if request.path in allowed or not request.user.is_authenticated:
            return False
        return OneTimePassword.objects.still_used_by(request.user)


class SessionLimitMiddleware:
    """End a session of staff that was left alone, or that is old; moments are kept in the session itself."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Public pages are the same for all, and ask nothing of the session.
        if not request.path.startswith(reverse("admin:index")):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return self._tell_lost(request, self.get_response(request))
        now, session = int(timezone.now().timestamp()), request.session
        since, seen = session.get(_SINCE, now), session.get(_SEEN, now)
        if now - seen >= settings.SESSION_IDLE_MINUTES * 60 or now - since >= settings.SESSION_MAX_HOURS * 3600:
            logout(request)
            lost = f" {_LOST}" if request.method == "POST" else ""
            messages.warning(request, f"Phiên làm việc đã hết hạn. Xin đăng nhập lại.{lost}")
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        # A page that asks by itself how an import goes on is nobody's presence; once a minute is often enough.
        if _SINCE not in session or (now - seen >= 60 and not request.path.endswith("/tien-do/")):
            session[_SINCE], session[_SEEN] = since, now
        return self.get_response(request)

    @staticmethod
    def _tell_lost(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        """Say to whoever sent a form without a session, gone by another way than above, that it was not written."""
        sent_on = answer.status_code == 302 and urlsplit(answer.url).path == reverse("admin:login")
        if request.method == "POST" and sent_on and request.path != reverse("admin:logout"):
            messages.warning(request, f"Bạn chưa đăng nhập, hoặc phiên làm việc đã kết thúc. {_LOST}")
        return answer
