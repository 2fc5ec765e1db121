"""The one OpenID Connect provider of an installation, read from its environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def provider(environment: Mapping[str, str]) -> dict[str, Any]:
    """The provider as allauth wants it; empty where there is none."""
    issuer = environment.get("OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return {}
    wanted = ("OIDC_CLIENT_ID", "OIDC_SECRET")
    if missing := [name for name in wanted if not environment.get(name)]:
        raise ImproperlyConfigured(f"OIDC_ISSUER is set: set {' and '.join(missing)} too.")
    parts = urlsplit(issuer)
    if not parts.hostname or (parts.scheme != "https" and parts.hostname not in LOOPBACK):
        raise ImproperlyConfigured("OIDC_ISSUER has to be an address with https://.")
    return {
        # Accounts are bound by this: another issuer's numbers for people mean nothing here.
        "provider_id": re.sub(r"[^a-z0-9.]+", "-", f"{parts.netloc}{parts.path}".lower()),
        "name": environment.get("OIDC_NAME") or parts.hostname,
        "client_id": environment["OIDC_CLIENT_ID"],
        "secret": environment["OIDC_SECRET"],
        "settings": {
            "server_url": issuer,
            "scope": ["openid", "email"],
            "oauth_pkce_enabled": True,
        },
    }
