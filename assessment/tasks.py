"""Work in the background: the PDFs."""

from __future__ import annotations

import logging

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django_tasks import task

from assessment import pdf, results
from assessment.models import MOST_ATTEMPTS, Report, ReportStatus

logger = logging.getLogger(__name__)


@task()
def make_report(report_id: int) -> None:
    """Fill in the PDF. Safe to run twice: only a report that waits is taken."""
    if not Report.objects.filter(pk=report_id).claim():
        return
    report = Report.objects.select_related("submission__agency", "submission__respondent").get(
        pk=report_id
    )
    # Only this very attempt: a slow worker that was given up must not undo what a second one made.
    waiting = Report.objects.filter(
        pk=report_id, status=ReportStatus.RENDERING, attempts=report.attempts
    )
    submission = report.submission
    prefetch_related_objects([submission], "records")  # checksum and PDF of the same answers
    if submission.fingerprint() != report.checksum:
        waiting.update(
            status=ReportStatus.FAILED, error="changed"
        )  # the draft went on, or is sealed
        return
    try:
        made = pdf.render_pdf(results.of_submission(submission, report.language))
    except Exception:
        logger.exception("Report %s could not be made", report_id)
        waiting.update(status=ReportStatus.FAILED, error="rendering")
        return
    waiting.update(status=ReportStatus.READY, pdf=made, error="")


def take_back_abandoned() -> int:
    """Queue again what a killed worker left; give up after three attempts. Returns how many were queued."""
    queued = 0
    for report in Report.objects.abandoned().defer("pdf"):
        still = Report.objects.filter(pk=report.pk, status=report.status)
        if report.attempts >= MOST_ATTEMPTS:
            still.update(status=ReportStatus.FAILED, error="abandoned")
        elif still.update(status=ReportStatus.REQUESTED, requested_at=timezone.now()):
            make_report.enqueue(report.pk)
            queued += 1
    return queued
