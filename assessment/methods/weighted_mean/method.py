"""The method `weighted-mean`, as the registry knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from assessment.answers import Answers
from assessment.instruments import Instrument, Section
from assessment.instruments.declaration import Declaration
from assessment.instruments.json_schema import Schema
from assessment.methods.method import Method
from assessment.methods.results import Results
from assessment.methods.score_lines import ScoreKind, ScoreLine
from assessment.wording import Text

from . import declaration as declarations
from . import interchange
from .results import WeightedMeanResults
from .shape import METHOD, Area, WeightedMean, declared, names_of
from .what_if import ScoreWhatIf, what_if


class WeightedMeanMethod(Method):
    key = METHOD
    results: ClassVar[type[Results]] = WeightedMeanResults

    def read(
        self,
        declaration: Declaration,
        scoring: Mapping[str, object],
        sections: Sequence[Section],
        advice: Sequence[Mapping[str, object]],
    ) -> WeightedMean:
        return declarations.read(declaration, scoring, sections, advice)

    def check(self, declaration: Declaration, instrument: Instrument) -> None:
        declarations.check(declaration, instrument)

    def read_answers(
        self, instrument: Instrument, raw: Mapping[str, object]
    ) -> tuple[Answers, list[str]]:
        return interchange.read_answers(instrument, raw)

    def scores(
        self, instrument: Instrument, answers: Answers, variant: str | None = None
    ) -> Mapping[str, object]:
        return interchange.scores_as_json(instrument, answers)

    def heading_of(self, instrument: Instrument, section: Section) -> Area | None:
        return declared(instrument).area_of(section.dimension) if section.dimension else None

    def what_if(self, results: Results, sent: Mapping[str, Sequence[str]]) -> ScoreWhatIf | None:
        if not isinstance(results, WeightedMeanResults) or results.is_empty:
            return None
        return what_if(results, sent)

    def score_lines(self, scores: Mapping[str, Any]) -> list[ScoreLine]:
        return interchange.score_lines(scores)

    def scored(self, instrument: Instrument) -> Mapping[tuple[ScoreKind, str], Text | None]:
        return names_of(declared(instrument).areas)

    def input_schema(self, instrument: Instrument) -> Schema:
        return interchange.input_schema(instrument)

    def output_schema(self, instrument: Instrument) -> Schema:
        return interchange.output_schema(instrument)
