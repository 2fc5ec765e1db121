"""Statements, for instruments with a weighted mean.

{"profile": {"profile.size": "50-249"}, "answers": {"gov.leadership.sponsor": [{"choice": "l2", "who": "Ana"}]}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assessment.answers import Answers
from assessment.instruments import CHOICES, Instrument, Kind, Question

from .reference_form import choice_faults, multiple_faults


def from_statements(instrument: Instrument, raw: Mapping[str, Any]) -> tuple[Answers, list[str]]:
    """Answers with their statements as ours, and a sentence for each fault."""
    answers: dict[str, dict[str, Any]] = {section.key: {} for section in instrument.sections}
    faults = [f"unknown key {key!r}" for key in raw if key not in ("profile", "answers")]
    for part, is_stated in (("profile", False), ("answers", True)):
        given = raw.get(part, {})
        if not isinstance(given, dict):
            faults.append(f"{part} must be a JSON object")
            continue
        known = {q.key: q for q in instrument.questions if q.is_stated is is_stated}
        check = _statements if is_stated else _profile
        for key, value in given.items():
            if key in known:
                found = [f"{key}: {fault}" for fault in check(instrument, known[key], value)]
                faults.extend(found)
                answers[known[key].section][key] = value
            elif key not in RESPONDENT_KEYS:
                faults.append(f"unknown question {key!r}")
    return answers, faults


RESPONDENT_KEYS = {"profile.role"}  # of the person, not of the agency: counts for nothing
STATEMENT_KEYS = {"choice", "dk", "na", "evidence", "comment", "who", "agreed"}


def _profile(instrument: Instrument, question: Question, value: Any) -> Iterator[str]:
    if question.kind is Kind.COUNTRY:
        # The reference writes countries by their English names, in lower case with hyphens, or "other".
        if not isinstance(value, str):
            yield "expected a country"
    elif question.kind in CHOICES:
        yield from choice_faults(question, value)


def _statements(instrument: Instrument, question: Question, value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield "expected a list of statements"
        return
    for number, statement in enumerate(value, start=1):
        for fault in statement_faults(instrument, question, statement):
            yield f"statement {number}: {fault}"


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
