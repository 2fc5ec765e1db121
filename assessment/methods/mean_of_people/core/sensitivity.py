"""Whether the message hangs on the weights: a fixed list of variations, and what stays in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .areas import AreaUnit, OverallUnit
from .asked import NEAR
from .counted import ThreeWays
from .dimensions import DimensionUnit
from .interval import Ends
from .levels import DIGITS, displayed, level_at
from .shape import MeanOfPeople
from .spread import POINTS_A_LEVEL

AreaScores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class OverallSensitivity:
    ends: Ends
    variations: int
    level_stays: int  # variations with the same level


@dataclass(frozen=True, slots=True)
class Sensitivity:
    order: tuple[str, ...]  # reported areas, weakest first
    variations: int
    weakest_stays: int
    strongest_stays: int
    order_stays: int
    areas: Mapping[str, Ends]
    overall: OverallSensitivity | None


def sensitivity_of(
    scoring: MeanOfPeople,
    points: Mapping[str, ThreeWays],
    dimensions: Sequence[DimensionUnit],
    areas: Sequence[AreaUnit],
    overall: OverallUnit,
) -> Sensitivity | None:
    """None where no area is reported."""
    base = {area.key: area.score.stated for area in areas if area.score}
    if not base:
        return None
    order = tuple(sorted(base, key=lambda key: round(base[key], DIGITS)))
    runs = _variations(scoring, points, dimensions, base)
    return Sensitivity(
        order=order,
        variations=len(runs),
        weakest_stays=sum(min(run.values()) >= run[order[0]] - NEAR for run in runs),
        strongest_stays=sum(max(run.values()) <= run[order[-1]] + NEAR for run in runs),
        order_stays=sum(_keeps(run, order) for run in runs),
        areas={
            key: Ends(min(run[key] for run in runs), max(run[key] for run in runs)) for key in base
        },
        overall=_overall(scoring, base, runs, overall),
    )


def _keeps(run: AreaScores, order: Sequence[str]) -> bool:
    return all(run[one] <= run[other] + NEAR for one, other in pairwise(order))


def _variations(
    scoring: MeanOfPeople,
    points: Mapping[str, ThreeWays],
    dimensions: Sequence[DimensionUnit],
    base: AreaScores,
) -> list[AreaScores]:
    """All questions of one weight, and each reported dimension left out."""
    by_area: dict[str, list[tuple[DimensionUnit, float]]] = defaultdict(list)
    for one in dimensions:
        if one.score and one.area in base:
            by_area[one.area].append((one, one.score.stated))
    equal = _equal(scoring, points)
    runs: list[AreaScores] = [
        {key: _mean([(one.weight, equal[one.key]) for one, _score in by_area[key]]) for key in base}
    ]
    for left_out in dimensions:
        parts = by_area.get(left_out.area, [])
        kept = [(one.weight, score) for one, score in parts if one is not left_out]
        if kept and len(kept) < len(parts):
            runs.append({**base, left_out.area: _mean(kept)})
    return runs


def _mean(parts: Sequence[tuple[float, float]]) -> float:
    return sum([weight * score for weight, score in parts]) / sum([weight for weight, _ in parts])


def _equal(scoring: MeanOfPeople, points: Mapping[str, ThreeWays]) -> Mapping[str, float]:
    """The scores of dimensions whose questions all weigh the same."""
    found: dict[str, list[float]] = defaultdict(list)
    for question in scoring.asked:
        if question.key in points:
            found[question.dimension].append(points[question.key].stated)
    return {key: POINTS_A_LEVEL * sum(own) / len(own) for key, own in found.items()}


def _overall(
    scoring: MeanOfPeople, base: AreaScores, runs: Sequence[AreaScores], overall: OverallUnit
) -> OverallSensitivity | None:
    """With each area's weight down and up as well, which cannot change the order of areas."""
    if not overall.score:
        return None
    number, total, change = len(base), sum(base.values()), scoring.area_weight_change
    scores = [sum(run.values()) / number for run in runs]
    scores += [
        (total + by * score) / (number + by) for score in base.values() for by in (-change, change)
    ]
    level = level_at(scoring.levels, displayed(overall.score.stated))
    return OverallSensitivity(
        Ends(min(scores), max(scores)),
        len(scores),
        sum(level_at(scoring.levels, displayed(score)) == level for score in scores),
    )
