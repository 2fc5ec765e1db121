"""The address that a person wants for the account."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import User

from .layout import laid_out
from .people import ADDRESS_FAULTS


class AddressChangeForm(forms.Form):
    """Says nothing about whether the address is somebody's already."""

    email = forms.EmailField(
        label=_("New e-mail address"), error_messages=ADDRESS_FAULTS, max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    error_title = _("Not asked yet")
    helper = laid_out("email")

    def __init__(self, data: Mapping[str, str] | None, user: User) -> None:
        super().__init__(data, auto_id="address-%s")
        self.user = user

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if email == self.user.email:
            raise forms.ValidationError(_("This is your address already."))
        return email
