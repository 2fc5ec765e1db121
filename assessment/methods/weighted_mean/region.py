"""What the review recorded for countries, in words, to stand beside an agency's answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from assessment import review
from assessment.review import Indicator, Scale


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value with how many countries have it, and which."""

    text: str
    count: int
    countries: str  # names
    codes: str  # ISO, where there is little room


@dataclass(frozen=True, slots=True, eq=False)
class ShownIndicator:
    """One indicator for a reader from one country, made once. It equals only itself: pages are kept by it."""

    indicator: Indicator
    own: str  # the country's value; empty: the review has none
    spread: list[ShownValue]

    @property
    def is_finding(self) -> bool:
        """A sentence about the region, without values by country."""
        return self.indicator.scale is Scale.FINDING


@lru_cache(maxsize=8192)
def shown_indicator(indicator: Indicator, country: str, language: str) -> ShownIndicator:
    known = review.countries()
    own = indicator.value_for(country)
    spread = [
        ShownValue(
            indicator.text_of(value, language),
            len(codes),
            ", ".join(sorted(known[code].name[language] for code in codes)),
            " ".join(codes),
        )
        for value, codes in indicator.spread
    ]
    return ShownIndicator(
        indicator, indicator.text_of(own, language) if own is not None else "", spread
    )


def legend(language: str) -> str:
    """What the codes stand for."""
    reviewed = (c for c in review.countries().values() if c.is_reviewed)
    return ", ".join(f"{c.code} {c.name[language]}" for c in reviewed)
