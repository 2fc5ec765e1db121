"""What is wrong with a statement, in plain English sentences for whoever wrote the file. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .question import Question
from .schema import Instrument

STATEMENT_KEYS = {"choice", "dk", "na", "evidence", "comment", "who", "agreed"}


def statement_faults(instrument: Instrument, question: Question, statement: Any) -> Iterator[str]:
    if not isinstance(statement, dict):
        yield "expected an object"
        return
    yield from (f"unknown key {key!r}" for key in statement if key not in STATEMENT_KEYS)
    told = ["choice" in statement, bool(statement.get("dk")), bool(statement.get("na"))]
    if sum(told) != 1:
        yield "needs one of choice, dk and na"
    elif "choice" in statement:
        yield from _stated_choice(question, statement["choice"])
    elif told[1] and statement["dk"] is not True:
        yield "dk must be true"
    elif told[2] and statement["na"] not in list(instrument.reasons):
        yield f"the reason must be one of {', '.join(instrument.reasons)}"
    if not isinstance(statement.get("who", ""), str | int):
        yield "who must be text or a number"
    if not isinstance(statement.get("agreed", False), bool):
        yield "agreed must be true or false"


def _stated_choice(question: Question, value: Any) -> Iterator[str]:
    yield from question.kind.faults(question, value)
    if (
        question.kind.several
        and isinstance(value, list)
        and question.exclusive in value
        and len(value) > 1
    ):
        yield f"{question.exclusive!r} excludes all others"
