"""The project's settings with what tests need: no secrets, quick passwords, mails kept in memory."""

from __future__ import annotations

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("PLAIN_HTTP", "1")
os.environ.pop("TASKS", None)

from assessment.config.settings import *  # noqa: F403
from assessment.config.settings import STORAGES, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
TEMPLATES[0]["OPTIONS"]["debug"] = True  # type: ignore[index]
MAIL_BESIDE = False
WAIT_FOR_MIGRATIONS = False
LIMIT_PEOPLE = False
