"""Settings that hold everywhere; the other modules only change what differs."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import SELF
from django.utils.translation import gettext_lazy as _

PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("WOONREGIE_DATA_DIR", Path.cwd() / "var")).resolve()

SECRET_KEY = os.environ.get("WOONREGIE_SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("WOONREGIE_ALLOWED_HOSTS", "").split()
CSRF_TRUSTED_ORIGINS = os.environ.get("WOONREGIE_TRUSTED_ORIGINS", "").split()

# ------------------------------------------------------------------ the rooms
FOUNDATION = [
    "woonregie.foundation.pages",
    "woonregie.foundation.audit",
    "woonregie.foundation.accounts",
    "woonregie.foundation.disclosure",
    "woonregie.foundation.notices",
    "woonregie.foundation.files",
    "woonregie.foundation.sources",
    "woonregie.foundation.region",
    "woonregie.foundation.norms",
    "woonregie.foundation.intake",
    "woonregie.foundation.search",
    "woonregie.foundation.runs",
    "woonregie.foundation.consents",
    "woonregie.foundation.documents",
    "woonregie.foundation.meetings",
    "woonregie.foundation.commitments",
]
SUBJECTS = [
    "woonregie.subjects.plans",
    "woonregie.subjects.forecast",
    "woonregie.subjects.balance",
]
INSTALLED_APPS = [
    "woonregie.site",
    *SUBJECTS,
    *FOUNDATION,
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "woonregie.site.problems.ProblemMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "woonregie.site.refusals.RefusalMiddleware",
    "woonregie.foundation.pages.once.OnceMiddleware",
]

ROOT_URLCONF = "woonregie.site.urls"
WSGI_APPLICATION = "woonregie.site.wsgi.application"
# API addresses have no trailing slash (NL API Design Rules); pages have one.
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "woonregie.site.context.house",
            ],
        },
    }
]
FORM_RENDERER = "woonregie.foundation.pages.forms.HouseFormRenderer"

# ------------------------------------------------------------------ the database
DATABASE_URL = os.environ.get(
    "WOONREGIE_DATABASE_URL", f"sqlite:///{DATA_DIR / 'woonregie.sqlite3'}"
)
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time: wait for it instead of failing, and let readers go on.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
            "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ------------------------------------------------------------------ people
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "woonregie.foundation.accounts.adapter.ClosedDoorAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# Whoever asks for a password with an address that we do not know gets no mail from us.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Woonregie: "
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "woonregie.site.views.csrf_failure"

# ------------------------------------------------------------------ languages
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands")), ("en", _("Engels"))]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
# Years are numbers too: only what goes through the filter `number` gets thousands.
USE_THOUSAND_SEPARATOR = False

# ------------------------------------------------------------------ mail
# Where this server can be reached: mails and calendars lead to it.
SITE_URL = os.environ.get("WOONREGIE_SITE_URL", "http://localhost:8000").rstrip("/")
EMAIL_TIMEOUT = 20

# ------------------------------------------------------------------ files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"
FILES_DIR = DATA_DIR / "files"
FILES_MAX_BYTES = 50 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "woonregie.foundation.files.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ------------------------------------------------------------------ long work
# Where large results stand; they can be made again, and are no part of a back-up.
RESULTS_DIR = DATA_DIR / "results"
# The scheduler of a Dask cluster, such as tcp://10.0.0.4:8786; empty means: on this computer.
DASK = os.environ.get("WOONREGIE_DASK", "")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# ------------------------------------------------------------------ the map
# Tiles of the national base map may be named here; empty means: only our own schematic borders.
MAP_TILES_URL = os.environ.get("WOONREGIE_MAP_TILES_URL", "")
_TILE_ORIGIN = ["/".join(MAP_TILES_URL.split("/", 3)[:3])] if MAP_TILES_URL else []

# ------------------------------------------------------------------ safety
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:", *_TILE_ORIGIN],
        "connect-src": [SELF, *_TILE_ORIGIN],
        "worker-src": [SELF, "blob:"],
        "font-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # A signature that does not hold is told on the page, not with a traceback in the log.
    "loggers": {"pyhanko": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": os.environ.get("WOONREGIE_LOG_LEVEL", "WARNING")},
}
