"""An area, the weighted mean of its dimensions, and the whole, the mean of its areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.methods.weighted_mean.shape import Area

from .asked import NEAR
from .counted import ThreeWays, weighed
from .dimensions import DimensionUnit, levels_of
from .interval import Ends
from .levels import NamedLevel, displayed, named
from .spread import Shares
from .units import Measure, Measured, Numbers, ScoredUnit, Weights, reaches, scaled


@dataclass(frozen=True, slots=True)
class AreaUnit(ScoredUnit):
    dimensions: int  # that can be scored
    reported_dimensions: int
    reported_weight: float  # share of the dimensions' weight
    weights: Weights  # of its questions
    has_many_not_applicable: bool


@dataclass(frozen=True, slots=True)
class OverallUnit(ScoredUnit):
    reported_areas: int


def area_unit(measure: Measure, area: Area, all_dimensions: Sequence[DimensionUnit]) -> AreaUnit:
    mine = [one for one in all_dimensions if one.area == area.key]
    scorable = [one for one in mine if one.is_scorable]
    reported = [one for one in scorable if one.is_reported]
    all_parts, parts = _parts(scorable), _parts(reported)
    coverage = sum([part * one.coverage for part, one in all_parts])
    share = _weight(reported) / _weight(scorable) if scorable else 0.0
    score = _score(parts) if reported and _is_reported(measure, coverage, share) else None
    measured = measure.measured(
        score,
        _ends([(part, one.measured.open_ends) for part, one in all_parts]),
        _shares([(part, one.measured.shares) for part, one in parts]),
        _shares([(part, one.measured.all_shares) for part, one in all_parts]),
    )
    levels = {one.key: one.levels for one in reported}
    weights = Weights.together(one.weights for one in mine)
    return AreaUnit(
        key=area.key,
        numbers=Numbers.together(one.numbers for one in mine),
        coverage=coverage,
        measured=measured,
        levels=_capped(measure, score, levels),
        level=_named_with(measure, measured, levels),
        dimensions=len(scorable),
        reported_dimensions=len(reported),
        reported_weight=share,
        weights=weights,
        has_many_not_applicable=weights.not_applicable_share > measure.scoring.steering.area + NEAR,
    )


def overall_unit(measure: Measure, areas: Sequence[AreaUnit]) -> OverallUnit:
    minimum, part = measure.scoring.minimum, 1.0 / len(areas)
    reported = sum([area.is_reported for area in areas])
    coverage = sum([area.coverage for area in areas]) * part
    is_reported = reported >= minimum.overall_areas and reaches(coverage, minimum.overall_coverage)
    parts = [(part, area) for area in areas]
    measured = measure.measured(
        _score(parts) if is_reported else None,
        _ends([(part, area.measured.open_ends) for area in areas]),
        _shares([(part, area.measured.shares) for area in areas]),
        _shares([(part, area.measured.all_shares) for area in areas]),
    )
    levels = {area.key: area.levels for area in areas}
    return OverallUnit(
        key="",
        numbers=Numbers.together(area.numbers for area in areas),
        coverage=coverage,
        measured=measured,
        levels=_capped(measure, measured.score, levels),
        level=_named_with(measure, measured, levels),
        reported_areas=reported,
    )


def _weight(dimensions: Sequence[DimensionUnit]) -> float:
    return float(sum([one.weight for one in dimensions]))


def _parts(dimensions: Sequence[DimensionUnit]) -> list[tuple[float, DimensionUnit]]:
    """Each with its part of their weight."""
    total = _weight(dimensions)
    return [(one.weight / total, one) for one in dimensions]


def _is_reported(measure: Measure, coverage: float, share: float) -> bool:
    minimum = measure.scoring.minimum
    return reaches(coverage, minimum.area_coverage) and reaches(share, minimum.area_reported_weight)


def _score(parts: Sequence[tuple[float, ScoredUnit]]) -> ThreeWays:
    return weighed([(part, one.score) for part, one in parts if one.score])


def _shares(parts: Sequence[tuple[float, Shares]]) -> Shares:
    return {key: share for by, shares in parts for key, share in scaled(shares, by)}


def _ends(parts: Sequence[tuple[float, Ends | None]]) -> Ends | None:
    """The weighted ends; None where a part has none, or there are no parts."""
    known = [(weight, ends) for weight, ends in parts if ends]
    if not known or len(known) < len(parts):
        return None
    return Ends(
        sum([weight * ends.low for weight, ends in known]),
        sum([weight * ends.high for weight, ends in known]),
    )


def _capped(
    measure: Measure, score: ThreeWays | None, parts: Mapping[str, Mapping[str, int]]
) -> Mapping[str, int]:
    """Levels at most so many above the weakest part, for each way of counting."""
    return {
        way: min(level, min([part[way] for part in parts.values()]) + measure.scoring.cap)
        for way, level in levels_of(measure, score).items()
    }


def _named_with(
    measure: Measure, measured: Measured, parts: Mapping[str, Mapping[str, int]]
) -> NamedLevel | None:
    score, interval = measured.score, measured.interval
    if score is None or interval is None:
        return None
    stated = {key: part["stated"] for key, part in parts.items()}
    lowest = min(stated.values())
    return named(
        measure.scoring,
        displayed(score.stated),
        interval.displayed,
        displayed(score.supported),
        lowest + measure.scoring.cap,
        tuple(key for key, level in stated.items() if level == lowest),
    )
