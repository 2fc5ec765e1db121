"""Answers as values: their shape, what is missing, and the reference's encoding of them.

    {"purpose": {"q01": {"mission": "agree", …}, "q02": {"mission": 1, …}}, "methods": {"q13": ["ada_1"]}, …}

Answers hold keys only, never labels or points, so they are free of language and of scoring. What is not there has not
been answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessment.instruments import CHOICES, Instrument, Kind, Question, Section

SectionAnswers = Mapping[str, Any]  # question key -> value, as Kind describes it
Answers = Mapping[str, SectionAnswers]  # section key -> question key -> value


def value_of(question: Question, answers: Answers) -> Any:
    """The answer to a question, or None."""
    return answers.get(question.section, {}).get(question.key)


def is_complete(question: Question, value: Any) -> bool:
    """Whether nothing is left to answer: a grid or a ranking needs every item."""
    if question.kind in (Kind.GRID, Kind.RANKING):
        return isinstance(value, Mapping) and len(value) == len(question.items)
    return value is not None and value != "" and value != []


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the required questions are answered in full."""

    done: int
    total: int
    started: bool = False

    @property
    def complete(self) -> bool:
        return self.done == self.total

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100


def section_progress(section: Section, answers: SectionAnswers) -> Progress:
    required = [question for question in section.questions if question.required]
    done = sum(is_complete(question, answers.get(question.key)) for question in required)
    return Progress(done, len(required), started=bool(answers))


def progress(instrument: Instrument, answers: Answers) -> Progress:
    parts = [section_progress(s, answers.get(s.key, {})) for s in instrument.sections]
    return Progress(
        sum(part.done for part in parts),
        sum(part.total for part in parts),
        any(part.started for part in parts),
    )


def missing(instrument: Instrument, answers: Answers) -> tuple[Question, ...]:
    """The required questions that are not answered in full, in order."""
    return tuple(
        question
        for question in instrument.questions
        if question.required and not is_complete(question, value_of(question, answers))
    )


# The reference's encoding: pet-structure.md, section 1. Scales are positions there, everything else is as ours.


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


def _ranking(question: Question, value: Any) -> Iterator[str]:
    found = list(_numbers(question, value, 1, len(question.items), "place"))
    yield from found
    if not found:
        places = list(value.values())
        for place in sorted({place for place in places if places.count(place) > 1}):
            yield f"place {place} is given twice"


def _multiple(question: Question, value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield "expected a list of items"
        return
    items = {item.key for item in question.items}
    for position, key in enumerate(value):
        if not isinstance(key, str) or key not in items:
            yield f"unknown item {key!r}"
        elif key in value[:position]:
            yield f"item {key!r} is listed twice"


def _choice(question: Question, value: Any) -> Iterator[str]:
    options = [item.key for item in question.items]
    if value not in options:
        yield f"the answer must be one of {', '.join(options)}"


FAULTS: Mapping[Kind, Callable[[Question, Any], Iterator[str]]] = {
    Kind.GRID: _grid,
    Kind.RANKING: _ranking,
    Kind.MULTIPLE: _multiple,
    **dict.fromkeys(CHOICES, _choice),
}
