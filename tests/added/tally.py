"""A scoring method: how many of the questions reached what was hoped for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from assessment.answers import Answers, value_of
from assessment.instruments import Instrument, Section
from assessment.instruments.declaration import Declaration
from assessment.instruments.json_schema import Schema, object_of
from assessment.methods.method import Method
from assessment.methods.results import Results


@dataclass(frozen=True, slots=True)
class Tally:
    """What an instrument declares: from which answer on a question counts."""

    method: ClassVar[str] = "tally"

    counts_from: int


class TallyResults(Results):
    method: ClassVar[str] = "tally"
    template = "added/results.html"
    report_template = "added/report.html"

    @property
    def is_empty(self) -> bool:
        return not self.progress.done

    @property
    def reached(self) -> int:
        scoring = self.instrument.scoring
        assert isinstance(scoring, Tally)
        given = [value_of(question, self.answers) or 0 for question in self.instrument.questions]
        return sum(value >= scoring.counts_from for value in given)


class TallyMethod(Method):
    key = "tally"
    results = TallyResults

    def read(
        self,
        declaration: Declaration,
        scoring: Mapping[str, Any],
        sections: Sequence[Section],
        advice: Sequence[Mapping[str, Any]],
    ) -> Tally:
        declaration.known("scoring", scoring, {"method", "counts_from"})
        return Tally(declaration.number("scoring", scoring, "counts_from"))

    def check(self, declaration: Declaration, instrument: Instrument) -> None:
        if advice := [q.key for q in instrument.questions if not q.most]:
            raise declaration.fail(advice[0], "has no most")

    def read_answers(
        self, instrument: Instrument, raw: Mapping[str, Any]
    ) -> tuple[Answers, list[str]]:
        faults = [
            f"{question.key}: {fault}"
            for question in instrument.questions
            if question.key in raw
            for fault in question.kind.faults(question, raw[question.key])
        ]
        return {
            section.key: {q.key: raw[q.key] for q in section.questions if q.key in raw}
            for section in instrument.sections
        }, faults

    def scores(
        self, instrument: Instrument, answers: Answers, variant: str | None = None
    ) -> Mapping[str, Any]:
        scoring = instrument.scoring
        assert isinstance(scoring, Tally)
        given = {q.key: value_of(q, answers) or 0 for q in instrument.questions}
        return {"reached": sum(value >= scoring.counts_from for value in given.values())}

    def input_schema(self, instrument: Instrument) -> Schema:
        return object_of({q.key: q.kind.schema(q) for q in instrument.questions})

    def output_schema(self, instrument: Instrument) -> Schema:
        return object_of({"id": {"type": ["string", "integer"]}, "reached": {"type": "integer"}})
