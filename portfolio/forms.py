"""Forms of the portfolio."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.forms.amounts import AmountField

from . import labels
from .labels import State, choices
from .models import ENTERED, Action, Plan, Project

Date = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
CHOOSE = ("", gettext_lazy("Choose"))


class QuickForm(forms.ModelForm[Project]):
    """A row at a time: what the map needs, and nothing else."""

    class Meta:
        model = Project
        fields = ["title", "purpose", "driver", "priority"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "quick-%s")
        super().__init__(*args, **kwargs)
        for name, names in (("purpose", labels.PURPOSES), ("driver", labels.DRIVERS)):
            self.fields[name].choices = [CHOOSE, *choices(names)]  # type: ignore[attr-defined]


class ProjectForm(forms.ModelForm[Project]):
    """Everything people keep about a project."""

    technologies = forms.MultipleChoiceField(
        label=gettext_lazy("technologies"),
        required=False,
        choices=choices(labels.TECHNOLOGIES),
        widget=forms.CheckboxSelectMultiple,
    )
    budget = AmountField(
        label=gettext_lazy("budget"), min_value=0, max_digits=15, decimal_places=2, required=False
    )
    link = forms.URLField(
        label=gettext_lazy("link"), max_length=500, required=False, assume_scheme="https"
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Project
        fields = list(ENTERED)
        widgets = {
            "starts": Date,
            "ends": Date,
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in ("description", "partners", "notes", "lesson")
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [("", gettext_lazy("Not said")), *choices(labels.STAGES)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name, sentence in contradictions(data):
            self.add_error(name, sentence)
        return data


def contradictions(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What fits each other in no project: the field to look at, and a sentence."""
    starts, ends = data.get("starts"), data.get("ends")
    if starts and ends and ends < starts:
        yield "ends", _("The end is before the start.")
    if data.get("budget") is not None and not data.get("currency"):
        yield "currency", _("Say in which currency the budget is.")
    if data.get("lesson") and data.get("state") != State.CLOSED:
        yield "state", _("A lesson learned belongs to a closed project: close it as well.")


class ActionForm(forms.ModelForm[Action]):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Action
        fields = ["title", "owner", "due", "status", "notes", "facet", "recommendation", "plan"]
        widgets = {
            "due": Date,
            "notes": forms.Textarea(attrs={"rows": 4}),
            "facet": forms.HiddenInput,
            "recommendation": forms.HiddenInput,
            "plan": forms.HiddenInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = Plan.objects.filter(agency=self.instance.agency_id)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """What was decided about a what-if."""

    decision = forms.CharField(
        label=gettext_lazy("Decision"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.CharField(label=gettext_lazy("Who sees to it"), max_length=150)
    decided_on = forms.DateField(label=gettext_lazy("Date of the decision"), widget=Date)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class StepForm(forms.Form):
    """One step of a what-if."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What changes"),
        choices=[
            ("move", gettext_lazy("Give a planned project another purpose or driver")),
            ("add", gettext_lazy("Add a project")),
            ("close", gettext_lazy("Drop a planned project")),
        ],
    )
    project = forms.ChoiceField(label=gettext_lazy("Planned project"), required=False)
    title = forms.CharField(label=gettext_lazy("New project"), max_length=200, required=False)
    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"), required=False, choices=[CHOOSE, *choices(labels.PURPOSES)]
    )
    driver = forms.ChoiceField(
        label=gettext_lazy("Driver"), required=False, choices=[CHOOSE, *choices(labels.DRIVERS)]
    )
    priority = forms.ChoiceField(
        label=gettext_lazy("Priority"), choices=choices(labels.PRIORITIES), initial="medium"
    )
    why = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, planned: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [CHOOSE, *planned]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        kind = data.get("kind")
        if kind in ("move", "close") and not data.get("project"):
            self.add_error("project", _("Choose the project."))
        if kind == "add" and not data.get("title"):
            self.add_error("title", _("Give the new project a title."))
        if kind in ("move", "add"):
            for name in ("purpose", "driver"):
                if not data.get(name):
                    self.add_error(name, _("Choose one."))
        return data
