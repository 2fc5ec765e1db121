"""Excel and OpenDocument workbooks in. A stranger's file is read by a process of its own that may use little.

python-calamine reads .xlsx (also strict) and .ods, in Rust. It cannot be told how much memory or time it may take, so
the system tells it: excel_child.py sets its own limits, and whatever breaks them ends alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TypedDict

from django.utils.translation import gettext as _

from assessment.characters import cured

from .table import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Faulty, Line, Sheet, Stored, Table

MOST_UNPACKED = 40_000_000  # bytes of all parts but pictures, as the archive states them
USUAL, MOST_TIMES = (
    10_000_000,
    150,
)  # beyond the first, a part packed this tightly is no table of people's
MOST_PARTS = 500
MEMORY = 160_000_000  # bytes that the process that reads may take
PATIENCE = 10  # seconds by the clock, for a machine that is busy with other things
CHILD = Path(__file__).with_name("excel_child.py")
NEEDED = ("PATH", "LD_LIBRARY_PATH")  # by Python itself
OLD = b"\xd0\xcf\x11\xe0"
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".svg")


class _ReadSheet(TypedDict):
    """A sheet as excel_child.py tells it."""

    name: str
    rows: list[tuple[str, list[str | Stored]]]  # number, cells
    formulas: list[str]
    errors: list[str]


class _Read(TypedDict, total=False):
    """What excel_child.py prints: sheets, or a fault."""

    sheets: list[_ReadSheet]
    fault: str
    row: str


def is_workbook(data: bytes) -> bool:
    return data.startswith((b"PK", OLD))


def read(data: bytes) -> Table:
    """The sheets of a workbook; Faulty where it cannot be read or asks for too much."""
    _refuse(data)
    found = _read_apart(data)
    if "fault" in found:
        raise Faulty([_sentence(found)])
    sheets = [_sheet(one) for one in found["sheets"]]
    if any(len(sheet.lines) > MOST_ROWS for sheet in sheets):
        raise Faulty([_("The file has more than %(most)d rows.") % {"most": MOST_ROWS}])
    return Table([sheet for sheet in sheets if sheet.lines], [_("workbook")])


def _refuse(data: bytes) -> None:
    """What can be seen from outside: no archive, too many parts, too much in them, macros, a password."""
    if data.startswith(OLD):
        raise Faulty(
            [_("The file is an old or protected workbook. Save it without a password as .xlsx.")]
        )
    if data.count(b"PK\x01\x02") > MOST_PARTS:
        raise Faulty([_("The workbook is too large.")])
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Faulty([_("The file cannot be read as an Excel workbook.")]) from None
    unpacked = sum(p.file_size for p in parts if not p.filename.lower().endswith(PICTURES))
    if unpacked > MOST_UNPACKED or unpacked > max(USUAL, MOST_TIMES * len(data)):
        raise Faulty([_("The workbook is too large.")])
    if any("vbaProject" in part.filename for part in parts):
        raise Faulty([_("The workbook holds macros. Save it as an ordinary workbook (.xlsx).")])


def _read_apart(data: bytes) -> _Read:
    arguments = [str(most) for most in (MOST_ROWS, MOST_COLUMNS, LONGEST_CELL, MEMORY)]
    try:
        done = subprocess.run(  # noqa: S603 - our own file, nothing of the stranger's in the command
            [sys.executable, "-I", str(CHILD), *arguments],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            # Nothing of ours: a stranger's file has no business near the site's secrets.
            env={name: os.environ[name] for name in NEEDED if name in os.environ},
        )
    except subprocess.TimeoutExpired:
        raise Faulty([_("The workbook is too large.")]) from None
    if done.returncode < 0 or b"MemoryError" in done.stderr[-2000:]:  # ended by a limit
        raise Faulty([_("The workbook is too large.")])
    if done.returncode:
        raise Faulty([_("The file cannot be read as an Excel workbook.")])
    # Numbers become Stored: they are told from text that looks like one, and keep every digit.
    found: _Read = json.loads(
        done.stdout, parse_int=Stored, parse_float=Stored, parse_constant=Stored
    )
    return found


def _sentence(found: _Read) -> str:
    if found["fault"] == "far":
        sentence = _(
            "A sheet goes on down to row %(row)s. Delete the rows below the table and save it again."
        )
        return sentence % {"row": found["row"]}
    return _("The file is an old or protected workbook. Save it without a password as .xlsx.")


def _sheet(one: _ReadSheet) -> Sheet:
    lines = [Line(int(number), _cells(cells)) for number, cells in one["rows"]]
    formula = _("Cell %(cell)s holds a formula without a value. Replace it by its value.")
    error = _("Cell %(cell)s holds an error in place of a value.")
    faults = [formula % {"cell": cell} for cell in one["formulas"]]
    faults += [error % {"cell": cell} for cell in one["errors"]]
    return Sheet(cured(one["name"]), lines, faults)


def _cells(cells: list[str | Stored]) -> list[str]:
    return [cell if isinstance(cell, Stored) else cured(cell).strip() for cell in cells]
