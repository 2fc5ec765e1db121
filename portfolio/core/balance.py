"""How a portfolio is spread over the facets, and how that compares with what is said or wanted. Pure.

All shares are fractions of 1. The rule of counting is `facets.shares`: a zone between two facets counts half to each,
mixed projects are kept apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import exp, floor, lgamma, log

from assessment.figures import whole_percents

from .facets import CIRCLE, FACETS_OF, Facet, Priority, Zone, shares

Shares = Mapping[Facet, Fraction]
WORTH_SAYING = Fraction(
    5, 100
)  # smaller differences are noise in a portfolio of some twenty projects


class Weighing(StrEnum):
    NUMBER = "number"
    PRIORITY = "priority"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Placed:
    """A project as far as the balance is concerned."""

    key: str
    title: str
    zone: Zone
    priority: Priority
    budget: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Distribution:
    """`shares` is None where nothing points to a facet; `mixed` is the mixed projects' part of everything counted."""

    weighing: Weighing
    shares: Shares | None
    mixed: Fraction
    counted: int  # projects
    left_out: int  # without a budget, or with one in another currency
    currency: str = ""


def commonest(currencies: Iterable[str]) -> str:
    """The currency of the most budgets; of equally common ones the first by letter. Empty: there is none."""
    found = Counter(code for code in currencies if code)
    return min(found, key=lambda code: (-found[code], code), default="")


def distribution(projects: Sequence[Placed], weighing: Weighing) -> Distribution:
    """How the projects are spread over the facets, weighed by number, by priority (7, 5, 3) or by budget.

    Budgets are added up in one currency, the commonest; projects with another or none are left out and counted.
    """
    currency = ""
    if weighing is Weighing.BUDGET:
        currency = commonest(p.currency for p in projects if p.budget is not None)
    weights: dict[Zone, Fraction] = defaultdict(Fraction)
    counted = 0
    for project in projects:
        weight = _weight(project, weighing, currency)
        if weight is not None:
            weights[project.zone] += weight
            counted += 1
    total = sum(weights.values(), Fraction())
    mixed = weights[Zone.MIXED] / total if total else Fraction()
    return Distribution(
        weighing, shares(weights), mixed, counted, len(projects) - counted, currency
    )


def _weight(project: Placed, weighing: Weighing, currency: str) -> Fraction | None:
    if weighing is Weighing.NUMBER:
        return Fraction(1)
    if weighing is Weighing.PRIORITY:
        return Fraction(CIRCLE[project.priority])
    if project.budget is None or project.currency != currency:
        return None
    return Fraction(project.budget)


def in_shares(values: Mapping[Facet, Fraction | int]) -> Shares | None:
    """Any four values as shares of their sum; None where they are all 0."""
    total = sum((Fraction(v) for v in values.values()), Fraction())
    return {facet: Fraction(values[facet]) / total for facet in Facet} if total else None


def alignment(one: Shares, other: Shares) -> Fraction:
    """How much two balances have in common: 1 for the same, 0 for nothing.

    One minus half the sum of the four differences, which is the part of the portfolio that is already where the other
    balance would have it (percentage similarity, Renkonen 1938).
    """
    return 1 - sum((abs(one[facet] - other[facet]) for facet in Facet), Fraction()) / 2


def alignment_by_chance(shares: Shares, projects: int) -> Fraction:
    """The mean alignment of a portfolio that follows `shares` as well as so many projects can.

    Each project falls to a facet with the facet's share as its chance. Projects between two facets vary less, so the
    figure is on the low side. With few projects it lies far below 1, although nothing is out of line.
    """
    if not projects:
        raise ValueError("an alignment needs projects")
    off = sum((_mean_deviation(share, projects) for share in shares.values()), Fraction())
    return 1 - off / 2


def _mean_deviation(share: Fraction, number: int) -> Fraction:
    """How far the part of `number` draws that hit lies from their chance on average (De Moivre's formula)."""
    if share in (0, 1):
        return Fraction()
    least = floor(number * share) + 1  # the smallest count above the mean
    ways = lgamma(number + 1) - lgamma(least + 1) - lgamma(number - least + 1)
    chance = ways + least * log(share) + (number - least + 1) * log(1 - share)
    return Fraction(2 * least * exp(chance)) / number


@dataclass(frozen=True, slots=True)
class Gap:
    """A facet's share as it is, and as it is said or wanted."""

    facet: Facet
    actual: Fraction
    wanted: Fraction

    @property
    def size(self) -> Fraction:
        """Positive: the portfolio has less of this facet than is said or wanted."""
        return self.wanted - self.actual

    @property
    def is_worth_saying(self) -> bool:
        return abs(self.size) >= WORTH_SAYING


def gaps(actual: Shares, wanted: Shares) -> list[Gap]:
    """The four facets, the largest difference first."""
    found = [Gap(facet, actual[facet], wanted[facet]) for facet in Facet]
    return sorted(found, key=lambda gap: -abs(gap.size))


def showing(projects: Iterable[Placed], facet: Facet) -> list[Placed]:
    """The projects that count for a facet: those in its middle first, then by priority."""
    found = [project for project in projects if facet in FACETS_OF[project.zone]]
    return sorted(
        found, key=lambda p: (len(FACETS_OF[p.zone]), -CIRCLE[p.priority], p.title.casefold())
    )


def whole_percent(found: Shares) -> dict[Facet, int]:
    """The shares as whole percentages that add up to 100, in the order of Facet."""
    return whole_percents({facet: found[facet] for facet in Facet})


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a what-if: `zone` is where a project goes; None: it is dropped. Without a `key` it is a new one."""

    key: str
    title: str
    zone: Zone | None
    priority: Priority


def after(projects: Sequence[Placed], steps: Iterable[Step]) -> list[Placed]:
    """The portfolio as it would be. Steps about projects that are gone change nothing."""
    found = {project.key: project for project in projects}
    for number, step in enumerate(steps):
        if step.key and step.key not in found:
            continue
        if step.zone is None:
            found.pop(step.key, None)
            continue
        key = step.key or f"new-{number}"
        old = found.get(key)
        found[key] = Placed(
            key, step.title, step.zone, step.priority,
            old.budget if old else None, old.currency if old else "",
        )  # fmt: skip
    return list(found.values())
