"""Answers in and scores out as JSON: the form of OPSI's Portfolio Exploration Tool (pet-structure.md, section 1).

Scales are positions there, everything else is as ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from assessment.answers import Answers
from assessment.figures import plain
from assessment.instruments import CHOICES, Instrument, Kind, Question
from assessment.instruments.faults import (
    choice_faults,
    multiple_faults,
    number_faults,
    ranking_faults,
)
from assessment.methods.json_schema import TEXTS, Schema, object_of

from .scoring import score
from .shape import declared


def read_answers(instrument: Instrument, raw: Mapping[str, Any]) -> tuple[Answers, list[str]]:
    """Answers in the reference's encoding as ours, and a sentence for each fault.

    `raw` maps question keys to values, or has such a mapping as its only key, `answers`. What is absent is unanswered.
    """
    if "answers" in raw:
        others = [f"unknown key {key!r}" for key in raw if key != "answers"]
        if not isinstance(raw["answers"], dict):
            return {}, ["the answers must be a JSON object", *others]
        raw = raw["answers"]
        if others:
            return {}, others
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


def _grid(question: Question, value: Any) -> Iterator[str]:
    yield from number_faults(question, value, 0, len(question.scale) - 1, "index")


FAULTS: Mapping[Kind, Callable[[Question, Any], Iterator[str]]] = {
    Kind.GRID: _grid,
    Kind.RANKING: ranking_faults,
    Kind.MULTIPLE: multiple_faults,
    **dict.fromkeys(CHOICES, choice_faults),
}


def scores_as_json(
    instrument: Instrument, answers: Answers, variant: str | None
) -> Mapping[str, Any]:
    """`raw` and `percent` by facet, `tendency`, `group`, `management`. `variant` is a way of counting."""
    scorecard = score(instrument, answers, variant)
    return {
        "raw": {s.dimension.key: plain(s.points) for s in scorecard.dimensions},
        "percent": {s.dimension.key: s.percent for s in scorecard.dimensions},
        "tendency": list(scorecard.tendency),
        "group": scorecard.group.key,
        "management": {
            "points": plain(scorecard.capability.points),
            "level": scorecard.capability.level.key,
        },
    }


def input_schema(instrument: Instrument) -> Schema:
    answers = {q.key: _reference_value(q) for q in instrument.questions if q.scored}
    return object_of(
        {"id": {"type": ["string", "integer"]}, "answers": object_of(answers)}, ["answers"]
    )


def _reference_value(question: Question) -> Schema:
    items = [item.key for item in question.items]
    if question.kind is Kind.GRID:
        step = {"type": "integer", "minimum": 0, "maximum": len(question.scale) - 1}
        return object_of(dict.fromkeys(items, step))
    if question.kind is Kind.RANKING:
        return object_of(
            {key: {"type": "integer", "minimum": 1, "maximum": len(items)} for key in items}
        )
    if question.kind is Kind.MULTIPLE:
        return {"type": "array", "items": {"enum": items}, "uniqueItems": True}
    return {"enum": items}


def output_schema(instrument: Instrument) -> Schema:
    dimensions = [dimension.key for dimension in declared(instrument).dimensions]
    management = {"points": {"type": "number"}, "level": {"type": "string"}}
    return object_of(
        {
            "id": {"type": ["string", "integer"]},
            "raw": object_of({key: {"type": "number"} for key in dimensions}),
            "percent": object_of({key: {"type": "integer"} for key in dimensions}),
            "tendency": TEXTS,
            "group": {"type": "string"},
            "management": object_of(management),
        }
    )
