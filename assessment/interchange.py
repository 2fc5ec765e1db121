"""Our own export in JSON: answers by section, in the form in which they are stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assessment.answers import Answers, is_told
from assessment.instruments import Instrument, Question
from assessment.instruments.faults import statement_faults
from assessment.methods.registry import method_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def is_export(raw: Mapping[str, object]) -> bool:
    return {"instrument", "version", "answers"} <= raw.keys()


def from_export(instrument: Instrument, raw: Mapping[str, object]) -> tuple[Answers, list[str]]:
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


def _faults(instrument: Instrument, given: Mapping[str, object]) -> Iterator[str]:
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


def _of_question(instrument: Instrument, question: Question, value: object) -> Iterator[str]:
    told = question.is_stated
    found = _stated(instrument, question, value) if told else question.kind.faults(question, value)
    yield from (f"{question.key}: {fault}" for fault in found)


def _stated(instrument: Instrument, question: Question, value: object) -> Iterator[str]:
    """Statements; one that tells nothing yet, only a comment perhaps, is no fault in a draft."""
    told = [value] if isinstance(value, dict) else value
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        yield "expected a list of statements"
        return
    for number, one in enumerate(told, start=1):
        if is_told(one):
            for fault in statement_faults(instrument, question, one):
                yield f"statement {number}: {fault}"


def schema_of(instrument: Instrument) -> Mapping[str, object]:
    """The JSON Schema of one line of input and of one line of output of `manage.py score`."""
    method = method_of(instrument)
    return {
        "$schema": DIALECT,
        "title": f"{instrument.key}, version {instrument.version}",
        "$defs": {
            "input": method.input_schema(instrument),
            "output": method.output_schema(instrument),
        },
    }
