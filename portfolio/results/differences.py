"""Where the portfolio and the snapshots differ, with what shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portfolio.core import balance
from portfolio.core.balance import Gap, Placed
from portfolio.models import labels

from .stated import Example, Stated, examples

SHOWN_PROJECTS = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """A gap in words, with projects and answers behind it."""

    gap: Gap
    sentence: str
    projects: list[Placed]
    number: int  # of projects that count for the facet
    examples: list[Example]


def difference(
    gap: Gap, placed: Sequence[Placed], said: Stated, *, stated: str, actual: str, language: str
) -> Difference:
    """`stated` and `actual` are the facet's shares as they are shown elsewhere."""
    projects = balance.showing(placed, gap.facet)
    words = {"facet": str(labels.FACETS[gap.facet]), "stated": stated, "actual": actual}
    sentence = (
        _(
            "%(facet)s: the snapshots speak of %(stated)s, the projects make up %(actual)s. More is said than done."
        )
        if gap.size > 0
        else _(
            "%(facet)s: the projects make up %(actual)s, the snapshots speak of %(stated)s. More is done than said."
        )
    ) % words
    found = examples(said, gap.facet, language, strong=gap.size > 0)
    return Difference(gap, sentence, projects[:SHOWN_PROJECTS], len(projects), found)
