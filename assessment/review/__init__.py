"""What the review of 2023 says and shows: countries, actions, practices, tools, terms and the region's figures.

The public face of this package. Everything is read once from the files under data/ and never changes while the program
runs.
"""

from __future__ import annotations

from .catalogue import (
    Country,
    Effort,
    FacetFinding,
    Practice,
    ReviewAction,
    Survey,
    Term,
    actions,
    countries,
    glossary,
    is_reviewed,
    practices,
    similar_countries,
    survey,
)
from .practices import practices_for
from .region import Indicator, Scale, context_of, indicators
from .tools import Tool, tools

__all__ = [
    "Country",
    "Effort",
    "FacetFinding",
    "Indicator",
    "Practice",
    "ReviewAction",
    "Scale",
    "Survey",
    "Term",
    "Tool",
    "actions",
    "context_of",
    "countries",
    "glossary",
    "indicators",
    "is_reviewed",
    "practices",
    "practices_for",
    "similar_countries",
    "survey",
    "tools",
]
