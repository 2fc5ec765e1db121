"""Which of the review's actions and practices help a facet to grow. Pure: chosen by the gap, not by low scores."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assessment import review
from assessment.instruments import Instrument
from assessment.methods.points.shape import Condition, declared
from assessment.review import Practice, ReviewAction
from assessment.review.practices import practices_for

from .balance import Gap
from .facets import Facet

FOR_A_FACET = 3


@dataclass(frozen=True, slots=True)
class FacetAdvice:
    """An action for a facet that should grow. `is_called_for`: the snapshots' answers ask for it as well."""

    facet: Facet
    action: ReviewAction
    practices: tuple[Practice, ...]
    is_called_for: bool


def advise(
    instrument: Instrument, gaps: Iterable[Gap], called_for: Collection[str], country: str
) -> list[FacetAdvice]:
    """Actions for the facets that have less than is wanted, the largest gap first; no action twice.

    `called_for` are the numbers of the actions that the snapshots' answers ask for; they come first within a facet.
    """
    given = list[FacetAdvice]()
    for gap in gaps:
        if gap.size <= 0 or not gap.is_worth_saying:
            continue
        seen = {one.action.number for one in given}
        found = [
            (rule.action not in called_for, -concerned, rule.priority, rule.action)
            for rule in declared(instrument).rules
            if rule.action not in seen
            and (concerned := sum(_concerns(c, gap.facet, instrument) for c in rule.when))
        ]
        for is_new, _concerned, _priority, number in sorted(found)[:FOR_A_FACET]:
            action = review.actions()[number]
            practices = practices_for(action, country)
            given.append(FacetAdvice(gap.facet, action, practices, not is_new))
    return given


def _concerns(condition: Condition, facet: Facet, instrument: Instrument) -> bool:
    """Whether a rule's condition is about a facet: its score, or an answer that counts for it."""
    if facet in (condition.dimension, condition.weakest):
        return True
    if condition.question is None or condition.item is None:
        return False
    return instrument.question(condition.question).item(condition.item).dimension == facet
