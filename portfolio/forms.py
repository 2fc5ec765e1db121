"""Forms of the portfolio."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.forms.amounts import AmountField
from assessment.forms.layout import Revision, TwoColumns, laid_out
from assessment.forms.loaded import LoadedField
from assessment.merging import mark
from assessment.widgets import Boxes

from .models import ENTERED, Action, Plan, Project, contradictions, labels
from .models.labels import choices

Date = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
CHOOSE = ("", gettext_lazy("Choose"))


def asking(sentence: Any) -> dict[str, Any]:
    """What an empty field that is needed says: what to do, in a sentence of its own."""
    return {"required": sentence}


CHOOSE_PURPOSE = gettext_lazy("Choose the purpose.")
CHOOSE_DRIVER = gettext_lazy("Choose what drives the project.")
CHOOSE_PROGRESS = gettext_lazy("Choose how far the action is.")
NEEDED = {
    "title": asking(gettext_lazy("Enter the title of the project.")),
    "purpose": asking(CHOOSE_PURPOSE),
    "driver": asking(CHOOSE_DRIVER),
    "priority": asking(gettext_lazy("Choose the priority.")),
    "state": asking(gettext_lazy("Choose whether the project is active or closed.")),
}


class QuickForm(forms.ModelForm[Project]):
    """A row at a time: what the map needs, and nothing else."""

    class Meta:
        model = Project
        fields = ["title", "purpose", "driver", "priority"]
        error_messages = NEEDED

    helper = laid_out(*Meta.fields)

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
        widget=Boxes,
    )
    budget = AmountField(
        label=gettext_lazy("budget"), min_value=0, max_digits=15, decimal_places=2, required=False
    )
    link = forms.URLField(
        label=gettext_lazy("link"), max_length=500, required=False, assume_scheme="https"
    )
    loaded = LoadedField()

    class Meta:
        model = Project
        fields = list(ENTERED)
        error_messages = NEEDED
        help_texts = {
            "lesson": gettext_lazy("What would you tell a colleague who begins something similar?")
        }
        widgets = {
            "starts": Date,
            "ends": Date,
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in ("description", "partners", "notes", "lesson")
            },
        }

    helper = laid_out(
        TwoColumns(
            "title", "priority", "purpose", "driver", "stage", "unit", "starts", "ends", "budget", "currency"
        ),
        "description",
        Field("technologies", wrapper_class="ticks"),
        "other_technologies", "partners", "link", "notes",
        TwoColumns("state", "lesson"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["loaded"] = saved_marks(self.instance, ENTERED)
        self.fields["stage"].choices = [("", gettext_lazy("Not said")), *choices(labels.STAGES)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name, sentence in contradictions(data):
            self.add_error(name, sentence)
        return data


def saved_marks(instance: Model, names: Iterable[str]) -> dict[str, str]:
    """Marks of what is saved, for the form that is drawn with it."""
    return {name: mark(getattr(instance, name)) for name in names}


class ActionForm(forms.ModelForm[Action]):
    loaded = LoadedField()
    EDITED = ("title", "owner", "due", "status", "notes")

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
        error_messages = {
            "title": asking(gettext_lazy("Enter what is to be done.")),
            "status": asking(CHOOSE_PROGRESS),
        }

    helper = laid_out("title", TwoColumns("owner", "due", "status"), "notes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["loaded"] = saved_marks(self.instance, self.EDITED)
        plans = Plan.objects.filter(agency=self.instance.agency_id)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


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
        widget=Date,
        error_messages=asking(gettext_lazy("Enter the date of the decision.")),
    )
    revision = Revision()
    helper = laid_out("decision", TwoColumns("owner", "decided_on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "decision-%s", **kwargs})


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
        error_messages=NEEDED["priority"],
    )
    why = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)

    helper = laid_out(
        TwoColumns("kind", "project", "title", "purpose", "driver", "priority"), "why"
    )
    helper.form_show_errors = False  # the page shows them at its top

    def __init__(self, *args: Any, planned: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "step-%s", **kwargs})
        self.fields["project"].choices = [CHOOSE, *planned]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name, sentence in _lacking(data):
            if name not in self.errors:
                self.add_error(name, ValidationError(sentence, code="required"))
        return data


def _lacking(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a step of this kind needs and has not: the field, and what to do."""
    kind = data.get("kind")
    if kind in ("move", "close") and not data.get("project"):
        yield "project", _("Choose the project.")
    if kind == "add" and not data.get("title"):
        yield "title", _("Give the new project a title.")
    if kind in ("move", "add"):
        if not data.get("purpose"):
            yield "purpose", CHOOSE_PURPOSE
        if not data.get("driver"):
            yield "driver", CHOOSE_DRIVER


class NewPlanForm(forms.Form):
    """Begins a what-if. Without a title it gets a number."""

    title = forms.CharField(label=gettext_lazy("New what-if"), max_length=200, required=False)
    helper = laid_out("title")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="plan-%s")


class MoveForm(forms.Form):
    """Moves an action to another column of the board."""

    status = forms.ChoiceField(
        choices=choices(labels.PROGRESS), error_messages=asking(CHOOSE_PROGRESS)
    )
    helper = laid_out("status", label_class="visually-hidden")

    def __init__(self, data: Any = None, *, action: Action) -> None:
        super().__init__(data, initial={"status": action.status}, auto_id=f"move-{action.pk}-%s")
        self.fields["status"].label = _("Move to: %(title)s") % {"title": action.title}
