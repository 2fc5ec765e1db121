"""Whether a JSON export is what was handed in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from assessment.verification import NoSeal, check_export


class Command(BaseCommand):
    help = "Check the seal in a JSON export; exit status 1 if the file is not what was sealed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a JSON export of something handed in")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = check_export(options["file"].read_bytes())
        except OSError as fault:
            raise CommandError(f"{options['file']} cannot be read: {fault.strerror}.") from None
        except NoSeal:
            raise CommandError("This is no JSON export of something handed in.") from None
        if not found.is_whole:
            raise CommandError(
                "The sealed text was changed: it does not give its checksum.", returncode=1
            )
        if found.changed:
            raise CommandError(f"Not what was sealed: {', '.join(found.changed)}.", returncode=1)
        if not found.is_known:
            raise CommandError(
                "The file agrees with itself, but no such seal is kept here.", returncode=1
            )
        self.stdout.write(f"As sealed on {found.sealed_at} by {found.sealed_by}: {found.agency}")
        self.stdout.write("The seal is kept here.")
