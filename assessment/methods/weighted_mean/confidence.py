"""How sure the scores are, and which answers are strengths: both rest on evidence. Pure.

Operation by operation as in the reference implementation, like the scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessment.instruments import Question

from .shape import Grade, WeightedMean
from .statements import AgencyAnswer, Standing


@dataclass(frozen=True, slots=True)
class Confidence:
    grade: Grade
    coverage: float
    evidence_share: float  # of the weight of high claims
    respondents: int
    questions_with_several: int
    disagreement_share: float
    disagreements: tuple[str, ...]  # question keys


def is_claim(scoring: WeightedMean, question: Question, answer: AgencyAnswer) -> bool:
    """Whether an answer is high enough to need evidence."""
    return (
        question.wants_evidence
        and answer.standing is Standing.ANSWERED
        and answer.points >= scoring.claim_from
    )


def confidence_in(
    scoring: WeightedMean,
    questions: Sequence[Question],
    resolved: Mapping[str, AgencyAnswer],
    coverage: float,
    respondents: int,
) -> Confidence:
    claims = [q for q in questions if is_claim(scoring, q, resolved[q.key])]
    backed = sum(q.weight for q in claims if resolved[q.key].has_evidence)
    evidence = backed / sum(q.weight for q in claims) if claims else 1.0
    several = [q.key for q in questions if resolved[q.key].respondents > 1]
    apart = [key for key in several if resolved[key].spread >= scoring.disagreement]
    share = len(apart) / len(several) if several else 0.0
    reached = [
        grade
        for grade in scoring.grades
        if coverage >= grade.coverage
        and evidence >= grade.evidence_share
        and respondents >= grade.respondents
        and share <= grade.disagreement_share
    ]
    return Confidence(
        reached[-1], coverage, evidence, respondents, len(several), share, tuple(apart)
    )


def strengths_of(
    scoring: WeightedMean,
    questions: Iterable[Question],
    resolved: Mapping[str, AgencyAnswer],
    disagreements: Sequence[str],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The best answers with evidence, and those that would be strengths with it."""
    candidates = [
        (question, answer)
        for question in questions
        for answer in (resolved[question.key],)
        if answer.standing is Standing.ANSWERED
        and not question.is_opinion
        and answer.points >= scoring.strengths.points
        and question.weight >= 1
        and question.key not in disagreements
    ]
    candidates.sort(key=lambda row: (-row[0].weight * row[1].points, row[0].key))
    shown: list[str] = []
    per_area: dict[str, int] = {}
    for question, answer in candidates:
        area = scoring.area_of(question.dimension or "").key
        room = per_area.get(area, 0) < scoring.strengths.per_area
        if answer.has_evidence and room and len(shown) < scoring.strengths.shown:
            shown.append(question.key)
            per_area[area] = per_area.get(area, 0) + 1
    claimed = [q.key for q, a in candidates if q.wants_evidence and not a.has_evidence]
    return tuple(shown), tuple(claimed)
