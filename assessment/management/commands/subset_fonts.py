"""Cut the pages' fonts out of the packaged ones: `manage.py subset_fonts`.

The packaged fonts speak every language, in every width: megabytes. Our pages speak three languages in one width, and
that is what a first visit loads. What a text needs beyond it comes from further files, which a browser fetches only
when a character asks for them (`unicode-range` in static/css/site.css). The PDFs take the packaged fonts whole, Plex in
fixed weights, which are set more quickly than the variable font.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from assessment.fonts import FALLBACKS, PLEX, WEIGHTS, Face

ASCII = range(0x20, 0x7F)
LATIN_1 = range(0xA0, 0x100)  # every letter of Spanish and Portuguese and the no-break space
# But for letters of languages far away and for signs that hardly anybody types: a sixth of the file's weight.
RARE = "¢¤¥¦¨¬¯±´µ¶¸¹¼¾ÅÆÐØÝÞßåæð÷øýþÿ"  # noqa: RUF001
# Guarani, French names, and the signs that our texts and buttons use.
OTHERS = "ĨĩŨũẼẽỸỹŒœ–—―‘’“”…•‹›€™−≤≥≈≠←↑→↓✓"  # noqa: RUF001
KEPT = frozenset([*ASCII, *LATIN_1, *map(ord, OTHERS)]) - set(map(ord, RARE))
# Letters of the region's other languages and of transcriptions, which Plex lacks.
LETTERS = frozenset(
    code
    for first, last in ((0x180, 0x36F), (0x1DC0, 0x20CF), (0x2C60, 0x2C7F), (0xA700, 0xA7FF))
    for code in range(first, last + 1)
)
MARKS = frozenset(range(0x2190, 0x2C00))  # of lists: circles, squares, arrows
KERNING = ["kern", "liga", "locl", "mark", "mkmk", "ccmp"]
COPYRIGHT_AND_LICENCE = [0, 13, 14]


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a packaged font for the web. `features` None: all."""

    name: str
    face: Face
    characters: frozenset[int]
    axes: dict[str, object]
    features: list[str] | None = None


def cuts() -> list[Cut]:
    """What is cut: the font of every page first."""
    by_name = {face.family: face for face in FALLBACKS}
    letters, emoji, han = (by_name[name] for name in ("Noto", "Noto Emoji", "Noto SC"))
    plex = {"wdth": 100, "wght": (400, 700)}
    return [
        Cut("plex", PLEX, KEPT, plex, ["kern", "liga", "locl"]),
        Cut("plex-more", PLEX, PLEX.characters - KEPT, plex, KERNING),
        Cut("letters", letters, letters.characters & LETTERS - PLEX.characters, {"wght": (400, 700)}, KERNING),
        Cut("marks", han, han.characters & MARKS - PLEX.characters, {"wght": (400, 700)}, []),
        Cut("signs", emoji, emoji.characters - PLEX.characters, {"wght": 400}),
    ]  # fmt: skip


def subset(cut: Cut) -> TTFont:
    """The characters of a cut in its widths and weights, as WOFF2."""
    font = TTFont(cut.face.file)
    subsetter = Subsetter(
        Options(
            layout_features=["*"] if cut.features is None else cut.features,
            name_IDs=[1, 2, 4, 6, *COPYRIGHT_AND_LICENCE],
            hinting=False,  # browsers use no hints of variable fonts, yet they weigh a lot
            notdef_outline=True,
        )
    )
    subsetter.populate(unicodes=cut.characters)
    subsetter.subset(font)  # first, since narrowing the axes of a thousand glyphs takes seconds
    font = instancer.instantiateVariableFont(font, cut.axes)
    _rename(font)
    font.flavor = "woff2"
    return font


def static(weight: int) -> TTFont:
    """All of Plex in one weight, for PDFs."""
    font = TTFont(PLEX.file)
    return instancer.instantiateVariableFont(font, {"wdth": 100, "wght": weight})


def _rename(font: TTFont) -> None:
    """The fonts' licence reserves their names for the unchanged fonts."""
    for number, name in {1: "Faceta", 2: "Regular", 4: "Faceta", 6: "Faceta"}.items():
        font["name"].setName(name, number, 3, 1, 0x409)


def whole() -> Iterable[tuple[str, Face]]:
    """What is taken as it is, by name: cutting these takes minutes, and nearly every system has such a font itself."""
    taken = ("Symbols", "Hebrew", "Arabic", "Devanagari", "SC", "KR")
    by_name = {face.family: face for face in FALLBACKS}
    return [(name.lower(), by_name[f"Noto {name}"]) for name in taken]


class Command(BaseCommand):
    help = "Cut the web fonts out of the packaged ones, into var/fonts."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.FONTS_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for cut in cuts():
            self._put(folder / f"{cut.name}.woff2", subset(cut).save)
        for weight in WEIGHTS:
            self._put(folder / f"plex-{weight}.ttf", static(weight).save)
        for name, face in whole():
            self._put(folder / f"{name}.ttf", partial(shutil.copyfile, face.file))

    def _put(self, target: Path, write: Callable[[Path], object]) -> None:
        """Write a file such that nobody ever sees half of it."""
        half_done = target.with_suffix(".part")
        write(half_done)
        half_done.replace(target)
        self.stdout.write(f"{target.name}: {target.stat().st_size / 1024:.1f} KB")
