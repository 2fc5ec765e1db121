"""A backup: everything in one file, from whichever database, for whichever database."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessment.management import archive
from assessment.models import Heartbeat, Part


class Command(BaseCommand):
    help = "Write everything into one file: rows, uploaded files, names of settings (never values), checksums."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "target", type=Path, help="a file, or a folder that gets one by the time"
        )
        parser.add_argument(
            "--keep",
            type=int,
            default=0,
            help="in a folder: the newest so many stay, older ones go",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["target"]
        folder = target if target.is_dir() else None
        if folder:
            target = folder / f"faceta-{timezone.now():%Y%m%d-%H%M%S}.zip"
        try:
            archive.write(target)
            manifest = archive.verify(target)
        except (OSError, archive.ArchiveError) as error:
            raise CommandError(str(error)) from error
        size = target.stat().st_size
        Heartbeat.objects.beat(Part.BACKUP, bytes=size)
        rows = sum(
            m["parts"] for name, m in manifest["members"].items() if name.startswith("data/")
        )
        with target.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self.stdout.write(
            f"{target}: {rows} rows, {size} bytes, {manifest['seals']['intact']} of {manifest['seals']['all']} seals "
            f"intact, SHA-256 {digest}"
        )
        if folder and options["keep"] > 0:
            for old in sorted(folder.glob("faceta-*.zip"))[: -options["keep"]]:
                old.unlink()
