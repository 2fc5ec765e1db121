"""Marks of what a form was drawn with, in a hidden field: assessment/merging.py brings versions together by them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import forms

from assessment.widgets import Hidden

LONGEST = 8000  # characters; the longest section has sixteen questions of some fifty
MARK = re.compile(r"([\w.-]+):([0-9a-f-]+)")


class LoadedField(forms.CharField):
    """Posted as `question:mark question:mark`. Whatever is damaged is left out: then a difference is asked about."""

    widget = Hidden

    def __init__(self) -> None:
        super().__init__(required=False)

    def prepare_value(self, value: object) -> object:
        if isinstance(value, Mapping):
            return " ".join(f"{key}:{mark}" for key, mark in value.items())
        return value

    def clean(self, value: object) -> dict[str, str]:
        text = str(value or "")[:LONGEST]
        return {found[1]: found[2] for part in text.split() if (found := MARK.fullmatch(part))}
