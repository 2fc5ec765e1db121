"""What is wrong with a statement, in plain English sentences for whoever wrote the file. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from .question import Question
from .schema import Instrument

STATEMENT_KEYS = {"choice", "dk", "na", "evidence", "comment", "who", "agreed"}
NAMES = (str, int)


def statement_faults(
    instrument: Instrument, question: Question, statement: object, also: Collection[str] = ()
) -> Iterator[str]:
    """`also` are keys that a scoring method knows besides."""
    if not isinstance(statement, dict):
        yield "expected an object"
        return
    if not statement.keys() <= STATEMENT_KEYS:
        known = STATEMENT_KEYS.union(also)
        yield from (f"unknown key {key!r}" for key in statement if key not in known)
    yield from _told_faults(instrument, question, statement)
    if not isinstance(statement.get("who", ""), NAMES):
        yield "who must be text or a number"
    if not isinstance(statement.get("agreed", False), bool):
        yield "agreed must be true or false"


def _told_faults(
    instrument: Instrument, question: Question, statement: Mapping[str, object]
) -> Iterator[str]:
    unknown, refused = statement.get("dk"), statement.get("na")
    if ("choice" in statement) + bool(unknown) + bool(refused) != 1:
        yield "needs one of choice, dk and na"
    elif "choice" in statement:
        yield from _stated_choice(question, statement["choice"])
    elif unknown and unknown is not True:
        yield "dk must be true"
    elif refused and refused not in list(instrument.reasons):
        yield f"the reason must be one of {', '.join(instrument.reasons)}"


def _stated_choice(question: Question, value: object) -> Iterator[str]:
    yield from question.kind.faults(question, value)
    if (
        question.kind.several
        and isinstance(value, list)
        and question.exclusive in value
        and len(value) > 1
    ):
        yield f"{question.exclusive!r} excludes all others"
