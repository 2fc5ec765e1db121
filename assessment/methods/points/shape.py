"""What the method `points` is told by an instrument: a sum of item points for each dimension. Plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from assessment.instruments import Band, Instrument
from assessment.wording import Text

METHOD = "points"


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
class DimensionGroup:
    """The words for one set of dimensions that reach the tendency's threshold."""

    key: str
    text: Text
    description: Text


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


@dataclass(frozen=True, slots=True)
class Points:
    """The method `points`: a sum of item points for each dimension."""

    method: ClassVar[str] = METHOD

    dimensions: tuple[Dimension, ...]
    bands: tuple[Band, ...]
    tendency_from: int  # percent
    variants: Mapping[str, Variant]
    default_variant: str
    capability: Capability
    groups: Mapping[frozenset[str], DimensionGroup]
    rules: tuple[Rule, ...]


def declared(instrument: Instrument) -> Points:
    """What an instrument declares about its scoring; TypeError for one with another method."""
    if isinstance(instrument.scoring, Points):
        return instrument.scoring
    raise TypeError(f"{instrument.key} is not scored with the method {METHOD}")
