"""What goes by itself, and after how long. Answers, seals, events and people are none of it.

Each step is safe to run at any time and by several processes; `manage.py tick` runs all of them once an hour.
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessment.models import AgencyFile, Heartbeat, Letter, Report, ReportStatus

# Declared ages: .deploy/README.md tells them, and a test holds it to these.
TASKS_DONE = timedelta(days=7)
TASKS_FAILED = timedelta(days=30)
DRAFT_REPORTS = timedelta(days=7)  # a PDF of a draft that nobody fetched again
AGENCY_FILES = timedelta(days=7)
LETTERS_SENT = timedelta(days=365)
WORKERS_GONE = timedelta(days=1)
EVERY = timedelta(hours=1)


def clear_away() -> dict[str, int]:
    """How much of each went."""
    now = timezone.now()
    done = DBTaskResult.objects.successful().filter(finished_at__lt=now - TASKS_DONE)
    failed = DBTaskResult.objects.failed().filter(finished_at__lt=now - TASKS_FAILED)
    # Reports of what was handed in stay: they carry its checksum, and somebody may hold them against it.
    drafts = Report.objects.filter(
        submission__latest_seal=None, requested_at__lt=now - DRAFT_REPORTS
    )
    files = AgencyFile.objects.filter(requested_at__lt=now - AGENCY_FILES)
    unfinished = (ReportStatus.REQUESTED, ReportStatus.RENDERING)
    return {
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "tasks": done.delete()[0] + failed.delete()[0],
        "reports of drafts": drafts.exclude(status__in=unfinished).delete()[0],
        "files of agencies": files.exclude(status__in=unfinished).delete()[0],
        "letters": Letter.objects.filter(sent_at__lt=now - LETTERS_SENT).delete()[0],
        "workers": Heartbeat.objects.forget_workers(now - WORKERS_GONE),
    }
