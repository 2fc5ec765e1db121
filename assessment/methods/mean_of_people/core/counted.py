"""The three ways in which points are counted, by what stands behind an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.methods.weighted_mean.statements import Standing

from .asked import CountedQuestion
from .pooled import Pooled
from .proof import NO_PROOF, Proof
from .shape import EvidenceRules


@dataclass(frozen=True, slots=True)
class ThreeWays:
    """One figure, counted in three ways. `verified` is None until a reviewer has looked at any evidence."""

    stated: float
    supported: float
    verified: float | None = None


def points_of_questions(
    questions: Sequence[CountedQuestion],
    pooled: Mapping[str, Pooled],
    proof: Proof,
    rules: EvidenceRules,
) -> Mapping[str, ThreeWays]:
    """Points of the answered questions; without evidence that counts at most so many."""
    found = {}
    most = float(rules.points_without)
    for question in questions:
        points = pooled[question.key].points
        if points is None or pooled[question.key].standing is not Standing.ANSWERED:
            continue
        if not question.wants_evidence or points <= most:
            found[question.key] = ThreeWays(points, points, points if proof.is_reviewed else None)
            continue
        behind = proof.by_question.get(question.key, NO_PROOF)
        verified = points if behind.status == "accepted" else most
        found[question.key] = ThreeWays(
            points, points if behind.counts else most, verified if proof.is_reviewed else None
        )
    return found


def weighed(parts: Sequence[tuple[float, ThreeWays]]) -> ThreeWays:
    """The sum of weight times figure, for each way of counting."""
    with_review = bool(parts) and parts[0][1].verified is not None
    return ThreeWays(
        sum([weight * figure.stated for weight, figure in parts]),
        sum([weight * figure.supported for weight, figure in parts]),
        sum([weight * (figure.verified or 0.0) for weight, figure in parts])
        if with_review
        else None,
    )
