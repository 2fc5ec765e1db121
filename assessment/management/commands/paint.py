"""Write the colours of assessment/palette.py into the files that browsers read: `manage.py paint`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from assessment import palette


def files() -> list[Path]:
    """The files of the product that hold copies of colours."""
    static = Path(settings.BASE_DIR) / "static"
    return [
        static / "css" / "site.css",
        static / "css" / "admin.css",
        static / "img" / "faceta.svg",
    ]


class Command(BaseCommand):
    help = "Write the palette's colours into the style sheets and the icon."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for file in files():
            before = file.read_text(encoding="utf-8")
            after = palette.painted(before)
            if after != before:
                file.write_text(after, encoding="utf-8")
                self.stdout.write(f"{file.name}: painted")
