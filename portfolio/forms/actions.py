"""Forms of the action plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.forms.layout import TwoColumns, laid_out
from assessment.forms.loaded import LoadedField
from portfolio.models import Action, Plan, labels
from portfolio.models.labels import choices

from .fields import (
    DATE,
    asking,
    saved_marks,
)

CHOOSE_PROGRESS = gettext_lazy("Choose how far the action is.")


class ActionForm(forms.ModelForm[Action]):
    loaded = LoadedField()
    EDITED = ("title", "owner", "due", "status", "notes")

    class Meta:
        model = Action
        fields = ["title", "owner", "due", "status", "notes", "facet", "recommendation", "plan"]
        widgets = {
            "due": DATE,
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


class MoveForm(forms.Form):
    """Moves an action to another column of the board."""

    status = forms.ChoiceField(
        choices=choices(labels.PROGRESS), error_messages=asking(CHOOSE_PROGRESS)
    )
    helper = laid_out("status", label_class="visually-hidden")

    def __init__(self, data: Mapping[str, str] | None = None, *, action: Action) -> None:
        super().__init__(data, initial={"status": action.status}, auto_id=f"move-{action.pk}-%s")
        self.fields["status"].label = _("Move to: %(title)s") % {"title": action.title}
