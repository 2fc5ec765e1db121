"""What time brings: letters whose next try is due, files that a killed worker left. To be run each minute."""

from __future__ import annotations

from django.core.management import BaseCommand
from django.utils import timezone

from assessment import contributions, tasks
from assessment.models import Heartbeat, Part
from assessment.workflow import housekeeping


class Command(BaseCommand):
    help = (
        "Send letters that are due again and queue what a killed worker left. Run it each minute."
    )

    def handle(self, *args: object, **options: object) -> None:
        tasks.send_waiting()
        tasks.take_back_lost()
        tasks.take_back_abandoned()
        for added in contributions.every():
            added.tick()
        self.clear_away()
        Heartbeat.objects.beat(Part.TICK)

    def clear_away(self) -> None:
        """Once an hour."""
        last = Heartbeat.objects.newest(Part.CLEARED)
        if last is None or last.at < timezone.now() - housekeeping.EVERY:
            Heartbeat.objects.beat(Part.CLEARED, "", **housekeeping.clear_away())
