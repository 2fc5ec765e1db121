"""The only settings module; every difference between installations is an environment variable.

They are listed in assessment/config/variables.py, and by `manage.py settings`.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from whitenoise.compress import Compressor

from assessment.config import databases, logs, mail, single_sign_on
from assessment.config.environment import Environment
from assessment.config.variables import LEVELS, TLS
from assessment.wording import NAMES

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

ENVIRONMENT = Environment(os.environ)
DEBUG = ENVIRONMENT.flag("DEBUG")
PLAIN_HTTP = ENVIRONMENT.flag("PLAIN_HTTP")
HTTPS = not DEBUG and not PLAIN_HTTP
IN_DEBUG = "only-for-development-and-demonstration-0123456789abcdef"
SECRET_KEY = ENVIRONMENT.required("SECRET_KEY", IN_DEBUG if DEBUG else "")
SECRET_KEY_FALLBACKS = ENVIRONMENT.text("SECRET_KEY_FALLBACKS").split()
# What is handed in is signed with the first; seals made with the others are known as well.
SEAL_KEYS = [
    ENVIRONMENT.text("SEAL_KEY") or SECRET_KEY,
    *ENVIRONMENT.text("SEAL_KEY_FALLBACKS").split(),
    SECRET_KEY,
    *SECRET_KEY_FALLBACKS,
]
ALLOWED_HOSTS = ENVIRONMENT.hosts("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if DEBUG else "")
# What a proxy tells about the address that people see.
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.origins("TRUSTED_ORIGINS")
USE_X_FORWARDED_HOST = ENVIRONMENT.flag("FORWARDED_HOST")
USE_X_FORWARDED_PORT = ENVIRONMENT.flag("FORWARDED_PORT")
FORCE_SCRIPT_NAME = ENVIRONMENT.path("FORCE_SCRIPT_NAME") or None

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "assessment",
    "portfolio",
]

MIDDLEWARE = [
    "assessment.config.frames.room_for_frames",
    "assessment.config.logs.logged",
    "assessment.config.health_pages.HealthMiddleware",  # before whatever asks for a host or for HTTPS
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "assessment.config.compression.brotli_pages",
    "csp.middleware.CSPMiddleware",
    "assessment.entrance.CharactersMiddleware",  # before anything that looks up what a request says
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "assessment.idle.IdleMiddleware",
    "assessment.accounts.DeviceMiddleware",
    "assessment.second_factor.SecondFactorMiddleware",
    "assessment.config.limits.LimitsMiddleware",
]

ROOT_URLCONF = "assessment.config.urls"
WSGI_APPLICATION = "assessment.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",  # LANGUAGES, LANGUAGE_CODE
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assessment.kept.page_address",
                "assessment.contributions.menu",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# The templates that draw forms are our own: templates/faceta.
CRISPY_TEMPLATE_PACK = "faceta"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("faceta",)
CRISPY_FAIL_SILENTLY = False

DATABASES = {
    "default": databases.settings_of(
        ENVIRONMENT.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}"),
        tls=ENVIRONMENT.choice("DATABASE_TLS", TLS),
        certificate=ENVIRONMENT.text("DATABASE_CA"),
        pooled=ENVIRONMENT.flag("DATABASE_POOLER"),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes, so that sign-in attempts are counted once. `migrate` makes the table.
CACHES = {
    name: {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": table,
        "TIMEOUT": timeout,
        "OPTIONS": {"MAX_ENTRIES": entries},
    }
    for name, table, timeout, entries in (
        ("default", "cache", 300, 100_000),  # counts attempts; nothing else may push them out
        ("files", "cache_files", 3600, 500),  # files brought and not yet taken over
        ("results", "cache_results", 7 * 24 * 3600, 5000),  # pages of sealed answers, 30 KB each
    )
}

AUTH_USER_MODEL = "assessment.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "assessment.passwords.GuessableValidator"},
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in (
            "UserAttributeSimilarityValidator",
            "CommonPasswordValidator",
            "NumericPasswordValidator",
        )
    ),
]
LOGIN_REDIRECT_URL = "assessment:dashboard"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "assessment.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "assessment.forms.accounts.SignInForm",
    "reauthenticate": "assessment.forms.accounts.ConfirmPasswordForm",
    "change_password": "assessment.forms.accounts.ChangePasswordForm",
    "reset_password": "assessment.forms.accounts.ResetPasswordForm",
    "reset_password_from_key": "assessment.forms.accounts.NewPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by administrators
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
# What assessment.attempts counts, and what nobody can misuse, is not counted a second time. A limit by network alone
# would lock out a whole ministry. "login_failed" is for codes of the second factor, by person.
ACCOUNT_RATE_LIMITS = {
    **dict.fromkeys(("login", "signup", "reset_password", "reset_password_from_key"), ""),
    "login_failed": "5/5m/key,30/1d/key",
}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = (
    True  # the link from the mailbox lets in, by way of the second factor
)
# Sign-in attempts are counted by address: how many proxies stand in front tells which one is the client's.
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.number(
    "PROXIES", 0, 10, "0" if DEBUG or PLAIN_HTTP else "1"
)
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail from us
LIMIT_PEOPLE = True  # reports, uploads and exports of one person (assessment/config/limits.py)
WAIT_FOR_MIGRATIONS = True  # new code before `migrate` answers 503 with a sentence
CONTACT_EMAIL = ENVIRONMENT.sender("CONTACT_EMAIL")
MAIL_BESIDE = True  # without a worker, letters are sent by a thread beside the request

MFA_ADAPTER = "assessment.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "assessment.forms.second_factor.SignInCodeForm",
    "reauthenticate": "assessment.forms.second_factor.ConfirmCodeForm",
    "activate_totp": "assessment.forms.second_factor.SetUpForm",
    "add_webauthn": "assessment.forms.second_factor.PasskeyForm",
}
# Browsers have passkeys only over HTTPS.
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if HTTPS else [])]
MFA_TOTP_TOLERANCE = 1  # a code may be typed until half a minute after the app has the next one
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are vouched for by who made or invited the account

SOCIALACCOUNT_ADAPTER = "assessment.single_sign_on.SocialAccountAdapter"
_provider = ENVIRONMENT.take(lambda: single_sign_on.provider(os.environ), {})
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_provider] if _provider else []}}

SESSION_COOKIE_AGE = ENVIRONMENT.number("SESSION_DAYS", 1, 365) * 24 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "assessment.views.errors.expired_page"

LANGUAGE_CODE = "en"
LANGUAGES = list(NAMES.items())
LOCALE_PATHS = [BASE_DIR / "assessment" / "locale"]
TIME_ZONE = ENVIRONMENT.zone("TIME_ZONE")

# Some administrations refuse single scores: "0" shows profiles without the overall number.
OVERALL_SCORE = ENVIRONMENT.flag("OVERALL_SCORE")
USE_TZ = True

MEDIA_ROOT = VAR_DIR / "files"  # what is uploaded and stays; made by the first file
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
FONTS_DIR = (
    VAR_DIR / "fonts"
)  # the pages' font, cut from the packaged one by `manage.py subset_fonts`
FONTS_DIR.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", ("fonts", FONTS_DIR)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# The fonts of other scripts are 28 MB: compressing them takes a minute, and hardly a browser asks for one.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "ttf")

# Nothing typed here is long: refuse a body before it is read into memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = ENVIRONMENT.number("HSTS_SECONDS", 0, 10 * 365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.flag("HSTS_SUBDOMAINS")
    SECURE_HSTS_PRELOAD = ENVIRONMENT.flag("HSTS_PRELOAD")
    # No neighbouring host of the same domain can set these.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True

_mail = (ENVIRONMENT.text("EMAIL_URL"), str(ENVIRONMENT.number("EMAIL_TIMEOUT", 1, 600)))
globals().update(ENVIRONMENT.take(lambda: mail.settings_of(*_mail), {}))
DEFAULT_FROM_EMAIL = ENVIRONMENT.sender("FROM_EMAIL")

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if ENVIRONMENT.choice("TASKS", ("immediate", "database")) == "database"
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

LOGGING = logs.configuration(
    ENVIRONMENT.choice("LOG_FORMAT", ("json", "text"), "text" if DEBUG else "json"),
    ENVIRONMENT.choice("LOG_LEVEL", LEVELS),
)

# Both are for the owner of the whole domain to decide: HSTS_SUBDOMAINS, HSTS_PRELOAD.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

ENVIRONMENT.finish()
