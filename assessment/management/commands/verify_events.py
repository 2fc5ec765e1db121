"""Whether the record of what happened is whole: every event as it was written, and none gone or put in."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from assessment.models import BrokenChain, Event


class Command(BaseCommand):
    help = (
        "Check the record of what happened, and name the first event that does not hold. Keep the last hash it prints "
        "outside the database: with --noted it shows that nobody has written the whole record anew since."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--noted", metavar="HASH", help="a last hash printed earlier")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            last = Event.objects.verify()
        except BrokenChain as broken:
            raise CommandError(f"The record is broken at {broken}.") from None
        noted = options["noted"]
        if noted and not Event.objects.filter(hash=noted).exists():
            raise CommandError(
                "The record was written anew: the event with the noted hash is gone."
            )
        if last is None:
            self.stdout.write("Nothing is on record.")
            return
        self.stdout.write(f"Events on record: {Event.objects.count()}, all as they were written.")
        self.stdout.write(f"The last is of {last.at.isoformat(timespec='seconds')}: {last.hash}")
