"""Work in the background: the files that take a while."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.utils import timezone
from django_tasks import task

from assessment import contributions, made, pdf, results
from assessment.models import (
    MOST_ATTEMPTS,
    MOST_TRIES,
    AgencyFile,
    Letter,
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


@task()
def send_letter(letter_id: int) -> None:
    """Send a letter that waits; safe to run twice, and tried again later where the server does not take it."""
    now = timezone.now()
    mine = Letter.objects.filter(pk=letter_id, sent_at=None, attempts__lt=MOST_TRIES)
    letter = mine.first()
    if letter is None or letter.due_at > now:
        return
    claimed = mine.filter(attempts=letter.attempts)
    soon = now + timedelta(minutes=10)  # where this worker dies, another tries then
    if not claimed.update(attempts=letter.attempts + 1, due_at=soon):
        return
    letter.attempts += 1
    try:
        EmailMessage(
            letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.address]
        ).send()
    except Exception as error:  # whatever a mail server does, the others are served
        logger.warning("Letter %s was not sent: %s", letter_id, error)
        told = f"{type(error).__name__}: {error}"[:300]
        due = letter.again_at(now)
        Letter.objects.filter(pk=letter_id).update(error=told, due_at=due)
        if (
            send_letter.get_backend().supports_defer
        ):  # without a worker `manage.py tick` comes back to it
            send_letter.using(run_after=due).enqueue(letter_id)
        return
    body = "" if letter.is_secret else letter.body
    Letter.objects.filter(pk=letter_id).update(sent_at=timezone.now(), error="", body=body)


def send_soon(letter_id: int) -> None:
    """Send in the background: by a worker, or, where there is none, beside the request, which never waits for mail."""
    if settings.TASKS["default"]["BACKEND"].endswith("ImmediateBackend") and settings.MAIL_BESIDE:
        Thread(target=_send_and_close, args=[letter_id], daemon=True).start()
    else:
        send_letter.enqueue(letter_id)


def _send_and_close(letter_id: int) -> None:
    try:
        send_letter.call(letter_id)
    finally:
        connection.close()  # a thread has a connection of its own


def send_waiting() -> int:
    """Letters whose next try is due. Returns how many were taken up."""
    due = list(Letter.objects.waiting(timezone.now()).values_list("pk", flat=True)[:200])
    for pk in due:
        send_letter.enqueue(pk)
    return len(due)
