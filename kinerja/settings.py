"""All settings of the project, decided by environment variables (see .env.example)."""

import warnings
import zlib
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF

from kinerja.lib import env

django_stubs_ext.monkeypatch()  # lets fields and views name their types at run time

BASE_DIR = Path(__file__).resolve().parent.parent

for _name in env.unknown():
    warnings.warn(f"Variabel {_name} tidak dikenal; lihat .env.example.", stacklevel=1)

# --- what kind of installation this is ---
KINERJA_DEMO = env.flag("KINERJA_DEMO")
DEBUG = env.flag("KINERJA_DEBUG")
KINERJA_DATA = env.folder("KINERJA_DATA", BASE_DIR / "var")
KINERJA_URL = env.url("KINERJA_URL", "http://localhost:8000", schemes=("http", "https")).rstrip("/")
HTTPS = KINERJA_URL.startswith("https://")
LOCAL = KINERJA_DEMO or DEBUG
SECRET_KEY = env.secret("SECRET_KEY", fallback="peragaan-" + "tanpa-rahasia-" * 4 if LOCAL else None)
HISTORY_KEY = env.secret("KINERJA_HISTORY_KEY", fallback=SECRET_KEY)
ALLOWED_HOSTS = [
    h.strip() for h in env.text("KINERJA_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h.strip()
]
CSRF_TRUSTED_ORIGINS = [KINERJA_URL]

FILES_DIR = KINERJA_DATA / "files"
KEYS_DIR = KINERJA_DATA / "keys"
MAIL_DIR = KINERJA_DATA / "mail"
BROKER_DIR = KINERJA_DATA / "broker"
CLOCK_FILE = KINERJA_DATA / "clock.json"
STATIC_ROOT = KINERJA_DATA / "static"
for _folder in (FILES_DIR, MAIL_DIR, BROKER_DIR, STATIC_ROOT):
    _folder.mkdir(exist_ok=True)

# --- applications ---
INSTALLED_APPS = [
    "reporting",
    "sop",
    "organisation",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sop.views.conflict.ConflictMiddleware",
]
ROOT_URLCONF = "kinerja.urls"
WSGI_APPLICATION = "kinerja.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "organisation.views.shell.shell",
            ],
            "builtins": ["organisation.templatetags.kinerja_ui"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- database ---
DATABASE_URL = env.url(
    "DATABASE_URL",
    f"sqlite:///{KINERJA_DATA / 'kinerja.sqlite3'}",
    schemes=("sqlite", "postgres", "postgresql"),
)
_database: dict[str, Any] = {**dj_database_url.parse(DATABASE_URL)}
if _database["ENGINE"].endswith("sqlite3"):
    # Immediate transactions take the write lock at BEGIN, so a writer waits instead of failing half-way.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": _database}
# One anchor of the history for each database: a throwaway database must not meet the promises of another.
_place = "|".join(str(_database.get(part, "")) for part in ("HOST", "PORT", "NAME"))
ANCHOR_FILE = KINERJA_DATA / f"history-{zlib.crc32(_place.encode()):08x}.anchor"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people ---
AUTH_USER_MODEL = "organisation.Person"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "organisation.hashers.OfficeArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-kinerja" if HTTPS else "kinerja"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- language, time, files ---
LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = LOCAL
MEDIA_ROOT = FILES_DIR
# A plain form of 75 rows, each with figures, words, reasons, links and a file, sends about 1,500 inputs.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- mail: to files unless a server is named ---
_mail = env.url("EMAIL_URL", "", schemes=("smtp", "smtps"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = "Kinerja <kinerja@localhost>"
if _mail:
    _parts = env.mail_parts("EMAIL_URL", _mail)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _parts.host, _parts.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _parts.user, _parts.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = _parts.ssl, _parts.tls
    DEFAULT_FROM_EMAIL = _parts.sender or DEFAULT_FROM_EMAIL
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_DIR)

# --- delivery: https to public addresses; only tests let plain http reach a server on the same machine ---
DELIVERY_TO_LOOPBACK: bool = False

# --- large files: made by a process apart, within these limits, well under a worker's own time limit ---
RENDER_MEMORY_MB = env.whole("KINERJA_RENDER_MEMORY_MB", 1536, at_least=256, at_most=16384)
RENDER_SECONDS = env.whole("KINERJA_RENDER_SECONDS", 200, at_least=10, at_most=240)
RENDERINGS_DIR = KINERJA_DATA / "renderings"
HAS_WORKER = not (KINERJA_DATA / "rehearsal").exists()  # the copy for a rehearsal has nobody to wait for

# --- certified signatures: the eSign service stands inside the office, so its hosts are named here ---
KINERJA_ESIGN_HOSTS: list[str] = [h.strip() for h in env.text("KINERJA_ESIGN_HOSTS").split(",") if h.strip()]

# --- background work: the database holds the truth, the broker only nudges ---
REDIS_URL = env.url("REDIS_URL", "", schemes=("redis", "rediss", "unix"))
CELERY_BROKER_URL = env.url(
    "CELERY_BROKER_URL", REDIS_URL or "filesystem://", schemes=("filesystem", "redis", "rediss", "memory")
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(KINERJA_DATA / "beat-schedule")
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "control_folder": str(BROKER_DIR),
    }
else:
    # Redelivery after a killed worker: see the measured note in docs/decisions/0004.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 600,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
    }
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # kombu warns that a folder has no host name; that is the point of a broker without a server.
    "loggers": {"kinerja": {"level": "INFO"}, "kombu.connection": {"level": "ERROR"}},
}
