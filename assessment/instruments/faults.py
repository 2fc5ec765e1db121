"""What is wrong with a value that stands for an answer, in plain English sentences for whoever wrote the file. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .schema import CHOICES, Instrument, Kind, Question

STATEMENT_KEYS = {"choice", "dk", "na", "evidence", "comment", "who", "agreed"}


def number_faults(
    question: Question, value: Any, least: int, most: int, what: str
) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"expected an object of item and {what}"
        return
    items = {item.key for item in question.items}
    for key, number in value.items():
        if key not in items:
            yield f"unknown item {key!r}"
        elif type(number) is not int or not least <= number <= most:
            yield f"{key}: the {what} must be a whole number from {least} to {most}"


def ranking_faults(question: Question, value: Any) -> Iterator[str]:
    found = list(number_faults(question, value, 1, len(question.items), "place"))
    yield from found
    if not found:
        places = list(value.values())
        for place in sorted({place for place in places if places.count(place) > 1}):
            yield f"place {place} is given twice"


def multiple_faults(question: Question, value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield "expected a list of items"
        return
    items = {item.key for item in question.items}
    for position, key in enumerate(value):
        if not isinstance(key, str) or key not in items:
            yield f"unknown item {key!r}"
        elif key in value[:position]:
            yield f"item {key!r} is listed twice"


def choice_faults(question: Question, value: Any) -> Iterator[str]:
    options = [item.key for item in question.items]
    if value not in options:
        yield f"the answer must be one of {', '.join(options)}"


def _grid(question: Question, value: Any) -> Iterator[str]:
    if not isinstance(value, dict):
        yield "expected an object of item and answer"
        return
    items, scale = {i.key for i in question.items}, [option.key for option in question.scale]
    for key, answer in value.items():
        if key not in items:
            yield f"unknown item {key!r}"
        elif answer not in scale:
            yield f"{key}: the answer must be one of {', '.join(scale)}"


def _text(question: Question, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield "expected text"


def _number(question: Question, value: Any) -> Iterator[str]:
    if type(value) is not int:
        yield "expected a whole number"


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
    if question.kind is not Kind.MULTIPLE:
        yield from choice_faults(question, value)
        return
    yield from multiple_faults(question, value)
    if isinstance(value, list) and question.exclusive in value and len(value) > 1:
        yield f"{question.exclusive!r} excludes all others"


FAULTS: Mapping[Kind, Callable[[Question, Any], Iterator[str]]] = {
    Kind.GRID: _grid,
    Kind.RANKING: ranking_faults,
    Kind.MULTIPLE: multiple_faults,
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    **dict.fromkeys((*CHOICES, Kind.COUNTRY), choice_faults),
}
