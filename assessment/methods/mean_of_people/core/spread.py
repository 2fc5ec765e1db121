"""How far people lie apart, and the error this gives a score.

An answer is the true level, plus the person's leaning, the same on all their answers, plus a slip of its own. The
declared sizes of both are moved by what the agency's own people show.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .asked import NEAR
from .pooled import Basis, Pooled
from .shape import JudgementRules

POINTS_A_LEVEL = 25.0  # 0 to 4 levels are 0 to 100 points

Shares = Mapping[str, float]  # question -> its part of a score


@dataclass(frozen=True, slots=True)
class Spread:
    answer_sd: float
    leaning_sd: float
    between_people: float | None  # pooled SD around the questions' means; None: nothing to see
    answers_seen: float  # degrees of freedom
    people_seen: float


@dataclass(slots=True)
class _Apart:
    """How far each person is from the questions' means, and with how many others: deviation, 1 / people."""

    people: dict[str, list[tuple[float, float]]]
    squares: float = 0.0
    freedom: float = 0.0


def _apart(answers: Iterable[Pooled]) -> _Apart:
    found = _Apart(defaultdict(list))
    for answer in answers:
        if len(answer.heads) < 2:
            continue
        # Of copies the first answer: read from the end, so that it is written last.
        points = dict(zip(reversed(answer.heads), reversed(answer.people), strict=True))
        people = len(points)
        if people < 2:
            continue
        mean = sum(points.values()) / people
        for who, worth in points.items():
            found.people[who].append((worth - mean, 1.0 / people))
            found.squares += (worth - mean) ** 2
        found.freedom += people - 1
    return found


def spread_of(answers: Iterable[Pooled], rules: JudgementRules) -> Spread:
    """The declared sizes and what was seen, each by its weight."""
    apart = _apart(answers)
    slip, leaning, used = _seen(apart.people.values(), rules)
    answers_seen = max(0.0, apart.freedom - used)
    slip_variance = (rules.weight_answers * rules.answer_sd**2 + slip) / (
        rules.weight_answers + answers_seen
    )
    leaning_seen = max(0.0, leaning.squares - slip_variance * leaning.noise)
    leaning_variance = (rules.weight_people * rules.leaning_sd**2 + leaning_seen) / (
        rules.weight_people + leaning.freedom
    )
    return Spread(
        math.sqrt(slip_variance),
        math.sqrt(leaning_variance),
        math.sqrt(apart.squares / apart.freedom) if apart.freedom else None,
        answers_seen,
        leaning.freedom,
    )


@dataclass(frozen=True, slots=True)
class _Leaning:
    squares: float = 0.0
    freedom: float = 0.0
    noise: float = 0.0  # how much of a slip's variance is in the squares


def _seen(
    people: Iterable[list[tuple[float, float]]], rules: JudgementRules
) -> tuple[float, _Leaning, float]:
    """Squares of slips, what is seen of leanings, and the degrees of freedom that leanings take."""
    slip = used = squares = freedom = noise = 0.0
    for apart in people:
        number = len(apart)
        own = sum([deviation for deviation, _share in apart]) / number
        free = 1.0 - sum([share for _deviation, share in apart]) / number
        # How well a leaning can be seen in so many answers.
        clear = rules.leaning_sd**2 / (rules.leaning_sd**2 + rules.answer_sd**2 / number)
        slip += sum([(deviation - own) ** 2 for deviation, _share in apart])
        used += free
        squares += clear * own * own
        freedom += clear * free
        noise += clear * free / number
    return slip, _Leaning(squares, freedom, noise), used


def error_of(shares: Shares, pooled: Mapping[str, Pooled], spread: Spread) -> float:
    """The standard error of a score, in points from 0 to 100."""
    slip = sum([share * share / pooled[key].worth for key, share in shares.items()])
    return POINTS_A_LEVEL * math.sqrt(
        spread.answer_sd**2 * slip + spread.leaning_sd**2 * _hanging(shares, pooled) ** 2
    )


def _hanging(shares: Shares, pooled: Mapping[str, Pooled]) -> float:
    """How much of a score hangs on single heads: 1 if one person carries all of it."""
    together = 0.0
    alone: dict[str, float] = {}
    for key, share in shares.items():
        answer = pooled[key]
        if answer.basis is Basis.AGREED:
            together += share / math.sqrt(answer.worth)
        else:
            part = share / len(answer.heads)
            for who in answer.heads:
                alone[who] = alone.get(who, 0.0) + part
    # Added, not squared together: those who agreed and those who answered alone are the same heads.
    return together + math.sqrt(sum([part * part for part in alone.values()]))


def effective_people(weights: Shares, pooled: Mapping[str, Pooled]) -> float:
    """1 if one person carries everything, n if n people answer everything."""
    total = sum(weights.values())
    if not total:
        return 0.0
    hanging = _hanging({key: weight / total for key, weight in weights.items()}, pooled)
    return 1.0 / (hanging * hanging) if hanging else 0.0


def far_apart(pooled: Mapping[str, Pooled], limit: float) -> tuple[str, ...]:
    """Questions on which people differ enough to talk about them first."""
    return tuple(
        key
        for key, answer in pooled.items()
        if len(answer.people) > 1
        and answer.basis is not Basis.AGREED
        and _deviation(answer.people) >= limit - NEAR
    )


def _deviation(points: tuple[float, ...]) -> float:
    mean = sum(points) / len(points)
    return math.sqrt(sum([(one - mean) ** 2 for one in points]) / (len(points) - 1))
