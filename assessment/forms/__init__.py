"""Forms for the questions of an instrument: one form a section, one field a question."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from django import forms
from django.http import QueryDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from assessment.answers import Statement
from assessment.instruments import Instrument, Question
from assessment.merging import marks
from assessment.widgets import Hidden

from .layout import DAMAGED, FAULTS, Asked, laid_out
from .loaded import LoadedField
from .statements import StatementField


class SectionForm(forms.Form):
    """Questions of a section, in one language. A draft may be saved half done: nothing is required."""

    loaded = LoadedField()
    # The open page's name, and how often it has sent: a script counts, without one it stays at 0.
    page = forms.RegexField(
        r"^[\w-]{1,20}\Z", widget=Hidden, error_messages=dict.fromkeys(FAULTS, DAMAGED)
    )
    turn = forms.IntegerField(
        widget=Hidden, min_value=0, max_value=10**6, required=False,
        error_messages=dict.fromkeys(FAULTS, DAMAGED),
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        instrument: Instrument,
        questions: Sequence[Question],
        language: str,
        answers: Mapping[str, object],
        loaded: Mapping[str, str] | None = None,
        responses: Mapping[str, list[Statement]] | None = None,
    ) -> None:
        """`answers` are those to show; the ones to questions that are not asked now are kept as they are.

        `loaded` are the marks of those saved, where others are shown. `responses` are what colleagues answered for
        themselves, by question; Voices where some are not shown.
        """
        if loaded is None:
            loaded = marks(answers, [question.key for question in questions])
        drawn_with = {"loaded": loaded, "page": secrets.token_urlsafe(6), "turn": 0}
        super().__init__(data, initial={**drawn_with, **answers})
        self.questions, self.saved = questions, answers
        for question in questions:
            field: forms.Field
            if question.is_stated:
                voices = (responses or {}).get(question.key)
                field = StatementField(instrument, question, language, voices)
            else:
                field = import_string(question.kind.field)(question, language)
            field.label, field.required = question.numbered(language), False
            field.short = question.short[language]  # type: ignore[attr-defined]  # for the summary of errors
            field.help_text = _hint(instrument, question, language)
            self.fields[question.key] = field
        self.helper = laid_out(*map(Asked, questions))

    def answers(self) -> dict[str, object]:
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
    if question.kind.hint:
        told.append(question.kind.hint[language])
    return " ".join(told)


def without_cleared(posted: QueryDict) -> QueryDict:
    """What was posted, less the question that the person just cleared."""
    cleared = posted.get("clear")
    if not cleared:
        return posted
    kept = posted.copy()
    for name in [name for name in kept if name == cleared or name.startswith(f"{cleared}.")]:
        del kept[name]
    return kept
