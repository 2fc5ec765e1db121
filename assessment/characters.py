"""Text as databases, XML, fonts and people can hold it. Pure.

What PostgreSQL refuses (NUL), XML 1.0 has no place for (most control characters, halves of surrogate pairs, the code
points that are no characters) and word processors mean otherwise (marks of a list from a symbol font) is cured where
text comes in (`assessment/entrance.py`, readers of files) and once more where it goes out.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

# Everything but tab, line feed and carriage return; the C1 controls too, which only misread text has.
_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_HALVES = r"\ud800-\udfff"
_NO_CHARACTERS = "".join(
    [r"\ufdd0-\ufdef", *(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(17))]
)
# Word keeps the marks of its lists in the private use area, where Symbol and Wingdings draw them and nobody else does.
_MARKS = r"\uf020-\uf0ff"
_BREAKS = r"\u2028\u2029"
_FAULTS = re.compile(f"[{_CONTROLS}{_HALVES}{_NO_CHARACTERS}{_MARKS}{_BREAKS}]+")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_NEW_LINES = "\v\f\x85\u2028\u2029"
# Composing sorts each run of accents, in time that grows with the square of its length: a megabyte of them would take
# hours. So it is done part by part, from one ASCII character to another where there is one.
_PARTS = re.compile("(?s).{1,100}[^\x00-\x7f]{0,100}")
_BULLET = "\N{BULLET}"
_KNOWN_MARKS = {
    0xF06C: "●",
    0xF06E: "■",
    0xF06F: "□",
    0xF071: "❑",
    0xF075: "◆",
    0xF076: "❖",
    0xF0A7: "▪",
    0xF0A8: "◻",
    0xF0B7: _BULLET,
    0xF0D8: "➢",
    0xF0E0: "→",
    0xF0E8: "➔",
    0xF0FB: "✗",
    0xF0FC: "✓",
    0xF0FE: "☑",
}


def cured(text: str) -> str:
    """The text without what some output cannot hold, composed (NFC). Curing twice changes nothing more.

    Vertical tab, form feed and the separators of lines become line feeds; two halves of a pair become their character;
    marks of lists become signs that fonts have. Tab, line feed and carriage return stay.
    """
    if text.isascii() and text.isprintable():  # keys, and most of what people write in English
        return text
    if _FAULTS.search(text):
        text = _PAIR.sub(_joined, text)
        text = _FAULTS.sub(lambda found: "".join(map(_instead, found[0])), text)
    if unicodedata.is_normalized("NFC", text):
        return text
    return "".join(unicodedata.normalize("NFC", part) for part in _PARTS.findall(text))


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _instead(char: str) -> str:
    if char in _NEW_LINES:
        return "\n"
    if "\uf020" <= char <= "\uf0ff":
        return _KNOWN_MARKS.get(ord(char), _BULLET)
    return ""


def cured_all(value: object) -> Any:
    """A JSON value with every text in it cured, names of fields as well; other things as they are."""
    if isinstance(value, str):
        return cured(value)
    if isinstance(value, list):
        return [cured_all(each) for each in value]
    if isinstance(value, dict):
        return {cured_all(key): cured_all(each) for key, each in value.items()}
    return value
