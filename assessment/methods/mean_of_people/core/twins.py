"""Sets of answers that are nearly the same: one person with two accounts, or colleagues who answered together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from .asked import NEAR, Choice
from .shape import QualityRules

Sets = Mapping[str, Mapping[str, Choice]]  # person -> question -> choice


@dataclass(frozen=True, slots=True)
class Twins:
    one: str
    other: str
    common: int  # questions that both answered
    share: float  # of them with the same answer


def twins_in(sets: Sets, rules: QualityRules) -> tuple[Twins, ...]:
    found = []
    for (one, his), (other, hers) in combinations(sets.items(), 2):
        common = len(his.keys() & hers.keys())
        if common < rules.twin_answers:
            continue
        share = len(his.items() & hers.items()) / common
        if share >= rules.twin_share - NEAR:
            found.append(Twins(one, other, common, share))
    return tuple(found)


def copies_in(twins: Iterable[Twins]) -> Mapping[str, str]:
    """For each copy the person it repeats; a chain of copies leads to its first."""
    heads: dict[str, str] = {}
    for pair in twins:
        heads[pair.other] = heads.get(pair.other, heads.get(pair.one, pair.one))
    return heads
