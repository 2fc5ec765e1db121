"""What the portfolio's forms have in common: words of empty fields, a date, marks of what is saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy

from assessment.merging import mark

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
CHOOSE = ("", gettext_lazy("Choose"))
CHOOSE_PURPOSE = gettext_lazy("Choose the purpose.")
CHOOSE_DRIVER = gettext_lazy("Choose what drives the project.")
CHOOSE_PRIORITY = gettext_lazy("Choose the priority.")

Sentence = TypeVar("Sentence")  # at once, or when it is shown


def asking(sentence: Sentence) -> dict[str, Sentence]:
    """What an empty field that is needed says: what to do, in a sentence of its own."""
    return {"required": sentence}


def saved_marks(instance: Model, names: Iterable[str]) -> dict[str, str]:
    """Marks of what is saved, for the form that is drawn with it."""
    return {name: mark(getattr(instance, name)) for name in names}
