"""A person's wish to be reached, and to sign in, at another address."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import User

CONFIRMED_WITHIN = timedelta(days=3)


class AddressChangeQuerySet(models.QuerySet["AddressChange"]):
    def waiting(self) -> Self:
        """Neither done nor withdrawn, and not expired."""
        return self.filter(done_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class AddressChange(models.Model):
    """From one address to another. It is done when both mailboxes have confirmed it.

    A stolen session, or a password with it, is not enough then. Whoever has lost the old mailbox asks an administrator,
    who can change the address: that is rarer than a session left open.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="address_changes")
    before = models.EmailField()
    after = models.EmailField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    before_confirmed_at = models.DateTimeField(null=True)
    after_confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    # The links are only in the letters.
    before_hash = models.CharField(max_length=64, unique=True)
    after_hash = models.CharField(max_length=64, unique=True)

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(done_at=None, withdrawn_at=None),
                name="one_open_change_of_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.before}, {self.after}"

    @property
    def is_waiting(self) -> bool:
        return not (self.done_at or self.withdrawn_at or self.expires_at <= timezone.now())
