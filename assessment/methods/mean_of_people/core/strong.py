"""Which answers are strengths: high, shown by evidence, and not in dispute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assessment.methods.weighted_mean.shape import Strengths

from .asked import CountedQuestion
from .card import PeopleCard
from .proof import NO_PROOF


def strengths_in(
    questions: Sequence[CountedQuestion], rules: Strengths, card: PeopleCard
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The weightiest answers with evidence that counts, and those that would be strengths with it.

    `questions` are those that may be a strength: no opinions.
    """
    high = [
        question
        for question in questions
        if question.weight >= 1
        and question.key in card.points
        and card.points[question.key].stated >= rules.points
        and question.key not in card.people.disagreements
    ]
    high.sort(key=lambda q: (-q.weight * card.points[q.key].stated, q.key))
    shown: list[str] = []
    per_area: Counter[str] = Counter()
    for question in high:
        has_room = per_area[question.area] < rules.per_area and len(shown) < rules.shown
        if _counts(card, question) and has_room:
            shown.append(question.key)
            per_area[question.area] += 1
    claimed = [q.key for q in high if q.wants_evidence and not _counts(card, q)]
    return tuple(shown), tuple(claimed)


def _counts(card: PeopleCard, question: CountedQuestion) -> bool:
    return card.proof.by_question.get(question.key, NO_PROOF).counts
