"""Chapters that other apps add to the results and the report of a submission.

An app registers a writer when it is ready; this app knows nothing about what it writes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assessment.models import Submission, checksum


@dataclass(frozen=True, slots=True)
class Chapter:
    """Something to read after the results. `template` gets `content` and `results`."""

    anchor: str
    title: str
    template: str
    content: object
    fingerprint: str  # changes when the content does


Writer = Callable[[Submission, str], Chapter | None]
_writers: list[Writer] = []


def register(writer: Writer) -> None:
    """Ask this function for a chapter about every submission, in a language."""
    if writer not in _writers:
        _writers.append(writer)


def of(submission: Submission, language: str) -> list[Chapter]:
    """The chapters about a submission, in a language."""
    return [chapter for write in _writers if (chapter := write(submission, language))]


def fingerprint(answers: str, chapters: list[Chapter]) -> str:
    """What identifies a report: the fingerprint of the answers, and what the chapters add."""
    if not chapters:
        return answers
    return checksum([answers, *(chapter.fingerprint for chapter in chapters)])
