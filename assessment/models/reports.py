"""The PDFs that were asked for. The row is the truth about each, whatever became of the worker."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .submissions import Submission

MOST_ATTEMPTS = 3
ABANDONED_AFTER = timedelta(minutes=5)  # a report takes seconds


class ReportStatus(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    RENDERING = "rendering", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class RenderedPdfQuerySet(models.QuerySet[Any]):
    def claim(self) -> bool:
        """Take the report for rendering; False if it is done or another worker has it."""
        taken = self.filter(status=ReportStatus.REQUESTED).update(
            status=ReportStatus.RENDERING,
            started_at=timezone.now(),
            attempts=models.F("attempts") + 1,
        )
        return bool(taken)

    def abandoned(self) -> Self:
        """Reports whose worker was killed, or whose task was never taken up."""
        before = timezone.now() - ABANDONED_AFTER
        return self.filter(
            models.Q(status=ReportStatus.RENDERING, started_at__lt=before)
            | models.Q(status=ReportStatus.REQUESTED, requested_at__lt=before)
        )


class RenderedPdf(models.Model):
    """A PDF and how far it is."""

    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    # Of what goes into it: other content asks for another PDF.
    checksum = models.CharField(max_length=64)
    status = models.CharField(max_length=20, choices=ReportStatus, default=ReportStatus.REQUESTED)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    pdf = models.BinaryField(blank=True, default=b"")
    error = models.TextField(blank=True)

    objects = RenderedPdfQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_ready(self) -> bool:
        return self.status == ReportStatus.READY

    @property
    def has_failed(self) -> bool:
        return self.status == ReportStatus.FAILED


class Report(RenderedPdf):
    """One PDF: of these very answers, in this language."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="reports")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "checksum", "language"], name="one_report_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission} ({self.language})"
