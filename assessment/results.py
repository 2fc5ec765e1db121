"""The results of a submission: of the sealed answers where there are any, else of the draft."""

from __future__ import annotations

from django.utils import timezone

from assessment.answers import Answers
from assessment.instruments import Instrument
from assessment.methods.registry import method_of
from assessment.methods.results import Author, Results
from assessment.models import Submission


def results_of(instrument: Instrument, answers: Answers, author: Author, language: str) -> Results:
    """The results in the form of the instrument's scoring method."""
    return method_of(instrument).results(instrument, answers, author, language)


def of_submission(submission: Submission, language: str) -> Results:
    """The results of the sealed answers where there are any, else of the draft as its reader sees it."""
    respondent = str(submission.respondent or "")
    agency = submission.agency
    if submission.is_draft:
        now, unseen = timezone.now(), len(submission.unseen)
        author = Author(agency.name, agency.country, respondent, now, unseen=unseen)
        return results_of(submission.instrument, submission.answers(), author, language)
    sealed = submission.sealed
    author = Author(
        sealed.agency_name,
        agency.country,
        respondent,
        sealed.sealed_at,
        sealed.sealed_by_name,
        sealed.checksum,
        sealed.intact,
        sealed.imported,
    )
    return results_of(submission.instrument, sealed.answers, author, language)
