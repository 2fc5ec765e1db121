"""Where a person is signed in.

django-allauth's usersessions was weighed: it reads and writes its row at every request, or does not know when a session
was last used, and loses it when a new password gives the session another key. Here the session itself knows its row.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from assessment.devices import device_of

from .people import User

SHOWN = 50


class DeviceQuerySet(models.QuerySet["Device"]):
    def note(self, user: User, pk: int | None, key: str, agent: str, network: str) -> int:
        """That a session was used just now; a new row for a session that has none. Its number."""
        now = timezone.now()
        told = {"session_key": key, "agent": agent[:300], "network": network, "seen_at": now}
        mine = self.filter(user=user)
        if pk and mine.filter(pk=pk).update(**told):
            return pk
        over = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
        mine.filter(seen_at__lt=over).delete()
        return mine.create(user=user, began_at=now, **told).pk

    def alive(self, user: User) -> list[Device]:
        """The latest whose session still opens something."""
        rows = list(self.filter(user=user).order_by("-seen_at")[:SHOWN])
        keys = [row.session_key for row in rows]
        sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
        known = user.get_session_auth_hash()
        living = {
            one.session_key
            for one in sessions
            if constant_time_compare(one.get_decoded().get("_auth_user_hash", ""), known)
        }
        return [row for row in rows if row.session_key in living]


class Device(models.Model):
    """A browser in which a person has signed in."""

    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    session_key = models.CharField(max_length=40)
    agent = models.CharField(max_length=300)
    network = models.CharField(max_length=45)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        indexes = [models.Index(fields=["user", "-seen_at"], name="devices_of_a_person")]

    def __str__(self) -> str:
        return device_of(self.agent)
