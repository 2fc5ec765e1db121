"""Mail as rows: written with what it tells about, sent by the background, tried again, visible to administrators."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .people import User

MOST_TRIES = 6
WAITS = (1, 5, 30, 120, 720)  # minutes before the second try, the third, …


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self, now: datetime) -> Self:
        """Those whose time has come, the oldest first."""
        due = Q(due_at__lte=now)
        return self.filter(due, sent_at=None, attempts__lt=MOST_TRIES).order_by("pk")


class Letter(models.Model):
    """One mail to one address, in the reader's language."""

    user = models.ForeignKey(User, models.SET_NULL, related_name="letters", null=True, blank=True)
    address = models.EmailField(_("to"))
    kind = models.SlugField(_("kind"), max_length=40)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    # Whoever has the text could act as the reader: it is kept only until it is sent.
    is_secret = models.BooleanField(default=False)
    # "round 3, agency 7, 14 days": whatever the clock did, one letter of a key is written once.
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    due_at = models.DateTimeField(_("due"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None), name="letters_to_send")
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.address}"

    def again_at(self, now: datetime) -> datetime:
        """When the next try is due, after so many."""
        return now + timedelta(minutes=WAITS[min(self.attempts, len(WAITS)) - 1])
