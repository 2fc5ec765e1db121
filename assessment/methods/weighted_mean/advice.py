"""Choose the review's actions for the method `weighted-mean`: by the answers that trigger them, in the order that pays.

For each action, over its triggers whose question is answered: need is the weighted gap to the best answer, importance
the largest weight among those that fired, and priority both times a factor for the effort (method/maturity/scoring.md,
section 6, of the project's sources).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assessment import review
from assessment.answers import Answers, holds, value_of
from assessment.instruments import Instrument, Number
from assessment.review import Practice, ReviewAction, practices_for

from .scoring import Scorecard
from .shape import AdviceRanking, Trigger, Triggers, WeightedMean, declared
from .statements import AgencyAnswer, Standing

NO_ROLE = "none"
ALL_NEEDED = 100.0  # a dimension without a score is not the weakest
STEP_BEHIND = 1e-3  # how far an action is put behind the one it builds on
PASSES = 3  # chains of actions that build on each other are no longer


class List(StrEnum):
    """Whether the agency can act by itself."""

    OWN = "own"
    CONTRIBUTE = "contribute"  # or raise with others


@dataclass(frozen=True, slots=True)
class Reason:
    """A trigger that fired, with the points of the answer; None where the question does not apply."""

    trigger: Trigger
    points: Number | None


@dataclass(frozen=True, slots=True)
class Advice:
    """An action with why and how urgently it is called for."""

    action: ReviewAction
    list: List
    need: float  # 0 to 1
    importance: float
    priority: float  # 0 to 1.875
    reasons: tuple[Reason, ...]
    weakest: float  # score of the weakest dimension whose answers called for it
    band: str
    also: tuple[str, ...]  # numbers under which the review gives the same action again
    country: str  # whose practices stand beside it

    @property
    def practices(self) -> tuple[Practice, ...]:
        return practices_for(self.action, self.country)


@dataclass(slots=True)
class _Called:
    """What will be advice, while its place among the others is sought."""

    action: ReviewAction
    list: List
    need: float
    importance: float
    priority: float
    reasons: tuple[Reason, ...]
    weakest: float
    also: tuple[str, ...] = ()

    def complete(self, ranking: AdviceRanking, country: str) -> Advice:
        return Advice(
            self.action,
            self.list,
            self.need,
            self.importance,
            self.priority,
            self.reasons,
            self.weakest,
            next(band for band, least in ranking.bands.items() if self.priority >= least),
            self.also,
            country,
        )


@dataclass(frozen=True, slots=True)
class AdvicePlan:
    """All actions that are called for; `first` are shown first, the others follow by priority."""

    first: tuple[Advice, ...]
    others: tuple[Advice, ...] = field(default=())

    @property
    def all(self) -> tuple[Advice, ...]:
        return self.first + self.others


def advise(
    instrument: Instrument, answers: Answers, scorecard: Scorecard, country: str
) -> tuple[AdvicePlan, AdvicePlan]:
    """What the agency can do itself, and what it can contribute to or raise with others."""
    ranking = declared(instrument).ranking
    listed = _merged(_called_for(instrument, answers, scorecard))
    _basics_first(listed, ranking.base_need)
    complete = [called.complete(ranking, country) for called in listed.values()]
    return (
        _plan((a for a in complete if a.list is List.OWN), ranking.own, ranking.own_per_area),
        _plan((a for a in complete if a.list is List.CONTRIBUTE), ranking.contribute, None),
    )


def is_authority(instrument: Instrument, answers: Answers) -> bool:
    """Whether national and regional actions are this agency's own business."""
    reply = declared(instrument).ranking.authority
    return bool(value_of(instrument.question(reply.question), answers) == reply.answer)


