"""Text as spreadsheets of the region save it: which encoding, which separator. Pure."""

from __future__ import annotations

import re
from collections import Counter

MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "cp850": "MS-DOS (850)",
    "mac_roman": "Macintosh",
}
# Beyond ASCII, what words in Spanish and Portuguese are made of: tells the encodings of eight bits apart.
LETTERS = frozenset("áéíóúüñçãõâêôàÁÉÍÓÚÜÑÇÃÕÂÊÔÀªº¿¡")
MARKS_OF_TEXT = frozenset("“”‘’–—…«»°€· ")  # noqa: RUF001 - said by none of them
SEPARATORS = ",;\t"
SAMPLE = 65_536  # characters that are looked at to find the separator
LINES = 30
_QUOTED = re.compile(r'"[^"]*+"')
_NAMED = re.compile(r'"?sep=(.)"?[ \t,;]*(?:\r\n|\r|\n|$)', re.IGNORECASE)


class UnknownText(ValueError):
    """Bytes that are no text in an encoding of the region."""


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises UnknownText."""
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise UnknownText from None
    if "\0" in text:
        raise UnknownText
    return text.removeprefix("\ufeff"), NAMES[encoding]


def _encoding(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    start = data[:2000]
    # Without a mark, every other byte of Latin text in UTF-16 is nought.
    if start.count(0) > len(start) // 3:
        return "utf-16-be" if start[:1] == b"\0" else "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _of_eight_bits(data)
    return "utf-8"


def _of_eight_bits(data: bytes) -> str:
    """Whichever makes most letters of the region; Windows-1252 where nothing speaks for another."""
    found = Counter(byte for byte in data[: 4 * SAMPLE] if byte > 127)

    def likeness(encoding: str) -> int:
        letters = ((bytes([byte]).decode(encoding, "replace"), n) for byte, n in found.items())
        told = ((letter, n) for letter, n in letters if letter not in MARKS_OF_TEXT)
        return sum(n if letter in LETTERS else -n for letter, n in told)

    return max(("cp1252", "cp850", "mac_roman"), key=likeness)


def separator(text: str) -> tuple[str, str]:
    """What stands between the cells, and the text without a first line that only names it (`sep=;`)."""
    if named := _NAMED.match(text):
        return named[1], text[named.end() :]
    sample = _QUOTED.sub('""', text[:SAMPLE])
    lines = [line for line in sample.splitlines() if line.strip()][:LINES]
    return max(SEPARATORS, key=lambda mark: _columns(lines, mark)), text


def _columns(lines: list[str], mark: str) -> tuple[int, int]:
    """How well the lines agree on a number of cells: a table's do, the commas of sentences do not.

    A mark before a space stands in a sentence, unless all of them do.
    """
    return _agreement([line.count(mark) - line.count(f"{mark} ") for line in lines]), _agreement(
        [line.count(mark) for line in lines]
    )


def _agreement(counts: list[int]) -> int:
    return max((count * lines for count, lines in Counter(counts).items()), default=0)
