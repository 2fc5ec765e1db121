"""What the rest of the program asks of a scoring method."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Protocol

from assessment.answers import Answers
from assessment.instruments import Instrument, Scoring, Section
from assessment.instruments.declaration import Declaration
from assessment.instruments.json_schema import Schema
from assessment.wording import Text

from .results import Results, Trial
from .score_lines import ScoreKind, ScoreLine


class Heading(Protocol):
    """What several sections have in common, to be written above them."""

    @property
    def key(self) -> str: ...

    @property
    def text(self) -> Text: ...

    @property
    def what(self) -> Text: ...


class Method(ABC):
    """A way of turning answers into something to read. One object each; they hold no state."""

    key: ClassVar[str]  # as declarations name it
    results: ClassVar[type[Results]]

    @abstractmethod
    def read(
        self,
        declaration: Declaration,
        scoring: Mapping[str, object],
        sections: Sequence[Section],
        advice: Sequence[Mapping[str, object]],
    ) -> Scoring:
        """Its part of a declaration: from `scoring`, `advice` and the sections read before."""

    @abstractmethod
    def check(self, declaration: Declaration, instrument: Instrument) -> None:
        """Raise DeclarationError where the parts of a complete instrument do not fit together."""

    @abstractmethod
    def read_answers(
        self, instrument: Instrument, raw: Mapping[str, object]
    ) -> tuple[Answers, list[str]]:
        """Answers as other programs write them for this method, and a sentence for each fault.

        `raw` is a line's JSON object without what may stand around the answers in it.
        """

    @abstractmethod
    def scores(
        self, instrument: Instrument, answers: Answers, variant: str | None = None
    ) -> Mapping[str, object]:
        """The scores as JSON can hold them: what is sealed with the answers and printed on the command line."""

    def score_lines(self, scores: Mapping[str, Any]) -> list[ScoreLine]:
        """What `scores` gave, line by line; what was withheld has none."""
        return []

    def scored(self, instrument: Instrument) -> Mapping[tuple[ScoreKind, str], Text | None]:
        """All that can have a line, in the order of lists, with its name; None: the whole."""
        return {}

    @abstractmethod
    def input_schema(self, instrument: Instrument) -> Schema:
        """The JSON Schema of what `read_answers` takes, with what may stand around it in a line."""

    @abstractmethod
    def output_schema(self, instrument: Instrument) -> Schema:
        """The JSON Schema of `scores`, with the line's id."""

    def heading_of(self, instrument: Instrument, section: Section) -> Heading | None:
        """What stands above this section and its neighbours, where sections belong together."""
        return None

    def what_if(self, results: Results, sent: Mapping[str, Sequence[str]]) -> Trial | None:
        """Other answers tried out, from the address's query; None where the method has no such thing."""
        return None

    def variants(self, instrument: Instrument) -> Collection[str]:
        """Ways of counting that can be asked for by name."""
        return ()
