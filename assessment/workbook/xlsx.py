"""The table as an Excel workbook. Every cell is text: nothing in it is ever a formula, in or out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from assessment.instruments import Instrument, Kind, Question

from .csv_form import MOST_ROWS, rows_from
from .rows import COLUMNS, TICK, Faulty, Row

MOST_BYTES = 20_000_000  # unpacked
WIDTHS = {"text": 70, "answer": 45, "state": 18, "reason": 30, "evidence": 40, "comment": 40}
HIDDEN = ("question", "item")
SHEET, LISTS, NOTES, MARK = "answers", "lists", "instructions", "faceta"


def write_xlsx(instrument: Instrument, rows: Iterable[Row], language: str) -> bytes:
    """A workbook to fill in: instructions, the answers with lists to choose from, a mark that names the instrument."""
    book = Workbook()
    notes = book.active
    assert notes is not None
    notes.title = NOTES
    for line in _instructions(instrument, language):
        notes.append([line])
    notes.column_dimensions["A"].width = 100
    sheet = book.create_sheet(SHEET)
    table = list(rows)
    sheet.append(COLUMNS)
    sheet.append(["", "", *_headings()])
    for row in table:
        sheet.append([""] * len(COLUMNS))
        for column, name in enumerate(COLUMNS, start=1):
            cell = sheet.cell(sheet.max_row, column)
            cell.value = getattr(row, name) or None
            if cell.value is not None:
                cell.data_type = "s"  # text, whatever it looks like
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    _dress(sheet)
    _lists(book, sheet, instrument, table, language)
    mark = book.create_sheet(MARK)
    mark.append([instrument.key, instrument.version])
    mark.sheet_state = "hidden"
    book.active = 1
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _headings() -> list[str]:
    return [
        _("Question"), _("Answer"), _("Don't know / Not applicable"), _("Reason, if not applicable"), _("Evidence"),
        _("Comment"), _("Agreed (x)"), _("Colleague"),
    ]  # fmt: skip


def _instructions(instrument: Instrument, language: str) -> list[str]:
    return [
        instrument.text[language],
        instrument.intro[language],
        _(
            "Fill in the sheet “answers”: choose from the lists, and write x where several choices apply."
        ),
        _(
            "Leave a cell empty where nothing changes: an empty answer does not erase what is saved."
        ),
        _(
            "Do not change the first row, nor the hidden columns. Rows with a colleague's number are for reading only."
        ),
        _(
            "Bring the file back on the page “Work offline”; you see what would change before anything is saved."
        ),
    ]


def _dress(sheet: Any) -> None:
    for place, name in enumerate(COLUMNS):
        letter = chr(ord("A") + place)
        sheet.column_dimensions[letter].width = WIDTHS.get(name, 12)
        sheet.column_dimensions[letter].hidden = name in HIDDEN
    sheet.row_dimensions[1].hidden = True
    for cell in sheet[2]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="16263D")
    sheet.freeze_panes = "D3"


def _lists(
    book: Workbook, sheet: Any, instrument: Instrument, rows: Sequence[Row], language: str
) -> None:
    """Lists to choose from. They stand on a hidden sheet: a list written into the cell may have 255 characters."""
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    made: dict[tuple[str, ...], DataValidation] = {}

    def offer(cell: str, texts: Sequence[str]) -> None:
        key = tuple(texts)
        if key not in made:
            column = len(made) + 1
            for place, text in enumerate(texts, start=1):
                lists.cell(place, column).value = text
                lists.cell(place, column).data_type = "s"
            letter = lists.cell(1, column).column_letter
            made[key] = DataValidation(
                "list", formula1=f"{LISTS}!${letter}$1:${letter}${len(texts)}", allow_blank=True
            )
            sheet.add_data_validation(made[key])
        made[key].add(cell)

    questions = {question.key: question for question in instrument.questions}
    for number, row in enumerate(rows, start=3):
        question = questions[row.question]
        if answers := _offered(question, language):
            offer(f"D{number}", answers)
        first = question.kind is not Kind.MULTIPLE or row.item == question.items[0].key
        if question.is_stated and first:
            offer(
                f"E{number}", [_("Don't know"), _("Not applicable")][: 1 + question.may_not_apply]
            )
        if question.may_not_apply and first:
            offer(f"F{number}", [text[language] for text in instrument.reasons.values()])


def _offered(question: Question, language: str) -> list[str]:
    """What can be written as an answer, where that is a choice."""
    if question.kind is Kind.MULTIPLE:
        return [TICK]
    if question.kind is Kind.GRID:
        return [option.text[language] for option in question.scale]
    if question.kind is Kind.RANKING:
        return [str(place) for place in range(1, len(question.items) + 1)]
    return [item.text[language] for item in question.items]


def read_xlsx(data: bytes, instrument: Instrument) -> list[Row]:
    """The rows of a workbook for this instrument, or Faulty. Formulas and macros are refused."""
    refuse_hostile(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        lines = [
            ["" if value is None else str(value) for value in line]
            for line in _sheet(book, SHEET).iter_rows(
                values_only=True, max_row=MOST_ROWS + 1, max_col=50
            )
        ]
        mark = [list(line) for line in _sheet(book, MARK).iter_rows(values_only=True, max_row=1)]
        types = {
            cell.data_type
            for line in _sheet(book, SHEET).iter_rows(max_row=MOST_ROWS + 1, max_col=50)
            for cell in line
        }
    except Faulty:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged file makes it stumble over
        raise Faulty([_("The file cannot be read as an Excel workbook.")]) from error
    if not mark or [str(part) for part in mark[0][:2]] != [instrument.key, str(instrument.version)]:
        raise Faulty(
            [_("This workbook belongs to another questionnaire or another version of it.")]
        )
    if "f" in types:
        raise Faulty([_("The sheet holds formulas. Replace them by their values.")])
    return rows_from([lines[0], *lines[1:]] if lines else [])


def _sheet(book: Any, name: str) -> Any:
    if name not in book.sheetnames:
        raise Faulty([_("The sheet “%(name)s” is missing.") % {"name": name}])
    return book[name]


def refuse_hostile(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Faulty([_("The file cannot be read as an Excel workbook.")]) from None
    if sum(part.file_size for part in parts) > MOST_BYTES or len(parts) > 1000:
        raise Faulty([_("The workbook is too large.")])
    if any("vbaProject" in part.filename for part in parts):
        raise Faulty([_("The workbook holds macros. Save it as an ordinary workbook (.xlsx).")])
