"""How this site is switched on; read from top to bottom."""

from __future__ import annotations

import sys
import tomllib
from datetime import timedelta
from pathlib import Path

import environ

from config import csp, logs
from config.keys import secret
from procedures.folders import folders

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Switches -------------------------------------------------------------------------------------------------------

DEMO = env.bool("TUANWU_DEMO", False)  # the demo town: one-click sign-in, a movable day, papers marked 演示
DEBUG = env.bool("TUANWU_DEBUG", False)
TESTING = "pytest" in sys.modules  # plain HTTP and no second factor, except where a test asks for them
HTTPS = env.bool("TUANWU_HTTPS", not (DEMO or DEBUG or TESTING))
BEHIND_PROXY = env.bool("TUANWU_PROXY", False)  # one proxy, which overwrites X-Forwarded-Proto and -For
REQUIRE_SECOND_FACTOR = env.bool("TUANWU_REQUIRE_MFA", not (DEMO or DEBUG or TESTING))
SITE_ADDRESS = env.str("TUANWU_ADDRESS", "http://localhost:8000").rstrip("/")  # what the QR codes of papers lead to
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]["version"]
SOURCE_URL = env.str("TUANWU_SOURCE", "")  # where users of this installation get its source (AGPL-3.0 art. 13)
DATA_DIR = Path(env.str("TUANWU_DATA", str(BASE_DIR / "var")))
SECRET_KEY = secret("TUANWU_SECRET_KEY", DATA_DIR)
SALT_KEY = secret("TUANWU_FIELD_SALT", DATA_DIR)  # with SECRET_KEY it encrypts ID and telephone numbers
BLIND_INDEX_KEY = secret("TUANWU_INDEX_KEY", DATA_DIR)
ALLOWED_HOSTS = env.list("TUANWU_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("TUANWU_ORIGINS", default=[])

# --- Applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.forms",
    "viewflow.workflow",
    "workflows.people",
    "workflows",
    "forms",
    "procedures.register",
    *folders(),
    "procedures",
]
AUTH_USER_MODEL = "people.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
VIEWFLOW = {"AUTOREGISTER": False}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "workflows.pages.guards.headers",
    "workflows.pages.cleaning.Cleaning",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "workflows.pages.guards.own_roots",
    "workflows.pages.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "workflows.pages.guards.session_limits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "workflows.pages.interrupted.OwnPages",
    "workflows.pages.guards.second_factor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "workflows.pages.shell.shell",
            ],
        },
    },
]
FORM_RENDERER = "forms.renderer.PaperRenderer"

# --- Data -----------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{DATA_DIR / 'tuanwu.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Careful: Django's defaults answer "database is locked" under two writers and may lose commits at power loss.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A thread of the web server keeps its connection: a new one costs as much as half an act, and plans everything again.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("TUANWU_CONNECTION_AGE", 600)
MEDIA_ROOT = env.str("TUANWU_MEDIA", str(DATA_DIR / "media"))
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# Careful: a cache of one process lets as many tries through, and one code sign in as often, as there are processes.
CACHES = {"default": {"BACKEND": "workflows.accounts.shared_counts.SharedCounts"}}

# --- Background work ------------------------------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": env.str("TUANWU_TASKS", "django_tasks_db.DatabaseBackend")}}

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- Sign-in --------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses before a password is hashed
    "workflows.pages.accounts.SignedIn",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]  # docs/security.md: why not Argon2
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("username", "name", "phone", "email")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "workflows.accounts.passwords.OwnWordsValidator"},
]  # fmt: skip
LOGIN_URL = "demo" if DEMO else "account_login"  # the demo asks whom to play, not for a password
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends with the browser; the limits below end it earlier
ACCOUNT_ADAPTER = "workflows.pages.accounts.ClosedAccounts"
# Careful: a whole hospital may share one address; only one account at one address is locked (below).
ACCOUNT_RATE_LIMITS = {"login_failed": "100/15m/ip,5/20s/key", "reauthenticate": "10/m/user"}
AXES_FAILURE_LIMIT = 20
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says when it ends, and then it ends
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "workflows.pages.accounts.typed_name"
AXES_CLIENT_IP_CALLABLE = "workflows.pages.accounts.client_address"
AXES_LOCKOUT_CALLABLE = "workflows.pages.accounts.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True  # who signed in is in the structured log, without a second copy of addresses
AXES_VERBOSE = False
MFA_ADAPTER = "workflows.pages.accounts.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "团务"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_FORMS = {
    "authenticate": "workflows.pages.second_factor.SignInWithCode",
    "reauthenticate": "workflows.pages.second_factor.ConfirmWithCode",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# --- Mail -----------------------------------------------------------------------------------------------------------

MAIL = env.str("TUANWU_MAIL", "")  # smtp+tls://name:password@host:587; without it nobody is told anything by mail
if MAIL:
    vars().update(env.email_url("TUANWU_MAIL"))
DEFAULT_FROM_EMAIL = env.str("TUANWU_MAIL_FROM", "tuanwu@localhost")

# --- Sessions and headers -------------------------------------------------------------------------------------------

SESSION_ENGINE = "workflows.accounts.session_store"
SESSION_IDLE = timedelta(minutes=30)
SESSION_LONGEST = timedelta(hours=12)
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sid" if HTTPS else "tuanwu-sid"
CSRF_FAILURE_VIEW = "workflows.pages.interrupted.stale_token"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "tuanwu-csrf"
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_SAMESITE = HTTPS, "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = env.bool("TUANWU_HSTS_PRELOAD", False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading is for names of the public Internet only, by choice
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = csp.POLICY

# --- Logging --------------------------------------------------------------------------------------------------------

LOGGING = logs.settings(env.str("TUANWU_LOG_LEVEL", "INFO"))

# --- Files of the pages ---------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"  # filled by collectstatic; without it files come from where they lie
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns at every start where there is none
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
PAPERS_CACHE = env.str("TUANWU_CACHE", str(BASE_DIR / ".local" / "papers"))
