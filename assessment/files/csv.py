"""CSV in and out. Whatever is wrong is found before much is read: time and memory grow with the file alone."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from django.utils.translation import gettext as _

from assessment.characters import cured

from . import text
from .table import MOST_COLUMNS, MOST_ROWS, Faulty, Line, Sheet, Table

FARTHEST = 300_000  # rows, empty ones included
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Spanish-speaking countries whose Windows separates lists with commas, because decimals have a point there.
WITH_COMMAS = frozenset({"DO", "GT", "HN", "MX", "NI", "PA", "PR", "SV", "US"})


def separator_for(language: str, country: str = "") -> str:
    """What a double click in the Excel of that language and country takes for the end of a cell.

    Excel splits by the list separator of Windows' region: semicolons where decimals have a comma (Brazil, and most of
    the Spanish-speaking countries), commas elsewhere. A first line `sep=;` would work everywhere, but then Excel no
    longer sees the mark of UTF-8 and spoils the accents; UTF-16 with tabs works too, but other programs trip over it.
    """
    return "," if language == "en" or (language == "es" and country in WITH_COMMAS) else ";"


def write(lines: Iterable[Sequence[str]], separator: str = ",") -> bytes:
    """The lines as UTF-8 with its mark, so that a spreadsheet reads the accents; no cell is ever a formula."""
    out = StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerows([[safe(_plain(cell)) for cell in line] for line in lines])
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    return cured(cell).replace("\r\n", "\n").replace("\r", "\n")


def safe(cell: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith((*FORMULA, "'")) else cell


def unsafe(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA, "'")) else cell


def read(data: bytes) -> Table:
    """The table in a CSV file of any regional kind. Raises Faulty."""
    content, encoding = decoded(data)
    mark, content = text.separator(content)
    return Table([Sheet("", list(_lines(content, mark)))], [_named(mark), encoding])


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding. Raises Faulty."""
    try:
        return text.decoded(data)
    except text.UnknownText:
        sentence = _("The file is not a table in CSV, Excel or OpenDocument form.")
        raise Faulty([sentence]) from None


def _named(mark: str) -> str:
    return {",": _("commas"), ";": _("semicolons"), "\t": _("tabs")}.get(mark, mark)


def _lines(content: str, mark: str) -> Iterator[Line]:
    said = number = 0
    sound = cured(content) == content  # then every cell is; quicker than asking for each
    try:
        reader = csv.reader(StringIO(content, newline=""), delimiter=mark, strict=True)
        for number, cells in enumerate(reader, start=1):
            if number > FARTHEST:
                raise Faulty([_("The file has more than %(most)d rows.") % {"most": MOST_ROWS}])
            if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
                words = {"number": number, "most": MOST_COLUMNS}
                raise Faulty([_("Row %(number)d has more than %(most)d columns.") % words])
            found = [unsafe(cell.strip()) for cell in cells[:MOST_COLUMNS]]
            if any(found):
                found = found if sound else [cured(cell).strip() for cell in found]
                said += 1
                if said > MOST_ROWS:
                    raise Faulty([_("The file has more than %(most)d rows.") % {"most": MOST_ROWS}])
                yield Line(number, found)
    except (csv.Error, TypeError):  # the latter where the separator named is none
        sentence = _(
            "The file is not readable as CSV: look at row %(number)d, where a quotation mark is not closed, "
            "stands in the wrong place, or a cell is too long."
        )
        raise Faulty([sentence % {"number": number + 1}]) from None
