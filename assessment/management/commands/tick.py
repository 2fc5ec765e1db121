"""What time brings: rounds that open, remind and close; letters and files to be tried again. To be run each minute."""

from __future__ import annotations

from django.core.management import BaseCommand
from django.utils import timezone

from assessment import contributions, tasks
from assessment.models import Heartbeat, Part
from assessment.workflow import housekeeping
from assessment.workflow.passing_time import pass_time


class Command(BaseCommand):
    help = (
        "Open, remind and close rounds, send letters that are due again and queue what a killed "
        "worker left. Run it each minute."
    )

    def handle(self, *args: object, **options: object) -> None:
        pass_time(timezone.now())
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
