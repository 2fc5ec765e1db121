"""A dimension: the weighted mean over its answered questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.methods.weighted_mean.shape import WeightedDimension
from assessment.methods.weighted_mean.statements import Standing

from .asked import NEAR, CountedQuestion
from .counted import ThreeWays, weighed
from .interval import MOST, Ends
from .levels import NamedLevel, displayed, level_at, named
from .spread import POINTS_A_LEVEL, Shares
from .units import WAYS, Measure, Measured, Numbers, ScoredUnit, Weights, reaches


@dataclass(frozen=True, slots=True)
class DimensionUnit(ScoredUnit):
    area: str
    weight: float
    weights: Weights  # of its questions
    is_partly_applicable: bool
    is_scorable: bool


@dataclass(frozen=True, slots=True)
class _Split:
    """Its shown questions by how they stand."""

    answered: list[CountedQuestion]
    unknown: list[CountedQuestion]
    refused: list[CountedQuestion]

    @property
    def numbers(self) -> Numbers:
        parts = [len(self.answered), len(self.unknown), len(self.refused)]
        return Numbers(sum(parts), *parts)

    @property
    def weights(self) -> Weights:
        return Weights(_weight(self.answered), _weight(self.unknown), _weight(self.refused))

    @property
    def applicable(self) -> int:
        return len(self.answered) + len(self.unknown)


def dimension_unit(
    measure: Measure,
    area: str,
    dimension: WeightedDimension,
    questions: Sequence[CountedQuestion],
    points: Mapping[str, ThreeWays],
) -> DimensionUnit:
    """`questions` are all of the dimension, `points` those of the answered ones."""
    scoring, split = measure.scoring, _split(measure, questions)
    weights = split.weights
    shares = {q.key: q.weight / weights.answered for q in split.answered}
    all_shares = {q.key: q.weight / weights.applicable for q in split.answered}
    is_scorable = split.applicable >= scoring.minimum.dimension_applicable
    score = _score(shares, points) if is_scorable and _is_reported(measure, split) else None
    measured = measure.measured(score, _open_ends(all_shares, points, weights), shares, all_shares)
    return DimensionUnit(
        key=dimension.key,
        numbers=split.numbers,
        coverage=weights.coverage,
        measured=measured,
        levels=levels_of(measure, score),
        level=_named(measure, measured),
        area=area,
        weight=dimension.weight,
        weights=weights,
        is_partly_applicable=weights.not_applicable_share > scoring.partly_applicable_above + NEAR,
        is_scorable=is_scorable,
    )


def _weight(questions: Sequence[CountedQuestion]) -> float:
    return float(sum([question.weight for question in questions]))


def _split(measure: Measure, questions: Sequence[CountedQuestion]) -> _Split:
    found: dict[Standing, list[CountedQuestion]] = {standing: [] for standing in Standing}
    for question in questions:
        found[measure.pooled[question.key].standing].append(question)
    return _Split(found[Standing.ANSWERED], found[Standing.UNKNOWN], found[Standing.NOT_APPLICABLE])


def _is_reported(measure: Measure, split: _Split) -> bool:
    minimum = measure.scoring.minimum
    return len(split.answered) >= minimum.dimension_answered and reaches(
        split.weights.coverage, minimum.dimension_coverage
    )


def _open_ends(shares: Shares, points: Mapping[str, ThreeWays], weights: Weights) -> Ends | None:
    if not weights.applicable:
        return None
    low = sum([POINTS_A_LEVEL * share * points[key].stated for key, share in shares.items()])
    return Ends(low, low + MOST * weights.unknown / weights.applicable)


def _score(shares: Shares, points: Mapping[str, ThreeWays]) -> ThreeWays:
    return weighed([(POINTS_A_LEVEL * share, points[key]) for key, share in shares.items()])


def levels_of(measure: Measure, score: ThreeWays | None) -> Mapping[str, int]:
    """The levels of the displayed numbers, without a cap."""
    if score is None:
        return {}
    figures = ((way, getattr(score, way)) for way in WAYS)
    return {
        way: level_at(measure.scoring.levels, displayed(figure))
        for way, figure in figures
        if figure is not None
    }


def _named(measure: Measure, measured: Measured) -> NamedLevel | None:
    score, interval = measured.score, measured.interval
    if score is None or interval is None:
        return None
    numbers = displayed(score.stated), displayed(score.supported)
    return named(measure.scoring, numbers[0], interval.displayed, numbers[1])
