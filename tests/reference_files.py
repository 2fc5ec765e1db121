"""CSV files as the reference tool writes them, with invented headings and labels in place of its own wording.

The column map knows the reference's texts by their digests only, so the tests put in texts of their own: `invented_map`
is the real map with the digests of those texts.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from portfolio.core import pet_columns
from portfolio.core.facets import Driver, Purpose, zone_of
from portfolio.core.pet_columns import digest

SECTIONS = ("module1", "combined", "solo")


def heading(module: str, column: int) -> str:
    names = {1: "Id", 2: "First", 3: "Last", 9: "Project"} if module == "solo" else {1: "Id"}
    odd = {3: ", with a comma", 5: "\tand a tab"}.get(column % 7, "")
    return names.get(column, f"Heading “{column}”{odd}")


def choice(question: str, item: str) -> str:
    return f"Choice {item} of {question};not two"


def project_label(kind: str, key: str) -> str:
    return f"{kind} {key}, as told"


def invented_map() -> Mapping[str, Any]:
    made: dict[str, Any] = copy.deepcopy(dict(pet_columns.column_map()))
    for module in SECTIONS:
        for column in made[module]:
            column["header_digest"] = digest(heading(module, column["col"]))
    made["multi_label_digest"] = {
        question: {item: digest(choice(question, item)) for item in items}
        for question, items in made["multi_label_digest"].items()
    }
    made["project_label_digest"] = {
        kind: {key: digest(project_label(kind, key)) for key in keys}
        for kind, keys in made["project_label_digest"].items()
    }
    return made


def fputcsv(row: Sequence[str]) -> str:
    """One line as PHP writes it: quoted only where needed, and a quote after a backslash is not doubled."""
    return ",".join(_field(cell) for cell in row) + "\n"


def _field(text: str) -> str:
    if not any(char in text for char in ',"\\\n\r\t '):
        return text
    out, escaped = '"', False
    for char in text:
        if char == "\\":
            escaped = True
        elif not escaped and char == '"':
            out += '"'
        else:
            escaped = False
        out += char
    return out + '"'


def header(module: str) -> str:
    columns = pet_columns.column_map()[module]
    return fputcsv([heading(module, column["col"]) for column in columns])


META = [
    "17",
    "María",
    "Pérez",
    "March 3, 2022",
    "Ministry of Health",
    "250",
    "health; science",
    "Peru",
]


def answers_row(
    module: str,
    answers: Mapping[str, Any],
    printed: Mapping[str, Any],
    counts: Mapping[str, int] | None = None,
    meta: Sequence[str] = META,
) -> list[str]:
    """One person's row. `printed` is what the reference gives as deployed."""
    columns = pet_columns.column_map()[module]
    return [_cell(column, answers, printed, counts or {}, meta) for column in columns]


def _cell(
    column: Mapping[str, Any],
    answers: Mapping[str, Any],
    printed: Mapping[str, Any],
    counts: Mapping[str, int],
    meta: Sequence[str],
) -> str:
    role, given = column["role"], answers.get(column.get("question", ""), {})
    if role.startswith("result_") and role != "result_group_statement":
        return _printed(column, printed)
    match role:
        case "meta":
            return meta[column["col"] - 1]
        case "likert":
            index = given.get(column["item"])
            return "" if index is None else pet_columns.column_map()["likert_labels"][index]
        case "rank":
            return str(given.get(column["item"], 0))
        case "multi":
            return "; ".join(choice(column["question"], item) for item in given)
        case "yesno":
            return given.title() if given else ""
        case "zone_count":
            return str(counts.get(column["zone"], 0))
    return 'Words of the site, “with” "quotes", and more'


def _printed(column: Mapping[str, Any], printed: Mapping[str, Any]) -> str:
    if column["role"] == "result_percent":
        return str(printed["percent"][column["facet"]])
    management = printed["management"] or {"points": "", "level": ""}
    return str(management[column["role"].rpartition("_")[2]])


def project_row(
    title: str, purpose: str, driver: str, priority: str, meta: Sequence[str] = META
) -> list[str]:
    zones = pet_columns.column_map()["zone_label_solo"]
    zone = zones[zone_of(Purpose(purpose), Driver(driver))]
    labels = [
        project_label(k, v)
        for k, v in (("purpose", purpose), ("driver", driver), ("priority", priority))
    ]
    return [*meta, title, *labels, zone]
