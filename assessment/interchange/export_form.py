"""Our own export in JSON: answers by section, in the form in which they are stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from assessment.answers import Answers, is_told
from assessment.instruments import CHOICES, Instrument, Kind, Question

from .reference_form import choice_faults, multiple_faults, ranking_faults
from .statements import statement_faults


def is_export(raw: Mapping[str, Any]) -> bool:
    return {"instrument", "version", "answers"} <= raw.keys()


def from_export(instrument: Instrument, raw: Mapping[str, Any]) -> tuple[Answers, list[str]]:
    """The answers of an export, and a sentence for each fault."""
    named = (raw["instrument"], raw["version"])
    if named != (instrument.key, instrument.version):
        told = f"{named[0]}, version {named[1]}"
        return {}, [
            f"the export is of {told}, not of {instrument.key}, version {instrument.version}"
        ]
    given = raw["answers"]
    if not isinstance(given, dict):
        return {}, ["the answers must be a JSON object"]
    return given, list(_faults(instrument, given))


def _faults(instrument: Instrument, given: Mapping[str, Any]) -> Iterator[str]:
    sections = {section.key: section for section in instrument.sections}
    for key, answers in given.items():
        if key not in sections:
            yield f"unknown section {key!r}"
        elif not isinstance(answers, dict):
            yield f"{key} must be a JSON object"
        else:
            questions = {question.key: question for question in sections[key].questions}
            for name, value in answers.items():
                if name not in questions:
                    yield f"unknown question {name!r}"
                else:
                    yield from _of_question(instrument, questions[name], value)


def _of_question(instrument: Instrument, question: Question, value: Any) -> Iterator[str]:
    check = FAULTS[question.kind]
    found = _stated(instrument, question, value) if question.is_stated else check(question, value)
    yield from (f"{question.key}: {fault}" for fault in found)


def _stated(instrument: Instrument, question: Question, value: Any) -> Iterator[str]:
    """Statements; one that tells nothing yet, only a comment perhaps, is no fault in a draft."""
    told = [value] if isinstance(value, dict) else value
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        yield "expected a list of statements"
        return
    for number, one in enumerate(told, start=1):
        if is_told(one):
            for fault in statement_faults(instrument, question, one):
                yield f"statement {number}: {fault}"


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


FAULTS: Mapping[Kind, Callable[[Question, Any], Iterator[str]]] = {
    Kind.GRID: _grid,
    Kind.RANKING: ranking_faults,
    Kind.MULTIPLE: multiple_faults,
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    **dict.fromkeys((*CHOICES, Kind.COUNTRY), choice_faults),
}
