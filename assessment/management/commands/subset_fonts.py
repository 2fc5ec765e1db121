"""Cut the pages' font out of the packaged one: `manage.py subset_fonts`.

The packaged font speaks Cyrillic and Greek, in every width: half a megabyte. Our pages speak three
languages in one width. The PDFs take the whole font, from the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fontpkg_ibm_plex_sans
from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

SOURCE = Path(fontpkg_ibm_plex_sans.ROOT) / "files" / "IBMPlexSans[wdth,wght].ttf"
ASCII = range(0x20, 0x7F)
LATIN_1 = range(0xA0, 0x100)  # every letter of Spanish and Portuguese and the no-break space
# Names of people and places from neighbouring languages, and the signs our texts and buttons use.
OTHERS = "ĀāĂăĄąĆćČčĐđĒēĘęĚěĞğĨĩĪīİıŁłŃńŇňŌōŐőŒœŘřŚśŞşŠšŨũŪūŮůŰűŸŹźŻżŽž–—―‘’‚“”„…•‹›€™−≤≥≈≠←↑→↓✓"  # noqa: RUF001
KEPT = frozenset([*ASCII, *LATIN_1, *map(ord, OTHERS)])
FEATURES = ["kern", "liga", "locl"]
COPYRIGHT_AND_LICENCE = [0, 13, 14]


def subset(source: Path) -> TTFont:
    """The characters of `KEPT` in normal width and in the weights from regular to bold."""
    font = TTFont(source)
    subsetter = Subsetter(
        Options(
            layout_features=FEATURES,
            name_IDs=[1, 2, 4, 6, *COPYRIGHT_AND_LICENCE],
            hinting=False,  # browsers use no hints of variable fonts, yet they weigh a lot
            notdef_outline=True,
        )
    )
    subsetter.populate(unicodes=KEPT)
    subsetter.subset(font)  # first, since narrowing the axes of a thousand glyphs takes seconds
    font = instancer.instantiateVariableFont(font, {"wdth": 100, "wght": (400, 700)})
    _rename(font)
    font.flavor = "woff2"
    return font


def _rename(font: TTFont) -> None:
    """The font's licence reserves the name Plex for the unchanged font."""
    for number, name in {1: "Faceta", 2: "Regular", 4: "Faceta", 6: "Faceta"}.items():
        font["name"].setName(name, number, 3, 1, 0x409)


class Command(BaseCommand):
    help = "Cut the web font out of the packaged one, into var/fonts."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(settings.FONTS_DIR) / "plex.woff2"
        target.parent.mkdir(parents=True, exist_ok=True)
        half_done = target.with_suffix(".part")
        subset(SOURCE).save(half_done)
        half_done.replace(target)
        self.stdout.write(f"{target.name}: {target.stat().st_size / 1024:.1f} KB")
