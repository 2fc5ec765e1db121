"""What the reference's site printed, beside what its own answers give here, step by step. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.answers import Answers
from assessment.instruments import Instrument
from assessment.methods.points.scoring import score
from assessment.methods.points.shape import declared

# From what the site prints to what Faceta counts; each step changes one thing.
STEPS = ("as-deployed", "as-designed", "corrected", "faceta")
YES_NO_POINTS = {"q17": 4, "q19": 4, "q20": 8}
ONE_EACH = ("q18", "q21", "q22", "q23", "q24")  # the site counts 1 for every answered item of these
BASE = 16


@dataclass(frozen=True, slots=True)
class FacetComparison:
    facet: str
    printed: int | None
    steps: tuple[int, ...]  # percent after each of STEPS

    @property
    def is_as_printed(self) -> bool:
        """Whether the answers give what was printed, counted as the site counts. True where nothing was printed."""
        return self.printed is None or self.printed == self.steps[0]


@dataclass(frozen=True, slots=True)
class Comparison:
    facets: tuple[FacetComparison, ...]
    management_printed: str
    management_as_deployed: int
    management: int  # with the declared points
    level: str

    @property
    def is_as_printed(self) -> bool:
        """Whether the site would print the same for these answers."""
        return self._same_management and all(facet.is_as_printed for facet in self.facets)

    @property
    def _same_management(self) -> bool:
        try:
            return (
                not self.management_printed
                or float(self.management_printed) == self.management_as_deployed
            )
        except ValueError:
            return False


def compare(
    instrument: Instrument,
    answers: Answers,
    raw: Mapping[str, object],
    percent: Mapping[str, int],
    management: str,
) -> Comparison:
    """`answers` in our form and `raw` in the reference's; `percent` and `management` are what was printed."""
    cards = [score(instrument, answers, variant) for variant in STEPS]
    facets = tuple(
        FacetComparison(
            d.key, percent.get(d.key), tuple(card.dimension(d.key).percent for card in cards)
        )
        for d in declared(instrument).dimensions
    )
    yes = sum(points for key, points in YES_NO_POINTS.items() if raw.get(key) == "yes")
    answered = sum(len(given) for key in ONE_EACH if isinstance(given := raw.get(key), dict))
    capability = cards[-1].capability
    return Comparison(
        facets, management, BASE + yes + answered, int(capability.points), capability.level.key
    )
