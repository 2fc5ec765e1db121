"""Plain tables as CSV and Excel files: one header row, text in every cell, nothing that is ever a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .csv_form import safe, unsafe
from .rows import LONGEST_CELL, Faulty
from .xlsx import refuse_hostile

SEPARATORS = ",;\t"
MOST_COLUMNS = 150


def table_csv(lines: Iterable[Sequence[str]]) -> bytes:
    """The lines as CSV with a mark, so that a spreadsheet reads them as UTF-8."""
    out = StringIO()
    csv.writer(out).writerows([[safe(cell) for cell in line] for line in lines])
    return out.getvalue().encode("utf-8-sig")


def table_xlsx(
    headings: Sequence[str],
    lines: Iterable[Sequence[str]],
    *,
    sheet: str,
    notes: Sequence[str] = (),
    lists: Mapping[int, Sequence[str]] | None = None,
    most_rows: int = 5000,
) -> bytes:
    """The lines as a workbook. `lists` are the words to choose from, by column, counted from 0."""
    book = Workbook(write_only=True)
    made = book.create_sheet(sheet)
    made.freeze_panes = "A2"
    for place, heading in enumerate(headings, start=1):
        made.column_dimensions[get_column_letter(place)].width = max(14, min(len(heading) + 4, 40))
    offered = book.create_sheet("lists")
    offered.sheet_state = "hidden"
    chosen = sorted((lists or {}).items())
    for place, (column, words) in enumerate(chosen, start=1):
        letter, where = get_column_letter(column + 1), get_column_letter(place)
        rule = DataValidation("list", f"lists!${where}$1:${where}${len(words)}", allow_blank=True)
        rule.add(f"{letter}2:{letter}{most_rows + 1}")
        made.data_validations.append(rule)
    for row in range(max((len(words) for _column, words in chosen), default=0)):
        offered.append([words[row] if row < len(words) else None for _column, words in chosen])
    made.append([_heading(made, heading) for heading in headings])
    for line in lines:
        made.append([_text(made, cell) for cell in line])
    if notes:
        told = book.create_sheet("notes")
        told.column_dimensions["A"].width = 110
        for note in notes:
            told.append([_text(told, note)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _heading(sheet: Any, text: str) -> Any:
    cell = _text(sheet, text)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor="16263D")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text or None)
    if text:
        cell.data_type = "s"  # text, whatever it looks like
    return cell


def read_table(data: bytes, name: str, most_rows: int) -> list[list[str]]:
    """The lines of a CSV or Excel file, the header first; Faulty. Empty lines are left out at the end only."""
    lines = _from_xlsx(data, most_rows) if name.lower().endswith(".xlsx") else _from_csv(data)
    while lines and not any(lines[-1]):
        lines.pop()
    if not lines:
        raise Faulty([_("The file is empty.")])
    if len(lines) - 1 > most_rows:
        raise Faulty([_("The file has more than %(most)d rows.") % {"most": most_rows}])
    long = [n for n, line in enumerate(lines, 1) if any(len(cell) > LONGEST_CELL for cell in line)]
    if long:
        raise Faulty([_("Row %(number)d: a cell is too long.") % {"number": n} for n in long[:5]])
    return lines


def decoded(data: bytes) -> str:
    """The text of a file, or Faulty."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Faulty([_("The file is not UTF-8 text. Save it as “CSV UTF-8”.")]) from None
    if "\0" in text:
        raise Faulty([_("The file is not a table in CSV or Excel form (.csv, .xlsx).")])
    return text


def _from_csv(data: bytes) -> list[list[str]]:
    """Separated by commas, semicolons or tabs: whichever the header has most of."""
    text = decoded(data)
    header = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=header.count)
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise Faulty(
            [_("The file is not readable as CSV: %(error)s.") % {"error": error}]
        ) from None
    return [[unsafe(cell.strip()) for cell in line] for line in lines]


def _from_xlsx(data: bytes, most_rows: int) -> list[list[str]]:
    refuse_hostile(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        cells = list(book.worksheets[0].iter_rows(max_row=most_rows + 2, max_col=MOST_COLUMNS))
        formulas = [c.coordinate for line in cells for c in line if c.data_type == "f"]
        lines = _trimmed([[_plain(cell.value) for cell in line] for line in cells])
    except Exception as error:  # openpyxl raises whatever a damaged file makes it stumble over
        raise Faulty([_("The file cannot be read as an Excel workbook.")]) from error
    if formulas:
        raise Faulty(
            [
                _("Cell %(cell)s holds a formula. Replace it by its value.") % {"cell": c}
                for c in formulas[:5]
            ]
        )
    return lines


def _trimmed(lines: list[list[str]]) -> list[list[str]]:
    """Without the columns on the right in which no line says anything."""
    width = max((place for line in lines for place, cell in enumerate(line, 1) if cell), default=0)
    return [line[:width] for line in lines]


def _plain(value: Any) -> str:
    """A cell as text: dates as 2026-11-24, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
