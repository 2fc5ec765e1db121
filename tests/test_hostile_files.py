"""Files that ask for far more than they weigh get a sentence, and soon.

All of them, with their memory, are measured by benchmarks/uploads.py.
"""

from __future__ import annotations

import time
from contextlib import suppress
from itertools import islice

import pytest
from django.utils.translation import override

from assessment.characters import cured
from assessment.files import filled, reading
from assessment.files.table import MOST_ROWS, Faulty
from assessment.methods.published import latest
from portfolio.core import php_csv
from portfolio.files import rows
from tests.hostile_files import HOSTILE, book, projects

PATIENCE = 8  # seconds; a quarter of it is the goal, on a machine that does nothing else
SNAPSHOT = latest("portfolio_snapshot")
TOLD = {
    "a million styles": "No row names the columns",
    "300,000 formats": "No row names the columns",
    "a row of 3.6 million cells": "empty",
    "a row of 600,000 values": "No row names the columns",
    "the farthest cell": "down to row 1048576",
    "a far and wide cell": "too large",
    "one string 100,000 times": "too large",
    "deep entities": "cannot be read",
    "sheets": "No row names the columns",
    "a bomb": "too large",
    "parts": "too large",
    "deep XML": "empty",
    "600,000 rows": f"more than {MOST_ROWS} rows",
    "OpenDocument, all rows and columns": "cannot be read",
    "OpenDocument, all rows": f"more than {MOST_ROWS} rows",
    "commas": "empty",
    "semicolons": "Missing: Title, Purpose, Driver",
    "line ends": f"more than {MOST_ROWS} rows",
    "short lines": f"more than {MOST_ROWS} rows",
    "backslashes and quotation marks": "not readable as CSV",
    "letters of Windows": "more than 150 columns",
    "accents upon accents": "not readable as CSV",
    "5,000 faulty projects": "",
}


@pytest.fixture(autouse=True)
def _in_english():
    """Pages that other tests fetched leave their language behind."""
    with override("en"):
        yield


@pytest.mark.parametrize("name", TOLD)
def test_a_hostile_table_gets_a_sentence_soon(name):
    data = HOSTILE[name]()
    start = time.perf_counter()
    try:
        found = rows.read(reading.read(data), {})
        told = [fault for row in found.rows for fault in row.faults]
    except Faulty as error:
        told = error.faults
    assert time.perf_counter() - start < PATIENCE
    assert TOLD[name] in told[0]


ANSWERS = (
    "nested JSON", "a number of two million digits", "empty JSON objects", "answers to one question",
    "a row again and again",
)  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_hostile_answers_get_a_sentence_soon(name):
    data = HOSTILE[name]()
    start = time.perf_counter()
    try:
        told = filled.read(SNAPSHOT, data).faults
    except Faulty as error:
        told = error.faults
    assert time.perf_counter() - start < PATIENCE
    assert told


@pytest.mark.parametrize("text", [",", "\n", '"', '"",', 'a,"\n', '"\\"', "\\", '""', '"a" '])
@pytest.mark.parametrize("escaped", [True, False])
def test_the_reference_tools_csv_is_read_in_time_that_grows_with_it(text, escaped):
    start = time.perf_counter()
    lines = php_csv.lines(text * (3_000_000 // len(text)), escaped=escaped)
    with suppress(ValueError):
        list(islice(lines, 10_000))
    assert time.perf_counter() - start < PATIENCE


def test_a_formula_without_a_value_and_an_error_are_named_by_cell():
    cells = '<c r="A1" t="inlineStr"><is><t>title</t></is></c><c r="B1" t="inlineStr"><is><t>purpose</t></is></c>'
    cells += '<c r="C1" t="inlineStr"><is><t>driver</t></is></c>'
    wrong = '<c r="A2"><f>B2&amp;C2</f></c><c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="e"><v>#N/A</v></c>'
    with pytest.raises(Faulty) as error:
        rows.read(reading.read(book(f'<row r="1">{cells}</row><row r="2">{wrong}</row>')), {})
    assert [fault.split()[1] for fault in error.value.faults] == ["A2", "C2"]


def test_as_many_projects_as_a_portfolio_holds_are_read():
    start = time.perf_counter()
    found = rows.read(
        reading.read(projects(10_000)[:5_000_000]), {"dates": "day", "amounts": "comma"}
    )
    assert time.perf_counter() - start < PATIENCE
    assert len(found.rows) == 10_000
    assert not [row for row in found.rows if row.faults]


def test_a_megabyte_of_accents_is_cured_soon():
    start = time.perf_counter()
    cured("\u0315\u0300" * 500_000)
    assert time.perf_counter() - start < PATIENCE
    assert cured("e\u0301\n" * 300) == "é\n" * 300
