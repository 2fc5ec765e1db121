"""Answers as they were handed in, and the seal that shows a change.

A seal is a checksum, which anybody can work out again from what is exported, and a signature with the installation's
own key, which whoever can only write to the database cannot make. What is hashed and how depends on the version of the
seal; each is checked by its own rule for ever.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from .people import User

SEAL = 2  # the version in which seals are made now


class SealedAnswers(models.Model):
    """Answers as handed in: who, when, with which version, and a seal. Written once; a submission may have several."""

    submission = models.ForeignKey("Submission", models.PROTECT, related_name="seals")
    number = models.PositiveSmallIntegerField(default=1)  # of this submission's hand-ins
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
    seal_version = models.PositiveSmallIntegerField(default=1)
    checksum = models.CharField(_("checksum"), max_length=64)
    signature = models.CharField(_("signature"), max_length=64, blank=True)  # none in version 1
    # Answers given elsewhere: what is known about their origin, and what was printed there. Empty: given here.
    imported = models.JSONField(_("imported"), default=dict, blank=True)

    class Meta:
        verbose_name = _("sealed answers")
        verbose_name_plural = _("sealed answers")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="one_seal_a_number_of_a_submission"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission}, {self.sealed_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write them, once: sealed answers never change. They are the submission's latest from then on."""
        if not self._state.adding:
            raise TypeError("Sealed answers cannot be saved again.")
        self.agency_name = self.agency_name or self.submission.agency.name
        # Whole seconds: fractions are cut differently by databases and files, and the seal has to outlive both.
        self.sealed_at = self.sealed_at.replace(microsecond=0)
        self.number = self.submission.seals.count() + 1
        self.seal_version = SEAL
        self.checksum = checksum(self.payload())
        self.signature = _signed(self.checksum, settings.SEAL_KEYS[0])
        super().save(*args, **kwargs)
        self.submission.latest_seal = self
        self.submission.save(update_fields=["latest_seal"])

    def payload(self) -> dict[str, Any]:
        """What the checksum is of."""
        if self.seal_version == 1:
            return self._payload_of_version_1()
        return {
            "seal": self.seal_version,
            "submission": str(self.submission_id),
            "number": self.number,
            "agency": self.agency_name,
            "instrument": self.instrument_key,
            "version": self.instrument_version,
            "answers": self.answers,
            "scores": self.scores,
            "sealed_by": self.sealed_by_name,
            "sealed_at": f"{self.sealed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "imported": self.imported,
        }

    def _payload_of_version_1(self) -> dict[str, Any]:
        """Until 2026-11: without number and agency, and with the time as the database gave it."""
        origin = {"imported": self.imported} if self.imported else {}
        return {
            **origin,
            "submission": str(self.submission_id),
            "instrument": self.instrument_key,
            "version": self.instrument_version,
            "answers": self.answers,
            "scores": self.scores,
            "sealed_by": self.sealed_by_name,
            "sealed_at": self.sealed_at.isoformat(),
        }

    @property
    def intact(self) -> bool:
        """Whether the answers are still those that were sealed, and sealed here."""
        return self.is_unchanged and self.is_signed_here

    @property
    def is_unchanged(self) -> bool:
        return self.checksum == checksum(self.payload())

    @property
    def is_signed_here(self) -> bool:
        """Whether this installation's key made the signature, or one of its earlier keys."""
        if self.seal_version == 1:
            return True
        made = [_signed(self.checksum, key) for key in settings.SEAL_KEYS]
        return any(constant_time_compare(self.signature, each) for each in made)


def canonical(value: object) -> str:
    """JSON in the one form that is hashed: keys in order, no spaces."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def checksum(value: object) -> str:
    """SHA-256 over canonical JSON in UTF-8."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _signed(text: str, key: str) -> str:
    return salted_hmac("faceta.seal", text, secret=key, algorithm="sha256").hexdigest()
