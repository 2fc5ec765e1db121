"""The displayed number, its level, and the names that may be written for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessment.instruments import Band

from .shape import MeanOfPeople

DIGITS = 9  # so that 59.4999999999 from additions is 59.5
NO_CAP = 99


class Wording(StrEnum):
    SINGLE = "single"
    BETWEEN = "between"
    WIDE = "wide"  # one name alone must not be written


@dataclass(frozen=True, slots=True)
class NamedLevel:
    """Levels count from 1, the lowest."""

    level: int
    before_cap: int
    held_back_by: tuple[str, ...]  # the weakest parts, where they lower the level
    low: int
    high: int
    unsupported: tuple[int, ...]  # names that evidence does not yet support

    @property
    def is_held_back(self) -> bool:
        return self.level < self.before_cap

    @property
    def wording(self) -> Wording:
        if self.low == self.high:
            return Wording.SINGLE
        return Wording.BETWEEN if self.high == self.low + 1 else Wording.WIDE


def displayed(score: float) -> int:
    """The one rounding there is: to a whole number, halves upwards."""
    return math.floor(round(score, DIGITS) + 0.5)


def level_at(levels: Sequence[Band], number: int) -> int:
    return sum([number >= level.threshold for level in levels])


def named(
    scoring: MeanOfPeople, number: int, ends: tuple[int, int], supported: int, cap: int = NO_CAP,
    weakest: tuple[str, ...] = (),
) -> NamedLevel:  # fmt: skip
    """The names for a displayed number with its displayed interval and supported number."""
    before = level_at(scoring.levels, number)
    level = min(before, cap)
    low = min(level_at(scoring.levels, ends[0]), level)
    high = max(min(level_at(scoring.levels, ends[1]), cap), level)
    unsupported = tuple(
        one
        for one in range(low, high + 1)
        if one >= scoring.names_from
        and supported < scoring.levels[one - 1 - scoring.names_below].threshold
    )
    return NamedLevel(level, before, weakest if level < before else (), low, high, unsupported)


@dataclass(frozen=True, slots=True)
class LevelPhrases:
    """How a level with its interval is said in one language, with places for the names."""

    between: str
    wide: str
    unsupported: str
    quoted: str
    either: str


def in_words(level: NamedLevel, names: Sequence[str], phrases: LevelPhrases) -> str:
    low, high, own = names[level.low - 1], names[level.high - 1], names[level.level - 1]
    match level.wording:
        case Wording.SINGLE:
            said = own
        case Wording.BETWEEN:
            said = phrases.between % {"low": low, "high": high}
        case Wording.WIDE:
            said = phrases.wide % {"low": low, "high": high, "name": own}
    if not level.unsupported:
        return said
    quoted = [phrases.quoted % {"name": names[one - 1]} for one in level.unsupported]
    return phrases.unsupported % {"level": said, "names": phrases.either.join(quoted)}
