"""Reads a workbook in a process of its own, with limits that the system holds: memory, processor time.

Run by path, so that nothing but this file and the reader is loaded. Arguments: most rows, most columns, most
characters of a cell (one more is told, so that it shows), bytes of memory to read with. The workbook comes by standard
input.

Prints one JSON object: `sheets`, each with `name`, `rows` ([number, cells]), `formulas` (cells of formulas without a
value) and `errors` (cells such as #N/A); or `fault`, a word for excel.py.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MOST_SHEETS = 50
FARTHEST = 200_000  # rows: a sheet is kept with all its empty rows while it is read
MOST_TOLD = 5  # cells of each kind of fault
SECONDS = 2  # of the processor
_CELL = re.compile(
    rb"<(?:\w+:)?c(?=\s)([^<>]*)>\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(rb'<(?:\w+:)?c(?=\s)([^<>]*\st="e"[^<>]*)>')
_PLACE = re.compile(rb'\sr="([A-Z]{1,3}[0-9]{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^<>]*?\br="([0-9]{1,9})"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*>")
_TARGET = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")


def limit(memory: int) -> None:
    """Never more than so many bytes beyond what Python itself takes, nor than SECONDS of the processor."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = memory + taken()
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def taken() -> int:
    """Bytes of address space that are in use: on some systems the files of the languages alone are 200 MB."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:  # noqa: PTH123 - pathlib takes longer to load
            return int(told.read().split()[0]) * resource.getpagesize()
    except OSError:  # no Linux
        return 100_000_000


def attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"[\s:]" + name + rb'="([^"<>]*)"', tag)
    return found[1] if found else b""


def parts(archive: zipfile.ZipFile) -> list[str]:
    """The sheets' parts of an Excel workbook, in its order; none in an OpenDocument."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return []
    links = {
        attribute(tag, b"Id"): attribute(tag, b"Target").decode()
        for tag in _TARGET.findall(archive.read("xl/_rels/workbook.xml.rels"))
    }
    found = []
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        target = links.get(attribute(tag, b"id"), "")
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        found.append(name if name in names else "")
    return found


def places(found: Iterator[re.Match[bytes]], leave: bytes) -> list[str]:
    cells = []
    for match in found:
        if leave not in match[1] and (place := _PLACE.search(match[1])):
            cells.append(place[1].decode())
        if len(cells) == MOST_TOLD:
            break
    return cells


class Looked(TypedDict):
    """What the reader does not tell about a sheet."""

    formulas: list[str]
    errors: list[str]
    last: int  # row


def looked_over(data: bytes) -> list[Looked]:
    """What the reader does not tell, sheet by sheet."""
    found: list[Looked] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in parts(archive)[:MOST_SHEETS]:
            content = archive.read(name) if name.startswith("xl/worksheets/") else b""
            last = content.rfind(b"row ")
            row = _ROW.search(content, max(0, content.rfind(b"<", 0, last))) if last >= 0 else None
            found.append(
                {
                    "formulas": places(_CELL.finditer(content), b't="str"'),
                    "errors": places(_ERROR.finditer(content), b"\n"),
                    "last": int(row[1]) if row else 0,
                }
            )
    return found


def plain(value: object, longest: int) -> object:
    """A cell as text, or as a number."""
    if isinstance(value, str):
        return value.strip()[: longest + 1]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return int(value)
    if isinstance(value, timedelta):
        return str(value)
    return value


def rows(
    sheet: CalamineSheet, most_rows: int, most_columns: int, longest: int
) -> Iterator[tuple[int, list[object]]]:
    """Rows that say something, with their numbers; one more than allowed, so that it shows."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    said = 0
    for number, line in enumerate(sheet.iter_rows(), start=1):
        if line.count("") == len(line):  # there may be a million of these
            continue
        cells = [plain(value, longest) for value in (before + line)[:most_columns]]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            said += 1
            yield number, cells
        if said > most_rows:
            return


def read(data: bytes, *most: int) -> dict[str, object]:
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

    seen = looked_over(data)
    for one in seen:
        if one["last"] > FARTHEST:
            return {"fault": "far", "row": one["last"]}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = []
        for place, sheet in enumerate(book.sheets_metadata[:MOST_SHEETS]):
            if sheet.typ != SheetTypeEnum.WorkSheet:  # a chart has no cells
                continue
            found = list(rows(book.get_sheet_by_name(sheet.name), *most))
            told: Looked = (
                seen[place] if place < len(seen) else {"formulas": [], "errors": [], "last": 0}
            )
            sheets.append({"name": sheet.name, "rows": found, **told})
    except PasswordError:
        return {"fault": "password"}
    return {"sheets": sheets}


def main() -> None:
    *most, memory = map(int, sys.argv[1:5])
    limit(memory)
    json.dump(read(sys.stdin.buffer.read(), *most), sys.stdout)


if __name__ == "__main__":
    main()
