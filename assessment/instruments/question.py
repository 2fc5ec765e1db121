"""A question, and what every kind of question tells about itself. Plain frozen data: no Django, no active language."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from assessment.wording import Text

from .json_schema import Schema

Number = int | float  # as written in the declaration: means and thresholds are plain arithmetic
Counted = tuple[str | int | bool | None, Fraction, Fraction]  # answer, points, most points


@dataclass(frozen=True, slots=True)
class Reply:
    """A question and one answer to it: what a condition asks for."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Option:
    """A step of a scale."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """A statement of a grid, a thing to rank, or a choice.

    `points` has as many numbers as the kind asks for: one a step of the scale, one a place, or a single one.
    """

    key: str
    text: Text
    dimension: str | None = None  # what its points count for, by meaning
    printed_dimension: str | None = None  # what they count for in the reference, where that differs
    points: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question. How many voices it takes, what it weighs and whether it wants evidence are three things."""

    key: str
    section: str
    kind: Kind
    text: Text
    short: Text
    number: int = 0  # its place among those that count; 0 for the others, which have none
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
    weight: Number = 0  # in the mean of its dimension; 0 counts for nothing
    is_stated: bool = False  # answered with statements, one a person: see assessment/answers.py
    dimension: str | None = None
    is_opinion: bool = False  # of one person; counts half and is never a strength
    wants_evidence: bool = False
    may_not_apply: bool = False
    known_to: tuple[str, ...] = ()  # roles, the likeliest first
    shown_if: Reply | None = None
    by_key: Mapping[str, Item] = field(init=False, repr=False, compare=False)  # the items

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {item.key: item for item in self.items})  # it is frozen

    def __hash__(self) -> int:
        """By its name: a question's words cannot be hashed, and equal questions have equal names."""
        return hash((self.section, self.key))

    def item(self, key: str) -> Item:
        return self.by_key[key]

    def step(self, option: str) -> int:
        """The position of an option on the scale, 0 for the lowest."""
        return [step.key for step in self.scale].index(option)

    def numbered(self, language: str) -> str:
        """Its words with its number before them, as page, paper and files show them."""
        return f"{self.number}. {self.text[language]}" if self.number else self.text[language]

    @property
    def scored(self) -> bool:
        return any(item.points for item in self.items)


class Kind(ABC):
    """How a question is asked and what an answer to it looks like: all that depends on it, in one object without state.

    A kind is a class like those in kinds/, and a line in kinds/__init__.py. What has a default here need not be told.
    """

    key: ClassVar[str]  # as declarations name it
    field: ClassVar[
        str
    ]  # dotted path of its form field, which is called with the question and a language

    # What is said about it
    hint: ClassVar[Text | None] = None  # how to answer, beside the question
    unanswered: ClassVar[Text | None] = (
        None  # in place of an answer, where "not answered" is too little
    )
    is_written: ClassVar[bool] = False  # on paper a line to write on, in place of boxes to tick
    known_as: ClassVar[str | None] = None  # the attribute of an agency that answers it beforehand

    # What an answer is
    is_choice: ClassVar[bool] = (
        False  # one item's key, or a list of them: what a statement can hold
    )
    several: ClassVar[bool] = False  # a list of items' keys
    by_item: ClassVar[bool] = False  # something for each item: a row each in files
    each_once: ClassVar[bool] = False  # no two items have the same answer
    is_number: ClassVar[bool] = False  # whole numbers

    # What a declaration has
    has_items: ClassVar[bool] = True
    has_scale: ClassVar[bool] = False
    is_on_scale: ClassVar[bool] = False  # its items may be the steps of a scale

    def __str__(self) -> str:
        return self.key

    def given_items(self) -> tuple[Item, ...]:
        """Items that no declaration names."""
        return ()

    def points_an_item(self, steps: int, items: int) -> int:
        """How many points an item of a question with so many steps and items declares; 0: it cannot count."""
        return 0

    def declaration_fault(self, question: Question) -> str:
        """What a declared question lacks; empty if nothing."""
        return ""

    def is_complete(self, question: Question, value: object) -> bool:
        """Whether nothing is left to answer."""
        return value is not None and value != "" and value != []

    @abstractmethod
    def faults(self, question: Question, value: object) -> Iterator[str]:
        """What is wrong with a value of JSON as an answer, in English, for whoever wrote the file."""

    @abstractmethod
    def schema(self, question: Question) -> Schema:
        """The JSON Schema of an answer."""

    @abstractmethod
    def in_words(
        self, question: Question, value: object, language: str
    ) -> Iterator[tuple[str, str]]:
        """The answer as people read it: label (empty where the question is the label) and words (empty: none)."""

    def item_in_words(self, question: Question, item: Item, answer: object, language: str) -> str:
        """The answer to one item, as `counted` gives it."""
        return str(answer)

    def offered(self, question: Question, language: str) -> tuple[str, ...]:
        """What can be written into a cell of a file, where that is a choice."""
        return tuple(item.text[language] for item in question.items)

    def cell(self, question: Question, item: Item | None, value: object, language: str) -> str:
        """The answer in a cell; with `item` where each has its own. What is no answer is written as it is."""
        return "" if value is None else str(value)

    def choices(self, question: Question) -> Mapping[str, tuple[str, ...]]:
        """What a cell may hold: the value as a browser would post it, and the words that stand for it."""
        return {item.key: (item.key, *item.text.values()) for item in question.items}

    def counted(self, question: Question, item: Item, value: object) -> Counted:
        """What an item gives under the method `points`, answered or not."""
        raise TypeError(f"a question of the kind {self.key} gives no points")

    def next_step(self, item: Item, points: Fraction, most: Fraction) -> Fraction:
        """What the next better answer than the one that gave `points` would add: here the best."""
        return most - points
