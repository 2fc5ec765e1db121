"""Forms with which administrators keep rounds, and agencies answer to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assessment.agency_names import name_key
from assessment.methods import published
from assessment.models import Agency, AgencyKind, Round, User
from assessment.widgets import Boxes, Radios, Tick
from assessment.wording import NAMES

from .agencies import country_choices
from .layout import Group, Revision, TwoColumns, laid_out

# Of the agencies of a round, as its progress counts them: `assessment/round_progress.py`.
STATES = {
    "not_begun": _("Not begun"),
    "begun": _("In progress"),
    "stuck": _("In progress, nothing saved for a week"),
    "handed_in": _("Handed in"),
    "over": _("Time over, not handed in"),
    "declined": _("Declined"),
}
TEXTS = {"title": _("Title"), "introduction": _("Introduction"), "privacy": _("Privacy notice")}
MOST_LINES = 2_000
DAY = {"type": "date"}


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY), **options
    )


def text_field(name: str, language: str) -> str:
    return f"{name}_{language.replace('-', '_')}"


class RoundForm(forms.Form):
    """A round in preparation: its words by language, its days, its countries and questionnaires."""

    opens_on = _day(
        _("Opens on"), required=False,
        help_text=_("Leave it empty to open the round by hand."),
    )  # fmt: skip
    closes_on = _day(
        _("Closes on"),
        help_text=_("Answers are taken until 23:59 of this day where the agency is."),
        error_messages={"required": _("Enter the day on which the round closes.")},
    )
    instruments = forms.MultipleChoiceField(
        label=_("Questionnaires"), widget=Boxes,
        error_messages={"required": _("Choose one questionnaire at least.")},
    )  # fmt: skip
    countries = forms.MultipleChoiceField(
        label=_("Countries"), widget=Boxes,
        error_messages={"required": _("Choose one country at least.")},
    )  # fmt: skip
    revision = Revision()
    error_title = _("The round is not saved yet")

    def __init__(self, data: Any = None, *, user: User, found: Round | None = None) -> None:
        super().__init__(data, initial=_initial(found))
        for name, label in TEXTS.items():
            for language, named in NAMES.items():
                self.fields[text_field(name, language)] = _words(name, f"{label} ({named})")
        fields: dict[str, Any] = self.fields
        fields["countries"].choices = country_choices(user)
        fields["instruments"].choices = [
            (key, published.latest(key).text[get_language() or "en"])
            for key in sorted({i.key for i in published.all_instruments()})
        ]
        words = [text_field(name, language) for name in TEXTS for language in NAMES]
        self.helper = laid_out(
            *words[: len(NAMES)],
            TwoColumns("opens_on", "closes_on"),
            Field("instruments", wrapper_class="ticks"),
            Field("countries", wrapper_class="ticks"),
            Group(_("Texts"), *words[len(NAMES) :], hint=_("What is empty is not shown.")),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(text_field("title", language)) for language in NAMES):
            self.add_error(text_field("title", next(iter(NAMES))), gettext("Enter a title."))
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and opens > closes:
            self.add_error("closes_on", gettext("The round cannot close before it opens."))
        return data

    def values(self) -> dict[str, Any]:
        """What the workflow is given, but for countries and questionnaires."""
        data = self.cleaned_data
        words = {
            name: {
                language: data[text_field(name, language)]
                for language in NAMES
                if data[text_field(name, language)]
            }
            for name in TEXTS
        }
        return {**words, **{key: data[key] for key in ("opens_on", "closes_on")}}


def _words(name: str, label: str) -> forms.CharField:
    if name == "title":
        return forms.CharField(label=label, required=False, max_length=120)
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=False, max_length=4_000, widget=area)


def _initial(found: Round | None) -> dict[str, Any]:
    if found is None:
        return {"revision": 0}
    words = {
        text_field(name, language): getattr(found, name).get(language, "")
        for name in TEXTS
        for language in NAMES
    }
    return {
        **words,
        "opens_on": found.opens_on,
        "closes_on": found.closes_on,
        "countries": found.country_codes,
        "instruments": [one.instrument_key for one in found.instruments.all()],
        "revision": found.revision,
    }


class AskAgenciesForm(forms.Form):
    """Which agencies to ask: all of some kinds, or those of a pasted list."""

    countries = forms.MultipleChoiceField(label=_("Countries"), required=False, widget=Boxes)
    kinds = forms.MultipleChoiceField(
        label=_("Types of agency"), required=False, widget=Boxes, choices=AgencyKind.choices
    )
    lines = forms.CharField(
        label=_("Or a list: names, one a line"),
        required=False,
        max_length=300_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Copied from a spreadsheet, the first column counts."),
    )
    error_title = _("Nobody is asked yet")
    helper = laid_out(
        Field("countries", wrapper_class="ticks"), Field("kinds", wrapper_class="ticks"), "lines"
    )

    listed: frozenset[int] = frozenset()

    def __init__(self, data: Any, found: Round, user: User) -> None:
        super().__init__(data)
        self.round, self.user = found, user
        codes = found.country_codes
        field: Any = self.fields["countries"]
        field.choices = [choice for choice in country_choices(user) if choice[0] in codes]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(key) for key in ("countries", "kinds", "lines")):
            self.add_error("countries", gettext("Choose countries or types, or paste a list."))
        return data

    def clean_lines(self) -> str:
        """Every line is an agency that is there: what is not found is said, and nobody is asked."""
        lines = str(self.cleaned_data["lines"]).splitlines()
        names = [name for line in lines if (name := line.partition("\t")[0].strip())]
        if len(names) > MOST_LINES:
            raise forms.ValidationError(gettext("Paste at most 2,000 lines at a time."))
        keys = {name_key(name): name for name in names}
        there = self._mine().filter(name_key__in=keys).values_list("name_key", "pk")
        self.listed = frozenset(pk for _key, pk in there)
        missing = [name for key, name in keys.items() if key not in {k for k, _pk in there}]
        if missing:
            sentence = gettext("Not found in the countries of the round: %(names)s.")
            raise forms.ValidationError(sentence % {"names": "; ".join(missing[:20])})
        return "\n".join(names)

    def _mine(self) -> Any:
        mine = Agency.objects.administered_by(self.user).open()
        return mine.filter(country__in=self.round.country_codes)

    def chosen(self) -> list[Agency]:
        """By country and kind, where either is given, and those of the list."""
        countries, kinds = self.cleaned_data["countries"], self.cleaned_data["kinds"]
        found: dict[int, Agency] = {}
        if countries or kinds:
            some = self._mine()
            some = some.filter(country__in=countries) if countries else some
            some = some.filter(kind__in=kinds) if kinds else some
            found = {agency.pk: agency for agency in some}
        return list((found | self._mine().in_bulk(self.listed)).values())


class ProgressFilterForm(forms.Form):
    """Narrow the list of a round's agencies."""

    q = forms.CharField(
        label=_("Agency, or part of its name"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *STATES.items()]
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    error_title = _("The list cannot be narrowed like this")
    helper = laid_out("q", "country", "state", method="get")

    def __init__(self, data: Any, found: Round, user: User) -> None:
        super().__init__(data)
        field: Any = self.fields["country"]
        codes = found.country_codes
        some = [choice for choice in country_choices(user) if choice[0] in codes]
        field.choices = [("", _("All")), *some]


class MoreTimeForm(forms.Form):
    """A later day, and why."""

    to = _day(_("Until"), error_messages={"required": _("Enter the day.")})
    why = forms.CharField(
        label=_("Why"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in a sentence. The agencies read it.")},
    )  # fmt: skip
    error_title = _("No more time is given yet")
    helper = laid_out("to", "why")

    def __init__(self, data: Any = None, *, than: date | None = None) -> None:
        super().__init__(data)
        self.than = than

    def clean_to(self) -> date:
        to: date = self.cleaned_data["to"]
        if self.than and to <= self.than:
            raise forms.ValidationError(gettext("Choose a day after the one that holds now."))
        return to


class DeclineForm(forms.Form):
    """Why an agency does not take part."""

    why = forms.CharField(
        label=_("Why"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in a sentence.")},
    )  # fmt: skip
    confirm = forms.BooleanField(
        label=_("Our agency does not take part in this round."), widget=Tick,
        error_messages={"required": _("Tick the box to confirm.")},
    )  # fmt: skip
    error_title = _("Not declined yet")
    helper = laid_out("why", "confirm")


class ConsentForm(forms.Form):
    """Whether figures may stand beside those of others."""

    agrees = forms.ChoiceField(
        label=_("May our figures be compared with those of other agencies?"),
        choices=[("yes", _("Yes")), ("no", _("No"))], widget=Radios,
        help_text=_("You can change this until the round closes."),
        error_messages={"required": _("Choose yes or no.")},
    )  # fmt: skip
    error_title = _("Not saved yet")
    helper = laid_out("agrees")

    def __init__(self, data: Mapping[str, Any] | None, said: bool | None, pk: int) -> None:
        initial = {} if said is None else {"agrees": "yes" if said else "no"}
        super().__init__(data, initial=initial, auto_id=f"consent-{pk}-%s")
