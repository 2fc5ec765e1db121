"""The method `mean-of-people`, as the registry knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from assessment.answers import Answers
from assessment.instruments import Instrument, Section
from assessment.instruments.declaration import Declaration
from assessment.instruments.json_schema import Schema
from assessment.methods.results import Results
from assessment.methods.score_lines import ScoreKind, ScoreLine
from assessment.methods.weighted_mean.method import WeightedMeanMethod
from assessment.methods.weighted_mean.shape import names_of
from assessment.methods.weighted_mean.what_if import ScoreWhatIf, what_if
from assessment.wording import Text

from . import declaration as declarations
from . import interchange, reading, schema
from .core.shape import METHOD, MeanOfPeople, declared_people
from .results import MeanOfPeopleResults


class MeanOfPeopleMethod(WeightedMeanMethod):
    """Areas and their headings are those of the first method."""

    key = METHOD
    results: ClassVar[type[Results]] = MeanOfPeopleResults

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

    def what_if(self, results: Results, sent: Mapping[str, Sequence[str]]) -> ScoreWhatIf | None:
        if not isinstance(results, MeanOfPeopleResults) or results.is_empty:
            return None
        return what_if(results, sent)

    def score_lines(self, scores: Mapping[str, Any]) -> list[ScoreLine]:
        return interchange.score_lines(scores)

    def scored(self, instrument: Instrument) -> Mapping[tuple[ScoreKind, str], Text | None]:
        return names_of(declared_people(instrument).areas)

    def input_schema(self, instrument: Instrument) -> Schema:
        return schema.input_schema(instrument)

    def output_schema(self, instrument: Instrument) -> Schema:
        return schema.output_schema(instrument)
