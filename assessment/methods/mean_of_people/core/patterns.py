"""Figures on how one set of answers looks: runs, consistency, spread, likeness to colleagues. Pure arithmetic."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

FLAT = 1e-12  # squares below it: everything is the same
FEWEST_PAIRS = 3  # for a correlation
FEWEST_WITH_COLLEAGUES = 20  # common questions


def longest_run(places: Sequence[int]) -> int:
    return max((len(list(run)) for _place, run in groupby(places)), default=0)


def most_common_share(places: Sequence[int]) -> float:
    return max(Counter(places).values()) / len(places) if places else 0.0


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """None where there are too few pairs, or one side never changes."""
    number = len(pairs)
    if number < FEWEST_PAIRS:
        return None
    one_mean = sum([one for one, _other in pairs]) / number
    other_mean = sum([other for _one, other in pairs]) / number
    apart = [(one - one_mean, other - other_mean) for one, other in pairs]
    one_squares = sum([one * one for one, _other in apart])
    other_squares = sum([other * other for _one, other in apart])
    if one_squares <= FLAT or other_squares <= FLAT:
        return None
    return sum([one * other for one, other in apart]) / math.sqrt(one_squares * other_squares)


def even_odd(groups: Sequence[Sequence[float]]) -> float | None:
    """Over dimensions: the mean of every second answer against the mean of the others."""
    halves = [(group[0::2], group[1::2]) for group in groups if len(group) > 1]
    return correlation([(sum(a) / len(a), sum(b) / len(b)) for a, b in halves])


def within_sd(groups: Sequence[Sequence[float]]) -> float | None:
    """How far answers lie from the mean of their dimension, in levels."""
    squares, freedom = 0.0, 0
    for group in groups:
        if len(group) > 1:
            mean = sum(group) / len(group)
            squares += sum([(one - mean) ** 2 for one in group])
            freedom += len(group) - 1
    return math.sqrt(squares / freedom) if freedom else None


def with_colleagues(
    points: Mapping[str, Mapping[str, float]], sums: Mapping[str, tuple[float, int]], who: str
) -> float | None:
    """Correlation of a person's points with the mean of the others; `sums` are of all people, by question."""
    pairs = []
    for key, own in points[who].items():
        total, people = sums[key]
        if people > 1:
            pairs.append((own, (total - own) / (people - 1)))
    return correlation(pairs) if len(pairs) >= FEWEST_WITH_COLLEAGUES else None
