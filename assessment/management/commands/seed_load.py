"""A round with many agencies at every stage, to measure with. Never beside data of others."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management import BaseCommand, CommandError

from assessment import demonstration
from assessment.management import load
from assessment.models import Agency


class Command(BaseCommand):
    help = "Fill an empty database with agencies, a round and answers, for benchmarks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agencies", type=int, default=100, help="How many (100).")

    def handle(self, *args: object, **options: object) -> None:
        number = int(str(options["agencies"]))
        if not 1 <= number <= 50_000:
            raise CommandError("Between 1 and 50,000 agencies.")
        if Agency.objects.exists() or demonstration.other_people():
            raise CommandError("There are agencies or people here already; use an empty database.")
        made = load.fill(number)
        self.stdout.write(f"Round {made.pk}: {number} agencies. Sign in as {load.ADMINISTRATOR}.")
