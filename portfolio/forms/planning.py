"""Forms of the balance that an agency wants, and of what-ifs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.forms.layout import Group, Revision, TwoColumns, laid_out
from assessment.forms.loaded import LoadedField
from assessment.merging import marks
from portfolio.core.facets import Facet
from portfolio.models import Project, Target, labels
from portfolio.models.labels import choices

from .fields import (
    CHOOSE,
    CHOOSE_DRIVER,
    CHOOSE_PRIORITY,
    CHOOSE_PURPOSE,
    DATE,
    asking,
)


class TargetForm(forms.Form):
    """A percentage and a reason for each facet."""

    loaded = LoadedField()
    helper = laid_out(
        *(
            Group(
                labels.FACETS[facet],
                Div(facet, f"{facet}_reason", css_class="share-fields"),
                hint=labels.ROLES[facet],
                css_id=facet,
                css_class=f"facet {facet} share-row",
            )
            for facet in Facet
        )
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for facet in Facet:
            name = str(labels.FACETS[facet])
            told = _("Enter the percentage for “%(facet)s”.") % {"facet": name}
            range_ = _("Enter a whole number from 0 to 100.")
            share = forms.IntegerField(
                label=_("Percent"),
                min_value=0,
                max_value=100,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "data-share": ""}),
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), range_)
                | asking(told),
            )
            reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
            share.short = reason.short = name  # type: ignore[attr-defined]  # for the summary of errors
            self.fields |= {facet: share, f"{facet}_reason": reason}

    @classmethod
    def of(cls, target: Target | None, shares: Mapping[Facet, int] | None) -> TargetForm:
        """The form with what is saved, or with a preset in its place."""
        known = target.values() if target else {}
        initial: dict[str, object] = {"loaded": marks(known, known)}
        saved = target.shares if target else {}
        initial |= {str(facet): share for facet, share in (shares or saved).items()}
        if target:
            initial |= {f"{facet}_reason": words for facet, words in target.reasons.items()}
        return cls(initial=initial)

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or {}
        given = [share for facet in Facet if isinstance(share := data.get(facet), int)]
        if len(given) == len(Facet) and sum(given) != 100:
            raise forms.ValidationError(
                _("The four add up to %(sum)d. They must add up to 100.") % {"sum": sum(given)}
            )
        return data

    def show(self, values: Mapping[str, object], keys: Iterable[str]) -> None:
        """Draw these of the values, as `values` gives them, in place of what is saved."""
        for key in keys:
            value = values[key]
            self.initial.update(value if isinstance(value, dict) else {f"{key}_reason": value})

    def values(self) -> dict[str, object]:
        """What was typed, as `Target.values` gives what is saved."""
        shares = {str(facet): self.cleaned_data[facet] for facet in Facet}
        reasons = {str(facet): self.cleaned_data[f"{facet}_reason"] for facet in Facet}
        return {"shares": shares, **reasons}


class NewPlanForm(forms.Form):
    """Begins a what-if. Without a title it gets a number."""

    title = forms.CharField(label=gettext_lazy("New what-if"), max_length=200, required=False)
    helper = laid_out("title")

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, auto_id="plan-%s")


class StepForm(forms.Form):
    """One step of a what-if."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What changes"),
        choices=[
            ("move", gettext_lazy("Give a planned project another purpose or driver")),
            ("add", gettext_lazy("Add a project")),
            ("close", gettext_lazy("Drop a planned project")),
        ],
        error_messages=asking(gettext_lazy("Choose what changes.")),
    )
    project = forms.ChoiceField(
        label=gettext_lazy("Planned project"),
        required=False,
        help_text=gettext_lazy(
            "For moving and dropping. Only ideas and planned projects can be chosen: "
            "what has begun is changed on its own page."
        ),
    )
    title = forms.CharField(label=gettext_lazy("New project"), max_length=200, required=False)
    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"), required=False, choices=[CHOOSE, *choices(labels.PURPOSES)]
    )
    driver = forms.ChoiceField(
        label=gettext_lazy("Driver"), required=False, choices=[CHOOSE, *choices(labels.DRIVERS)]
    )
    priority = forms.ChoiceField(
        label=gettext_lazy("Priority"),
        choices=choices(labels.PRIORITIES),
        initial="medium",
        error_messages=asking(CHOOSE_PRIORITY),
    )
    why = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)

    helper = laid_out(
        TwoColumns("kind", "project", "title", "purpose", "driver", "priority"), "why"
    )
    helper.form_show_errors = False  # the page shows them at its top

    def __init__(self, *args: Any, planned: Sequence[Project], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "step-%s", **kwargs})
        self.titles = {str(project.pk): project.title for project in planned}
        known = [(str(p.pk), f"{p.title} ({p.get_zone_display()})") for p in planned]
        self.fields["project"].choices = [CHOOSE, *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or {}
        for name, sentence in _lacking(data):
            if name not in self.errors:
                self.add_error(name, ValidationError(sentence, code="required"))
        return data

    def step(self) -> dict[str, str]:
        """What was typed, as the plan keeps it."""
        data = self.cleaned_data
        step = {
            "kind": data["kind"],
            "project": "" if data["kind"] == "add" else data["project"],
            "title": data["title"] if data["kind"] == "add" else self.titles[data["project"]],
            "priority": data["priority"],
            "why": data["why"],
        }
        if data["kind"] != "close":
            step |= {"purpose": data["purpose"], "driver": data["driver"]}
        return step


def _lacking(data: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What a step of this kind needs and has not: the field, and what to do."""
    kind = data.get("kind")
    if kind in ("move", "close") and not data.get("project"):
        yield "project", _("Choose the project.")
    if kind == "add" and not data.get("title"):
        yield "title", _("Give the new project a title.")
    if kind in ("move", "add"):
        if not data.get("purpose"):
            yield "purpose", str(CHOOSE_PURPOSE)
        if not data.get("driver"):
            yield "driver", str(CHOOSE_DRIVER)


class DecisionForm(forms.Form):
    """What was decided about a what-if."""

    decision = forms.CharField(
        label=gettext_lazy("Decision"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=asking(gettext_lazy("Write what was decided.")),
    )
    owner = forms.CharField(
        label=gettext_lazy("Who sees to it"),
        max_length=150,
        error_messages=asking(gettext_lazy("Enter who sees to it.")),
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Date of the decision"),
        widget=DATE,
        error_messages=asking(gettext_lazy("Enter the date of the decision.")),
    )
    revision = Revision()
    helper = laid_out("decision", TwoColumns("owner", "decided_on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "decision-%s", **kwargs})
