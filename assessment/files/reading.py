"""Any file of a table: from bytes to a Table, and where in it the headings stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import csv, excel
from .table import LONGEST_CELL, Faulty, Line, Sheet, Table

LOOKED_AT = 50  # lines of each sheet, in search of the headings
MOST_FAULTS = 50  # that are told at once


@dataclass(frozen=True, slots=True)
class Headed:
    """A table under its headings."""

    columns: dict[str, int]  # name -> place among the cells
    heading: Line
    lines: Sequence[Line]  # below the headings
    sheet: str
    understood: str  # how the file was read, in words


def read(data: bytes) -> Table:
    """What a file holds, judged by its content and not by its name. Raises Faulty."""
    table = excel.read(data) if excel.is_workbook(data) else csv.read(data)
    if not any(sheet.lines for sheet in table.sheets):
        raise Faulty([_("The file is empty.")])
    return table


def under_headings(
    table: Table, known: Callable[[str], str | None], needed: Sequence[str], words: Sequence[str]
) -> Headed:
    """The part of a table that stands under headings, on whatever sheet and row.

    `known` tells the column that a heading names; `needed` are those that must be there, and `words` are they as
    people read them. Raises Faulty, naming the sheet and row that come nearest.
    """
    best: tuple[int, Sheet, int, dict[str, int]] | None = None
    for sheet, position, line in table.lines():
        if position >= LOOKED_AT:
            continue
        columns = _columns(line, known)
        hits = sum(name in columns for name in needed)
        if hits == len(needed):
            return _headed(table, sheet, position, columns, _others(table, sheet, known, needed))
        if hits and (best is None or hits > best[0]):
            best = hits, sheet, position, columns
    raise Faulty([_missing(table, best, needed, words)])


def _others(
    table: Table, read: Sheet, known: Callable[[str], str | None], needed: Sequence[str]
) -> list[str]:
    """Further sheets that have such a table; one file is one table, and nothing is left aside without a word."""
    found = dict.fromkeys(
        sheet.name
        for sheet, position, line in table.lines()
        if sheet is not read
        and position < LOOKED_AT
        and set(needed) <= _columns(line, known).keys()
    )
    return list(found)


def _columns(line: Line, known: Callable[[str], str | None]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, text in enumerate(line.cells):
        if (column := known(text)) is not None:
            found.setdefault(column, place)
    return found


def _headed(
    table: Table, sheet: Sheet, position: int, columns: dict[str, int], others: Sequence[str]
) -> Headed:
    heading, lines = sheet.lines[position], sheet.lines[position + 1 :]
    faults = [*sheet.faults, *_too_long(lines)]
    if faults:
        raise Faulty(faults[:MOST_FAULTS])
    return Headed(
        columns, heading, lines, sheet.name, _understood(table, sheet, heading, columns, others)
    )


def _too_long(lines: Sequence[Line]) -> list[str]:
    sentence = _("Row %(number)d: a cell is too long.")
    return [
        sentence % {"number": line.number}
        for line in lines
        if any(len(cell) > LONGEST_CELL for cell in line.cells)
    ][:5]


def _understood(
    table: Table, sheet: Sheet, heading: Line, columns: dict[str, int], others: Sequence[str]
) -> str:
    parts = list(table.understood)
    if sheet.name:
        parts.append(_("sheet “%(name)s”") % {"name": sheet.name})
    if heading.number > 1:
        parts.append(_("headings in row %(number)d") % {"number": heading.number})
    told = [_("Read as: %(parts)s.") % {"parts": ", ".join(parts)}]
    places = set(columns.values())
    aside = [text for place, text in enumerate(heading.cells) if text and place not in places]
    if aside:
        told.append(_("Columns left aside: %(names)s.") % {"names": ", ".join(aside)[:300]})
    if others:
        told.append(_("Sheets left aside: %(names)s.") % {"names": ", ".join(others)[:300]})
    return " ".join(told)


def _missing(
    table: Table,
    best: tuple[int, Sheet, int, dict[str, int]] | None,
    needed: Sequence[str],
    words: Sequence[str],
) -> str:
    """What is not there, and where it was looked for."""
    if best is None:
        names = ", ".join(words)
        sheets = ", ".join(sheet.name for sheet in table.sheets if sheet.name)
        if sheets:
            sentence = _("No row names the columns %(names)s. Looked at these sheets: %(sheets)s.")
            return sentence % {"names": names, "sheets": sheets[:300]}
        return _("The first row must name the columns. Missing: %(names)s.") % {"names": names}
    _hits, sheet, position, columns = best
    lacking = [word for name, word in zip(needed, words, strict=True) if name not in columns]
    told = {"names": ", ".join(lacking), "row": sheet.lines[position].number, "sheet": sheet.name}
    if sheet.name:
        return _("Sheet “%(sheet)s”, row %(row)d: missing columns: %(names)s.") % told
    return _("Row %(row)d names the columns. Missing: %(names)s.") % told
