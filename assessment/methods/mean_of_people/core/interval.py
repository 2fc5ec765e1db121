"""Between which ends a score lies: what is unknown, how people err, and both together."""

from __future__ import annotations

from dataclasses import dataclass

from .levels import displayed

LEAST, MOST = 0.0, 100.0


@dataclass(frozen=True, slots=True)
class Ends:
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class JudgementPart:
    """How far people may err around the stated score."""

    low: float
    high: float
    half_width: float


@dataclass(frozen=True, slots=True)
class Interval:
    unknown: Ends  # every unknown answer at its lowest, and at its highest
    judgement: JudgementPart | None  # None: the score is withheld
    low: float
    high: float

    @property
    def displayed(self) -> tuple[int, int]:
        return displayed(self.low), displayed(self.high)


def interval_of(
    score: float | None, unknown: Ends, error: float | None, error_of_known: float, z: float
) -> Interval:
    """`error_of_known` is that of the known answers as parts of all that apply."""
    low, high = unknown.low - z * error_of_known, unknown.high + z * error_of_known
    if score is None or error is None:
        ends = Ends(_cut(min(low, unknown.low)), _cut(max(high, unknown.high)))
        return Interval(unknown, None, ends.low, ends.high)
    half = z * error
    around = Ends(min(unknown.low, score), max(unknown.high, score))
    return Interval(
        around,
        JudgementPart(_cut(score - half), _cut(score + half), half),
        _cut(min(low, score - half, around.low)),
        _cut(max(high, score + half, around.high)),
    )


def _cut(score: float) -> float:
    return min(MOST, max(LEAST, score))
