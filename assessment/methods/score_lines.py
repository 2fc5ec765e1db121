"""Scores line by line, as lists over many agencies need them, whatever the method."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ScoreKind(StrEnum):
    """What a score is of."""

    OVERALL = "overall"
    AREA = "area"
    DIMENSION = "dimension"
    FACET = "facet"
    CAPABILITY = "capability"


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One score of something handed in, as lists over many agencies need it."""

    kind: ScoreKind
    key: str  # empty for the whole
    value: float  # from 0 to 100; points for a capability
    low: float | None = None
    high: float | None = None
