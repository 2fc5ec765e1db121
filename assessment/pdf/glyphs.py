"""Characters that the report's fonts can draw. A character without a glyph breaks PDF/UA."""

from __future__ import annotations

import unicodedata

from assessment.characters import cured
from assessment.fonts import PLEX, needed_for

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}  # controls, direction marks, private use
# What turns the direction of the words around it: a report is read in the order in which it was written.
TURNS = dict.fromkeys([*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))], "")
SELECTORS = range(0xFE00, 0xFE10)  # of variants of the character before; seen by nobody
# Marks of lists that no face has, by ones that say the same.
ALIKE = {
    "➔": "→",
    "➜": "→",
    "➢": "‣",
    "➣": "‣",
    "➤": "‣",
    "►": "‣",
    "✗": "✖",
    "✘": "✖",
    "❏": "□",
    "❐": "□",
    "❑": "□",
    "❒": "□",
    "✦": "◆",
}


def printable(text: str) -> str:
    """The text with composed accents, without invisible characters, and a mark for what no face has a glyph for."""
    composed = cured(text)
    composed = _without(composed, set(composed), ALIKE | TURNS)
    faces = (PLEX, *needed_for(composed))
    drawn = {ord("\n"), ord("\t")}.union(*(face.characters for face in faces))
    unknown = {char for char in set(composed) if ord(char) not in drawn}
    return _without(composed, unknown, {char: _instead(char) for char in unknown})


def _without(text: str, chars: set[str], instead: dict[str, str]) -> str:
    return text.translate({ord(char): instead[char] for char in chars if char in instead})


def _instead(char: str) -> str:
    hidden = unicodedata.category(char) in INVISIBLE or ord(char) in SELECTORS
    return "" if hidden else REPLACEMENT
