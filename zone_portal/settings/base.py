"""What every installation shares. Choices that depend on the place come from zone_portal.env."""

from datetime import timedelta
from typing import Any

from csp.constants import NONCE, NONE, SELF

from zone_portal import env
from zone_portal.settings import beat

ENV = env.read()
BASE_DIR = env.REPOSITORY

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(ENV.trusted_origins)

INSTALLED_APPS = [
    "zone_portal.framework",
    "accounts",
    "reference",
    "enterprises",
    "taxation",
    "declarations",
    "credit",
    "risk",
    "statistics_app",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zone_portal.framework.edge.guarded",
    "zone_portal.framework.policy.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.pages.middleware.session_guard",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

NAVIGATION_GRANTS = "enterprises.pages.frame.grants_of"  # what a person may do, for the menu
DOCS_FOLDERS = {"credit": "credit.indicator_pages.pages"}  # generated folders of the apps above
# Status machines of the apps above.
DOCS_STATE_PAGES = [
    "credit.handbook.state_pages",
    "risk.handbook.state_pages",
    "statistics_app.handbook.state_pages",
]
NAVIGATION_COUNTS = {"declarations:tasks": "declarations.pages.tasks.count_of"}  # what waits there
ROOT_URLCONF = "zone_portal.urls"
WSGI_APPLICATION = "zone_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "zone_portal.framework.navigation.shell.shell",
                "accounts.pages.frame.frame",
            ],
        },
    }
]

# --- database -------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **env.database_settings(ENV.database_url),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASES["default"]["OPTIONS"] = {"connect_timeout": "5", **DATABASES["default"]["OPTIONS"]}
APP_DATABASE_ROLE = ENV.database_app_role  # whom grant_roles grants to, when the owner runs it
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- cache: fails open, a request never waits for it ----------------------------------------------
CACHE_TIMEOUT_SECONDS = 0.2
CACHES = {
    "default": {
        "BACKEND": "zone_portal.framework.cache.FailOpenRedisCache",
        "LOCATION": env.redis_cache_url(ENV.redis_url, database=2),
        "TIMEOUT": 300,
        "OPTIONS": {
            "socket_timeout": CACHE_TIMEOUT_SECONDS,
            "socket_connect_timeout": CACHE_TIMEOUT_SECONDS,
        },
    }
}

# --- people ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.services.passwords.MixedCharacters"},
]
ACCOUNT_LINK_LIFE = timedelta(hours=72)  # a link to set a first password works once, and so long
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SIGN_IN_ATTEMPTS = 5  # failures in a row of one user name from one address …
SIGN_IN_ATTEMPTS_ANYWHERE = 20  # failures of one user name from places where it is not known
SIGN_IN_ATTEMPTS_PER_ADDRESS = 60  # failures of all user names from one address …
SIGN_IN_WINDOW = timedelta(minutes=15)  # … within this time lock it out
KNOWN_PLACE_FOR = timedelta(days=90)  # how long a network and a browser stay known to their owner
REGISTRATIONS_PER_ADDRESS = 20  # accounts that one address may open …
REGISTRATION_WINDOW = timedelta(hours=1)  # … within this time
SECOND_FACTOR = ENV.second_factor or "offered"  # or "required": officials and administrators
SECOND_FACTOR_DUTIES = ["enterprises.viewers.administers"]  # who must, beside the officials
SINGLE_SIGN_ON = ENV.single_sign_on
SINGLE_SIGN_ON_TIMEOUT_SECONDS = 5
PROXIES_IN_FRONT = ENV.proxies  # how many of the addresses in X-Forwarded-For our proxies wrote
INVITATION_LIFETIME = timedelta(days=7)  # of a link that invites a colleague
TOKEN_REMINDER = timedelta(days=14)  # before a token expires its administrators are told
CERTIFICATE_REMINDER = timedelta(days=30)  # likewise before a signing certificate expires
CERTIFICATES_MOST = 20  # signing certificates of one enterprise in force
SIGNING_SM2 = False  # sign with SM2 in software; not constant in time, see docs/signatures.md
PAYMENT_PROOF_BYTES = 4 * 1024 * 1024  # an upload of raw payment data
TOKEN_LONGEST = timedelta(days=730)
TOKEN_OVERLAP_LONGEST = timedelta(days=30)  # an old token beside the one that replaces it
ASSERTION_LIFETIME = timedelta(minutes=10)  # of a signed answer to a consent
SESSION_ENGINE = "accounts.models.sessions"
SESSION_IDLE = timedelta(minutes=30)
SESSION_LONGEST = timedelta(hours=12)
SESSION_SEEN_EVERY = timedelta(minutes=1)  # how exactly the last activity is written down
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False

