"""The practices and the tool on a card: near the agency, good, and not on a card above where there is another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from assessment.review.catalogue import DATA as REVIEW
from assessment.review.catalogue import practices
from assessment.review.tools import Tool, tools
from assessment.wording import read_yaml

from .settings import settings
from .situation import Profile, suits

Printed = Mapping[str, object]


@cache
def _sources() -> Mapping[str, Mapping[str, object]]:
    """Where in the review each practice stands."""
    return {raw["id"]: raw for raw in read_yaml(REVIEW / "practices" / "structure.yaml")}


class Examples:
    """Hands out practices and tools card by card, and remembers which it gave."""

    def __init__(self, profile: Profile, country: str | None) -> None:
        self._profile, self._country = profile, country
        clusters = settings().clusters
        self._like = next((set(c) for c in clusters if country in c), set())
        self._seen: set[str] = set()
        self._seen_tools: set[str] = set()

    def practices(self, keys: Sequence[str]) -> list[Printed]:
        """The nearest, then the best declared."""
        pool = [key for key in keys if key in practices()]
        chosen: list[str] = []
        if pool:
            chosen.append(min(pool, key=lambda key: (self._distance(key), key in self._seen)))
        while len(chosen) < min(settings().practices_shown, len(pool)):
            rest = [key for key in pool if key not in chosen]
            chosen.append(min(rest, key=lambda key: key in self._seen))
        self._seen.update(chosen)
        return [_printed(key) for key in chosen]

    def tool(self, keys: Sequence[str], question: str | None = None) -> Printed | None:
        """The one made for the question, else the first that no card above shows, else the first."""
        pool = [
            tools()[k] for k in keys if k in tools() and suits(tools()[k].applies_if, self._profile)
        ]
        if not pool:
            return None

        def rank(tool: Tool) -> tuple[bool, bool]:
            made_for_it = question is not None and tool.for_question == question
            return not made_for_it, tool.key in self._seen_tools

        chosen = min(pool, key=rank)
        self._seen_tools.add(chosen.key)
        return _printed_tool(chosen)

    def _distance(self, key: str) -> int:
        """Own country, one like it, the region, elsewhere."""
        practice = practices()[key]
        if practice.scope != "region":
            return 3
        if self._country in practice.countries:
            return 0
        return 1 if self._like & set(practice.countries) else 2


def _printed(key: str) -> Printed:
    practice, source = practices()[key], _sources()[key]
    return {
        "id": key,
        "title": practice.title["en"],
        "countries": list(practice.countries),
        "ref": source["ref"],
        "line": source["line"],
        "link": source.get("link"),
    }


def _printed_tool(tool: Tool) -> Printed:
    texts = ("name", "publisher", "hour", "month", "ref")
    return {
        "id": tool.key,
        **{name: getattr(tool, name)["en"] for name in texts},
        "link": tool.link,
        "line": tool.line,
    }
