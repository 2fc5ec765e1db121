"""How mails leave, read from one address."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
CONSOLE = {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}


def settings_of(address: str, timeout: str) -> dict[str, Any]:
    """Django's settings for an address like smtp://user:password@relay.example.gov:587."""
    if not address:
        return CONSOLE
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ImproperlyConfigured(
            f"EMAIL_URL begins with one of {', '.join(PORTS)}, then ://HOST."
        )
    if not timeout.isdecimal() or int(timeout) < 1:
        raise ImproperlyConfigured("EMAIL_TIMEOUT is a number of seconds.")
    if parts.scheme == "smtp+plain" and parts.password and parts.hostname not in LOOPBACK:
        raise ImproperlyConfigured(
            "EMAIL_URL would send its password unencrypted: use smtp:// or smtps://."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        # A mail server on the same machine seldom has a certificate.
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in LOOPBACK,
        "EMAIL_TIMEOUT": int(timeout),
    }
