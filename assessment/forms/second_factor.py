"""allauth's forms for codes, in our words."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

# A code is good for a step of 30 seconds and one more on either side. allauth remembers used ones for one step only.
REMEMBERED = 120


class _Code:
    """A field for six digits of an app, typed or put in by the phone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = _("Code from the app")
        field.max_length = 40
        field.error_messages["required"] = _("Enter the six digits that the app shows.")
        field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
        field.widget.attrs.pop("placeholder", None)


class _UsedOnce(_Code):
    error_title = _("Not signed in yet")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = _("Code from the app, or a recovery code")
        field.widget.attrs["autofocus"] = True

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the form beside
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if authenticator.type == Authenticator.Type.TOTP:
            key = f"second-factor:{authenticator.pk}:{normalize_user_code(code)}"
            if not cache.add(key, "used", REMEMBERED):
                raise get_adapter().validation_error("incorrect_code")
        return code


class SignInCodeForm(_UsedOnce, base.AuthenticateForm):  # type: ignore[misc]  # allauth is untyped
    pass


class ConfirmCodeForm(_UsedOnce, base.ReauthenticateForm):  # type: ignore[misc]
    error_title = _("Not confirmed yet")


class SetUpForm(_Code, totp.ActivateTOTPForm):  # type: ignore[misc]
    error_title = _("Not set up yet")


class PasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name, to tell it from others")
        self.fields["name"].max_length = 60
