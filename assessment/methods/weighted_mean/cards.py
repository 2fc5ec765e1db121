"""Actions as cards: why they are called for, and what would make them disappear, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.instruments import Item, Question
from assessment.methods.answer_sheet import choices_text
from assessment.methods.results import Results
from assessment.review import Practice, ReviewAction

from .advice import Advice, AdvicePlan, Reason
from .scoring import Scorecard
from .shape import Trigger


@dataclass(frozen=True, slots=True)
class ShownReason:
    """An answer that calls for an action."""

    question: Question
    said: str
    until: str  # what would take this reason away


@dataclass(frozen=True, slots=True)
class Card:
    """An action with its reasons in words, and practices with the names of their countries."""

    advice: Advice
    reasons: list[ShownReason]
    practices: list[tuple[Practice, str]]
    overlaps: list[ReviewAction]  # shown as well, and saying much the same

    @property
    def band(self) -> str:
        return {
            "high": _("high priority"),
            "medium": _("medium priority"),
            "low": _("low priority"),
        }[self.advice.band]

    @property
    def numbers(self) -> str:
        return ", ".join([self.advice.action.number, *self.advice.also])


def cards_of(
    results: Results, scorecard: Scorecard, plans: Sequence[AdvicePlan], advice: Sequence[Advice]
) -> list[Card]:
    """One card for each action of the plans that is asked for; those that overlap stand next to each other."""
    listed = {a.action.number: a.action for plan in plans for a in plan.all}
    return [
        Card(
            one,
            [_reason(results, scorecard, reason) for reason in one.reasons],
            [(practice, results.countries_of(practice)) for practice in one.practices],
            [listed[number] for number in one.action.overlaps if number in listed],
        )
        for one in side_by_side(advice)
    ]


def side_by_side(advice: Sequence[Advice]) -> list[Advice]:
    """The same order, but what overlaps follows at once, unless it builds on something still to come."""
    waiting, placed = list(advice), list[Advice]()
    while waiting:
        placed.append(waiting.pop(0))
        here = {a.action.number for a in placed}
        coming = {a.action.number for a in waiting}
        near = [
            other
            for other in waiting
            if other.action.number in placed[-1].action.overlaps
            and not set(other.action.builds_on) & (coming - here)
        ]
        placed += near
        waiting = [other for other in waiting if other not in near]
    return placed


def _reason(results: Results, scorecard: Scorecard, reason: Reason) -> ShownReason:
    trigger, language = reason.trigger, results.language
    question = results.instrument.question(trigger.question)
    if trigger.reason is not None:
        said = results.instrument.reasons[trigger.reason][language]
        return ShownReason(question, said, _("an answer other than “not applicable”"))
    answer = scorecard.answers[question.key]
    said = choices_text(question, answer.choices, language)
    return ShownReason(question, said, _until(question, trigger, language))


def _until(question: Question, trigger: Trigger, language: str) -> str:
    if trigger.unticked is not None:
        return _("“%(choice)s” applies as well") % {
            "choice": question.item(trigger.unticked).text[language]
        }
    enough = [item for item in question.items if item.points[0] > (trigger.at_most or 0)]
    if question.kind.several:
        return _("more of the choices apply: more than %(points)s of 4 points") % {
            "points": trigger.at_most
        }
    least: Item = min(enough, key=lambda item: item.points[0])
    return _("at least “%(choice)s”") % {"choice": least.text[language]}
