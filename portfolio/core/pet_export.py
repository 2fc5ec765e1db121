"""The three CSV exports of the reference tool: its snapshot answers, with or without a map, and its projects. Pure.

Facts about them are in `method/portfolio/pet-structure.md`, section 8, of the project's sources. What the
columns hold is in pet_columns.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from . import pet_columns, php_csv
from .facets import Driver, Priority, Purpose, Zone, zone_of

Module = Literal["module1", "combined", "solo"]
# By number of columns.
MODULES: Mapping[int, Module] = {117: "module1", 127: "combined", 13: "solo"}
MOST_ROWS = 5000
LONGEST = 200  # characters of what is kept of a cell


class NotAnExport(ValueError):
    """The file is none of the three; `column` names the first heading that is not as expected, if any is."""

    def __init__(self, column: int = 0) -> None:
        super().__init__(f"column {column}")
        self.column = column


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that cannot be read: row and column count from 1, as spreadsheets show them.

    Column 0: the row as a whole, and `text` is how many cells it has.
    """

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row comes from. The person's name, columns 2 and 3, is left behind: nobody here asked that person."""

    reference: str  # the reference's number of the submission
    date: str
    organisation: str
    people: str
    sectors: tuple[str, ...]
    country: str


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """One person's snapshot, in the reference's encoding, with what the site printed."""

    row: int
    origin: Origin
    answers: Mapping[str, object]
    percent: Mapping[str, int]  # printed, by facet
    management: str  # printed points; empty: none
    unusable: tuple[str, ...]  # rankings that are no ranking, and were left out
    counts: Mapping[str, int]  # projects by zone, in the combined export


@dataclass(frozen=True, slots=True)
class GivenProject:
    row: int
    origin: Origin
    title: str
    purpose: Purpose
    driver: Driver
    priority: Priority
    printed_zone: str  # its key; empty: not recognised

    @property
    def zone(self) -> Zone:
        return zone_of(self.purpose, self.driver)


