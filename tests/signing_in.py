"""Signing in as people do it, with password and code."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from assessment.models import User
from tests.conftest import PASSWORD
from tests.reading import form, send, submit, words

SIGN_IN = reverse("account_login")


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra: Any) -> Any:
    """The sign-in page filled in, followed to where it leads."""
    return submit(client, SIGN_IN, {"login": email, "password": password}, follow=True, **extra)


def code(secret: str, steps: int = 0) -> str:
    """What an app shows now, or this many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up(client: Client) -> str:
    """Set up an app, as somebody who has just signed in; its secret."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r"\b[A-Z2-7]{32}\b", words(page))[0]  # type: ignore[index]
    page = send(client, form(page, "second-factor"), {"code": code(secret)}, follow=True)
    assert page.redirect_chain[0][0] == reverse("mfa_view_recovery_codes")
    return secret


def with_app(user: User) -> str:
    """The secret of the app that this person sets up now."""
    client = Client()
    sign_in(client, user.email)
    return set_up(client)


def is_in(client: Client, user: User) -> bool:
    return client.session.get("_auth_user_id") == str(user.pk)
