"""Forms of a project: a row at a time, and everything about it."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.utils.translation import gettext_lazy

from assessment.forms.amounts import AmountField
from assessment.forms.layout import TwoColumns, laid_out
from assessment.forms.loaded import LoadedField
from assessment.widgets import Boxes
from portfolio.models import ENTERED, Project, contradictions, labels
from portfolio.models.labels import choices

from .fields import (
    CHOOSE,
    CHOOSE_DRIVER,
    CHOOSE_PRIORITY,
    CHOOSE_PURPOSE,
    DATE,
    asking,
    saved_marks,
)

NEEDED = {
    "title": asking(gettext_lazy("Enter the title of the project.")),
    "purpose": asking(CHOOSE_PURPOSE),
    "driver": asking(CHOOSE_DRIVER),
    "priority": asking(CHOOSE_PRIORITY),
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
            "starts": DATE,
            "ends": DATE,
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
        country = self.instance.agency.country
        self.fields["currency"].choices = [  # type: ignore[attr-defined]
            ("", "---------"), *((code, code) for code in labels.currencies_in(country))
        ]  # fmt: skip
        self.fields["stage"].choices = [("", gettext_lazy("Not said")), *choices(labels.STAGES)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or {}
        for name, sentence in contradictions(data):
            self.add_error(name, sentence)
        return data
