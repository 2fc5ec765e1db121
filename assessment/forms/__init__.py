"""Forms for the questions of an instrument: one form a section, one field a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext as _

from assessment.answers import Statement
from assessment.instruments import Instrument, Kind, Question

from .fields import FIELDS
from .layout import Asked, Revision, laid_out
from .statements import StatementField


class SectionForm(forms.Form):
    """Questions of a section, in one language. A draft may be saved half done: nothing is required."""

    revision = Revision()

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

        `opinions` are what colleagues answered for themselves, by question.
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
            field.short = question.short[language]  # type: ignore[attr-defined]  # for the summary of errors
            field.help_text = _hint(instrument, question, language)
            self.fields[question.key] = field
        # A save in the background replaces the revision in its own element.
        self.helper = laid_out(Div("revision", css_id="revision"), *map(Asked, questions))

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


def _hint(instrument: Instrument, question: Question, language: str) -> str:
    """How to answer, and who is likely to know."""
    told = []
    if question.known_to:
        roles = "; ".join(instrument.roles[role][language] for role in question.known_to)
        told.append(_("Who is likely to know: %(roles)s.") % {"roles": roles})
    if question.kind is Kind.RANKING:
        told.append(_("Give each place once; 1 comes first. Nothing counts until you rank it."))
    if question.kind is Kind.MULTIPLE:
        told.append(_("Choose all that apply."))
    return " ".join(told)
