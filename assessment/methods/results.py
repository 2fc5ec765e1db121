"""The one object that every output is made from: answers, and all that follows from them, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Protocol

from assessment import review
from assessment.answers import Answers, Progress, progress
from assessment.instruments import Instrument, Question
from assessment.review import Practice

from .answer_sheet import AnsweredSection, answer_sheet


@dataclass(frozen=True, slots=True)
class Author:
    """Whose answers they are, and whether they are sealed."""

    agency: str
    country: str  # ISO code
    respondent: str
    as_of: datetime  # when sealed, or when the draft was looked at
    sealed_by: str = ""
    checksum: str = ""  # empty: a draft
    is_intact: bool = True  # the sealed answers still give this checksum
    imported: Mapping[str, Any] = field(
        default_factory=dict
    )  # where the answers were given, if not here

    unseen: int = (
        0  # questions of a draft with views of colleagues that the reader is not shown yet
    )

    @property
    def is_sealed(self) -> bool:
        return bool(self.checksum)


class Trial(Protocol):
    """Other answers that are tried out for what they would change; the address carries them, nothing is saved."""

    @property
    def asked(self) -> Question | None:
        """The question whose answer is to be changed."""

    @property
    def choices(self) -> Sequence[tuple[str, str, bool]]:
        """Its choices: key, text, whether it is the answer now."""

    @property
    def questions(self) -> Sequence[Question]:
        """Those that can be asked."""

    @property
    def tried(self) -> Sequence[str]:
        """The answers tried so far, as the address has them."""


@dataclass(frozen=True, slots=True)
class ResultsChapter:
    """A part of the results: a page with an address of its own, and a chapter of the report."""

    key: str  # in the address, and the anchor in the report
    title: str
    about: str  # which question it answers
    template: str
    is_printed: bool = True


@dataclass(frozen=True)
class Results:
    """What the results of every scoring method have."""

    method: ClassVar[str]  # names the templates

    instrument: Instrument
    answers: Answers
    author: Author
    language: str

    @cached_property
    def progress(self) -> Progress:
        return progress(self.instrument, self.answers)

    @property
    def is_empty(self) -> bool:
        """Nothing that counts has been answered: there is no profile to show yet."""
        raise NotImplementedError

    @cached_property
    def answer_sheet(self) -> tuple[AnsweredSection, ...]:
        return answer_sheet(self.instrument, self.answers, self.language)

    @property
    def template(self) -> str:
        """What one sees first: the whole in a sentence and a picture, how far to trust it, what to do next."""
        return f"assessment/{self.method}/summary.html"

    @property
    def chapters(self) -> Sequence[ResultsChapter]:
        """All that stands behind the first page, in order; a method whose results fit on that page has none."""
        return ()

    @property
    def printed_chapters(self) -> list[ResultsChapter]:
        return [chapter for chapter in self.chapters if chapter.is_printed]

    @property
    def report_template(self) -> str:
        return f"assessment/{self.method}/report.html"

    @property
    def country_name(self) -> str:
        return review.countries()[self.author.country].name[self.language]

    @property
    def is_country_reviewed(self) -> bool:
        """Whether the review covers the agency's country; if not, the pages say so."""
        return review.is_reviewed(self.author.country)

    def countries_of(self, practice: Practice) -> str:
        """The names of a practice's countries; empty for an organisation's work."""
        known = review.countries()
        return ", ".join(known[c].name[self.language] for c in practice.countries if c in known)
