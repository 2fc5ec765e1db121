"""Answers in and scores out as JSON: the form of OPSI's Portfolio Exploration Tool (pet-structure.md, section 1).

Scales are positions there, everything else is as ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assessment.answers import Answers
from assessment.figures import plain
from assessment.instruments import Instrument, Question
from assessment.instruments.json_schema import TEXTS, Schema, object_of
from assessment.instruments.kinds.ranking import number_faults

from .scoring import score
from .shape import declared


def read_answers(instrument: Instrument, raw: Mapping[str, object]) -> tuple[Answers, list[str]]:
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
    answers: dict[str, dict[str, object]] = {section.key: {} for section in instrument.sections}
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


def _ours(question: Question, value: object) -> object:
    if question.kind.has_scale and isinstance(value, dict):
        return {item: question.scale[step].key for item, step in value.items()}
    return value


def faults_of(question: Question, value: object) -> Iterator[str]:
    """A sentence for each fault of a value in the reference's encoding."""
    if value is not None:
        for fault in _faults(question, value):
            yield f"{question.key}: {fault}"


def _faults(question: Question, value: object) -> Iterator[str]:
    if question.kind.has_scale:
        return number_faults(question, value, 0, len(question.scale) - 1, "index")
    return question.kind.faults(question, value)


def scores_as_json(
    instrument: Instrument, answers: Answers, variant: str | None
) -> Mapping[str, object]:
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
    if not question.kind.has_scale:
        return question.kind.schema(question)
    step = {"type": "integer", "minimum": 0, "maximum": len(question.scale) - 1}
    return object_of({item.key: step for item in question.items})


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
