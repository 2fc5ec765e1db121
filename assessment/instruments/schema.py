"""What a questionnaire is. Plain frozen data: no Django, no database, no active language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from assessment.wording import Text

from .question import Question


class Respondent(StrEnum):
    """Who answers: every person alone, or the agency together."""

    PERSON = "person"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Band:
    """A strength or level with a name; it holds from its threshold on."""

    key: str
    text: Text
    threshold: int
    description: Text | None = None


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    text: Text
    intro: Text
    questions: tuple[Question, ...]
    dimension: str | None = None  # that all its questions count for


class Scoring(Protocol):
    """What an instrument tells its scoring method: a frozen value of the method's own (assessment/methods)."""

    @property
    def method(self) -> str:
        """The method's name in declarations."""


@dataclass(frozen=True, slots=True)
class Instrument:
    key: str
    version: int
    by: Respondent
    text: Text
    summary: Text
    intro: Text
    sections: tuple[Section, ...]
    scoring: Scoring
    roles: Mapping[str, Text] = field(default_factory=dict)  # who in the agency knows
    reasons: Mapping[str, Text] = field(default_factory=dict)  # why a question does not apply
    is_offered: bool = True  # the site begins new questionnaires with it
    _by_key: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {q.key: q for q in self.questions})  # it is frozen

    def section(self, key: str) -> Section:
        return next(section for section in self.sections if section.key == key)

    @property
    def questions(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question:
        return self._by_key[key]
