"""The columns of the reference tool's exports: how they are recognised, and what a cell of each says. Pure.

Texts are recognised by digests (portfolio/core/data/pet_columns.json), so that none of the reference's wording is
needed here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypedDict

SEPARATOR = "; "
LONGEST = 4000  # characters of a cell that are looked at
PLACES = ("1", "2", "3", "4")
UNSET = {"", "0"}


def digest(text: str) -> str:
    """What a text is recognised by; beyond the first thousands of characters it is none of the tool's."""
    plain = " ".join(text[:LONGEST].split())
    lowered = "".join(c.lower() if c.isascii() else c for c in plain)
    return hashlib.sha256(lowered.encode()).hexdigest()[:12]


class Column(TypedDict, total=False):
    """A column of an export: where it stands, how it is recognised, and what its cells are about."""

    col: int
    header_digest: str
    role: str
    name: str
    question: str
    letter: str
    item: str
    facet: str
    zone: str


class ColumnMap(TypedDict):
    """The columns of the three exports, and what is told by which label."""

    module1: list[Column]
    combined: list[Column]
    solo: list[Column]
    likert_labels: list[str]
    yesno_labels: dict[str, str]  # label -> key
    zone_label_solo: dict[str, str]  # key -> label
    multi_label_digest: dict[str, dict[str, str]]  # question -> item -> digest
    project_label_digest: dict[str, dict[str, str]]  # field -> key -> digest


@cache
def column_map() -> ColumnMap:
    found: ColumnMap = json.loads(
        (Path(__file__).parent / "data" / "pet_columns.json").read_text(encoding="utf-8")
    )
    return found


@dataclass(slots=True)
class Cells:
    """What is gathered from one row of answers."""

    answers: dict[str, object] = field(default_factory=dict)
    percent: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    management: str = ""

    def by_item(self, question: str) -> dict[str, int]:
        """The answers to the items of a question, to be filled."""
        found = self.answers.setdefault(question, {})
        assert isinstance(found, dict)
        return found


def _likert(column: Column, cell: str, row: Cells) -> bool:
    if not cell:
        return True
    folded = [label.lower() for label in column_map()["likert_labels"]]
    if cell.lower() not in folded:
        return False
    row.by_item(column["question"])[column["item"]] = folded.index(cell.lower())
    return True


def _rank(column: Column, cell: str, row: Cells) -> bool:
    places = row.by_item(column["question"])
    if cell in PLACES:
        places[column["item"]] = int(cell)
    return cell in PLACES or cell in UNSET


def _multi(column: Column, cell: str, row: Cells) -> bool:
    known = {d: item for item, d in column_map()["multi_label_digest"][column["question"]].items()}
    ticked = [known.get(digest(part)) for part in cell.split(SEPARATOR) if part.strip()]
    if ticked:
        row.answers[column["question"]] = ticked
    return None not in ticked


def _yes_no(column: Column, cell: str, row: Cells) -> bool:
    known = {label.lower(): key for label, key in column_map()["yesno_labels"].items()}
    if cell:
        row.answers[column["question"]] = known.get(cell.lower())
    return not cell or cell.lower() in known


def _percent(column: Column, cell: str, row: Cells) -> bool:
    cell = cell.rstrip("% ")
    if cell.isdigit():
        row.percent[column["facet"]] = int(cell)
    return True  # results are worked out anew; what is not a number is not compared


def _management(column: Column, cell: str, row: Cells) -> bool:
    row.management = cell[:20]
    return True


def _zone_count(column: Column, cell: str, row: Cells) -> bool:
    if cell.isdigit():
        row.counts[column["zone"]] = int(cell)
    return True


TAKE = {
    "likert": _likert,
    "rank": _rank,
    "multi": _multi,
    "yesno": _yes_no,
    "result_percent": _percent,
    "result_management_points": _management,
    "zone_count": _zone_count,
}


def drop_unusable(answers: dict[str, object], columns: Sequence[Column]) -> Iterator[str]:
    """Take out rankings in which a place is missing or given twice: they count as unanswered here."""
    for question in dict.fromkeys(c["question"] for c in columns if c["role"] == "rank"):
        places = answers.get(question)
        if not isinstance(places, dict) or sorted(places.values()) != [1, 2, 3, 4]:
            answers.pop(question, None)
            if places:
                yield question
