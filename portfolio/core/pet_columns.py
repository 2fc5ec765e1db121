"""The columns of the reference tool's exports: how they are recognised, and what a cell of each says. Pure.

Texts are recognised by digests (portfolio/core/data/pet_columns.json), so that none of the reference's wording is
needed here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

SEPARATOR = "; "
LONGEST = 4000  # characters of a cell that are looked at
PLACES = ("1", "2", "3", "4")
UNSET = {"", "0"}


def digest(text: str) -> str:
    """What a text is recognised by; beyond the first thousands of characters it is none of the tool's."""
    plain = " ".join(text[:LONGEST].split())
    lowered = "".join(c.lower() if c.isascii() else c for c in plain)
    return hashlib.sha256(lowered.encode()).hexdigest()[:12]


@cache
def column_map() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(
        (Path(__file__).parent / "data" / "pet_columns.json").read_text(encoding="utf-8")
    )
    return found


@dataclass(slots=True)
class Cells:
    """What is gathered from one row of answers."""

    answers: dict[str, Any] = field(default_factory=dict)
    percent: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    management: str = ""


def _likert(column: Mapping[str, Any], cell: str, row: Cells) -> bool:
    if not cell:
        return True
    labels: list[str] = column_map()["likert_labels"]
    folded = [label.lower() for label in labels]
    if cell.lower() not in folded:
        return False
    row.answers.setdefault(column["question"], {})[column["item"]] = folded.index(cell.lower())
    return True


def _rank(column: Mapping[str, Any], cell: str, row: Cells) -> bool:
    places = row.answers.setdefault(column["question"], {})
    if cell in PLACES:
        places[column["item"]] = int(cell)
    return cell in PLACES or cell in UNSET


def _multi(column: Mapping[str, Any], cell: str, row: Cells) -> bool:
    known = {d: item for item, d in column_map()["multi_label_digest"][column["question"]].items()}
    ticked = [known.get(digest(part)) for part in cell.split(SEPARATOR) if part.strip()]
    if ticked:
        row.answers[column["question"]] = ticked
    return None not in ticked


def _yes_no(column: Mapping[str, Any], cell: str, row: Cells) -> bool:
    known = {label.lower(): key for label, key in column_map()["yesno_labels"].items()}
    if cell:
        row.answers[column["question"]] = known.get(cell.lower())
    return not cell or cell.lower() in known


def _percent(column: Mapping[str, Any], cell: str, row: Cells) -> bool:
    cell = cell.rstrip("% ")
    if cell.isdigit():
        row.percent[column["facet"]] = int(cell)
    return True  # results are worked out anew; what is not a number is not compared


def _management(column: Mapping[str, Any], cell: str, row: Cells) -> bool:
    row.management = cell[:20]
    return True


def _zone_count(column: Mapping[str, Any], cell: str, row: Cells) -> bool:
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


def drop_unusable(answers: dict[str, Any], columns: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Take out rankings in which a place is missing or given twice: they count as unanswered here."""
    for question in dict.fromkeys(c["question"] for c in columns if c["role"] == "rank"):
        places = answers.get(question, {})
        if sorted(places.values()) != [1, 2, 3, 4]:
            answers.pop(question, None)
            if places:
                yield question
