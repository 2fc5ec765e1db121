"""The portfolio as a chapter of a snapshot's results and report."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment.chapters import Chapter
from assessment.models import Submission

from .results import PortfolioResults
from .stated import SNAPSHOT


def write(submission: Submission, language: str) -> Chapter | None:
    """The portfolio of the submission's agency as it is now; None for other questionnaires or without projects."""
    if submission.instrument_key != SNAPSHOT:
        return None
    results = PortfolioResults(submission.agency, language)
    if results.is_empty:
        return None
    with override(language):
        title = _("Our projects")
    return Chapter("portfolio", title, "portfolio/_chapter.html", results, results.fingerprint)
