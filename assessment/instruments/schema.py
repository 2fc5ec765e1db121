"""What a questionnaire is. Plain frozen data: no Django, no database, no active language."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assessment.wording import Text


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
    key: str
    section: str
    kind: Kind
    text: Text
    short: Text
    help: Text | None = None
    lift: Text | None = None  # what would raise the score here
    items: tuple[Item, ...] = ()
    scale: tuple[Option, ...] = ()
    exclusive: str | None = None  # the choice that excludes all others
    required: bool = True
    longest: int = 0  # characters, for words
    least: int = 0  # bounds, for numbers
    most: int = 0

    def item(self, key: str) -> Item:
        return next(item for item in self.items if item.key == key)

    def step(self, option: str) -> int:
        """The position of an option on the scale, 0 for the lowest."""
        return [step.key for step in self.scale].index(option)

    @property
    def scored(self) -> bool:
        return any(item.points for item in self.items)


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    text: Text
    intro: Text
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A strength or level with a name; it holds from its threshold on."""

    key: str
    text: Text
    threshold: int
    description: Text | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something a score is given for, with a text for each strength."""

    key: str
    text: Text
    what: Text
    strengths: Mapping[str, Text]  # band key -> what that strength means


@dataclass(frozen=True, slots=True)
class Variant:
    """A way of counting the points."""

    key: str
    ceiling: int | None  # what 100 percent stands for; None: the points that can be reached
    printed_dimensions: bool  # count items where the reference's field names put them
    multiple_choice: bool  # ticked choices give points


@dataclass(frozen=True, slots=True)
class Capability:
    """A score in points beside the dimensions, with levels."""

    key: str
    text: Text
    what: Text
    base: int
    levels: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The words for one set of dimensions that reach the tendency's threshold."""

    key: str
    text: Text
    description: Text


@dataclass(frozen=True, slots=True)
class PointsScoring:
    """The method `points`: a sum of item points for each dimension."""

    dimensions: tuple[Dimension, ...]
    bands: tuple[Band, ...]
    tendency_from: int  # percent
    variants: Mapping[str, Variant]
    default_variant: str
    capability: Capability
    groups: Mapping[frozenset[str], Group]


@dataclass(frozen=True, slots=True)
class Condition:
    """One reason for an action. Exactly one of these forms:

    a dimension `below` or `at_least` a percentage; the `weakest` dimension; the capability `below` some points;
    an answer: a grid item or a choice that `options` lists; a choice `ticked` or not.
    """

    dimension: str | None = None
    below: int | None = None
    at_least: int | None = None
    weakest: str | None = None
    question: str | None = None
    item: str | None = None
    options: tuple[str, ...] = ()
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """The conditions under which an action of the review is shown; any of them is enough."""

    action: str
    priority: int  # 1 before 2
    when: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    key: str
    version: int
    by: Respondent
    text: Text
    summary: Text
    intro: Text
    sections: tuple[Section, ...]
    scoring: PointsScoring
    rules: tuple[Rule, ...]

    def section(self, key: str) -> Section:
        return next(section for section in self.sections if section.key == key)

    @property
    def questions(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question:
        return next(question for question in self.questions if question.key == key)


def group_name(members: Collection[str]) -> str:
    """The reference's own name for a set of facets (pet-structure.md, section 3)."""
    if not members:
        return "weak_in_all_facets"
    if len(members) == 1:
        return f"primarily_{next(iter(members))}"
    if set(members) == {"anticipatory", "enhancement", "mission"}:
        return "anticipatory_mission_enhancement"
    return "_".join(sorted(members))
