"""What goes by itself goes at its age and not before; what matters never does."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessment.config.databases import settings_of
from assessment.models import AgencyFile, Heartbeat, Letter, Part, Report, SealedAnswers
from assessment.workflow import housekeeping

README = (Path(__file__).parent.parent / ".deploy/README.md").read_text()


def days_ago(days: float):
    return timezone.now() - timedelta(days=days)


def task(status: str, days: float) -> None:
    DBTaskResult.objects.create(
        status=status, finished_at=days_ago(days), args_kwargs={}, task_path="x", backend_name="default",
        run_after=timezone.now(), exception_class_path="", traceback="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("status", "days", "left"),
    [
        ("SUCCESSFUL", 6, 1),
        ("SUCCESSFUL", 8, 0),
        ("FAILED", 8, 1),
        ("FAILED", 31, 0),
        ("READY", 99, 1),
    ],
)
def test_tasks(db, status, days, left):
    task(status, days)
    housekeeping.clear_away()
    assert DBTaskResult.objects.count() == left


def test_sessions_that_are_over(db):
    for key, days in (("over", 1), ("alive", -1)):
        Session.objects.create(session_key=key, session_data="", expire_date=days_ago(days))
    assert housekeeping.clear_away()["sessions"] == 1
    assert Session.objects.get().session_key == "alive"


def test_letters_and_workers_long_gone(db):
    for number, days in enumerate((1, 364, 366)):
        Letter.objects.create(
            address="a@example.org", kind="x", language="en", subject=str(number), body="",
            due_at=timezone.now(), sent_at=days_ago(days),
        )  # fmt: skip
        Heartbeat.objects.beat(Part.WORKER, f"w{number}")
        Heartbeat.objects.filter(name=f"w{number}").update(at=days_ago(days - 0.5))
    housekeeping.clear_away()
    assert set(Letter.objects.values_list("subject", flat=True)) == {"0", "1"}
    assert Heartbeat.objects.count() == 1


def test_pdfs_of_drafts_go_and_those_of_what_was_handed_in_stay(
    snapshot, transport, bia, instrument
):
    from assessment import workflow

    draft = workflow.start(transport, instrument, bia)
    for submission in (draft, snapshot.submission):
        for language, days in (("en", 6), ("es", 8)):
            Report.objects.create(
                submission=submission,
                language=language,
                checksum="c",
                status="ready",
                requested_at=days_ago(days),
            )
    AgencyFile.objects.create(
        agency=transport, kind="x", language="en", status="ready", requested_at=days_ago(8)
    )
    housekeeping.clear_away()
    assert [r.language for r in draft.reports.all()] == ["en"]
    assert snapshot.submission.reports.count() == 2
    assert not AgencyFile.objects.exists()
    assert SealedAnswers.objects.get().intact


def test_the_clock_clears_away_once_an_hour(db):
    call_command("tick")
    task("SUCCESSFUL", 8)
    call_command("tick")
    assert DBTaskResult.objects.count() == 1
    Heartbeat.objects.filter(part=Part.CLEARED).update(at=days_ago(0.1))
    call_command("tick")
    assert DBTaskResult.objects.count() == 0


def test_the_page_tells_the_ages_as_they_are():
    told = [
        int(days) for days in re.findall(r"(\d+)(?: days)?[,. ]", README.split("goes by itself")[1])
    ][:3]
    assert told == [
        age.days
        for age in (housekeeping.TASKS_DONE, housekeeping.TASKS_FAILED, housekeeping.DRAFT_REPORTS)
    ]
    assert housekeeping.AGENCY_FILES == housekeeping.DRAFT_REPORTS
    assert timedelta(days=365) == housekeeping.LETTERS_SENT


def test_sqlite_writes_through_to_the_disk():
    options = settings_of("sqlite:////tmp/x.db")["OPTIONS"]
    assert "synchronous=FULL" in options["init_command"]
