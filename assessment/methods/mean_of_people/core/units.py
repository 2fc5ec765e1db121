"""What the scores of dimensions, areas and the whole have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .asked import NEAR
from .counted import ThreeWays
from .interval import Ends, Interval, interval_of
from .levels import NamedLevel
from .pooled import Pooled
from .shape import MeanOfPeople
from .spread import Shares, Spread, error_of

WAYS = ("stated", "supported", "verified")
UNREVIEWED = WAYS[:2]


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many questions stand how."""

    shown: int
    answered: int
    unknown: int
    not_applicable: int

    @classmethod
    def together(cls, parts: Iterable[Numbers]) -> Numbers:
        found = list(parts)
        return cls(
            sum([one.shown for one in found]),
            sum([one.answered for one in found]),
            sum([one.unknown for one in found]),
            sum([one.not_applicable for one in found]),
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of questions by how they stand."""

    answered: float
    unknown: float
    not_applicable: float

    @classmethod
    def together(cls, parts: Iterable[Weights]) -> Weights:
        found = list(parts)
        return cls(
            float(sum([one.answered for one in found])),
            float(sum([one.unknown for one in found])),
            float(sum([one.not_applicable for one in found])),
        )

    @property
    def applicable(self) -> float:
        return self.answered + self.unknown

    @property
    def shown(self) -> float:
        return self.applicable + self.not_applicable

    @property
    def coverage(self) -> float:
        return self.answered / self.applicable if self.applicable else 0.0

    @property
    def unknown_share(self) -> float:
        return self.unknown / self.shown if self.shown else 0.0

    @property
    def not_applicable_share(self) -> float:
        return self.not_applicable / self.shown if self.shown else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """A score with its error. Without a score it is withheld, and only the interval is known."""

    score: ThreeWays | None
    error: float | None
    interval: Interval | None  # None: nothing applies
    open_ends: Ends | None  # every unknown at its lowest and highest, before the score widens them
    shares: Shares  # of the reported answers in the score
    all_shares: Shares  # of the answers among all that apply


@dataclass(frozen=True, slots=True)
class ScoredUnit:
    """A score with all that is said of it."""

    key: str
    numbers: Numbers
    coverage: float
    measured: Measured
    levels: Mapping[str, int]  # by way of counting; under the cap, of a dimension without one
    level: NamedLevel | None

    @property
    def score(self) -> ThreeWays | None:
        return self.measured.score

    @property
    def interval(self) -> Interval | None:
        return self.measured.interval

    @property
    def is_reported(self) -> bool:
        return self.measured.score is not None


@dataclass(frozen=True, slots=True)
class Measure:
    """What turns shares into errors and intervals for one agency."""

    scoring: MeanOfPeople
    pooled: Mapping[str, Pooled]
    spread: Spread

    def measured(
        self, score: ThreeWays | None, open_ends: Ends | None, shares: Shares, all_shares: Shares
    ) -> Measured:
        error = error_of(shares, self.pooled, self.spread) if score and shares else None
        if open_ends is None:
            return Measured(score, error, None, None, shares, all_shares)
        # Of all that applies; where nothing is unknown, the same once more.
        is_same = error is not None and shares == all_shares
        known = error if is_same else error_of(all_shares, self.pooled, self.spread)
        interval = interval_of(
            score.stated if score else None, open_ends, error, known or 0.0,
            self.scoring.judgement.z,
        )  # fmt: skip
        return Measured(score, error, interval, open_ends, shares, all_shares)


def reaches(value: float, limit: float) -> bool:
    return value >= limit - NEAR


def scaled(shares: Shares, by: float) -> Iterable[tuple[str, float]]:
    return [(key, share * by) for key, share in shares.items()]
