"""Answers as a table that people fill in without the program, as an Excel workbook or as CSV."""

from __future__ import annotations

from .csv_form import read_csv, write_csv
from .rows import COLUMNS, Faulty, Filled, Row, filled_in, rows_of
from .table import decoded, read_table, table_csv, table_xlsx
from .xlsx import read_xlsx, write_xlsx

__all__ = [
    "COLUMNS",
    "Faulty",
    "Filled",
    "Row",
    "decoded",
    "filled_in",
    "read_csv",
    "read_table",
    "read_xlsx",
    "rows_of",
    "table_csv",
    "table_xlsx",
    "write_csv",
    "write_xlsx",
]
