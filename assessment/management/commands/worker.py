"""Make files and send mails in the background, as many processes as there should be."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from assessment import health
from assessment.management.lasting import LastingWorker


class Command(BaseCommand):
    help = "Make files and send mails in the background, through outages; runs the clock where nobody does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two looks")
        parser.add_argument("--once", action="store_true", help="do what waits, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if not health.has_worker():
            raise CommandError("Set TASKS=database: without it nothing is left to a worker.")
        worker = LastingWorker(options["interval"], once=options["once"])
        worker.configure_signals()
        worker.run()
