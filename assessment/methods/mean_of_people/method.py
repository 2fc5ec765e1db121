"""The method `mean-of-people`, as the registry knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assessment.answers import Answers
from assessment.instruments import Instrument, Section
from assessment.instruments.declaration import Declaration
from assessment.instruments.json_schema import Schema
from assessment.methods.weighted_mean.method import WeightedMeanMethod

from . import declaration as declarations
from . import interchange, reading, schema
from .core.shape import METHOD, MeanOfPeople


class MeanOfPeopleMethod(WeightedMeanMethod):
    """Areas, headings and what-if are those of the first method."""

    key = METHOD

    def read(
        self,
        declaration: Declaration,
        scoring: Mapping[str, object],
        sections: Sequence[Section],
        advice: Sequence[Mapping[str, object]],
    ) -> MeanOfPeople:
        return declarations.read(declaration, scoring, sections, advice)

    def check(self, declaration: Declaration, instrument: Instrument) -> None:
        declarations.check(declaration, instrument)

    def read_answers(
        self, instrument: Instrument, raw: Mapping[str, object]
    ) -> tuple[Answers, list[str]]:
        return reading.read_answers(instrument, raw)

    def scores(
        self, instrument: Instrument, answers: Answers, variant: str | None = None
    ) -> Mapping[str, object]:
        return interchange.scores_as_json(instrument, answers)

    def input_schema(self, instrument: Instrument) -> Schema:
        return schema.input_schema(instrument)

    def output_schema(self, instrument: Instrument) -> Schema:
        return schema.output_schema(instrument)
