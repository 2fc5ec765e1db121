"""The forms by which people come in and are looked after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessment.models import EVERYWHERE, Office, Role, User
from assessment.widgets import Radios

from .agencies import country_choices
from .layout import TwoColumns, laid_out

ADDRESS_FAULTS = {
    "required": _("Enter the e-mail address."),
    "invalid": _("Write an e-mail address such as ana.quispe@salud.gob.pe."),
}


ALL_COUNTRIES = "all"  # said on purpose: nobody gets the whole region by leaving a field empty


def _language() -> forms.ChoiceField:
    """In which language the invitation is written."""
    return forms.ChoiceField(
        label=_("Language of the letter"), choices=settings.LANGUAGES,
        error_messages={"required": _("Choose the language of the letter.")},
    )  # fmt: skip


class InviteForm(forms.Form):
    """One address, a role, and the language of the letter."""

    email = forms.EmailField(
        label=_("E-mail address"), error_messages=ADDRESS_FAULTS, max_length=254
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, initial=Role.CONTRIBUTOR, widget=Radios,
        error_messages={"required": _("Choose the role.")},
    )  # fmt: skip
    language = _language()
    error_title = _("Not invited yet")
    helper = laid_out("email", TwoColumns("role", "language"))

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial={"language": get_language()}, auto_id="invite-%s")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class OfficeForm(forms.Form):
    """One address and an office: for all countries, or for one that the person who gives it administers."""

    email = forms.EmailField(
        label=_("E-mail address"), error_messages=ADDRESS_FAULTS, max_length=254,
        help_text=_("Who has an account here gets the office at once, everybody else an invitation."),
    )  # fmt: skip
    office = forms.ChoiceField(
        label=_("Office"), choices=[c for c in Office.choices if c[0]], widget=Radios,
        initial=Office.REVIEWER, error_messages={"required": _("Choose the office.")},
    )  # fmt: skip
    country = forms.ChoiceField(
        label=_("Country"), error_messages={"required": _("Choose the country.")}
    )
    language = _language()
    error_title = _("Not given yet")
    helper = laid_out("email", "office", TwoColumns("country", "language"))

    def __init__(self, by: User, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial={"language": get_language()}, auto_id="office-%s")
        every = [(ALL_COUNTRIES, _("All countries"))] if by.is_platform_administrator else []
        choices = [*every, *country_choices(by)]
        country: Any = self.fields["country"]
        country.choices = [("", _("Choose a country")), *choices] if len(choices) > 1 else choices

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"])
        return EVERYWHERE if country == ALL_COUNTRIES else country

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class ManyForm(forms.Form):
    """Many at once: pasted from a list or a spreadsheet, a line each."""

    lines = forms.CharField(
        label=_("People, one a line"),
        help_text=_(
            "An e-mail address a line; “lead” behind it, after a comma, makes that person a lead."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
        error_messages={
            "required": _("Paste at least one line."),
            "max_length": _("Paste at most 200 lines at a time."),
        },
    )
    language = _language()
    error_title = _("Not invited yet")
    helper = laid_out("lines", "language")

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial={"language": get_language()}, auto_id="many-%s")


class ComeInForm(forms.Form):
    """The name and the password of an invited person."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Choose a password"), strip=False,
        error_messages={"required": _("Choose a password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("The password once more"), strip=False,
        error_messages={"required": _("Enter the password once more.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    error_title = _("Your account is not made yet")
    helper = laid_out("name", "password", "again")

    def __init__(self, data: Mapping[str, str] | None, email: str) -> None:
        super().__init__(data, auto_id="account-%s")
        self.email = email

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if password := data.get("password"):
            try:
                validate_password(password, User(email=self.email, name=data.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
            if data.get("again") and data["again"] != password:
                self.add_error("again", _("The two passwords are not the same."))
        return data


class SearchForm(forms.Form):
    """Look for an agency by a part of its name."""

    q = forms.CharField(
        label=_("Agency, or part of its name"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    helper = laid_out("q", method="get")


class JoinForm(forms.Form):
    """Which agency to ask, and a word about oneself."""

    agency = forms.ChoiceField(
        label=_("Agency"), widget=Radios, error_messages={"required": _("Choose the agency.")}
    )
    note = forms.CharField(
        label=_("A word about you, for whoever decides"), max_length=300, required=False
    )
    error_title = _("Not asked yet")
    helper = laid_out("agency", "note")

    def __init__(self, data: Mapping[str, str] | None, agencies: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="join-%s")
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]


class ProfileForm(forms.Form):
    """What a person says about themselves."""

    name = forms.CharField(
        label=_("Name"), max_length=150, error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of mails and reports"),
        choices=[("", _("As in my browser")), *settings.LANGUAGES],
        required=False,
    )
    is_notified = forms.BooleanField(
        label=_("Write to me about the work of my agency"),
        required=False,
        help_text=_(
            "Letters about your sign-in, and those that ask you for something, always come."
        ),
    )
    error_title = _("Not saved yet")
    helper = laid_out(TwoColumns("name", "language"), "is_notified")

    def __init__(self, data: Mapping[str, str] | None, user: User) -> None:
        known = {"name": user.name, "language": user.language, "is_notified": user.is_notified}
        super().__init__(data, initial=known, auto_id="profile-%s")
