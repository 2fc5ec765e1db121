"""Forms for the questions of an instrument: one form a section, one field a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from assessment.answers import Statement
from assessment.instruments import Instrument, Question

from .fields import FIELDS
from .statements import StatementField


class SectionForm(forms.Form):
    """Questions of a section, in one language. A draft may be saved half done: nothing is required."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        instrument: Instrument,
        questions: Sequence[Question],
        language: str,
        answers: Mapping[str, Any],
        revision: int,
        opinions: Mapping[str, list[Statement]] | None = None,
    ) -> None:
        """`answers` are those saved; the ones to questions that are not asked now are kept as they are.

        `opinions` are what colleagues answered for themselves, by question; Voices where some are not shown.
        """
        super().__init__(data, initial={"revision": revision, **answers})
        self.questions, self.saved = questions, answers
        for question in questions:
            field: forms.Field
            if question.is_stated:
                voices = (opinions or {}).get(question.key)
                field = StatementField(instrument, question, language, voices)
            else:
                field = FIELDS[question.kind](question, language)
            field.label, field.required = question.text[language], False
            self.fields[question.key] = field

    def answers(self) -> dict[str, Any]:
        """What was answered; fields with errors and empty ones are left out."""
        asked = {question.key for question in self.questions}
        unasked = {key: value for key, value in self.saved.items() if key not in asked}
        given = {
            question.key: value
            for question in self.questions
            if (value := self.cleaned_data.get(question.key)) not in (None, "", [], {})
        }
        return {**given, **unasked}

    def rows(self) -> list[tuple[Question, forms.BoundField]]:
        return [(question, self[question.key]) for question in self.questions]
