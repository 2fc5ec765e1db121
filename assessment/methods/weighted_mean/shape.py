"""What the method `weighted-mean` is told by an instrument: question, dimension, area, overall. Plain frozen data.

The method and its constants: method/maturity/scoring.md of the project's sources; the values stand in instrument.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from assessment.instruments import Band, Instrument, Number, Reply
from assessment.methods.score_lines import ScoreKind
from assessment.wording import Text

METHOD = "weighted-mean"


@dataclass(frozen=True, slots=True)
class WeightedDimension:
    """A mean over the questions of one section."""

    key: str
    text: Text
    what: Text
    weight: Number


@dataclass(frozen=True, slots=True)
class Area:
    """A mean over its dimensions."""

    key: str
    text: Text
    what: Text
    dimensions: tuple[WeightedDimension, ...]


@dataclass(frozen=True, slots=True)
class Minimum:
    """How much must be answered before a score is shown."""

    dimension_coverage: Number
    dimension_answered: int
    dimension_applicable: int
    area_coverage: Number
    area_reported_weight: Number
    overall_coverage: Number
    overall_areas: int


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of confidence and what it takes; the lowest grade takes nothing."""

    key: str
    text: Text
    coverage: Number = 0
    evidence_share: Number = 0
    respondents: int = 0
    disagreement_share: Number = 1


class Strength(StrEnum):
    PRIMARY = "primary"
    SECONDARY = "secondary"


@dataclass(frozen=True, slots=True)
class Trigger:
    """An answer that calls for an action. Exactly one of `at_most` points, `unticked` choice, `reason` given."""

    question: str
    strength: Strength
    at_most: Number | None = None
    unticked: str | None = None
    reason: str | None = None
    only_if: Reply | None = None


@dataclass(frozen=True, slots=True)
class Triggers:
    """Everything that calls for one action of the review."""

    action: str
    when: tuple[Trigger, ...]


@dataclass(frozen=True, slots=True)
class AdviceRanking:
    """How the actions are put in order, and how many are shown first."""

    strength: Mapping[str, Number]
    effort: Mapping[str, Number]
    bands: Mapping[str, Number]  # highest first
    gap_of_missing_choice: Number
    base_need: Number
    own: int
    own_per_area: int
    contribute: int
    authority: Reply  # who sees national and regional actions too


@dataclass(frozen=True, slots=True)
class Strengths:
    """Which answers count as strengths, and how many are shown."""

    points: Number
    shown: int
    per_area: int


@dataclass(frozen=True, slots=True)
class WeightedMean:
    """The method `weighted-mean`: question, dimension, area, overall; every question gives 0 to `most_points`."""

    method: ClassVar[str] = METHOD

    most_points: int
    areas: tuple[Area, ...]
    levels: tuple[Band, ...]
    cap: int  # levels above the weakest part
    minimum: Minimum
    partly_applicable_above: Number
    claim_from: Number  # points that ask for evidence
    points_without_evidence: Number
    disagreement: Number  # points between the lowest and the highest respondent
    majority: Number  # share of respondents that a ticked choice needs
    grades: tuple[Grade, ...]  # lowest first
    ranking: AdviceRanking
    strengths: Strengths
    smallest_difference: int
    triggers: tuple[Triggers, ...]

    @property
    def dimensions(self) -> tuple[WeightedDimension, ...]:
        return tuple(dimension for area in self.areas for dimension in area.dimensions)

    def area_of(self, dimension: str) -> Area:
        return next(a for a in self.areas for d in a.dimensions if d.key == dimension)


def declared(instrument: Instrument) -> WeightedMean:
    """What an instrument declares about its scoring; TypeError for one with another method."""
    if isinstance(instrument.scoring, WeightedMean):
        return instrument.scoring
    raise TypeError(f"{instrument.key} is not scored with the method {METHOD}")


def names_of(areas: Iterable[Area]) -> dict[tuple[ScoreKind, str], Text | None]:
    """All that can have a score, in order: the whole, then each area before its dimensions."""
    found: dict[tuple[ScoreKind, str], Text | None] = {(ScoreKind.OVERALL, ""): None}
    for area in areas:
        found[ScoreKind.AREA, area.key] = area.text
        found |= {(ScoreKind.DIMENSION, d.key): d.text for d in area.dimensions}
    return found
