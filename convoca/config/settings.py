"""All settings. Each value from the environment is read once, through `env`."""

import contextlib
import os
import secrets
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from convoca.config import env

os.environ.setdefault("OPENPYXL_LXML", "False")  # lxml, where it is there, changes line ends
PACKAGE_DIR = Path(__file__).resolve().parent.parent
UNDER_TEST = "pytest" in sys.modules

# Where things lie
DATA_DIR = env.read(
    "CONVOCA_DATA_DIR", "Carpeta de los datos: base, cola, archivos.", Path("var").absolute(),
    env.as_folder, shown="./var",
)  # fmt: skip
DATA_DIR.mkdir(parents=True, exist_ok=True)
BASE_URL = env.read(
    "CONVOCA_BASE_URL", "Dirección pública, la de los enlaces; fuera de este equipo, https.",
    "http://127.0.0.1:8000", env.as_address,
)  # fmt: skip
REHEARSAL = env.read(
    "CONVOCA_REHEARSAL", "1: ensayo; nada sale, los correos quedan en un buzón de la aplicación.",
    default=False, parse=env.as_flag, shown="0",
)  # fmt: skip
DEBUG = env.read(
    "CONVOCA_DEBUG", "1: muestra los detalles de los errores. Solo en este equipo.",
    default=False, parse=env.as_flag, shown="0",
)  # fmt: skip


