"""A kind of question: a place between two ends, 0 to `most`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from assessment.instruments import Kind, Question
from assessment.instruments.json_schema import Schema


class Slider(Kind):
    """Answer: a whole number from `least` to `most`."""

    key = "slider"
    field = "tests.added.slider.field"
    hint = {"en": "Move the handle.", "es": "Mueva el control.", "pt-br": "Mova o controle."}
    has_items = False
    is_number = True

    def faults(self, question: Question, value: Any) -> Iterator[str]:
        if type(value) is not int or not question.least <= value <= question.most:
            yield f"expected a whole number from {question.least} to {question.most}"

    def schema(self, question: Question) -> Schema:
        return {"type": "integer", "minimum": question.least, "maximum": question.most}

    def in_words(self, question: Question, value: Any, language: str) -> Iterator[tuple[str, str]]:
        yield "", "" if value is None else f"{value} / {question.most}"

    def offered(self, question: Question, language: str) -> tuple[str, ...]:
        return tuple(self.choices(question))

    def choices(self, question: Question) -> Mapping[str, tuple[str, ...]]:
        return {str(n): (str(n),) for n in range(question.least, question.most + 1)}


def field(question: Question, language: str) -> forms.Field:
    ends = {"min": question.least, "max": question.most}
    return forms.IntegerField(
        min_value=question.least,
        max_value=question.most,
        widget=forms.NumberInput(attrs={"type": "range", **ends}),
    )
