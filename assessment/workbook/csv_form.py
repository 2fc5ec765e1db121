"""The table as CSV: UTF-8 with a mark, so that a spreadsheet reads it, commas, one header row."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from django.utils.translation import gettext as _

from .rows import COLUMNS, LONGEST_CELL, Faulty, Row

MOST_ROWS = 5000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(rows: Iterable[Row]) -> bytes:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([safe(getattr(row, column)) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) or text.startswith("'") else text


def read_csv(data: bytes) -> list[Row]:
    """The rows, or Faulty."""
    try:
        lines = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError:
        raise Faulty([_("The file is not UTF-8 text. Save it as “CSV UTF-8”.")]) from None
    except csv.Error as error:
        raise Faulty(
            [_("The file is not readable as CSV: %(error)s.") % {"error": error}]
        ) from None
    return rows_from(lines)


def rows_from(lines: list[list[str]]) -> list[Row]:
    """Rows under a header that names the columns; other columns are left aside."""
    if not lines or not {"question", "item", "answer"} <= set(lines[0]):
        raise Faulty([_("The first row must name the columns: question, item, answer and so on.")])
    if len(lines) > MOST_ROWS:
        raise Faulty([_("The file has more than %(most)d rows.") % {"most": MOST_ROWS}])
    places = {name: place for place, name in enumerate(lines[0]) if name in COLUMNS}
    if too_long := [
        n for n, line in enumerate(lines, 1) for cell in line if len(cell) > LONGEST_CELL
    ]:
        raise Faulty(
            [_("Row %(number)d: a cell is too long.") % {"number": n} for n in too_long[:5]]
        )
    found = []
    for number, line in enumerate(lines[1:], start=2):
        cells = {
            name: unsafe(line[place].strip()) for name, place in places.items() if place < len(line)
        }
        if cells.get("question"):
            found.append(Row(**{"question": "", **cells}, number=number))
    return found


def unsafe(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith((*FORMULA, "'")) else text
