"""How the service is: what it needs, looked at one by one, each with a sentence for who keeps it.

Essential is what nobody can be answered without: database, migrations, disk. A dead worker or mail server is told, but
must not take the pages away from people who are answering.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessment.models import MOST_TRIES, Heartbeat, Letter, Part

WORKER_SILENT = timedelta(minutes=3)  # it beats every few seconds; a large report may take a while
TICK_SILENT = timedelta(minutes=5)
BACKUP_OLD = timedelta(days=2)
MAIL_LATE = timedelta(minutes=15)
LOOKED_BACK = timedelta(days=3)  # at letters that failed
DISK_FULL, DISK_LOW = 100 * 2**20, 2**30  # bytes


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One thing that was looked at. `told` is a sentence without secrets, addresses or paths."""

    name: str
    is_well: bool
    told: str | Promise
    is_essential: bool = False


def look() -> list[HealthCheck]:
    """Everything; what rests on the database is left out where that is away."""
    database = look_at_database()
    found = [database, *_disk()]
    if not database.is_well:
        return found
    migrations = look_at_migrations()
    found.append(migrations)
    if migrations.is_well:
        found += [*_worker(), *_tick(), *_mail(), *_backup()]
    return found


def look_at_database() -> HealthCheck:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()  # the next look begins anew
        return HealthCheck("database", False, _("The database does not answer."), is_essential=True)
    return HealthCheck("database", True, _("The database answers."), is_essential=True)


@cache
def expected_migrations() -> frozenset[tuple[str, str]]:
    """What this build has on disk; read once a process, without the database."""
    return frozenset(MigrationLoader(None).disk_migrations)


def look_at_migrations() -> HealthCheck:
    missing = expected_migrations() - set(MigrationRecorder(connection).applied_migrations())
    if missing:
        told = _("The database is not up to date: run “manage.py migrate”.")
        return HealthCheck("migrations", False, told, is_essential=True)
    return HealthCheck("migrations", True, _("The database is up to date."), is_essential=True)


def _disk() -> Iterator[HealthCheck]:
    free = shutil.disk_usage(settings.VAR_DIR).free
    if free < DISK_FULL:
        yield HealthCheck("disk", False, _("The disk is full."), is_essential=True)
    elif free < DISK_LOW:
        yield HealthCheck("disk", False, _("The disk is nearly full."))
    else:
        yield HealthCheck("disk", True, _("There is room on the disk."), is_essential=True)


def has_worker() -> bool:
    """Whether this installation leaves work to a worker."""
    return not settings.TASKS["default"]["BACKEND"].endswith("ImmediateBackend")


def _worker() -> Iterator[HealthCheck]:
    if not has_worker():
        return
    newest = Heartbeat.objects.newest(Part.WORKER)
    if newest and newest.at > timezone.now() - WORKER_SILENT:
        yield HealthCheck("worker", True, _("A worker is running."))
    else:
        told = _("No worker is running: files and mails wait. Start “manage.py worker”.")
        yield HealthCheck("worker", False, told)


def _tick() -> Iterator[HealthCheck]:
    newest = Heartbeat.objects.newest(Part.TICK)
    if newest and newest.at > timezone.now() - TICK_SILENT:
        yield HealthCheck("clock", True, _("The clock is running."))
    else:
        told = _("The clock stands still: let “manage.py tick” run each minute, or start a worker.")
        yield HealthCheck("clock", False, told)


def _mail() -> Iterator[HealthCheck]:
    now = timezone.now()
    unsent = Letter.objects.filter(sent_at=None, written_at__gt=now - LOOKED_BACK)
    if unsent.filter(attempts__gte=MOST_TRIES).exists():
        told = _("Mails could not be sent and were given up: look at the mail server.")
    elif unsent.exclude(error="").exists():
        told = _("The mail server does not take mails; they are tried again.")
    elif unsent.filter(due_at__lt=now - MAIL_LATE, attempts__lt=MOST_TRIES).exists():
        told = _("Mails wait and nobody sends them.")
    else:
        yield HealthCheck("mail", True, _("No mail waits longer than it should."))
        return
    yield HealthCheck("mail", False, told)


def _backup() -> Iterator[HealthCheck]:
    newest = Heartbeat.objects.newest(Part.BACKUP)
    if newest and newest.at > timezone.now() - BACKUP_OLD:
        yield HealthCheck("backup", True, _("There is a backup of the last two days."))
    else:
        told = _("There is no backup of the last two days: let “manage.py backup” run each night.")
        yield HealthCheck("backup", False, told)
