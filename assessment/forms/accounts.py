"""allauth's forms, saying what to do."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "login": _("Enter your e-mail address."),
    "email": _("Enter your e-mail address."),
    "password": _("Enter your password."),
    "oldpassword": _("Enter the password that you have now."),
    "password1": _("Enter the new password."),
    "password2": _("Enter the new password once more."),
}


class _Asking:
    """Sentences of our own; and no hints but the rules for a new password: the links are on the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.error_messages["required"] = SENTENCES.get(name, field.error_messages["required"])
            field.widget.attrs.pop("placeholder", None)  # the label says it
            if name != "password1":
                field.help_text = ""


class SignInForm(_Asking, allauth.LoginForm):  # type: ignore[misc]  # allauth is untyped
    error_title = _("Not signed in yet")


class ChangePasswordForm(_Asking, allauth.ChangePasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(_Asking, allauth.ResetPasswordForm):  # type: ignore[misc]
    error_title = _("Not sent yet")


class ConfirmPasswordForm(_Asking, allauth.ReauthenticateForm):  # type: ignore[misc]
    error_title = _("Not confirmed yet")


class NewPasswordForm(_Asking, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    pass
