"""A score, a dimension and an area as a reader is shown them."""

from __future__ import annotations

from dataclasses import dataclass

from assessment import charts, palette
from assessment.instruments import Question
from assessment.methods.answer_sheet import AnsweredQuestion
from assessment.wording import Text

from .region import ShownIndicator
from .scoring import AreaScore, DimensionScore
from .shape import Area
from .statements import AgencyAnswer


@dataclass(frozen=True, slots=True)
class Figure:
    """A score for the eye. Without a score it is withheld, and only the range is known."""

    is_reported: bool
    score: int | None
    low: int | None
    high: int | None
    evidence_backed: int | None
    level: str
    coverage: float

    @property
    def has_range(self) -> bool:
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A question with the agency's answer, and what the review says of countries."""

    question: Question
    answer: AgencyAnswer
    sheet: AnsweredQuestion
    context: list[ShownIndicator]
    is_disputed: bool
    known_to: list[str]

    @property
    def caveats(self) -> list[Text]:
        """On the whole tables that the context comes from, each once."""
        found: list[Text] = []
        for one in self.context:
            if one.indicator.caveat and one.indicator.caveat not in found:
                found.append(one.indicator.caveat)
        return found

    @property
    def standing(self) -> str:
        return self.answer.standing.value


@dataclass(frozen=True, slots=True)
class ShownDimension:
    name: str
    score: DimensionScore
    figure: Figure
    bar: charts.RangeBar
    answers: list[ShownAnswer]


@dataclass(frozen=True, slots=True)
class ShownArea:
    area: Area
    name: str
    score: AreaScore
    figure: Figure
    dimensions: list[ShownDimension]
    held_back_by: str
    colour: palette.Colour
    bar: charts.RangeBar
