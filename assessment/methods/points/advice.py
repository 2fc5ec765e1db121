"""Choose the review's actions for the method `points`: by the rules that a scorecard and its answers meet. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessment import review
from assessment.answers import Answers, value_of
from assessment.instruments import Instrument, Question
from assessment.review import Effort, Practice, ReviewAction, practices_for

from .scoring import PointsScorecard
from .shape import Condition, Rule, declared

EFFORTS = list(Effort)


@dataclass(frozen=True, slots=True)
class PointsAdvice:
    """An action, and every condition that called for it."""

    action: ReviewAction
    priority: int
    reasons: tuple[Condition, ...]
    practices: tuple[Practice, ...]  # the agency's own country first


def advise(
    instrument: Instrument, answers: Answers, scorecard: PointsScorecard, country: str
) -> tuple[PointsAdvice, ...]:
    """The actions whose rules fire: by declared priority, most reasons first, then the easier ones.

    `country` is the agency's ISO code; it only decides which practices are shown.
    """
    given = [
        PointsAdvice(action, rule.priority, reasons, practices_for(action, country))
        for rule in declared(instrument).rules
        if (reasons := _reasons(instrument, answers, scorecard, rule))
        for action in (review.actions()[rule.action],)
    ]
    return tuple(
        sorted(given, key=lambda a: (a.priority, -len(a.reasons), EFFORTS.index(a.action.effort)))
    )


def _reasons(
    instrument: Instrument, answers: Answers, scorecard: PointsScorecard, rule: Rule
) -> tuple[Condition, ...]:
    return tuple(c for c in rule.when if holds(c, instrument, answers, scorecard))


def holds(
    condition: Condition, instrument: Instrument, answers: Answers, scorecard: PointsScorecard
) -> bool:
    """Whether a condition is met; one about answers that were not given never is."""
    if condition.question is not None:
        question = instrument.question(condition.question)
        value = value_of(question, answers)
        return bool(value) and _answer_matches(condition, question, value)
    if condition.weakest is not None:
        return condition.weakest in scorecard.weakest
    if condition.dimension is None:
        capability = scorecard.capability
        return capability.is_answered and capability.points < (condition.below or 0)
    score = scorecard.dimension(condition.dimension)
    if condition.below is not None:
        return score.is_answered and score.percent < condition.below
    return condition.at_least is not None and score.percent >= condition.at_least


def _answer_matches(condition: Condition, question: Question, value: object) -> bool:
    if condition.ticked is not None:
        return (isinstance(value, list) and condition.item in value) is condition.ticked
    if condition.item is not None:
        return isinstance(value, Mapping) and value.get(condition.item) in condition.options
    return value in condition.options
