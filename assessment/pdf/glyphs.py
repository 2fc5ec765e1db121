"""Characters that the report's font can draw. A character without a glyph breaks PDF/UA."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from assessment.characters import cured

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}  # controls, direction marks, private use


def printable(text: str, font: Path) -> str:
    """The text with composed accents, without invisible characters, and a mark for what has no glyph."""
    drawn = _drawn(font)
    mark = REPLACEMENT if ord(REPLACEMENT) in drawn else "?"
    composed = cured(text)
    unknown = {char for char in set(composed) if ord(char) not in drawn and char not in "\n\t"}
    table = {ord(char): "" if unicodedata.category(char) in INVISIBLE else mark for char in unknown}
    return composed.translate(table)


@cache
def _drawn(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())
