"""The method `points`, as the registry knows it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from assessment.answers import Answers
from assessment.instruments import Instrument, Section
from assessment.instruments.declaration import Declaration
from assessment.instruments.json_schema import Schema
from assessment.methods.method import Method
from assessment.methods.score_lines import ScoreKind, ScoreLine
from assessment.wording import Text

from . import declaration as declarations
from . import interchange
from .results import PointsResults
from .shape import METHOD, Points, declared


class PointsMethod(Method):
    key = METHOD
    results = PointsResults

    def read(
        self,
        declaration: Declaration,
        scoring: Mapping[str, object],
        sections: Sequence[Section],
        advice: Sequence[Mapping[str, object]],
    ) -> Points:
        return declarations.read(declaration, scoring, advice)

    def check(self, declaration: Declaration, instrument: Instrument) -> None:
        declarations.check(declaration, instrument)

    def read_answers(
        self, instrument: Instrument, raw: Mapping[str, object]
    ) -> tuple[Answers, list[str]]:
        return interchange.read_answers(instrument, raw)

    def scores(
        self, instrument: Instrument, answers: Answers, variant: str | None = None
    ) -> Mapping[str, object]:
        return interchange.scores_as_json(instrument, answers, variant)

    def score_lines(self, scores: Mapping[str, Any]) -> list[ScoreLine]:
        facets = [ScoreLine(ScoreKind.FACET, key, v) for key, v in scores["percent"].items()]
        points = scores["management"]["points"]
        return [*facets, ScoreLine(ScoreKind.CAPABILITY, "management", points)]

    def scored(self, instrument: Instrument) -> Mapping[tuple[ScoreKind, str], Text | None]:
        scoring = declared(instrument)
        facets = {(ScoreKind.FACET, d.key): d.text for d in scoring.dimensions}
        return {**facets, (ScoreKind.CAPABILITY, "management"): scoring.capability.text}

    def input_schema(self, instrument: Instrument) -> Schema:
        return interchange.input_schema(instrument)

    def output_schema(self, instrument: Instrument) -> Schema:
        return interchange.output_schema(instrument)

    def variants(self, instrument: Instrument) -> Collection[str]:
        return declared(instrument).variants
