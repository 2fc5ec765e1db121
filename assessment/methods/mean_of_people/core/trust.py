"""The grade of confidence, with what keeps it from the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .asked import NEAR
from .shape import Bar, TrustRules
from .units import reaches

HIGH, MEDIUM, LOW = "high", "medium", "low"


@dataclass(frozen=True, slots=True)
class Trust:
    coverage: float
    evidence_share: float  # of the weight of claims
    accepted_share: float
    people: float  # effective
    spread: float | None
    missing_for_high: tuple[str, ...]
    missing_for_medium: tuple[str, ...]

    @property
    def grade(self) -> str:
        if not self.missing_for_high:
            return HIGH
        return LOW if self.missing_for_medium else MEDIUM


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the grade rests on."""

    coverage: float
    evidence_share: float
    accepted_share: float
    people: float
    spread: float | None
    flagged: Mapping[str, float]  # flag -> share of the people

    def misses(self, bar: Bar) -> list[str]:
        found = []
        if not reaches(self.coverage, bar.coverage):
            found.append("coverage")
        if not reaches(self.evidence_share, bar.evidence_share):
            found.append("evidence")
        if self.spread is not None and self.spread > bar.spread + NEAR:
            found.append("spread")
        return found


def trust_in(grounds: Grounds, rules: TrustRules) -> Trust:
    by_review = reaches(grounds.accepted_share, rules.accepted_share) and reaches(
        grounds.people, rules.reviewed_people
    )
    missing = grounds.misses(rules.high)
    if not (reaches(grounds.people, rules.people) or by_review):
        missing.append("people")
    if any(reaches(grounds.flagged.get(flag, 0.0), rules.flagged_share) for flag in rules.flags):
        missing.append("quality")
    return Trust(
        grounds.coverage,
        grounds.evidence_share,
        grounds.accepted_share,
        grounds.people,
        grounds.spread,
        tuple(missing),
        tuple(grounds.misses(rules.medium)) if missing else (),
    )
