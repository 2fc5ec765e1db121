"""Words and whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assessment.instruments.json_schema import Schema
from assessment.instruments.question import Kind, Question


class FreeText(Kind):
    """Answer: text."""

    key = "text"
    field = "assessment.forms.fields.text"
    is_written = True
    has_items = False

    def declaration_fault(self, question: Question) -> str:
        return "" if question.longest else "words need a limit (longest)"

    def faults(self, question: Question, value: object) -> Iterator[str]:
        if not isinstance(value, str):
            yield "expected text"

    def schema(self, question: Question) -> Schema:
        return {"type": "string"}

    def in_words(
        self, question: Question, value: object, language: str
    ) -> Iterator[tuple[str, str]]:
        yield "", "" if value is None else str(value)

    def choices(self, question: Question) -> Mapping[str, tuple[str, ...]]:
        return {}


class WholeNumber(FreeText):
    """Answer: a whole number."""

    key = "number"
    field = "assessment.forms.fields.number"
    is_number = True

    def declaration_fault(self, question: Question) -> str:
        return ""

    def faults(self, question: Question, value: object) -> Iterator[str]:
        if type(value) is not int:
            yield "expected a whole number"

    def schema(self, question: Question) -> Schema:
        return {"type": "integer"}
