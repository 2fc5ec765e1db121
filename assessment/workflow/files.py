"""Asking for files that take a while."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from assessment.made import Asked, FileKind, key_of
from assessment.models import Agency, AgencyFile, MadeFile, ReportStatus
from assessment.tasks import make_file

AnyFile = TypeVar("AnyFile", bound=MadeFile)
DRAFTS_KEPT = timedelta(days=1)  # reports of drafts
FILES_KEPT = timedelta(days=7)  # of agencies: made again when somebody asks after that
MOST_FILES = 20  # of an agency: the map alone can be asked for in a hundred selections


def ask_for(
    model: type[AnyFile],
    owner: dict[str, Any],
    key: str,
    language: str,
    enqueue: Callable[[int], Any],
    about: Mapping[str, Any] | None = None,
) -> AnyFile:
    """The file of an owner with this checksum in this language; queued if nobody asked yet, again if it failed.

    `about` is what a new row says besides.
    """
    reports: Any = model._default_manager  # noqa: SLF001 (Django's documented way to a model's manager)
    with transaction.atomic():
        # Files of an earlier state are soon of no use; somebody may still be waiting for a new one.
        outdated = reports.filter(**owner, requested_at__lt=timezone.now() - DRAFTS_KEPT)
        outdated.exclude(checksum=key).delete()
        report, created = reports.get_or_create(
            **owner, checksum=key, language=language, defaults=dict(about or {})
        )
        if report.has_failed:
            reports.filter(pk=report.pk).update(
                status=ReportStatus.REQUESTED, attempts=0, error="", requested_at=timezone.now()
            )
            created = True
        if created:
            transaction.on_commit(partial(enqueue, report.pk))
    report.refresh_from_db(fields=["status", "error"])
    found: AnyFile = report
    return found


def ask_for_file(kind: FileKind, agency: Agency, asked: Asked, language: str) -> AgencyFile:
    """The file about an agency as it is now; queued if nobody asked yet. What is old is cleared away meanwhile."""
    AgencyFile.objects.filter(requested_at__lt=timezone.now() - FILES_KEPT).delete()
    newest = agency.files.order_by("-requested_at").values("pk")[: MOST_FILES - 1]
    agency.files.exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    about = {"asked": dict(asked)}
    owner = {"agency": agency, "kind": kind.key}
    key = key_of(kind, agency, asked)
    return ask_for(AgencyFile, owner, key, language, make_file.enqueue, about)
