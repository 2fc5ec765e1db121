"""Signing in through a provider of OpenID Connect: only for people who have an account here.

The first time, the account is found by an address that the provider says it has verified; from then on by the
provider's number for the person, so that an address that passes to somebody else opens nothing.
"""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessment import attempts
from assessment.models import User


def provider_name() -> str:
    """What people know the provider as; empty where there is none."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return str(apps[0]["name"]) if apps else ""


def refusal(request: HttpRequest, reason: str, email: str = "") -> HttpResponse:
    """A page that says why and what to do: unknown, unverified, other, cancelled or failed."""
    if reason != "cancelled":
        attempts.failed(request, email, "provider")
    context = {"reason": reason, "email": email, "provider": provider_name()}
    return render(request, "socialaccount/refused.html", context, status=403)


class Provider(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth is untyped
    """Takes from what the provider says the person's number and the address, and keeps nothing else."""

    def complete_login(self, *args: Any, **kwargs: Any) -> SocialLogin:
        login = super().complete_login(*args, **kwargs)
        said = login.account.extra_data
        person, token = said.get("userinfo") or {}, said.get("id_token") or {}
        if person.get("sub", token["sub"]) != token["sub"]:
            raise ValueError("The provider speaks of two different people.")
        told = person or token
        for address in login.email_addresses:  # "false" is a word too, and a word is true
            address.verified = told.get("email_verified") in (True, "true")
        login.account.extra_data = {}
        return login


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account of who comes for the first time, or say why there is none to go to."""
        if sociallogin.is_existing:
            return
        address = next(iter(sociallogin.email_addresses), None)
        if not address or not address.verified:
            _refuse(request, "unverified", address.email if address else "")
        user = User.objects.filter(email=address.email.lower()).first()
        if not user:
            _refuse(request, "unknown", address.email)
        provider = sociallogin.account.provider
        if SocialAccount.objects.filter(user=user, provider=provider).exists():
            _refuse(request, "other", address.email)
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        _refuse(request, "cancelled" if kwargs.get("error") == AuthError.CANCELLED else "failed")


def _refuse(request: HttpRequest, reason: str, email: str = "") -> NoReturn:
    raise ImmediateHttpResponse(refusal(request, reason, email))