def _called_for(
    instrument: Instrument, answers: Answers, scorecard: Scorecard
) -> Iterator[_Called]:
    authority = is_authority(instrument, answers)
    for triggers in declared(instrument).triggers:
        action = review.actions()[triggers.action]
        leads = action.role == "lead" or (
            authority and action.level == "national-digital-authority"
        )
        if action.role == NO_ROLE and not authority:
            continue
        if found := _weigh(instrument, answers, scorecard, triggers):
            need, importance, weakest, reasons = found
            effort = declared(instrument).ranking.effort[action.effort]
            listed = List.OWN if leads else List.CONTRIBUTE
            priority = need * importance * effort
            yield _Called(action, listed, need, importance, priority, reasons, weakest)


def _weigh(
    instrument: Instrument, answers: Answers, scorecard: Scorecard, triggers: Triggers
) -> tuple[float, float, float, tuple[Reason, ...]] | None:
    """Need, importance, weakest dimension and reasons; None if nothing fired."""
    scoring = declared(instrument)
    gaps = weights = importance = 0.0
    weakest = ALL_NEEDED
    reasons = []
    for trigger in triggers.when:
        if trigger.only_if and not holds(trigger.only_if, instrument, answers):
            continue
        question = instrument.question(trigger.question)
        answer = scorecard.answers[question.key]
        judged = _gap(scoring, trigger, answer)
        if judged is None:
            continue
        gap, fired = judged
        weight = question.weight * scoring.ranking.strength[trigger.strength]
        gaps += weight * gap
        weights += weight
        if fired:
            importance = max(importance, weight)
            is_answered = answer.standing is Standing.ANSWERED
            reasons.append(Reason(trigger, answer.points if is_answered else None))
            dimension = scorecard.dimensions[question.dimension or ""].score
            if is_answered and dimension is not None:
                weakest = min(weakest, dimension)
    if not reasons:
        return None
    return gaps / weights, importance, weakest, tuple(reasons)


def _gap(
    scoring: WeightedMean, trigger: Trigger, answer: AgencyAnswer
) -> tuple[float, bool] | None:
    """How far the answer is from the best, and whether it calls for the action; None if it says nothing."""
    if trigger.reason is not None:
        refused = answer.standing is Standing.NOT_APPLICABLE and answer.reason == trigger.reason
        return (1.0, True) if refused else None
    if answer.standing is not Standing.ANSWERED:
        return None
    gap = (scoring.most_points - answer.points) / scoring.most_points
    if trigger.at_most is not None:
        return gap, answer.points <= trigger.at_most
    if trigger.unticked in answer.choices:
        return 0.0, False
    # A missing choice: the question's gap, but at least the floor.
    return max(gap, scoring.ranking.gap_of_missing_choice), True


def _merged(called: Iterable[_Called]) -> dict[str, _Called]:
    """One card for what the review gives twice, with both numbers and the higher priority."""
    listed = {one.action.number: one for one in called}
    for number, one in list(listed.items()):
        first = listed.get(one.action.duplicate_of or "")
        if first is not None:
            first.also = (*first.also, number)
            first.priority = max(first.priority, one.priority)
            del listed[number]
    return listed


def _basics_first(listed: Mapping[str, _Called], base_need: Number) -> None:
    """Put an action after what it builds on, if that is needed as well."""
    pairs = [
        (one, listed[base])
        for one in listed.values()
        for base in one.action.builds_on
        if base in listed
    ]
    for _pass in range(PASSES):
        for one, base in pairs:
            if base.list is one.list and base.need >= base_need:
                one.priority = min(one.priority, base.priority - STEP_BEHIND)


def _plan(advice: Iterable[Advice], shown: int, per_area: int | None) -> AdvicePlan:
    """In order: priority, then the weaker dimension, then the number."""
    order = sorted(advice, key=lambda a: (-round(a.priority, 4), a.weakest, a.action.number))
    first: list[Advice] = []
    areas: list[str] = []
    for one in order:
        if len(first) < shown and (per_area is None or areas.count(one.action.area) < per_area):
            first.append(one)
            areas.append(one.action.area)
    shown_first = {advice.action.number for advice in first}
    return AdvicePlan(tuple(first), tuple(a for a in order if a.action.number not in shown_first))
