"""How an instrument is scored: what the two methods need to be told. Plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessment.wording import Text


@dataclass(frozen=True, slots=True)
class Band:
    """A strength or level with a name; it holds from its threshold on."""

    key: str
    text: Text
    threshold: int
    description: Text | None = None


# The method `points`


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something a score is given for, with a text for each strength."""

    key: str
    text: Text
    what: Text
    strengths: Mapping[str, Text]  # band key -> what that strength means


@dataclass(frozen=True, slots=True)
class Variant:
    """A way of counting the points."""

    key: str
    ceiling: int | None  # what 100 percent stands for; None: the points that can be reached
    printed_dimensions: bool  # count items where the reference's field names put them
    multiple_choice: bool  # ticked choices give points


@dataclass(frozen=True, slots=True)
class Capability:
    """A score in points beside the dimensions, with levels."""

    key: str
    text: Text
    what: Text
    base: int
    levels: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The words for one set of dimensions that reach the tendency's threshold."""

    key: str
    text: Text
    description: Text


@dataclass(frozen=True, slots=True)
class PointsScoring:
    """The method `points`: a sum of item points for each dimension."""

    dimensions: tuple[Dimension, ...]
    bands: tuple[Band, ...]
    tendency_from: int  # percent
    variants: Mapping[str, Variant]
    default_variant: str
    capability: Capability
    groups: Mapping[frozenset[str], Group]


@dataclass(frozen=True, slots=True)
class Condition:
    """One reason for an action. Exactly one of these forms:

    a dimension `below` or `at_least` a percentage; the `weakest` dimension; the capability `below` some points;
    an answer: a grid item or a choice that `options` lists; a choice `ticked` or not.
    """

    dimension: str | None = None
    below: int | None = None
    at_least: int | None = None
    weakest: str | None = None
    question: str | None = None
    item: str | None = None
    options: tuple[str, ...] = ()
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """The conditions under which an action of the review is shown; any of them is enough."""

    action: str
    priority: int  # 1 before 2
    when: tuple[Condition, ...]


# The method `weighted-mean` (method/maturity/scoring.md of the project's sources; constants in instrument.yaml)


Number = int | float  # as written in the declaration: means and thresholds are plain arithmetic


@dataclass(frozen=True, slots=True)
class Reply:
    """A question and one answer to it: what a condition asks for."""

    question: str
    answer: str


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
class Ranking:
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
    ranking: Ranking
    strengths: Strengths
    smallest_difference: int
    triggers: tuple[Triggers, ...]

    @property
    def dimensions(self) -> tuple[WeightedDimension, ...]:
        return tuple(dimension for area in self.areas for dimension in area.dimensions)

    def area_of(self, dimension: str) -> Area:
        return next(a for a in self.areas for d in a.dimensions if d.key == dimension)
