"""JSON values out of lines of text: one on each line, or a single one that goes over several. Pure.

No more lines are held than it takes to tell which of the two it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain

SPACE = " \t\r\n"  # between the parts of JSON


def json_values(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    """The text of each value, or of what stands in its place, after where it comes from."""
    held: list[str] = []
    looked_at = 1  # lines: looking at twice as many each time, none is read more than a few times
    for line in lines:
        held.append(line)
        if len(held) < looked_at:
            continue
        if not _is_beginning("".join(held)):
            break
        looked_at *= 2
    else:
        if _is_complete("".join(held)):
            yield "line 1", "".join(held)
            return
    for number, line in enumerate(chain(held, lines), start=1):
        if line.strip():
            yield f"line {number}", line.removesuffix("\n")


def _is_complete(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_beginning(text: str) -> bool:
    """Whether lines that follow can make one JSON value of the text, or it is one already."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos >= len(text.rstrip(SPACE))
    except (ValueError, RecursionError):
        return False
    return True
