"""What a questionnaire is. Plain frozen data: no Django, no database, no active language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from assessment.wording import Text

Number = int | float  # as written in the declaration: means and thresholds are plain arithmetic


class Kind(StrEnum):
    """How a question is asked, and what an answer to it looks like."""

    GRID = "grid"  # item key -> option key of the scale
    RANKING = "ranking"  # item key -> place, 1 is first
    MULTIPLE = "multiple"  # list of item keys
    SINGLE = "single"  # item key
    COUNTRY = "country"  # item key, an ISO code
    TEXT = "text"  # words
    NUMBER = "number"  # whole number


CHOICES = (Kind.SINGLE, Kind.COUNTRY)


class Respondent(StrEnum):
    """Who answers: every person alone, or the agency together."""

    PERSON = "person"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Reply:
    """A question and one answer to it: what a condition asks for."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Band:
    """A strength or level with a name; it holds from its threshold on."""

    key: str
    text: Text
    threshold: int
    description: Text | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A step of a scale."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """A statement of a grid, a thing to rank, or a choice.

    `points` has one number for each step of the scale (grid), for each place (ranking), or a single number (choice).
    """

    key: str
    text: Text
    dimension: str | None = None  # what its points count for, by meaning
    printed_dimension: str | None = None  # what they count for in the reference, where that differs
    points: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question. Those with a `weight` are answered with a statement: see assessment/answers.py."""

    key: str
    section: str
    kind: Kind
    text: Text
    short: Text
    help: Text | None = None
    lift: Text | None = None  # what would raise the score here
    proof: Text | None = None  # what would show that the answer is right
    items: tuple[Item, ...] = ()
    scale: tuple[Option, ...] = ()
    exclusive: str | None = None  # the choice that excludes all others
    required: bool = True
    longest: int = 0  # characters, for words
    least: int = 0  # bounds, for numbers
    most: int = 0
    weight: Number = 0  # in the mean of its dimension
    dimension: str | None = None
    is_opinion: bool = False  # of one person; counts half and is never a strength
    wants_evidence: bool = False
    may_not_apply: bool = False
    known_to: tuple[str, ...] = ()  # roles, the likeliest first
    shown_if: Reply | None = None

    def item(self, key: str) -> Item:
        return next(item for item in self.items if item.key == key)

    def step(self, option: str) -> int:
        """The position of an option on the scale, 0 for the lowest."""
        return [step.key for step in self.scale].index(option)

    @property
    def scored(self) -> bool:
        return any(item.points for item in self.items)

    @property
    def is_stated(self) -> bool:
        """Answered with a statement, which can also be "don't know" and carry evidence."""
        return bool(self.weight)


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

    def section(self, key: str) -> Section:
        return next(section for section in self.sections if section.key == key)

    @property
    def questions(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question:
        return next(question for question in self.questions if question.key == key)
