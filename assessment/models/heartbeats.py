"""Signs of life: the last time that a worker, the clock or a backup did its work."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone


class Part(models.TextChoices):
    """What beats. Not shown to people as it stands here."""

    WORKER = "worker"
    TICK = "tick"
    BACKUP = "backup"
    CLEARED = "cleared"


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def beat(self, part: Part, name: str = "", **facts: object) -> None:
        """Say that this part is alive. Workers have a name each; of the others there is one."""
        about = {"part": part, "at": timezone.now(), "facts": facts}
        self.update_or_create(name=name or part.value, defaults=about)

    def newest(self, part: Part | None = None) -> Heartbeat | None:
        """The newest sign of life of a part."""
        found = self.filter(part=part) if part else self
        return found.order_by("-at").first()

    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)

    def forget_workers(self, before: datetime) -> int:
        """Rows of worker processes that ended long ago. Returns how many there were."""
        return self.filter(part=Part.WORKER, at__lt=before).delete()[0]


class Heartbeat(models.Model):
    """The last sign of life of one process, or of the clock or of backups."""

    name = models.CharField(max_length=64, unique=True)
    part = models.CharField(max_length=10, choices=Part)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    objects = HeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M:%S}"