@dataclass(frozen=True, slots=True)
class Export:
    answers: tuple[GivenAnswers, ...]
    projects: tuple[GivenProject, ...]
    faults: tuple[CellFault, ...]
    had_header: bool
    goes_on: bool = False  # there are more rows than are read

    @property
    def organisations(self) -> dict[str, int]:
        """How many rows each organisation has."""
        found: dict[str, int] = {}
        origins = [a.origin for a in self.answers] + [p.origin for p in self.projects]
        for origin in origins:
            found[origin.organisation] = found.get(origin.organisation, 0) + 1
        return found


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a file, the header apart."""

    header: list[str] | None
    rows: list[tuple[int, list[str]]]  # with their numbers in the file

    @property
    def could_be_one(self) -> bool:
        return self.header is not None or any(_is_row(cells) for _number, cells in self.rows)


def _is_row(cells: Sequence[str]) -> bool:
    return len(cells) in MODULES and cells[0].strip().isdigit()


def looks_like_one(text: str) -> bool:
    """Whether a file is one of the exports rather than anything else."""
    return any(lines.could_be_one for lines in _readings(text))


def _readings(text: str) -> Iterator[_Lines]:
    """The ways in which a file can be read; only one of them is right for fields that end with a backslash."""
    for escaped in (True, False):
        try:
            lines = list(islice(php_csv.lines(text, escaped=escaped), MOST_ROWS + 2))
        except ValueError:
            continue
        yield _numbered(list(enumerate(lines, start=1)))


def _numbered(rows: list[tuple[int, list[str]]]) -> _Lines:
    has_header = (
        bool(rows)
        and pet_columns.digest(rows[0][1][0])
        == pet_columns.column_map()["solo"][0]["header_digest"]
    )
    return _Lines(rows[0][1] if has_header else None, rows[has_header:])


def read(text: str) -> Export:
    """Everything in an export. NotAnExport where it is none; faulty cells are listed and their rows left out."""
    found = [_read(lines) for lines in _readings(text) if lines.could_be_one]
    if not found:
        raise NotAnExport
    return min(found, key=lambda export: len(export.faults))


def from_table(rows: Sequence[tuple[int, Sequence[str]]]) -> Export | None:
    """The same from a table, rows with their numbers: an export that a spreadsheet saved again. None for any other."""
    # Spreadsheets leave empty cells at the end of a row out, or add some.
    width = max((n for _row, cells in rows for n, cell in enumerate(cells, 1) if cell), default=0)
    even = [(row, [*cells, *[""] * (width - len(cells))][:width]) for row, cells in rows]
    numbered = _numbered(even)
    return _read(numbered) if numbered.could_be_one else None


def _read(lines: _Lines) -> Export:
    if lines.header is not None:
        _check(lines.header)
    answers, projects, faults = list[GivenAnswers](), list[GivenProject](), list[CellFault]()
    for number, row in lines.rows[:MOST_ROWS]:
        wrong: list[CellFault] = []
        cells = [cell.strip() for cell in row]
        if not _is_row(cells):
            wrong.append(CellFault(number, 0, str(len(cells))))
        elif len(cells) == len(pet_columns.column_map()["solo"]):
            project = _project(number, cells, wrong)
            projects += [project] if project else []
        else:
            given = _answers(number, cells, pet_columns.column_map()[MODULES[len(cells)]], wrong)
            answers += [] if wrong else [given]
        faults += wrong
    goes_on = len(lines.rows) > MOST_ROWS
    return Export(tuple(answers), tuple(projects), tuple(faults), lines.header is not None, goes_on)


def _check(header: Sequence[str]) -> None:
    """A file whose columns were moved about must not be read by position."""
    if len(header) not in MODULES:
        raise NotAnExport
    columns = pet_columns.column_map()[MODULES[len(header)]]
    for column, cell in zip(columns, header, strict=True):
        if pet_columns.digest(cell) != column["header_digest"]:
            raise NotAnExport(column["col"])


def _origin(cells: Sequence[str]) -> Origin:
    number, _first, _last, date, organisation, people, sectors, country = (
        c[:LONGEST] for c in cells[:8]
    )
    return Origin(
        number, date, organisation, people,
        tuple(part.strip() for part in sectors.split(";") if part.strip()), country,
    )  # fmt: skip


def _answers(
    number: int, cells: Sequence[str], columns: Sequence[pet_columns.Column], wrong: list[CellFault]
) -> GivenAnswers:
    found = pet_columns.Cells()
    for column, cell in zip(columns, cells, strict=True):
        take = pet_columns.TAKE.get(column["role"])
        if take and not take(column, cell, found):
            wrong.append(CellFault(number, column["col"], cell[:60]))
    unusable = tuple(pet_columns.drop_unusable(found.answers, columns))
    return GivenAnswers(
        number,
        _origin(cells),
        found.answers,
        found.percent,
        found.management,
        unusable,
        found.counts,
    )


def _project(number: int, cells: Sequence[str], wrong: list[CellFault]) -> GivenProject | None:
    digests = pet_columns.column_map()["project_label_digest"]
    found: dict[str, str] = {}
    for column, name in enumerate(("purpose", "driver", "priority"), start=9):
        known = {d: key for key, d in digests[name].items()}
        key = known.get(pet_columns.digest(cells[column]))
        if key is None:
            wrong.append(CellFault(number, column + 1, cells[column][:60]))
        else:
            found[name] = key
    title = cells[8][:LONGEST]
    if not title:
        wrong.append(CellFault(number, 9, ""))
    if wrong:
        return None
    zones = {
        label.lower(): key for key, label in pet_columns.column_map()["zone_label_solo"].items()
    }
    return GivenProject(
        number, _origin(cells), title, Purpose(found["purpose"]), Driver(found["driver"]),
        Priority(found["priority"]), zones.get(cells[12].lower(), ""),
    )  # fmt: skip
