"""What time brings: letters whose next try is due, files that a killed worker left. To be run each minute."""

from __future__ import annotations

from django.core.management import BaseCommand

from assessment import contributions, tasks
from assessment.models import Heartbeat, Part


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
        Heartbeat.objects.beat(Part.TICK)
