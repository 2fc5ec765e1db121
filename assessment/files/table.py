"""What is in a file, whatever its form: sheets of rows of text, each with its place. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_ROWS = 12_000  # that say something: the largest file we write has 10,000 projects and headings
MOST_COLUMNS = 150
LONGEST_CELL = 2_000  # characters: the longest text of a form


class Faulty(Exception):
    """The file cannot be taken over; `faults` says where and why, in the reader's language."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = list(faults)


class Stored(str):
    """A cell that the program kept as a number: a point for decimals, no groups, so it is never ambiguous."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row that says something; `number` is its place in the sheet, from 1, as spreadsheets show it."""

    number: int
    cells: Sequence[str]  # plain text, numbers as Stored, dates as 2026-11-24

    def cell(self, place: int) -> str:
        return self.cells[place] if place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str  # empty: the file has no sheets
    lines: Sequence[Line]
    faults: Sequence[str] = ()  # a sentence for each cell whose value is not in the file


@dataclass(frozen=True, slots=True)
class Table:
    """Everything in a file, and in words what was understood of its form."""

    sheets: Sequence[Sheet]
    understood: Sequence[str] = ()

    def lines(self) -> Iterator[tuple[Sheet, int, Line]]:
        """Every line with its sheet and its position among the sheet's lines, from 0."""
        for sheet in self.sheets:
            for position, line in enumerate(sheet.lines):
                yield sheet, position, line
