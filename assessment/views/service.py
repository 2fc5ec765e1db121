"""For administrators of the whole platform: how the service is, what waits, what needs doing, in plain sentences."""

from __future__ import annotations

import platform
import shutil
from datetime import datetime

import django
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from assessment import health
from assessment.build import build
from assessment.http import UserRequest
from assessment.models import MOST_TRIES, Heartbeat, Letter, Part
from assessment.sign_in import sign_in_required

SHOWN = 20  # letters that failed


@sign_in_required
def service(request: UserRequest) -> HttpResponse:
    if not request.user.is_platform_administrator:
        raise PermissionDenied
    found = health.look()
    unsent = Letter.objects.filter(sent_at=None)
    context: dict[str, object] = {
        "todo": [finding for finding in found if not finding.is_well],
        "well": [finding for finding in found if finding.is_well],
        "figures": [*_queue(), *_letters(), *_room(), *_versions()],
        "beats": _beats(),
        "failed": unsent.exclude(error="").order_by("-pk")[:SHOWN],
    }
    return render(request, "assessment/service.html", context)


def _queue() -> list[tuple[str, object]]:
    if not health.has_worker():
        return [(_("Queue"), _("None: files are made while people wait. Set TASKS=database."))]
    tasks = DBTaskResult.objects
    return [
        (_("Tasks that wait"), tasks.ready().count()),
        (_("Tasks being done"), tasks.running().count()),
        (_("Tasks that failed"), tasks.failed().count()),
    ]


def _letters() -> list[tuple[str, object]]:
    unsent = Letter.objects.filter(sent_at=None)
    return [
        (_("Mails that wait"), unsent.filter(attempts__lt=MOST_TRIES).count()),
        (_("Mails given up"), unsent.filter(attempts__gte=MOST_TRIES).count()),
    ]


def _room() -> list[tuple[str, object]]:
    usage = shutil.disk_usage(settings.VAR_DIR)
    figures = {"free": f"{usage.free / 2**30:.1f}", "all": f"{usage.total / 2**30:.1f}"}
    return [(_("Room on the disk"), _("%(free)s of %(all)s GB") % figures)]


def _versions() -> list[tuple[str, object]]:
    return [
        (_("Build"), build()),
        ("Django", django.get_version()),
        ("Python", platform.python_version()),
        (_("Database"), connection.display_name),
    ]


def _beats() -> list[tuple[str, datetime | None]]:
    """When each part was last seen."""
    parts = [(_("Clock"), Part.TICK), (_("Backup"), Part.BACKUP)]
    if health.has_worker():
        parts.insert(0, (_("Worker"), Part.WORKER))
    seen = {part: Heartbeat.objects.newest(part) for _name, part in parts}
    return [(name, beat.at if (beat := seen[part]) else None) for name, part in parts]
