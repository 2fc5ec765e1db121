"""The reference tool's form, for instruments with points (pet-structure.md, section 1).

Scales are positions there, everything else is as ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from assessment.answers import Answers
from assessment.instruments import CHOICES, Instrument, Kind, Question


def from_reference(instrument: Instrument, raw: Mapping[str, Any]) -> tuple[Answers, list[str]]:
    """Answers in the reference's encoding as ours, and a sentence for each fault.

    `raw` maps question keys to values; what is absent is unanswered.
    """
    answers: dict[str, dict[str, Any]] = {section.key: {} for section in instrument.sections}
    questions = {question.key: question for question in instrument.questions if question.scored}
    faults: list[str] = []
    for key, value in raw.items():
        if key not in questions:
            faults.append(f"unknown question {key!r}")
            continue
        question = questions[key]
        faults.extend(faults_of(question, value))
        if not faults and value not in ({}, [], None):
            answers[question.section][key] = _ours(question, value)
    return answers, faults


def _ours(question: Question, value: Any) -> Any:
    if question.kind is Kind.GRID:
        return {item: question.scale[step].key for item, step in value.items()}
    return value


def faults_of(question: Question, value: Any) -> Iterator[str]:
    """A sentence for each fault of a value in the reference's encoding."""
    if value is not None:
        for fault in FAULTS[question.kind](question, value):
            yield f"{question.key}: {fault}"


def _numbers(question: Question, value: Any, least: int, most: int, what: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"expected an object of item and {what}"
        return
    items = {item.key for item in question.items}
    for key, number in value.items():
        if key not in items:
            yield f"unknown item {key!r}"
        elif type(number) is not int or not least <= number <= most:
            yield f"{key}: the {what} must be a whole number from {least} to {most}"


def _grid(question: Question, value: Any) -> Iterator[str]:
    yield from _numbers(question, value, 0, len(question.scale) - 1, "index")


def ranking_faults(question: Question, value: Any) -> Iterator[str]:
    found = list(_numbers(question, value, 1, len(question.items), "place"))
    yield from found
    if not found:
        places = list(value.values())
        for place in sorted({place for place in places if places.count(place) > 1}):
            yield f"place {place} is given twice"


def multiple_faults(question: Question, value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield "expected a list of items"
        return
    items = {item.key for item in question.items}
    for position, key in enumerate(value):
        if not isinstance(key, str) or key not in items:
            yield f"unknown item {key!r}"
        elif key in value[:position]:
            yield f"item {key!r} is listed twice"


def choice_faults(question: Question, value: Any) -> Iterator[str]:
    options = [item.key for item in question.items]
    if value not in options:
        yield f"the answer must be one of {', '.join(options)}"


FAULTS: Mapping[Kind, Callable[[Question, Any], Iterator[str]]] = {
    Kind.GRID: _grid,
    Kind.RANKING: ranking_faults,
    Kind.MULTIPLE: multiple_faults,
    **dict.fromkeys(CHOICES, choice_faults),
}
