"""Answers as other programs write them for this method: statements with records of evidence and names of who agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assessment.answers import Answers
from assessment.instruments import Instrument, Question
from assessment.instruments.faults import statement_faults
from assessment.methods.weighted_mean import interchange as weighted

from .core.card import BESIDE, REFERENCE_YEAR

ALSO = ("agreed_by", "agreed_at")
RECORD_TEXTS = ("kind", "text", "url", "status")


def read_answers(instrument: Instrument, raw: Mapping[str, object]) -> tuple[Answers, list[str]]:
    """The answers, with the profile's reference year beside them, and a sentence for each fault."""
    profile = raw.get("profile")
    if not isinstance(profile, dict) or REFERENCE_YEAR not in profile:
        return weighted.read_answers(instrument, raw, _faults)
    year = profile[REFERENCE_YEAR]
    others = {key: value for key, value in profile.items() if key != REFERENCE_YEAR}
    answers, faults = weighted.read_answers(instrument, {**raw, "profile": others}, _faults)
    if type(year) is not int:
        faults.append(f"{REFERENCE_YEAR} must be a whole number")
    return {**answers, BESIDE: {REFERENCE_YEAR: year}}, faults


def _faults(instrument: Instrument, question: Question, statement: object) -> Iterator[str]:
    yield from statement_faults(instrument, question, statement, ALSO)
    if isinstance(statement, dict):
        if "evidence" in statement:
            yield from _evidence_faults(statement["evidence"])
        if "agreed_by" in statement and not _are_names(statement["agreed_by"]):
            yield "agreed_by must be a list of names, or a text with commas"
        if not isinstance(statement.get("agreed_at", ""), str):
            yield "agreed_at must be a date in text"


def _evidence_faults(value: object) -> Iterator[str]:
    """Evidence is true or false, a text, a record, or a list of those."""
    if isinstance(value, dict):
        if wrong := [key for key in RECORD_TEXTS if not isinstance(value.get(key, ""), str)]:
            yield f"the evidence's {', '.join(wrong)} must be text"
        if type(value.get("year")) not in (int, str, type(None)):
            yield "the evidence's year must be a whole number"
    elif isinstance(value, list):
        for one in value:
            yield from _evidence_faults(one)
    elif not isinstance(value, (bool, str)):
        yield "evidence must be true, a text, a record or a list of them"


def _are_names(value: object) -> bool:
    names = value if isinstance(value, list) else [value]
    return all(isinstance(name, (str, int)) for name in names)
