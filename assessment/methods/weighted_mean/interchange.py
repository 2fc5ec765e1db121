"""Answers in and scores out as JSON: statements, and the reference implementation's names of figures.

{"profile": {"profile.size": "50-249"}, "answers": {"gov.leadership.sponsor": [{"choice": "l2", "who": "Ana"}]}}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from assessment.answers import Answers
from assessment.instruments import Instrument, Question
from assessment.instruments.faults import statement_faults
from assessment.instruments.json_schema import (
    COUNT,
    LEVEL,
    SCORE,
    SHARE,
    TEXTS,
    YES_NO,
    Schema,
    object_of,
)
from assessment.instruments.kinds import COUNTRY
from assessment.methods.score_lines import ScoreKind, ScoreLine

from .advice import Advice, Reason, advise
from .confidence import Confidence
from .scoring import AreaScore, DimensionScore, OverallScore, score
from .shape import declared

ENGLISH = "en"


StatementFaults = Callable[[Instrument, Question, object], Iterable[str]]


def read_answers(
    instrument: Instrument,
    raw: Mapping[str, object],
    faults_of: StatementFaults = statement_faults,
) -> tuple[Answers, list[str]]:
    """Answers with their statements as ours, and a sentence for each fault.

    `faults_of` tells what is wrong with a statement, for a method that takes more in them.
    """
    answers: dict[str, dict[str, object]] = {section.key: {} for section in instrument.sections}
    faults = [] if "answers" in raw else ["answers are missing"]
    faults += [f"unknown key {key!r}" for key in raw if key not in ("profile", "answers")]
    check_statements = partial(_statements, faults_of)
    for part, is_stated in (("profile", False), ("answers", True)):
        given = raw.get(part, {})
        if not isinstance(given, dict):
            faults.append(f"{part} must be a JSON object")
            continue
        known = {q.key: q for q in instrument.questions if q.is_stated is is_stated}
        check = check_statements if is_stated else _profile
        for key, value in given.items():
            if key in known:
                found = [f"{key}: {fault}" for fault in check(instrument, known[key], value)]
                faults.extend(found)
                answers[known[key].section][key] = value
            elif key not in RESPONDENT_KEYS:
                faults.append(f"unknown question {key!r}")
    return answers, faults


RESPONDENT_KEYS = {"profile.role"}  # of the person, not of the agency: counts for nothing


def _profile(instrument: Instrument, question: Question, value: object) -> Iterator[str]:
    if question.kind is COUNTRY:
        # The reference writes countries by their English names, in lower case with hyphens, or "other".
        if not isinstance(value, str):
            yield "expected a country"
    else:
        yield from question.kind.faults(question, value)


def _statements(
    faults_of: StatementFaults, instrument: Instrument, question: Question, value: object
) -> Iterator[str]:
    if not isinstance(value, list):
        yield "expected a list of statements"
        return
    for number, statement in enumerate(value, start=1):
        for fault in faults_of(instrument, question, statement):
            yield f"statement {number}: {fault}"


def score_lines(scores: Mapping[str, Any]) -> list[ScoreLine]:
    """What is reported of the whole, the areas and the dimensions."""
    found = [
        (ScoreKind.OVERALL, "", scores["overall"]),
        *((ScoreKind.AREA, key, part) for key, part in scores["areas"].items()),
        *((ScoreKind.DIMENSION, key, part) for key, part in scores["dimensions"].items()),
    ]
    return [
        ScoreLine(kind, key, part["score"], part["low"], part["high"])
        for kind, key, part in found
        if part["reported"]
    ]


def scores_as_json(instrument: Instrument, answers: Answers) -> Mapping[str, object]:
    """The field names of the reference implementation (method/maturity/score_example_output.json)."""
    card = score(instrument, answers)
    own, contribute = advise(instrument, answers, card, country="")
    find_out = [instrument.question(key) for key in card.find_out]
    return {
        "overall": _overall(card.overall),
        "areas": {key: _area(area) for key, area in card.areas.items()},
        "dimensions": {key: _dimension(d) for key, d in card.dimensions.items()},
        "confidence": _confidence(card.confidence),
        "own": [_advice(advice) for advice in own.first],
        "contribute": [_advice(advice) for advice in contribute.first],
        "strengths": [[key, card.answers[key].points] for key in card.strengths],
        "claimed": [[key, card.answers[key].points] for key in card.claimed],
        "find_out": [[question.key, question.known_to[0]] for question in find_out],
    }


def _overall(overall: OverallScore) -> dict[str, object]:
    if not overall.is_reported:
        return {"coverage": overall.coverage, "reported": False}
    return {
        "coverage": overall.coverage,
        "reported": True,
        "score": overall.score,
        "evidence_backed": overall.evidence_backed,
        "low": overall.low,
        "high": overall.high,
        "geometric": overall.geometric,
        "level_raw": overall.level_before_cap,
        "level": overall.level,
    }


def _area(area: AreaScore) -> dict[str, object]:
    found = {
        "title": area.area.text[ENGLISH],
        "coverage": area.coverage,
        "score": area.score,
        "evidence_backed": area.evidence_backed,
        "low": area.low,
        "high": area.high,
        "reported_dimensions": area.reported_dimensions,
        "dimensions": area.dimensions,
        "reported_weight": area.reported_weight,
        "reported": area.is_reported,
    }
    if area.is_reported:
        found |= {"level_raw": area.level_before_cap, "level": area.level}
    return found


def _dimension(score: DimensionScore) -> dict[str, object]:
    return {
        "n_answered": score.answered,
        "n_applicable": score.applicable,
        "weight_applicable": score.weight_applicable,
        "coverage": score.coverage,
        "score": score.score,
        "evidence_backed": score.evidence_backed,
        "low": score.low,
        "high": score.high,
        "partly_applicable": score.is_partly_applicable,
        "scorable": score.is_scorable,
        "reported": score.is_reported,
        "area": score.area,
        "weight": score.dimension.weight,
        "title": score.dimension.text[ENGLISH],
        "level": score.level,
    }


def _confidence(confidence: Confidence) -> dict[str, object]:
    return {
        "coverage": confidence.coverage,
        "evidence_share": confidence.evidence_share,
        "respondents": confidence.respondents,
        "questions_with_several": confidence.questions_with_several,
        "disagreement_share": confidence.disagreement_share,
        "disagreements": list(confidence.disagreements),
        "grade": confidence.grade.key,
    }


def _advice(advice: Advice) -> dict[str, object]:
    return {
        "id": advice.action.number,
        "title": advice.action.title[ENGLISH],
        "area": advice.action.area,
        "list": advice.list.value,
        "need": advice.need,
        "importance": advice.importance,
        "effort": advice.action.effort.value,
        "priority": advice.priority,
        "why": [_why(reason) for reason in advice.reasons],
        "also": list(advice.also),
        "builds_on": list(advice.action.builds_on),
        "dimension_score": advice.weakest,
        "band": advice.band,
    }


def _why(reason: Reason) -> str:
    trigger = reason.trigger
    if trigger.reason is not None:
        return f"{trigger.question} not offered nationally"
    if trigger.unticked is not None:
        return f"{trigger.question} lacks '{trigger.unticked}'"
    return f"{trigger.question} {reason.points:g}/4"


def input_schema(
    instrument: Instrument,
    in_profile: Mapping[str, Schema] | None = None,
    in_statement: Mapping[str, Schema] | None = None,
) -> Schema:
    """Answers with statements; the other two are what a method takes besides, or in another form."""
    profile = {q.key: _profile_schema(q) for q in instrument.questions if not q.is_stated}
    answers = {
        q.key: {"type": "array", "items": _statement_schema(instrument, q, in_statement or {})}
        for q in instrument.questions
        if q.is_stated
    }
    return object_of(
        {
            "id": {"type": ["string", "integer"]},
            "profile": object_of(
                {**profile, "profile.role": {"type": "string"}, **(in_profile or {})}
            ),
            "answers": object_of(answers),
        },
        ["answers"],
    )


def _profile_schema(question: Question) -> Schema:
    return {"type": "string"} if question.kind is COUNTRY else question.kind.schema(question)


def _statement_schema(
    instrument: Instrument, question: Question, also: Mapping[str, Schema]
) -> Schema:
    properties = {
        "choice": question.kind.schema(question),
        "dk": {"const": True},
        "na": {"enum": list(instrument.reasons)},
        "evidence": {"type": ["string", "boolean"]},
        "comment": {"type": "string"},
        "who": {"type": ["string", "integer"]},
        "agreed": YES_NO,
        **also,
    }
    told = [{"required": [key]} for key in ("choice", "dk", "na")]
    return {**object_of(properties), "oneOf": told}


def output_schema(instrument: Instrument) -> Schema:
    scoring = declared(instrument)
    figures = {"score": SCORE, "evidence_backed": SCORE, "low": SCORE, "high": SCORE}
    overall = {
        "coverage": SHARE, "reported": YES_NO, **figures, "geometric": SCORE, "level_raw": LEVEL, "level": LEVEL,
    }  # fmt: skip
    area = {
        "title": {"type": "string"}, "coverage": SHARE, **figures, "reported_dimensions": COUNT, "dimensions": COUNT,
        "reported_weight": SHARE, "reported": YES_NO, "level_raw": LEVEL, "level": LEVEL,
    }  # fmt: skip
    dimension = {
        "n_answered": COUNT, "n_applicable": COUNT, "weight_applicable": {"type": "number"}, "coverage": SHARE,
        **figures, "partly_applicable": YES_NO, "scorable": YES_NO, "reported": YES_NO, "area": {"type": "string"},
        "weight": {"type": "number"}, "title": {"type": "string"}, "level": LEVEL,
    }  # fmt: skip
    confidence = {
        "coverage": SHARE, "evidence_share": SHARE, "respondents": COUNT, "questions_with_several": COUNT,
        "disagreement_share": SHARE, "disagreements": TEXTS, "grade": {"enum": [g.key for g in scoring.grades]},
    }  # fmt: skip
    action = {
        "id": {"type": "string"}, "title": {"type": "string"}, "area": {"type": "string"},
        "list": {"enum": ["own", "contribute"]}, "need": SHARE, "importance": {"type": "number"},
        "effort": {"enum": list(scoring.ranking.effort)}, "priority": {"type": "number"}, "why": TEXTS, "also": TEXTS,
        "builds_on": TEXTS, "dimension_score": {"type": "number"}, "band": {"enum": list(scoring.ranking.bands)},
    }  # fmt: skip
    actions = {"type": "array", "items": object_of(action, list(action))}
    return object_of(
        {
            "id": {"type": ["string", "integer"]},
            "overall": object_of(overall, ["coverage", "reported"]),
            "areas": object_of({a.key: object_of(area) for a in scoring.areas}),
            "dimensions": object_of({d.key: object_of(dimension) for d in scoring.dimensions}),
            "confidence": object_of(confidence, list(confidence)),
            "own": actions,
            "contribute": actions,
            "strengths": _pairs({"type": "number"}),
            "claimed": _pairs({"type": "number"}),
            "find_out": _pairs({"enum": list(instrument.roles)}),
        }
    )


def _pairs(second: Schema) -> Schema:
    """A list of a question's key and something about it."""
    pair = {
        "type": "array",
        "prefixItems": [{"type": "string"}, second],
        "minItems": 2,
        "maxItems": 2,
    }
    return {"type": "array", "items": pair}
