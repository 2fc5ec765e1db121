"""Characters that some output cannot hold, taken out where text comes in. Pure."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile("[\v\f]")
# Controls but tab and line ends, halves of surrogate pairs, and the 66 code points that are no characters.
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
# Composing sorts each run of accents, in time that grows with the square of its length: a megabyte of them would take
# hours. So it is done part by part, from one ASCII character to another where there is one.
_PARTS = re.compile("(?s).{1,100}[^\x00-\x7f]{0,100}")


def cured(text: str) -> str:
    """Text that page, PDF, XML, JSON and both databases can hold, in Unicode's composed form (NFC).

    A vertical tab, which spreadsheets write for a line break within a cell, becomes one; so does a form feed.
    """
    if text.isascii() and text.isprintable():
        return text
    sound = _REMOVED.sub("", _BREAKS.sub("\n", text))
    return "".join(unicodedata.normalize("NFC", part) for part in _PARTS.findall(sound))
