"""Answers made for tests: strategies for Hypothesis, the reference's vectors, and what a browser posts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from assessment.answers import Answers
from assessment.instruments import Question, Section, kinds
from assessment.methods import published
from assessment.methods.points.interchange import read_answers

INSTRUMENT = published.latest("portfolio_snapshot")
SCORED = [question for question in INSTRUMENT.questions if question.scored]
VECTORS = Path(__file__).with_name("data") / "portfolio_vectors.jsonl"

# Scoring takes a millisecond; what the machine does beside it should not fail a property.
patient = settings(deadline=None, max_examples=60)


@cache
def vectors() -> list[dict[str, Any]]:
    return [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()]


def ours(raw: Mapping[str, Any]) -> Answers:
    """Answers in the reference's encoding as ours; there must be no fault in them."""
    answers, faults = read_answers(INSTRUMENT, raw)
    assert not faults
    return answers


def value(question: Question, complete: bool) -> st.SearchStrategy[Any]:
    """Any answer that the form would accept; with `complete`, one that leaves nothing open."""
    items = [item.key for item in question.items]
    match question.kind:
        case kinds.GRID:
            step = st.sampled_from([option.key for option in question.scale])
            return _mapping(dict.fromkeys(items, step), complete)
        case kinds.RANKING:
            places = st.permutations(range(1, len(items) + 1))
            ranked = places.map(lambda order: dict(zip(items, order, strict=True)))
            return ranked if complete else st.builds(_part, ranked, st.sets(st.sampled_from(items)))
        case kinds.MULTIPLE:
            others = [key for key in items if key != question.exclusive]
            some = st.lists(st.sampled_from(others), min_size=1, unique=True)
            return some | st.just([question.exclusive]) if question.exclusive else some
        case kinds.SINGLE | kinds.COUNTRY:
            return st.sampled_from(items)
        case kinds.NUMBER:
            return st.integers(question.least, question.most)
    return st.text("abc é", min_size=1, max_size=20).filter(str.strip)


def _mapping(fields: dict[str, Any], complete: bool) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fields) if complete else st.fixed_dictionaries({}, optional=fields)


def _part(ranking: dict[str, int], kept: set[str]) -> dict[str, int]:
    return {key: place for key, place in ranking.items() if key in kept}


def _section(section: Section, complete: bool) -> st.SearchStrategy[dict[str, Any]]:
    fields = {question.key: value(question, complete) for question in section.questions}
    return _mapping(fields, complete)


def _all(complete: bool) -> st.SearchStrategy[dict[str, dict[str, Any]]]:
    return st.fixed_dictionaries({s.key: _section(s, complete) for s in INSTRUMENT.sections})


complete_answers = _all(complete=True)
any_answers = _all(complete=False)


def changed(answers: Answers, question: Question, answer: Any) -> dict[str, dict[str, Any]]:
    """The same answers with another one to this question."""
    section = {**answers.get(question.section, {}), question.key: answer}
    return {**answers, question.section: section}


def as_posted(answers: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """One section's answers as a browser posts them."""
    posted: dict[str, Any] = {"page": "forged", **more}
    for key, answer in answers.items():
        if isinstance(answer, Mapping):
            posted.update({f"{key}.{item}": given for item, given in answer.items()})
        else:
            posted[key] = answer
    return posted
