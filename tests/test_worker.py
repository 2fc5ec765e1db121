"""The worker lasts: through outages of the database, and after workers that were killed."""

from __future__ import annotations

import os
import signal
import socket
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessment import tasks, workflow
from assessment.management import lasting
from assessment.management.lasting import LastingWorker
from assessment.models import Heartbeat, Part, Report, ReportStatus

HOST = socket.gethostname()[:40]
NOBODY = 2**22 - 1  # a number that hardly a process has


@pytest.fixture(autouse=True)
def queue():
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        yield


@pytest.fixture
def worker(monkeypatch) -> LastingWorker:
    monkeypatch.setattr(lasting, "close_old_connections", lambda: None)
    return LastingWorker(0, once=True)


@pytest.fixture
def waiting(snapshot, monkeypatch, django_capture_on_commit_callbacks) -> Report:
    monkeypatch.setattr(tasks.pdf, "render_pdf", lambda *args: b"%PDF-made")
    with django_capture_on_commit_callbacks(execute=True):
        return workflow.request_report(snapshot.submission, "es")


def in_hand_of(worker: str, report: Report, attempts: int = 1) -> DBTaskResult:
    """The task as a worker leaves it that is killed while it draws."""
    Report.objects.filter(pk=report.pk).update(
        status=ReportStatus.RENDERING, attempts=attempts, started_at=timezone.now()
    )
    task = DBTaskResult.objects.get(task_path=tasks.make_report.module_path)
    for _ in range(attempts):
        task.claim(worker)
    return task


def test_what_waits_is_made_and_the_worker_shows_life_and_runs_the_clock(worker, waiting):
    worker.run()
    waiting.refresh_from_db()
    assert (waiting.status, bytes(waiting.content)) == (ReportStatus.READY, b"%PDF-made")
    assert Heartbeat.objects.newest(Part.WORKER).name == worker.worker_id
    assert Heartbeat.objects.newest(Part.TICK)


def test_a_clock_that_runs_is_left_alone(worker, waiting, monkeypatch):
    Heartbeat.objects.beat(Part.TICK)
    monkeypatch.setattr(lasting, "call_command", lambda name: pytest.fail("ticked twice"))
    worker.run()


@pytest.mark.parametrize(
    "gone",
    [f"{HOST}/{NOBODY}/aa", f"{HOST}/{os.getpid()}/earlier-in-this-container"],
    ids=["another process", "the same number in an earlier container"],
)
def test_what_a_killed_worker_left_is_taken_back_at_once(worker, waiting, gone):
    in_hand_of(gone, waiting)
    worker.run()
    waiting.refresh_from_db()
    assert (waiting.status, waiting.attempts) == (ReportStatus.READY, 2)


@pytest.mark.parametrize(
    ("minutes", "status"), [(1, ReportStatus.RENDERING), (6, ReportStatus.READY)]
)
def test_a_worker_elsewhere_is_given_up_when_it_is_silent(worker, waiting, minutes, status):
    in_hand_of("other/1/aa", waiting)
    Heartbeat.objects.beat(Part.WORKER, "other/1/aa")
    Heartbeat.objects.filter(name="other/1/aa").update(
        at=timezone.now() - timedelta(minutes=minutes)
    )
    worker.run()
    waiting.refresh_from_db()
    assert waiting.status == status


def test_a_living_worker_here_keeps_its_task(worker, waiting):
    task = in_hand_of(f"{HOST}/{os.getppid()}/aa", waiting)
    worker.run()
    task.refresh_from_db()
    assert task.status == "RUNNING"


def test_after_three_attempts_it_is_given_up_and_said_so(worker, waiting):
    task = in_hand_of(f"{HOST}/{NOBODY}/aa", waiting, attempts=3)
    worker.run()
    waiting.refresh_from_db()
    task.refresh_from_db()
    assert (task.status, waiting.status, waiting.error) == (
        "FAILED",
        ReportStatus.FAILED,
        "abandoned",
    )


def test_an_outage_is_waited_out_and_nothing_is_lost(worker, waiting, monkeypatch, caplog):
    outage = iter([OperationalError("host 10.1.2.3 refused")] * 3)
    step, waits = worker.step, []

    def failing() -> bool:
        for error in outage:
            raise error
        return step()

    monkeypatch.setattr(worker, "step", failing)
    monkeypatch.setattr(worker, "_sleep", waits.append)
    monkeypatch.setattr(
        lasting, "connection", type("Lost", (), {"close": staticmethod(lambda: None)})
    )
    worker.run()
    waiting.refresh_from_db()
    assert waiting.status == ReportStatus.READY
    assert len(waits) == 3
    assert waits[0] < waits[2]
    assert "10.1.2.3" not in caplog.text


def test_a_task_that_fails_with_the_database_is_no_failed_task(worker, waiting, monkeypatch):
    outage = iter([OperationalError("server closed the connection")])

    def render(*args: object) -> bytes:
        for error in outage:
            raise error
        return b"%PDF-second"

    monkeypatch.setattr(tasks.pdf, "render_pdf", render)
    worker.run()
    waiting.refresh_from_db()
    assert (waiting.status, bytes(waiting.content)) == (ReportStatus.READY, b"%PDF-second")


def test_a_signal_ends_it_after_the_task_in_hand(worker, waiting, monkeypatch):
    def render(*args: object) -> bytes:
        worker.shutdown(signal.SIGTERM, None)
        return b"%PDF-last"

    monkeypatch.setattr(tasks.pdf, "render_pdf", render)
    worker.batch = False  # it would go on for ever
    worker.run()
    waiting.refresh_from_db()
    assert waiting.status == ReportStatus.READY


def test_without_a_queue_there_is_nothing_to_do():
    with (
        override_settings(
            TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
        ),
        pytest.raises(CommandError, match="Set TASKS=database"),
    ):
        call_command("worker", once=True)
