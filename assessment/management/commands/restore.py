"""Bring back what `manage.py backup` wrote, into this database, whichever it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import Error

from assessment.management import archive


class Command(BaseCommand):
    help = "Restore a backup: all of it or nothing. Run `migrate` before, with the program that made the backup."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path)
        parser.add_argument("--replace", action="store_true", help="although there are data here")
        parser.add_argument("--verify", action="store_true", help="only look whether it is whole")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["verify"]:
                manifest = archive.verify(options["source"])
            else:
                manifest = archive.restore(options["source"], replace=options["replace"])
        except archive.ArchiveError as error:
            raise CommandError(str(error)) from error
        except Error as error:  # of the database; the transaction is undone
            raise CommandError(f"The database refused it, nothing was changed: {error}") from error
        done = "The archive is whole" if options["verify"] else "Restored"
        told = f"{done}: of {manifest['made_at']}, {manifest['seals']['intact']} seals intact."
        self.stdout.write(told)
        if manifest["settings"] and not options["verify"]:
            self.stdout.write(f"Settings there were: {', '.join(manifest['settings'])}")
