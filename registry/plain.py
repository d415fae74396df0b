"""Django for a stranger's plain question: nobody has signed in, so nothing of a session is set up."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: What a request without a cookie and without a body has no use for; static files are not asked for here either.
_OF_SESSIONS = frozenset(
    {
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django_otp.middleware.OTPMiddleware",
        "registry.middleware.OneTimePasswordMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "registry.middleware.SessionLimitMiddleware",
        "axes.middleware.AxesMiddleware",
    }
)


class PlainHandler(WSGIHandler):
    """For the front door alone, which sends here what ``front._is_plain`` lets pass: GET and HEAD without a cookie.

    Pages of staff stay shut: everyone is a stranger here.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        # Django reads the list from the settings only. This runs once, before the first request.
        whole = settings.MIDDLEWARE
        settings.MIDDLEWARE = [name for name in whole if name not in _OF_SESSIONS]
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = whole

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        request.user = AnonymousUser()
        return super().get_response(request)
