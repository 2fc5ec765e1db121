"""Answers as they were handed in."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .people import User


class SealedAnswers(models.Model):
    """Answers as handed in: who, when, with which version, and a checksum. Written once."""

    submission = models.OneToOneField("Submission", models.PROTECT, related_name="sealed")
    instrument_key = models.SlugField()
    instrument_version = models.PositiveSmallIntegerField()
    answers = models.JSONField(_("answers"))
    scores = models.JSONField(_("scores"))  # what the agency was told that day
    # As it was called that day: agencies are renamed and merged.
    agency_name = models.CharField(_("name of the agency"), max_length=200)
    # Kept as words beside the account, which may be renamed or removed one day.
    sealed_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    sealed_by_name = models.CharField(_("handed in by"), max_length=150)
    sealed_at = models.DateTimeField(_("handed in at"))
    checksum = models.CharField(_("checksum"), max_length=64)
    # Answers given elsewhere: what is known about their origin, and what was printed there. Empty: given here.
    imported = models.JSONField(_("imported"), default=dict, blank=True)

    class Meta:
        verbose_name = _("sealed answers")
        verbose_name_plural = _("sealed answers")

    def __str__(self) -> str:
        return f"{self.submission}, {self.sealed_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write them, once: sealed answers never change."""
        if not self._state.adding:
            raise TypeError("Sealed answers cannot be saved again.")
        self.agency_name = self.agency_name or self.submission.agency.name
        self.checksum = self.seal()
        super().save(*args, **kwargs)

    def seal(self) -> str:
        """SHA-256 over the answers and what goes with them, as canonical JSON."""
        origin = {"imported": self.imported} if self.imported else {}
        return checksum(
            {
                **origin,
                "submission": str(self.submission_id),
                "instrument": self.instrument_key,
                "version": self.instrument_version,
                "answers": self.answers,
                "scores": self.scores,
                "sealed_by": self.sealed_by_name,
                "sealed_at": self.sealed_at.isoformat(),
            }
        )

    @property
    def intact(self) -> bool:
        """Whether the answers are still those that were sealed."""
        return self.checksum == self.seal()


def checksum(value: object) -> str:
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
