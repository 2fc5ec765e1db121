"""Work in the background: the files that take a while."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from assessment import contributions, made, pdf, results
from assessment.models import (
    MOST_ATTEMPTS,
    MOST_TRIES,
    AgencyFile,
    Heartbeat,
    Letter,
    MadeFile,
    Report,
    ReportStatus,
    checksum,
)
from assessment.models.reports import ABANDONED_AFTER

logger = logging.getLogger(__name__)

DATABASE_AWAY = (InterfaceError, OperationalError)
# Which rows a task fills, by the path of the task: their state is put right where its worker was killed.
FILES: dict[str, type[MadeFile]] = {}


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
    except DATABASE_AWAY:  # no fault of the file: the worker waits, and takes it back
        raise
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


FILES |= {make_report.module_path: Report, make_file.module_path: AgencyFile}


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


def take_back_lost(me: str = "") -> int:
    """Queue again what workers had in hand that are no more; `me` is the worker that asks, and has nothing in hand."""
    running = DBTaskResult.objects.running()
    return sum(take_back(row) for row in running if _is_lost(row, me))


def _is_lost(row: DBTaskResult[Any, Any], me: str) -> bool:
    worker = row.worker_ids[-1] if row.worker_ids else ""
    host, _slash, rest = worker.partition("/")
    mine, _slash, my_rest = me.partition("/")
    pid = rest.partition("/")[0]
    if me and host == mine:
        # The same number with another ending: a container that was started again.
        return pid == my_rest.partition("/")[0] or not _is_running(pid)
    seen = Heartbeat.objects.filter(name=worker).first()
    last = seen.at if seen else row.started_at
    return bool(last < timezone.now() - ABANDONED_AFTER)


def _is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:  # it is there, and somebody else's
        return True
    return True


def take_back(row: DBTaskResult[Any, Any]) -> bool:
    """Queue a task again that was cut off; after three attempts it is given up, and its file with it."""
    is_over = len(row.worker_ids) >= MOST_ATTEMPTS
    same = DBTaskResult.objects.filter(pk=row.pk, status=row.status, started_at=row.started_at)
    with transaction.atomic():
        if not same.update(status=TaskResultStatus.FAILED if is_over else TaskResultStatus.READY):
            return False
        if model := FILES.get(row.task_path):
            file = model._default_manager.filter(  # noqa: SLF001 (Django's documented way to a model's manager)
                pk=row.args_kwargs["args"][0], status=ReportStatus.RENDERING
            )
            if is_over:
                file.update(status=ReportStatus.FAILED, error="abandoned")
            else:
                file.update(status=ReportStatus.REQUESTED, requested_at=timezone.now())
    return not is_over


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
