"""What other apps add to the pages, reports and commands of this one.

An app registers a `Contribution` when it is ready; this app knows nothing about what stands behind it, and works
without any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from assessment.models import Agency, Submission, checksum


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go, and what for; `text` is words in the active language."""

    address: str
    text: str
    place: str = ""  # of the main navigation: the namespace of the addresses that belong to it


@dataclass(frozen=True, slots=True)
class Chapter:
    """Something to read after the results. `template` gets `content` and `results`."""

    anchor: str
    title: str
    template: str
    content: object
    fingerprint: str  # changes when the content does


class Scorer(Protocol):
    """Something that the command line can score: one JSON object a line."""

    def schema(self) -> Mapping[str, object]:
        """The JSON Schema of a line in and of a line out."""

    def score(self, raw: dict[str, object]) -> tuple[Mapping[str, object], list[str]]:
        """The result for one JSON object, or a sentence for each fault."""


class Contribution:
    """What an app adds. Every part is empty until it says otherwise."""

    name: ClassVar[str]

    def menu(self) -> Sequence[Link]:
        """Entries of the main navigation."""
        return ()

    def agency_links(self, agency: Agency) -> Sequence[Link]:
        """Beside what an agency answers, on the first page of its members."""
        return ()

    def result_links(self, submission: Submission) -> Sequence[Link]:
        """Above the results of a submission."""
        return ()

    def action_links(self, submission: Submission) -> Sequence[Link]:
        """Below each recommendation, for members; the address gets its number as `recommendation`."""
        return ()

    def chapter(self, submission: Submission, language: str) -> Chapter | None:
        """A chapter for the report of a submission."""
        return None

    def scorers(self) -> Mapping[str, Scorer]:
        """What `manage.py score` can score besides instruments, by name."""
        return {}

    def tick(self) -> None:
        """Each minute: what time brings (`manage.py tick`)."""

    def demonstrate(self) -> None:
        """Add to the data of `manage.py demo`."""


_registered: dict[str, Contribution] = {}


def register(contribution: Contribution) -> None:
    _registered[contribution.name] = contribution


def every() -> Sequence[Contribution]:
    """What apps have added, in the order in which they did."""
    return tuple(_registered.values())


def menu(request: object) -> dict[str, list[Link]]:
    """For every page: entries of the main navigation."""
    return {"contributed_menu": [link for one in every() for link in one.menu()]}


def chapters_of(submission: Submission, language: str) -> list[Chapter]:
    """The chapters about a submission, in a language."""
    return [found for one in every() if (found := one.chapter(submission, language))]


def fingerprint(answers: str, chapters: list[Chapter]) -> str:
    """What identifies a report: the fingerprint of the answers, and what the chapters add."""
    if not chapters:
        return answers
    return checksum([answers, *(chapter.fingerprint for chapter in chapters)])
