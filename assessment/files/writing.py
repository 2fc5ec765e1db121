"""Excel workbooks out. Every cell is text: nothing in it is ever a formula."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from assessment import palette
from assessment.characters import cured

HEADING, ON_HEADING = (colour.light[1:] for colour in (palette.INK, palette.ACCENT_INK))
LONGEST_NAME = 31  # characters of a sheet's name, in Excel
# What Excel takes for a coded character, as in _x000B_, is coded itself.
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_TOP = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True)
class Choice:
    """Words to choose from in some cells: "D3" or "B2:B500"."""

    cells: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """A sheet to write. Columns and rows count from 1."""

    name: str
    lines: Sequence[Sequence[str]]
    headings: int = 0  # the row that is dressed as headings and stays in sight; 0: none is
    widths: Mapping[int, int] = field(default_factory=dict)  # in characters
    hidden_columns: Collection[int] = ()
    hidden_rows: Collection[int] = ()
    freeze: str = ""
    choices: Sequence[Choice] = ()
    is_hidden: bool = False


def workbook(pages: Sequence[WrittenSheet], lists: str) -> bytes:
    """The pages as .xlsx; the words to choose from stand on a hidden sheet, `lists`.

    A list written into the rule itself may have 255 characters only.
    """
    book = Workbook(write_only=True)
    columns = list(dict.fromkeys(choice.words for page in pages for choice in page.choices))
    lists = sheet_name(lists)
    for page in pages:
        sheet = book.create_sheet(sheet_name(page.name))
        _shape(sheet, page)
        for choice in page.choices:
            letter = get_column_letter(columns.index(choice.words) + 1)
            _offer(sheet, choice, f"'{lists}'!${letter}$1:${letter}${len(choice.words)}")
        for number, line in enumerate(page.lines, start=1):
            dress = _heading if number == page.headings else _text
            sheet.append([dress(sheet, cell) for cell in line])
    if columns:
        _write_lists(book.create_sheet(lists), columns)
    book.active = next(n for n, page in enumerate(pages) if page.headings)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_name(name: str) -> str:
    return _NOT_IN_NAMES.sub(" ", name)[:LONGEST_NAME]


def _shape(sheet: Any, page: WrittenSheet) -> None:
    """Everything that must be said before the first row is written."""
    for column, width in page.widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    for column in page.hidden_columns:
        sheet.column_dimensions[get_column_letter(column)].hidden = True
    for row in page.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    if page.freeze:
        sheet.freeze_panes = page.freeze
    if page.is_hidden:
        sheet.sheet_state = "hidden"


def _offer(sheet: Any, choice: Choice, words: str) -> None:
    for rule in sheet.data_validations.dataValidation:
        if rule.formula1 == words:
            rule.add(choice.cells)
            return
    rule = DataValidation("list", formula1=words, allow_blank=True)
    rule.add(choice.cells)
    sheet.data_validations.append(rule)


def _write_lists(sheet: Any, columns: Sequence[tuple[str, ...]]) -> None:
    sheet.sheet_state = "hidden"
    for row in range(max(len(words) for words in columns)):
        sheet.append([_text(sheet, words[row] if row < len(words) else "") for words in columns])


def _heading(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = _text(sheet, text) or WriteOnlyCell(sheet)
    cell.font = Font(bold=True, color=ON_HEADING)
    cell.fill = PatternFill("solid", fgColor=HEADING)
    cell.alignment = _TOP
    return cell


def _text(sheet: WriteOnlyWorksheet, text: str) -> Cell | None:
    if not text:
        return None
    plain = cured(text).replace("\r\n", "\n").replace("\r", "\n")
    cell = WriteOnlyCell(sheet, _CODED.sub("_x005F_", plain))
    cell.data_type = "s"  # text, whatever it looks like
    if len(plain) > 40 or "\n" in plain:
        cell.alignment = _TOP
    return cell
