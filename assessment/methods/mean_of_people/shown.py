"""A question, a dimension and an area as a reader is shown them."""

from __future__ import annotations

from dataclasses import dataclass

from assessment import charts, palette
from assessment.instruments import Question
from assessment.methods.answer_sheet import AnsweredQuestion
from assessment.methods.weighted_mean.region import ShownIndicator
from assessment.methods.weighted_mean.shape import Area
from assessment.methods.weighted_mean.shown import Figure
from assessment.wording import Text

from .core.areas import AreaUnit
from .core.dimensions import DimensionUnit
from .core.pooled import Pooled


@dataclass(frozen=True, slots=True)
class PeopleAnswer:
    """A question with the mean of its people, and what the review says of countries."""

    question: Question
    answer: Pooled
    sheet: AnsweredQuestion
    context: list[ShownIndicator]
    is_disputed: bool
    known_to: list[str]

    @property
    def standing(self) -> str:
        return self.answer.standing.value

    @property
    def caveats(self) -> list[Text]:
        """On the whole tables that the context comes from, each once."""
        found: list[Text] = []
        for one in self.context:
            if one.indicator.caveat and one.indicator.caveat not in found:
                found.append(one.indicator.caveat)
        return found


@dataclass(frozen=True, slots=True)
class PeopleDimension:
    name: str
    score: DimensionUnit
    figure: Figure
    bar: charts.RangeBar
    answers: list[PeopleAnswer]


@dataclass(frozen=True, slots=True)
class PeopleArea:
    area: Area
    name: str
    score: AreaUnit
    figure: Figure
    dimensions: list[PeopleDimension]
    held_back_by: list[str]
    colour: palette.Colour
    bar: charts.RangeBar
