"""The questions of a maturity instrument as the advice of version 2 takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assessment.instruments import Instrument, Question
from assessment.review.advice import AskedQuestion, Given, Situation, advise

from .shape import declared


def advice_on(
    instrument: Instrument,
    profile: Mapping[str, str | None],
    points: Mapping[str, Mapping[str, Any]],
    scores: Mapping[str, float | None] | None = None,
) -> dict[str, Any]:
    """The advice on what became of each question: {question: {state, points, selected, reason}}.

    KeyError for what is missing, ValueError for a question or a state that there is not.
    """
    asked = asked_by(instrument)
    if unknown := sorted(set(points) - {question.key for question in asked}):
        raise ValueError(f"no question {', '.join(unknown)}")
    given = {key: Given.read(value) for key, value in points.items()}
    return advise(Situation(asked, profile, given), scores)


def asked_by(instrument: Instrument) -> Sequence[AskedQuestion]:
    """Every question that counts, in the instrument's order."""
    areas = {
        dimension.key: area.key
        for area in declared(instrument).areas
        for dimension in area.dimensions
    }
    return tuple(
        _asked(question, areas[question.dimension])
        for question in instrument.questions
        if question.weight and question.dimension
    )


def _asked(question: Question, area: str) -> AskedQuestion:
    condition = question.shown_if
    return AskedQuestion(
        key=question.key,
        area=area,
        dimension=question.dimension or "",
        weight=question.weight,
        ask=question.known_to[0],
        choices=tuple(i.key for i in question.items if i.key != question.exclusive)
        if question.kind.several
        else (),
        several=question.kind.several,
        shown_if=(condition.question, condition.answer) if condition else None,
    )
