"""Codes from an app beside the password: for everybody who wants them, required of people with an office.

Who needs one is asked in one place, `User.needs_second_factor`. For a week from the first day of the office they are
reminded on every page; from then on all pages lead to the one that sets it up.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from assessment.kept import keep, page_of
from assessment.models import User

GRACE = timedelta(days=7)
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes only stand in
# Pages of the account that stay open to who has no second factor yet, beside those of the second factor itself.
ALWAYS_OPEN = {
    "set_language",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
}


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Keeps secrets encrypted in the database: who reads a backup cannot make codes of them."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code does not fit. Take the one that the app shows now; each is good for one time."
        ),
    }

    def get_totp_issuer(self) -> str:
        return "Faceta"

    def build_totp_svg(self, url: str) -> str:
        """With a white ground, for cameras and dark pages."""
        drawn: str = qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")
        return drawn

    def encrypt(self, text: str) -> str:
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _vault().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:  # of another SECRET_KEY: no code fits, `manage.py reset_mfa` helps
            return str(generate_totp_secret())


def _vault() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (
        salted_hmac("faceta.second-factor", "key", secret=key, algorithm="sha256").digest()
        for key in keys
    )
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SecondFactorMiddleware:
    """Reminds people with an office, and when the grace is over lets them do nothing else first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _name_of(request).startswith(
            "mfa_"
        ):  # secrets and codes: no browser or proxy keeps them
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        user = request.user
        if not isinstance(user, User) or not user.needs_second_factor or has_one(user):
            return None
        until = user.second_factor_needed_since + GRACE
        is_over = timezone.localdate() >= until
        request.second_factor_until = until  # type: ignore[attr-defined]  # the page says so
        request.second_factor_is_over = is_over  # type: ignore[attr-defined]
        name = _name_of(request)
        if not is_over or name in ALWAYS_OPEN or name.startswith("mfa_"):
            return None
        return _to_setting_up(request)


def has_one(user: User) -> bool:
    return bool(is_mfa_enabled(user, FACTORS))


def _name_of(request: HttpRequest) -> str:
    return (request.resolver_match and request.resolver_match.url_name) or ""


def _to_setting_up(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = redirect("mfa_index")["Location"]
        return response
    if request.method == "POST":  # what was typed waits for the page that held it
        keep(request, page_of(request.path), ended=True)
    return redirect("mfa_index")
