"""Where a project stands on the map of facets, and how a portfolio is spread over them. Pure.

The nine zones are those of the reference tool (method/portfolio/pet-structure.md, section 5): the purpose of a project
and what drives it each point to a facet; where both agree the project is in the zone of that facet, where they point
to neighbours it is in the zone between them, and where they contradict each other it is mixed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

SNAPSHOT = "portfolio_snapshot"  # the questionnaire that asks about the same facets


class Facet(StrEnum):
    """Clockwise from the top of the diamond."""

    MISSION = "mission"
    ANTICIPATORY = "anticipatory"
    ADAPTIVE = "adaptive"
    ENHANCEMENT = "enhancement"


class Purpose(StrEnum):
    """What a project is for, in the reference's order."""

    MISSION = "mission"
    ENHANCEMENT = "enhancement"
    ADAPTIVE = "adaptive"
    ANTICIPATORY = "anticipatory"
    ALL = "all"


class Driver(StrEnum):
    """What sets a project going, in the reference's order."""

    MISSION = "mission"
    ENHANCEMENT = "enhancement"
    ADAPTIVE = "adaptive"
    ANTICIPATORY = "anticipatory"


class Priority(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Zone(StrEnum):
    """In the order in which the reference counts them."""

    ENHANCEMENT = "enhancement"
    MISSION = "mission"
    ANTICIPATORY = "anticipatory"
    ADAPTIVE = "adaptive"
    SUSTAINING = "sustaining"
    TRANSFORMATIVE = "transformative"
    DISRUPTIVE = "disruptive"
    OPTIMISING = "optimising"
    MIXED = "mixed"


# The facets a zone stands for: one, or the two it lies between. Mixed stands for none.
FACETS_OF: Mapping[Zone, tuple[Facet, ...]] = {
    Zone.ENHANCEMENT: (Facet.ENHANCEMENT,),
    Zone.MISSION: (Facet.MISSION,),
    Zone.ANTICIPATORY: (Facet.ANTICIPATORY,),
    Zone.ADAPTIVE: (Facet.ADAPTIVE,),
    Zone.SUSTAINING: (Facet.ENHANCEMENT, Facet.MISSION),
    Zone.TRANSFORMATIVE: (Facet.MISSION, Facet.ANTICIPATORY),
    Zone.DISRUPTIVE: (Facet.ANTICIPATORY, Facet.ADAPTIVE),
    Zone.OPTIMISING: (Facet.ADAPTIVE, Facet.ENHANCEMENT),
    Zone.MIXED: (),
}
_BETWEEN = {frozenset(facets): zone for zone, facets in FACETS_OF.items() if facets}

# The radius of a project's circle in the reference; here it is the weight that a priority gives.
CIRCLE: Mapping[Priority, int] = {Priority.HIGH: 7, Priority.MEDIUM: 5, Priority.LOW: 3}


def zone_of(purpose: str, driver: str) -> Zone:
    """The zone of a project; ValueError for a purpose or driver that there is not."""
    purpose, driver = Purpose(purpose), Driver(driver)
    if purpose is Purpose.ALL:
        return Zone.MIXED
    return _BETWEEN.get(frozenset({Facet(purpose), Facet(driver)}), Zone.MIXED)


def count(zones: Iterable[Zone]) -> Mapping[Zone, int]:
    """How many projects each of the nine zones has."""
    found = Counter(zones)
    return {zone: found[zone] for zone in Zone}


def shares(weights: Mapping[Zone, Fraction]) -> Mapping[Facet, Fraction] | None:
    """The facets' shares of a portfolio, adding up to 1; None where no project points to a facet.

    `weights` says what lies in each zone: a number of projects, points for priority, or money. A zone between two
    facets counts half to each; mixed projects point nowhere and are left out.
    """
    sums = dict.fromkeys(Facet, Fraction(0))
    for zone, weight in weights.items():
        for facet in FACETS_OF[zone]:
            sums[facet] += weight / len(FACETS_OF[zone])
    total = sum(sums.values())
    return {facet: part / total for facet, part in sums.items()} if total else None
