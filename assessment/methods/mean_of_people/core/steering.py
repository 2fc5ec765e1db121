"""What leaving answers out may have earned: counts, reasons, and the score if each left out were a zero."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.methods.weighted_mean.statements import Standing

from .areas import AreaUnit, OverallUnit
from .asked import NEAR, CountedQuestion
from .counted import ThreeWays
from .pooled import Pooled
from .shape import MeanOfPeople
from .spread import POINTS_A_LEVEL


@dataclass(frozen=True, slots=True)
class Steering:
    unknown_share: float  # of the questions' weight
    not_applicable_share: float
    reasons: Mapping[str, int]
    has_many_not_applicable: bool
    areas_with_many: tuple[str, ...]
    floor: float
    largest_gain: float | None  # None: the score is withheld


def steering_of(
    scoring: MeanOfPeople,
    pooled: Mapping[str, Pooled],
    points: Mapping[str, ThreeWays],
    areas: Sequence[AreaUnit],
    overall: OverallUnit,
) -> Steering:
    shown = [q for q in scoring.asked if pooled[q.key].standing is not Standing.HIDDEN]
    weights: dict[Standing, float] = defaultdict(float)
    for question in shown:
        weights[pooled[question.key].standing] += question.weight
    total = sum(weights.values())
    refused = weights[Standing.NOT_APPLICABLE] / total if total else 0.0
    reasons = Counter(
        answer.reason
        for answer in pooled.values()
        if answer.standing is Standing.NOT_APPLICABLE and answer.reason
    )
    floor = _floor(scoring, shown, points)
    return Steering(
        unknown_share=weights[Standing.UNKNOWN] / total if total else 0.0,
        not_applicable_share=refused,
        reasons=dict(sorted(reasons.items())),
        has_many_not_applicable=refused > scoring.steering.overall + NEAR,
        areas_with_many=tuple(area.key for area in areas if area.has_many_not_applicable),
        floor=floor,
        largest_gain=overall.score.stated - floor if overall.score else None,
    )


def _floor(
    scoring: MeanOfPeople, shown: Sequence[CountedQuestion], points: Mapping[str, ThreeWays]
) -> float:
    """The overall score with everything that is unknown or not applicable at nothing."""
    got: dict[str, float] = defaultdict(float)
    most: dict[str, float] = defaultdict(float)
    for question in shown:
        most[question.dimension] += question.weight
        if question.key in points:
            got[question.dimension] += question.weight * points[question.key].stated
    floors = []
    for area in scoring.areas:
        asked = [one for one in area.dimensions if most[one.key]]
        weight = sum([one.weight for one in asked])
        reached = sum([one.weight * POINTS_A_LEVEL * got[one.key] / most[one.key] for one in asked])
        floors.append(reached / weight if weight else 0.0)
    return sum(floors) / len(floors)
