"""Forms with which administrators keep the agencies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assessment import review
from assessment.agency_names import name_key, plain
from assessment.models import Agency, AgencyName, Sector, User, administered_countries
from assessment.widgets import Boxes, Tick

from .layout import Revision, TwoColumns, laid_out


def country_choices(user: User) -> list[tuple[str, str]]:
    """The countries that a person administers, in the order of their names."""
    language = get_language() or "en"
    mine = administered_countries(user)
    names = [(c.code, c.name[language]) for c in review.countries().values() if c.code in mine]
    return sorted(names, key=lambda choice: plain(choice[1]))


class AgencyForm(forms.ModelForm[Agency]):
    """An agency, new or to be changed. What resembles it is asked about once: `ask_about`."""

    country = forms.ChoiceField(
        label=_("country"), error_messages={"required": _("Choose the country.")}
    )
    sectors = forms.MultipleChoiceField(
        label=_("areas of work"), required=False, choices=Sector.choices, widget=Boxes
    )
    part_of = forms.CharField(
        label=_("part of"),
        required=False,
        max_length=200,
        help_text=_("The name of the agency above this one, as it stands in the list."),
    )
    another = forms.BooleanField(
        label=_("It is another agency than those named above."),
        required=False,
        widget=Tick,
    )
    revision = Revision()

    class Meta:
        model = Agency
        fields = ["name", "country", "level", "kind", "size", "sectors"]
        error_messages = {
            "name": {"required": _("Enter the name of the agency.")},
            "level": {"required": _("Choose the level of government.")},
        }
        help_texts = {"name": _("In full, in the language of the country.")}

    PARTS = (
        "name",
        TwoColumns("country", "level", "kind", "size"),
        "part_of",
        Field("sectors", wrapper_class="ticks"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.helper = laid_out(*self.PARTS)
        self.initial["revision"] = self.instance.revision
        if parent := self.instance.parent:
            self.initial["part_of"] = parent.name
        country: Any = self.fields["country"]
        choices = country_choices(user)
        country.choices = [("", _("Choose a country")), *choices] if len(choices) > 1 else choices
        if self.instance.pk and self.instance.is_tied_to_country:
            country.disabled = True
            country.help_text = gettext("Answers were handed in under this country; it stays.")
        for name in ("kind", "size"):
            field: Any = self.fields[name]
            field.choices = [("", _("Not said")), *list(field.choices)[1:]]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["parent"] = None
        if (above := data.get("part_of")) and data.get("country"):
            data["parent"] = named(above, data["country"])
            if data["parent"] is None:
                sentence = gettext("There is no agency of this name in this country.")
                self.add_error("part_of", sentence)
        return data

    def values(self) -> dict[str, Any]:
        """What the workflow is given."""
        names = [*self.Meta.fields, "parent"]
        return {name: self.cleaned_data[name] for name in names}

    def ask_about(self, alike: Sequence[Agency]) -> bool:
        """Whether it must be said first that none of these is meant."""
        if not alike or self.cleaned_data.get("another"):
            return False
        self.helper = laid_out(*self.PARTS, "another")
        sentence = gettext(
            "Tick the box if it is another agency; else go to the one that is there."
        )
        self.add_error("another", sentence)
        return True


def named(name: str, country: str) -> Agency | None:
    """The agency that a name means in a country, by today's name or an earlier one that only one has."""
    standing = Agency.objects.standing().filter(country=country)
    key = name_key(name)
    if found := standing.filter(name_key=key).first():
        return found
    earlier = AgencyName.objects.filter(name_key=key).values("agency")
    found_earlier = list(standing.filter(pk__in=earlier)[:2])
    return found_earlier[0] if len(found_earlier) == 1 else None


class AgencyFilterForm(forms.Form):
    """Narrow the list of agencies."""

    q = forms.CharField(
        label=_("Name, or part of it"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Open")),
            ("without_lead", _("Open, without a lead")),
            ("closed", _("Closed")),
            ("merged", _("Merged into others")),
            ("all", _("All")),
        ],
    )
    error_title = _("The list cannot be narrowed like this")
    helper = laid_out("q", "country", "state", method="get")

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data)
        country: Any = self.fields["country"]
        country.choices = [("", _("All")), *country_choices(user)]

    def narrow(self, agencies: QuerySet[Agency]) -> QuerySet[Agency]:
        if not self.is_valid():
            return agencies.none()
        wanted = self.cleaned_data
        if wanted["state"] != "all":
            agencies = getattr(agencies, wanted["state"] or "open")()
        if wanted["country"]:
            agencies = agencies.filter(country=wanted["country"])
        return agencies.searched(wanted["q"])  # type: ignore[attr-defined, no-any-return]


class CloseForm(forms.Form):
    """Since when an agency is no more."""

    on = forms.DateField(
        label=_("closed on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Enter the day.")},
    )
    helper = laid_out("on")

    def __init__(self, data: Any, agency: Agency) -> None:
        super().__init__(data, initial={"on": agency.today})
        self.agency = agency

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > self.agency.today:
            raise forms.ValidationError(gettext("This day has not come yet."))
        return on


class FindForm(forms.Form):
    """Look for the agency that another is to be merged into."""

    q = forms.CharField(
        label=_("Name, or part of it"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    helper = laid_out("q", method="get")


class MergeForm(forms.Form):
    """The decision on a merge that was shown."""

    into = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)
    confirm = forms.BooleanField(
        label=_("I have looked at it: both are the same agency."),
        widget=Tick,
        error_messages={"required": _("Tick the box to confirm, then merge.")},
    )
    error_title = _("Not merged yet")
    helper = laid_out("confirm")