def _stored_secret() -> str:
    """Return this installation's own key, made once even when two processes start together."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = (
    env.read(
        "CONVOCA_SECRET_KEY", "Clave de firmas y enlaces; fuera de este equipo, 50 letras o más.",
        "", env.as_text,
        shown="se crea en CONVOCA_DATA_DIR/secret_key",
    )
    or _stored_secret()
)  # fmt: skip
SECRET_KEY_FALLBACKS: list[str] = env.read(
    "CONVOCA_SECRET_KEY_FALLBACKS", "Claves anteriores, con comas: sus firmas siguen vigentes.",
    list[str](), lambda text: text.split(","), shown="ninguna",
)  # fmt: skip

# The country and its clock
COUNTRY_DIR = env.read(
    "CONVOCA_COUNTRY_DIR", "Carpeta con los archivos del país.",
    PACKAGE_DIR / "directory" / "country" / "cl", env.as_folder, shown="Chile, incluido",
)  # fmt: skip
COUNTRY: dict[str, Any] = tomllib.loads((COUNTRY_DIR / "country.toml").read_text(encoding="utf-8"))
CONVOCA_ZONE_NAMES: dict[str, str] = COUNTRY["zone_names"]
TIME_ZONE = env.read(
    "CONVOCA_TIME_ZONE", "Zona horaria de la asociación.", COUNTRY["zone"], env.as_zone
)
USE_TZ = True
LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español")]
USE_I18N = True
PHONE_REGION: str = COUNTRY["phone_region"]

# Rooms
INSTALLED_APPS = [
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
    "template_partials",
    "convoca.foundation",
    "convoca.ui",
    "convoca.messaging",
    "convoca.directory",
    "convoca.cycles",
    "convoca.convening",
    "convoca.outreach",
    "convoca.notices",
    "convoca.agenda",
    "convoca.workplan",
    "convoca.meetings",
    "convoca.retention",
    "convoca.portal",
    "convoca.desk",
    "convoca.rehearsal",
]
MIDDLEWARE = [
    "convoca.messaging.middleware.HooksMiddleware",
    "convoca.desk.middleware.HeadMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "convoca.desk.middleware.DeskMiddleware",
]
ROOT_URLCONF = "convoca.config.urls"
WSGI_APPLICATION = "convoca.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "desk" / "templates"],  # before allauth's own
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials", "convoca.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "convoca.desk.context.frame",
                "convoca.portal.context.frame",
            ],
        },
    }
]

# Database: see docs/decisions/0001-parts.md for the measured settings
DATABASE_URL = env.read(
    "DATABASE_URL", "Base de datos: sqlite:///ruta o postgres://usuario:clave@servidor/base.",
    f"sqlite:///{DATA_DIR / 'convoca.sqlite3'}", env.as_text,
    shown="sqlite en CONVOCA_DATA_DIR",
)  # fmt: skip
try:
    _database: dict[str, Any] = dict(dj_database_url.parse(DATABASE_URL))
except (ValueError, KeyError) as error:
    raise env.SettingError(
        "DATABASE_URL no sirve: escriba sqlite:///ruta o postgres://usuario:clave@servidor/base"
    ) from error
IS_SQLITE = _database["ENGINE"].endswith("sqlite3")
WORKERS = env.read(
    "CONVOCA_WORKERS", "Hilos del proceso de trabajo; en SQLite siempre 1.", 4, env.as_count
)
POOL_SIZE = env.read(
    "CONVOCA_POOL_SIZE", "Conexiones a PostgreSQL, a lo más, de cada proceso.",
    WORKERS + 8, env.as_count, shown="CONVOCA_WORKERS y 8 más",
)  # fmt: skip
if IS_SQLITE:
    _options: dict[str, Any] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    _options = {
        "connect_timeout": 10,
        # A machine that is cut off notices in half a minute, and so does the server of its locks
        "keepalives_idle": 15,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,
        "options": "-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5"
        " -c tcp_keepalives_count=3"
        " -c idle_in_transaction_session_timeout=60000",
    }
    if not UNDER_TEST:
        _options["pool"] = {"min_size": 1, "max_size": POOL_SIZE, "timeout": 20}
_database["OPTIONS"] = _options | _database.get("OPTIONS", {})
_database["CONN_HEALTH_CHECKS"] = not IS_SQLITE  # a server that was restarted costs no request
if IS_SQLITE and not UNDER_TEST:
    # The last one to close a file of SQLite tidies it up: that cost 2 ms a request.
    _database["CONN_MAX_AGE"] = None
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Queue and cache
QUEUE_URL = env.read(
    "CONVOCA_QUEUE_URL", "Cola: sqlite:// (un equipo) o redis://servidor:puerto/0 (varios).",
    "memory://" if UNDER_TEST else "sqlite://", env.as_queue, shown="sqlite://",
)  # fmt: skip
MANY_MACHINES = QUEUE_URL.startswith("redis")
CACHES = {
    "default": {
        "BACKEND": "convoca.foundation.caching.PatientRedisCache",
        "LOCATION": QUEUE_URL,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 5},
    }
    if MANY_MACHINES
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if UNDER_TEST
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},  # counts of tries must not push each other out
    }
}

# Mail, WhatsApp, Zoom
from convoca.config.providers import *  # noqa: E402, F403 -- in the order of docs/settings.md

# Sign-in of the staff
AUTH_USER_MODEL = "directory.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if UNDER_TEST:  # strong hashes of made-up passwords took half of the time of the tests
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:today"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "convoca.desk.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True

# Cookies, headers, static files
IS_HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = [urlsplit(BASE_URL).hostname or "localhost", "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-sesion" if IS_HTTPS else "sesion"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = False  # the proxy in front does it; see the manual
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # that same redirect
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 63_072_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
FILES = env.read(
    "CONVOCA_FILES_URL", "Archivos de varios equipos: s3://clave:secreto@servidor/balde?tls=1.",
    None, env.as_files, shown="en CONVOCA_DATA_DIR/files",
)  # fmt: skip
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": FILES}
    if FILES
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if UNDER_TEST or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = UNDER_TEST or DEBUG
MEDIA_ROOT = DATA_DIR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
ROSTER_MAX_BYTES, AUDIO_MAX_BYTES = 10_000_000, 150_000_000
AUDIO_DAYS = env.read(
    "CONVOCA_AUDIO_DAYS", "Días que se guarda el audio de una entrevista antes de borrarlo.",
    180, env.as_count,
)  # fmt: skip
CSRF_FAILURE_VIEW = "convoca.desk.views.errors.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"convoca": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}

DECLARED = env.declared

SHORTEST_KEY = 50
if MANY_MACHINES and not os.environ.get("CONVOCA_SECRET_KEY", "").strip():
    raise ImproperlyConfigured(
        "CONVOCA_SECRET_KEY falta: con la cola en Redis, todos los equipos llevan la misma clave."
    )
if urlsplit(BASE_URL).hostname not in {"127.0.0.1", "localhost"}:
    if not IS_HTTPS:
        raise ImproperlyConfigured("CONVOCA_BASE_URL debe empezar con https fuera de este equipo.")
    if DEBUG:
        raise ImproperlyConfigured("CONVOCA_DEBUG=1 muestra datos: solo sirve en este equipo.")
    if len(SECRET_KEY) < SHORTEST_KEY:
        raise ImproperlyConfigured("CONVOCA_SECRET_KEY es corta: use 50 letras o más, al azar.")
