"""The files that were asked for. The row is the truth about each, whatever became of the worker."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .agencies import Agency
from .people import Membership, User
from .submissions import Submission

MOST_ATTEMPTS = 3
ABANDONED_AFTER = timedelta(minutes=5)  # a report takes seconds


class ReportStatus(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    RENDERING = "rendering", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class MadeFileQuerySet(models.QuerySet[Any]):
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


class MadeFile(models.Model):
    """A file that takes a while, and how far it is. Its models have a manager with what MadeFileQuerySet can do."""

    # What addresses say. The primary key stays a number: tasks that wait in a queue hold it, and no database
    # can turn the numbers of existing rows into something else without copying the table with its PDFs.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(max_length=10)
    # Of what goes into it: other content asks for another file.
    checksum = models.CharField(max_length=64)
    status = models.CharField(max_length=20, choices=ReportStatus, default=ReportStatus.REQUESTED)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    content = models.BinaryField(blank=True, default=b"")
    error = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def is_ready(self) -> bool:
        return self.status == ReportStatus.READY

    @property
    def has_failed(self) -> bool:
        return self.status == ReportStatus.FAILED


class AgencyFile(MadeFile):
    """A file about an agency that everybody gets who may see the agency, and of which nobody has to keep a copy.

    What it shows is in its checksum, so whoever asks for the same again gets the one that is there.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="files")
    kind = models.SlugField()  # as assessment.made knows it
    asked = models.JSONField(default=dict)  # what of the agency goes into it: words by their names

    objects = MadeFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "checksum", "language"], name="one_file_of_a_content"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.agency} ({self.language})"


class ReportQuerySet(MadeFileQuerySet):
    def readable_by(self, user: User) -> Self:
        """Whose PDFs a person may read: by an office one gets what was made of the sealed answers, nothing else.

        Nobody gets what was made of a draft for somebody else's eyes.
        """
        found = self.filter(submission__in=Submission.objects.readable_by(user))
        found = found.filter(Q(reader=None) | Q(reader=user))
        if not user.duties or user.is_superuser:
            return found
        mine = Membership.objects.filter(user=user).values("agency_id")
        sealed = Q(answers=F("submission__latest_seal__checksum"))
        return found.filter(Q(submission__agency_id__in=mine) | sealed)


class Report(MadeFile):
    """One PDF: of these very answers, in this language."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="reports")
    # The fingerprint of the answers in it. `checksum` cannot tell a draft from the sealed answers: with
    # chapters of other apps it is that of both together.
    answers = models.CharField(max_length=64)
    # Of a draft with colleagues' own views: who asked, for it holds what this person may see. Null: for everybody.
    reader = models.ForeignKey(User, models.CASCADE, related_name="+", null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "checksum", "language"], name="one_report_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission} ({self.language})"
