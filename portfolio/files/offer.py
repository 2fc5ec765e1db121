"""What a file would bring into a portfolio: shown first, and only then done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assessment.answers import Answers
from portfolio.core.comparison import Comparison
from portfolio.core.facets import Zone
from portfolio.core.pet_export import Origin


@dataclass(frozen=True, slots=True)
class NewProject:
    """A project to add. `same` is the title of one that is there already; empty: none is."""

    row: int
    values: Mapping[str, object]
    zone: Zone
    printed_zone: str = ""  # what the reference's file says; empty: not from there
    organisation: str = ""
    same: str = ""

    @property
    def differs(self) -> bool:
        return bool(self.printed_zone) and self.printed_zone != self.zone


@dataclass(frozen=True, slots=True)
class ChangedProject:
    row: int
    key: str
    title: str
    revision: int
    values: Mapping[str, object]  # of the columns that change
    before: Mapping[str, object]  # of the same
    after: Mapping[str, object]  # of all columns


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """A person's snapshot to seal. `is_here`: it was brought along before."""

    row: int
    origin: Origin
    answers: Answers
    comparison: Comparison
    unusable: tuple[str, ...]
    projects: int  # that the combined export counts on this person's map
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """The part of an offer that a person decided to take over."""

    projects: list[Mapping[str, object]]
    changes: Mapping[
        str, tuple[int, Mapping[str, object]]
    ]  # by project, with the revision it was seen at
    submissions: list[NewSubmission]


@dataclass(slots=True)
class PortfolioOffer:
    """Everything that a file would do (see assessment.files.preview)."""

    new: list[NewProject] = field(default_factory=list)
    changed: list[ChangedProject] = field(default_factory=list)
    submissions: list[NewSubmission] = field(default_factory=list)
    organisations: dict[str, int] = field(default_factory=dict)  # only of the reference's exports
    had_header: bool = True
    same: int = 0  # rows that say what is saved already
    faults: list[str] = field(default_factory=list)
    refused: int = 0  # rows with a fault
    understood: str = ""
    questions: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)

    def refuse(self, row: int, faults: Sequence[str]) -> None:
        """Leave a row out, with a sentence for each fault."""
        sentence = _("Row %(number)d: %(sentence)s")
        self.refused += 1
        self.faults += [sentence % {"number": row, "sentence": fault} for fault in faults]

    def wanted(self, organisations: Collection[str], *, repeated: bool) -> Wanted:
        """What is to be done: of these organisations where the file names some; `repeated`: titles that are there."""
        named = self.organisations
        return Wanted(
            [
                p.values
                for p in self.new
                if (not named or p.organisation in organisations) and (repeated or not p.same)
            ],
            {c.key: (c.revision, c.values) for c in self.changed},
            [
                s
                for s in self.submissions
                if (not named or s.origin.organisation in organisations) and not s.is_here
            ],
        )

    @property
    def fresh(self) -> int:
        """New projects whose titles are not there yet."""
        return len(self.new) - self.repeated

    @property
    def repeated(self) -> int:
        return sum(1 for project in self.new if project.same)

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.submissions)

    @property
    def promise(self) -> object:
        return (
            [(p.row, dict(p.values), p.same, p.organisation) for p in self.new],
            [(p.row, p.key, p.revision, dict(p.values)) for p in self.changed],
            [(s.row, s.origin, s.answers, s.is_here) for s in self.submissions],
        )
