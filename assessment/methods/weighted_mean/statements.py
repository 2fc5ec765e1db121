"""What an agency answers to a question when one person, or several, have answered. Pure.

A group's agreed answer counts alone. Otherwise the lower median of the points counts, because what people say about
themselves leans upwards; of several choices each counts that more than half have ticked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache

from assessment.answers import Statement, chosen_in
from assessment.instruments import Number, Question

from .shape import WeightedMean


class Standing(StrEnum):
    """How a question stands; only answered and unknown ones are in the denominator."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"  # don't know, or not answered
    NOT_APPLICABLE = "na"
    HIDDEN = "hidden"  # by a condition


@dataclass(frozen=True, slots=True)
class AgencyAnswer:
    """The answers of all respondents as one."""

    standing: Standing
    points: Number = 0  # 0 to 4; for answered questions, like the three that follow
    low: Number = 0  # of the lowest single respondent, or of the agency's answer if that is lower
    high: Number = 0
    spread: Number = 0  # between the lowest and the highest respondent
    choices: tuple[
        str, ...
    ] = ()  # that count: of a multiple choice all, else the first with these points
    reason: str = ""  # why it does not apply
    has_evidence: bool = False
    respondents: int = 0  # whose choice, or reason, counted


def agency_answer(
    scoring: WeightedMean, question: Question, statements: Sequence[Statement]
) -> AgencyAnswer:
    """One answer out of what several people said."""
    evidence = any(statement.get("evidence") for statement in statements)
    counted = [s for s in statements if s.get("agreed")] or list(statements)
    refusals = [str(s["na"]) for s in counted if s.get("na")]
    chosen = [chosen_in(s) for s in counted if "choice" in s]
    if len(refusals) > len(chosen):
        return AgencyAnswer(
            Standing.NOT_APPLICABLE,
            reason=refusals[0],
            has_evidence=evidence,
            respondents=len(refusals),
        )
    if not chosen:
        return AgencyAnswer(Standing.UNKNOWN, has_evidence=evidence)
    worth, most = _points_by_item(question), scoring.most_points
    points = [min(most, sum([worth[key] for key in keys])) for keys in chosen]
    if question.kind.several:
        agreed = _majority(question, chosen, len(chosen) * scoring.majority)
        counts = points_of(scoring, question, agreed)
    else:
        counts = lower_median(points)
        agreed = chosen[points.index(counts)]
    return AgencyAnswer(
        Standing.ANSWERED,
        points=counts,
        low=min([*points, counts]),
        high=max([*points, counts]),
        spread=max(points) - min(points),
        choices=tuple(agreed),
        has_evidence=evidence,
        respondents=len(chosen),
    )


def points_of(scoring: WeightedMean, question: Question, keys: Sequence[str]) -> Number:
    """Points of the chosen items; ticked ones are added up to the most."""
    worth = _points_by_item(question)
    return min(scoring.most_points, sum([worth[key] for key in keys]))


@cache
def _points_by_item(question: Question) -> Mapping[str, Number]:
    """As plain numbers: fractions take long to reckon with, and an agency has hundreds of statements."""
    return {item.key: _plain(item.points[0]) for item in question.items if item.points}


def _plain(points: Fraction) -> Number:
    return int(points) if points == int(points) else float(points)


def _majority(question: Question, chosen: Sequence[Sequence[str]], needed: Number) -> list[str]:
    """The items that enough respondents ticked; the one that excludes the others if there are none."""
    ticked = [
        item.key
        for item in question.items
        if item.key != question.exclusive and sum([item.key in keys for keys in chosen]) > needed
    ]
    return ticked or [item.key for item in question.items if item.key == question.exclusive]


def lower_median(values: Sequence[Number]) -> Number:
    """The middle value; of two the lower."""
    return sorted(values)[(len(values) - 1) // 2]
