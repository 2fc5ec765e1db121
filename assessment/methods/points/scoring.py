"""Turn answers into scores. Pure: same instrument and answers, same scorecard.

The method `points` (pet-structure.md, sections 3 and 4): every item gives the points declared for its answer to one
dimension; a dimension's percentage is its sum of points over what can be reached. Unanswered gives nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.answers import Answers, value_of
from assessment.figures import whole
from assessment.instruments import Band, Instrument, Item, Question

from .shape import Dimension, DimensionGroup, Variant, declared


@dataclass(frozen=True, slots=True)
class ItemPoints:
    """What one item gave to its dimension."""

    question: Question
    item: Item
    dimension: str
    answer: str | int | bool | None  # option key, place, or ticked; None: not answered
    points: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class DimensionPoints:
    dimension: Dimension
    points: Fraction
    ceiling: Fraction  # points that stand for 100 percent
    band: Band
    next_band: Band | None
    contributions: tuple[ItemPoints, ...]

    @property
    def percent(self) -> int:
        return whole(100 * self.points / self.ceiling)

    @property
    def is_answered(self) -> bool:
        """Whether any answer counts here; without one, 0 points say nothing."""
        return any(row.answer is not None for row in self.contributions)

    @property
    def to_next(self) -> Fraction | None:
        """Points that are missing for the next band; None in the highest."""
        if self.next_band is None:
            return None
        return Fraction(self.next_band.threshold, 100) * self.ceiling - self.points


@dataclass(frozen=True, slots=True)
class CapabilityScore:
    points: Fraction
    base: Fraction
    most: Fraction
    level: Band
    next_level: Band | None
    contributions: tuple[ItemPoints, ...]

    @property
    def is_answered(self) -> bool:
        return any(row.answer is not None for row in self.contributions)

    @property
    def to_next(self) -> Fraction | None:
        return None if self.next_level is None else self.next_level.threshold - self.points


@dataclass(frozen=True, slots=True)
class PointsScorecard:
    variant: Variant
    dimensions: tuple[DimensionPoints, ...]
    capability: CapabilityScore
    tendency: tuple[str, ...]  # dimensions at or above the threshold, in alphabetical order
    group: DimensionGroup

    def dimension(self, key: str) -> DimensionPoints:
        return next(score for score in self.dimensions if score.dimension.key == key)

    @property
    def weakest(self) -> tuple[str, ...]:
        """The answered dimensions with the lowest percentage: one, or several that tie."""
        answered = [score for score in self.dimensions if score.is_answered]
        lowest = min((score.percent for score in answered), default=0)
        return tuple(s.dimension.key for s in answered if s.percent == lowest)


def score(instrument: Instrument, answers: Answers, variant: str | None = None) -> PointsScorecard:
    """Score answers with a variant of the instrument's method; KeyError for an unknown variant."""
    scoring = declared(instrument)
    counted = scoring.variants[variant or scoring.default_variant]
    given = [
        contribution
        for question in instrument.questions
        if question.scored
        for contribution in contributions(question, value_of(question, answers), counted)
    ]
    dimensions = tuple(_dimension_score(instrument, counted, d, given) for d in scoring.dimensions)
    tendency = sorted(s.dimension.key for s in dimensions if s.percent >= scoring.tendency_from)
    return PointsScorecard(
        variant=counted,
        dimensions=dimensions,
        capability=_capability_score(instrument, given),
        tendency=tuple(tendency),
        group=scoring.groups[frozenset(tendency)],
    )


def _dimension_score(
    instrument: Instrument, variant: Variant, dimension: Dimension, given: list[ItemPoints]
) -> DimensionPoints:
    rows = tuple(row for row in given if row.dimension == dimension.key)
    points = sum((row.points for row in rows), Fraction())
    ceiling = Fraction(variant.ceiling or sum(row.most for row in rows))
    band, following = band_at(declared(instrument).bands, whole(100 * points / ceiling))
    return DimensionPoints(dimension, points, ceiling, band, following, rows)


def _capability_score(instrument: Instrument, given: list[ItemPoints]) -> CapabilityScore:
    capability = declared(instrument).capability
    rows = tuple(row for row in given if row.dimension == capability.key)
    points = sum((row.points for row in rows), Fraction(capability.base))
    level, following = band_at(capability.levels, points)
    most = sum((row.most for row in rows), Fraction(capability.base))
    return CapabilityScore(points, Fraction(capability.base), most, level, following, rows)


def band_at(bands: Sequence[Band], value: Fraction | int) -> tuple[Band, Band | None]:
    """The band that `value` falls in, and the next one up."""
    held = sum(band.threshold <= value for band in bands)
    return bands[held - 1], bands[held] if held < len(bands) else None


def contributions(question: Question, value: object, variant: Variant) -> Iterator[ItemPoints]:
    """What each item of a question gives, answered or not."""
    for item in question.items:
        dimension = (variant.printed_dimensions and item.printed_dimension) or item.dimension
        if dimension is None:
            continue
        answer, points, most = question.kind.counted(question, item, value)
        if question.kind.several and not variant.multiple_choice:
            points = Fraction()
        yield ItemPoints(question, item, dimension, answer, points, most)
