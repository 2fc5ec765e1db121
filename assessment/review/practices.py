"""Which practices are shown with an action."""

from __future__ import annotations

from .catalogue import Practice, ReviewAction, similar_countries

PRACTICES_SHOWN = 3


def practices_for(action: ReviewAction, country: str) -> tuple[Practice, ...]:
    """Up to three practices: the own country's, then similar ones', then the region's, then others; else as declared.

    Similar are countries of the same cluster in telecommunications, human capital and online services.
    """
    similar = similar_countries(country)

    def distance(practice: Practice) -> int:
        if country in practice.countries:
            return 0
        if similar & set(practice.countries):
            return 1
        return 2 if practice.scope == "region" else 3

    return tuple(sorted(action.practices, key=distance)[:PRACTICES_SHOWN])
