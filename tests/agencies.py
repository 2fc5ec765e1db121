"""Agencies invented at random for the digital maturity, the same for a seed wherever they are made."""

from __future__ import annotations

from random import Random
from typing import Any

from assessment.instruments import Instrument, Question, kinds

PROFILE = {
    "profile.agency_type": ["national-digital-authority", "ministry", "sector-agency", "other"],
    "profile.public_services": ["yes", "no"],
    "profile.local_partners": ["yes", "no"],
    "profile.personal_data": ["yes", "no"],
    "profile.automated_decisions": ["yes", "no", "dont-know"],
}


def agency(instrument: Instrument, seed: int) -> dict[str, Any]:
    """Profile and answers as `manage.py score digital_maturity` takes them."""
    rnd = Random(seed)  # noqa: S311 (no secret)
    profile = {key: rnd.choice(values) for key, values in PROFILE.items() if rnd.random() < 0.9}
    unknown = rnd.random() * rnd.choice([0.05, 0.3, 0.6])
    refused = rnd.random() * rnd.choice([0.05, 0.3, 0.6])
    people, leaning = rnd.choice([1, 2, 3, 20]), rnd.random()
    answers = {}
    for question in instrument.questions:
        if question.is_stated and rnd.random() > 0.1 * unknown:
            told = [
                _statement(instrument, question, rnd, unknown, refused, leaning)
                for _person in range(rnd.randint(1, people))
            ]
            answers[question.key] = [{**s, "who": f"p{n}"} for n, s in enumerate(told)]
    return {"profile": profile, "answers": answers}


def _statement(
    instrument: Instrument,
    question: Question,
    rnd: Random,
    unknown: float,
    refused: float,
    leaning: float,
) -> dict[str, Any]:
    drawn = rnd.random()
    said: dict[str, Any] = {}
    if drawn < unknown / 2:
        said["dk"] = True
    elif drawn < unknown / 2 + refused / 2:
        said["na"] = rnd.choice(list(instrument.reasons))
    elif question.kind is kinds.MULTIPLE:
        keys = [i.key for i in question.items if i.key != question.exclusive]
        said["choice"] = [key for key in keys if rnd.random() < leaning] or [question.exclusive]
    else:
        at = int(leaning * 4.99) if rnd.random() < 0.5 else rnd.randrange(5)
        said["choice"] = question.items[at % len(question.items)].key
    if rnd.random() < 0.5:
        said["evidence"] = rnd.choice([True, False, "Minutes of May", ""])
    if rnd.random() < 0.1:
        said["agreed"] = True
    return said
