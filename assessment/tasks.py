"""Work in the background: the files that take a while."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet, prefetch_related_objects
from django.utils import timezone
from django_tasks import task

from assessment import contributions, made, pdf, results
from assessment.models import (
    MOST_ATTEMPTS,
    AgencyFile,
    MadeFile,
    Report,
    ReportStatus,
    checksum,
)

logger = logging.getLogger(__name__)


@task()
def make_report(report_id: int) -> None:
    """Fill in the PDF. Safe to run twice: only a report that waits is taken."""
    fill(
        Report.objects.select_related("submission__agency", "submission__respondent", "reader"),
        report_id,
        _of_answers,
    )


def _of_answers(report: Report) -> tuple[str, Callable[[], bytes]]:
    submission = report.submission
    prefetch_related_objects([submission], "records")  # checksum and PDF of the same answers
    if report.reader:
        submission.be_read_by(report.reader)
    found = results.of_submission(submission, report.language)
    added = contributions.chapters_of(submission, report.language)
    key = contributions.fingerprint(submission.fingerprint(), added)
    if submission.reader:
        key = checksum([key, submission.reader.pk])
    return key, lambda: pdf.render_pdf(found, added)


def fill(
    reports: QuerySet[Any],
    report_id: int,
    content: Callable[[Any], tuple[str, Callable[[], bytes]]],
) -> None:
    """Make a file that waits; does nothing if another worker has it.

    `content` gives the checksum of what would go into it now, and a function that renders just that.
    """
    if not reports.model.objects.filter(pk=report_id).claim():
        return
    report: MadeFile = reports.get(pk=report_id)
    # Only this very attempt: a slow worker that was given up must not undo what a second one made.
    waiting = reports.model.objects.filter(
        pk=report_id, status=ReportStatus.RENDERING, attempts=report.attempts
    )
    try:
        key, render = content(report)
        if key != report.checksum:  # it changed since it was asked for
            waiting.update(status=ReportStatus.FAILED, error="changed")
            return
        made = render()
    except Exception:
        logger.exception("Report %s could not be made", report_id)
        waiting.update(status=ReportStatus.FAILED, error="rendering")
        return
    waiting.update(status=ReportStatus.READY, content=made, error="")


@task()
def make_file(file_id: int) -> None:
    """Make a file about an agency. Safe to run twice: only one that waits is taken."""
    fill(AgencyFile.objects.select_related("agency"), file_id, _of_agency)


def _of_agency(file: AgencyFile) -> tuple[str, Callable[[], bytes]]:
    kind = made.kind_of(file.kind)
    key = made.key_of(kind, file.agency, file.asked)
    return key, lambda: kind.make(file.agency, file.asked, file.language)


def take_back_abandoned() -> int:
    """Queue again what a killed worker left; give up after three attempts. Returns how many were queued."""
    return requeue(Report, make_report.enqueue) + requeue(AgencyFile, make_file.enqueue)


def requeue(model: type[Model], enqueue: Callable[[int], Any]) -> int:
    """Queue the abandoned files of a model again; give up after three attempts. Returns how many were queued."""
    queued = 0
    reports = model._default_manager  # noqa: SLF001 (Django's documented way to a model's manager)
    for report in reports.abandoned().defer("content"):  # type: ignore[attr-defined]
        still = reports.filter(pk=report.pk, status=report.status)
        if report.attempts >= MOST_ATTEMPTS:
            still.update(status=ReportStatus.FAILED, error="abandoned")
        elif still.update(status=ReportStatus.REQUESTED, requested_at=timezone.now()):
            enqueue(report.pk)
            queued += 1
    return queued
