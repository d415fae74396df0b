"""Settings of the register. Every value that differs between places is read from the environment, typed."""

import datetime as dt

from csp.constants import NONE, SELF

from groups.domain.staff import ADMINISTRATOR, LEADER, ROLE_NAMES

from . import databases
from . import environment as env
from .environment import BASE_DIR, VAR_DIR

# --- Core -----------------------------------------------------------------------------------------------------------
SECRET_KEY = env.text("SECRET_KEY")
DEBUG = env.boolean("DEBUG", False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", [])
ROOT_URLCONF = "registry.urls"
WSGI_APPLICATION = "registry.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "registry.apps.RegisterAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",  # its templates, because ours for the widget of a form lie beside all others
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "groups",
]

MIDDLEWARE = [
    # Outermost: a name of the site that is not ours is refused by the next already.
    "registry.middleware.PolicyMiddleware",
    "registry.middleware.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "registry.doors.DoorMiddleware",
    "registry.replica.ReplicaMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "registry.middleware.OneTimePasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "registry.middleware.SessionLimitMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "registry.replica.shown",
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database -------------------------------------------------------------------------------------------------------
DATABASES, DATABASE_ROUTERS = databases.DATABASES, databases.ROUTERS
DB_SILENCE, REPLICA_MAX_LAG = databases.SILENCE, databases.REPLICA_MAX_LAG

# --- People and language --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["registry.formats"]
CSRF_FAILURE_VIEW = "groups.web.errors.csrf_failure"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

#: Roles whose accounts sign in with a second factor, and superusers with them; none: nobody has to (ADR 0020).
SECOND_FACTOR_ROLES = env.some_of("SECOND_FACTOR_ROLES", [LEADER, ADMINISTRATOR], ROLE_NAMES)
#: The keys that seal the secrets of phones in the database (64 hexadecimal digits each): the first seals, all open.
FACTOR_KEYS = env.keys_bytes("FACTOR_KEYS")
OTP_TOTP_ISSUER = "Sổ đăng ký nhóm"

#: So many wrong passwords for one name from one address lock that name to that address, for so many minutes.
AXES_FAILURE_LIMIT = env.integer("SIGN_IN_FAILURES", 5, minimum=1)
AXES_COOLOFF_TIME = dt.timedelta(minutes=env.integer("SIGN_IN_LOCK_MINUTES", 15, minimum=1))
#: An address that fails with so many names within those minutes is let try no further one (ADR 0020).
SIGN_IN_NAMES = env.integer("SIGN_IN_NAMES", 20, minimum=2)
AXES_HANDLER = "groups.admin.entrance.Handler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else whoever goes on trying locks the owner out for ever
AXES_CLIENT_IP_CALLABLE = "groups.admin.entrance.address_of"
AXES_USERNAME_CALLABLE = "groups.admin.entrance.name_of"
AXES_LOCKOUT_CALLABLE = "groups.admin.entrance.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # ours is models/entry_record.py
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
#: A session of staff ends after so many minutes without a page, and so many hours after the password, whatever is done.
SESSION_IDLE_MINUTES = env.integer("SESSION_IDLE_MINUTES", 30, minimum=1)
SESSION_MAX_HOURS = env.integer("SESSION_MAX_HOURS", 12, minimum=1)

# --- The register ---------------------------------------------------------------------------------------------------
#: The one who proposed a group may not recognise it. An office of one person turns this off.
REGISTER_FOUR_EYES = env.boolean("REGISTER_FOUR_EYES", True)
#: A group not confirmed for so many days waits on the staff's home page.
REGISTER_CONFIRM_DAYS = env.integer("REGISTER_CONFIRM_DAYS", 180, minimum=1)

#: How often one address may ask whether a group is official, in the notation of the "limits" library; and where that
#: is counted: in the memory of each worker, or in a store shared by all ("redis://...").
LOOKUP_LIMIT = env.rates("LOOKUP_LIMIT", "60/minute;600/hour")
LOOKUP_LIMIT_STORAGE = env.counter_store("LOOKUP_LIMIT_STORAGE", "memory://")
#: How often one address may have a table or a comparison made; those that were made already cost nothing.
DOWNLOAD_LIMIT = env.rates("DOWNLOAD_LIMIT", "30/minute;300/hour")

#: The address that is printed on lists and cards, e.g. "https://nhom.example.vn". Empty: the one that staff use.
REGISTER_ADDRESS = env.address("REGISTER_ADDRESS", "")

#: A PKCS#12 file with which the server signs published lists; empty: it signs nothing, the office's own token does.
SIGNING_PKCS12 = env.file("SIGNING_PKCS12")
SIGNING_PKCS12_PASSWORD = env.text("SIGNING_PKCS12_PASSWORD", "")
#: Certificates (PEM or DER) that signatures on lists must lead to; none: the page says that no chain was checked.
SIGNATURE_TRUST_ROOTS = env.files_of("SIGNATURE_TRUST_ROOTS")

#: The Ed25519 key (64 hexadecimal digits, secret) that signs the head of the log; empty: heads are not signed. Public
#: keys that signed before stay published, so that signatures of then can be checked.
LOG_SIGNING_KEY = env.key_bytes("LOG_SIGNING_KEY")
LOG_RETIRED_KEYS = env.keys_bytes("LOG_RETIRED_KEYS")

# --- Letters --------------------------------------------------------------------------------------------------------
#: The mail server; not set: letters are shown on the console of the server and go nowhere.
_MAIL = env.mail("EMAIL_URL")
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _MAIL.get("EMAIL_HOST"), _MAIL.get("EMAIL_PORT")
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.get("EMAIL_HOST_USER") or "", _MAIL.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_TLS", False), _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10  # seconds: whoever pressed a button waits as long
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.sender("MAIL_FROM", needed=env.CONSOLE_MAIL != EMAIL_BACKEND)
#: Whether letters are tried right after the act, in the request that wrote it; else "send_outbox" alone sends.
OUTBOX_AT_ONCE = env.boolean("OUTBOX_AT_ONCE", True)
#: After so many days a letter that was sent, or given up, is deleted.
OUTBOX_KEEP_DAYS = env.integer("OUTBOX_KEEP_DAYS", 180, minimum=1)

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", VAR_DIR / "static")
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
#: A picture that somebody sends to be checked stays in memory: 8 MB and what a form puts around it. A staff's larger
#: scan passes through a file that goes with the request.
FILE_UPLOAD_MAX_MEMORY_SIZE = (8 * 1024 + 64) * 1024
#: The largest scan of a document that staff may attach, in bytes.
REGISTER_MAX_DOCUMENT_BYTES = 20 * 1024 * 1024

# --- Security -------------------------------------------------------------------------------------------------------
HTTPS_ONLY = env.boolean("HTTPS_ONLY", True)
SECURE_SSL_REDIRECT = HTTPS_ONLY
SESSION_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_SECURE = HTTPS_ONLY
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000) if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS_ONLY
SECURE_HSTS_PRELOAD = HTTPS_ONLY
BEHIND_PROXY = env.boolean("BEHIND_PROXY", False)
if BEHIND_PROXY:
    # Only where a proxy in front sets the header itself and drops what a client sent.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = SESSION_MAX_HOURS * 3600
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the admin's own icons are data: images in its style sheet
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
#: On public pages no text becomes a script: the browser itself refuses the ways to it, but for the one policy with
#: which static/js/scan.js starts its worker. The admin's own scripts cannot do without (ADR 0025).
PUBLIC_PAGES_POLICY = {"require-trusted-types-for": ["'script'"], "trusted-types": ["register"]}

# --- Logs and figures ---------------------------------------------------------------------------------------------
#: Who may read /metrics: whoever sends this word as a bearer token; empty: this machine alone.
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "registry.request_log.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # What is found in a signed list is said on its page; a certificate that nobody can check is no fault of ours.
        **{name: {"level": "CRITICAL"} for name in ("pyhanko", "pyhanko_certvalidator")},
        # Django's own handlers write words that repeat the path; ours is enough. The line of the answer tells of a 404.
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},  # the record of the entrance tells of failures
        "django.server": {"handlers": [], "propagate": True},
    },
}