# --- files and bodies -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ENV.layout.static
STATICFILES_DIRS = [
    folder for folder in (BASE_DIR / "static", ENV.layout.assets) if folder.is_dir()
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "zone_portal.framework.staticfiles.HashedStaticFiles"},
}
# Intake reads the stream itself with its own limit of 32 MB; this one guards everything else.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILING_ATTACHMENT_BYTES = 20 * 1024 * 1024
FILING_ATTACHMENTS_PER_FIELD = 10
FILING_APPLICATIONS_AT_ONCE = 5  # drafts of firms that one person may have under way
FILING_LINES_AT_MOST = 20_000  # goods of one filing, and rows of one file of goods
FILING_SHEET_BYTES = 10 * 1024 * 1024
ENTRY_ROWS_AT_MOST = 20_000  # rows of one file of documents
ENTRY_SHEET_BYTES = 16 * 1024 * 1024
ENTRY_UNPACKED_BYTES = 160 * 1024 * 1024  # what an Excel file may unpack to; more is a bomb
ENTRY_KEPT = timedelta(days=30)  # how long files and forms that people entered stay readable
VIRUS_SCANNER = ENV.clamd  # where clamd listens (a socket path or host:port), "" for none
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576  # larger uploads go to a temporary file, not to memory

# --- security -------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PORTAL_KEY_DIR = ENV.key_dir
CUSTOMS_GATEWAY = ENV.customs_gateway  # where matched declarations go, or off
CUSTOMS_GATEWAY_TIMEOUT_SECONDS = 10
CUSTOMS_MESSAGE_BYTES = 4 * 1024 * 1024  # the longest message that the gateway may send us
CREDIT_ADAPTERS = dict(ENV.credit_sources)  # who is asked daily for public credit records
CREDIT_ADAPTER_TIMEOUT_SECONDS = 30
RISK_LINKS = dict(ENV.risk_links)  # departments' own systems that are told of alerts
RISK_LINK_TIMEOUT_SECONDS = 10
STATISTICS_MOST_ROWS = 1_000_000  # of one file of figures or records; a larger one is refused
CREDIT_DELIVERY_BYTES = 32 * 1024 * 1024  # one delivery of credit records …
CREDIT_DELIVERY_ROWS = 100_000  # … and its rows
PORTAL_DEMO = ENV.demo
PORTAL_ZONE = ENV.zone  # which file of accounts/zones this installation serves

# --- API ------------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["enterprises.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "zone_portal.framework.api.problem_of",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Comprehensive pilot zone portal API",
    "DESCRIPTION": "Orders, payments, waybills and inventories in the customs format, "
    "their checks, their matching and their receipts.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": ["declarations.api.components.complete"],
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
}

# --- background work: JSON only, hints only -------------------------------------------------------
CELERY_APP = "zone_portal.celery"
CELERY_BROKER_URL = env.redis_broker_url(ENV.redis_url)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a broker that is down for an hour comes back too
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "declarations.decide": {"queue": "matching"},
    "declarations.sweep": {"queue": "matching"},
    "declarations.forward": {"queue": "matching"},
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000  # KiB
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = beat.SCHEDULE

# --- logs: one line each on standard error, never a body or a personal value ----------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}
