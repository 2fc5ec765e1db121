"""JSON Schemas of the answers that go in and the scores that come out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessment.instruments import Instrument, Kind, PointsScoring, Question

Schema = Mapping[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHARE = {"type": "number", "minimum": 0, "maximum": 1}
SCORE = {"type": ["number", "null"], "minimum": 0, "maximum": 100}
LEVEL = {"type": ["integer", "null"], "minimum": 1}
COUNT = {"type": "integer", "minimum": 0}
TEXTS = {"type": "array", "items": {"type": "string"}}
YES_NO = {"type": "boolean"}


def schema_of(instrument: Instrument) -> Schema:
    """The schema of one line of input and of one line of output."""
    if isinstance(instrument.scoring, PointsScoring):
        given, found = _points_input(instrument), _points_output(instrument)
    else:
        given, found = statements_schema(instrument), _weighted_output(instrument)
    return {
        "$schema": DIALECT,
        "title": f"{instrument.key}, version {instrument.version}",
        "$defs": {"input": given, "output": found},
    }


def _object(properties: Mapping[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
    }
    return made | ({"required": required} if required else {})


def statements_schema(instrument: Instrument) -> Schema:
    """Answers with statements."""
    profile = {q.key: _profile(q) for q in instrument.questions if not q.is_stated}
    answers = {
        q.key: {"type": "array", "items": _statement(instrument, q)}
        for q in instrument.questions
        if q.is_stated
    }
    return _object(
        {
            "id": {"type": ["string", "integer"]},
            "profile": _object({**profile, "profile.role": {"type": "string"}}),
            "answers": _object(answers),
        },
        ["answers"],
    )


def _profile(question: Question) -> Schema:
    if question.kind is Kind.COUNTRY:
        return {"type": "string"}
    return {"enum": [item.key for item in question.items]}


def _statement(instrument: Instrument, question: Question) -> Schema:
    one = {"enum": [item.key for item in question.items]}
    several = {"type": "array", "items": one, "uniqueItems": True}
    properties = {
        "choice": several if question.kind is Kind.MULTIPLE else one,
        "dk": {"const": True},
        "na": {"enum": list(instrument.reasons)},
        "evidence": {"type": ["string", "boolean"]},
        "comment": {"type": "string"},
        "who": {"type": ["string", "integer"]},
        "agreed": YES_NO,
    }
    told = [{"required": [key]} for key in ("choice", "dk", "na")]
    return {**_object(properties), "oneOf": told}


def _weighted_output(instrument: Instrument) -> Schema:
    scoring = instrument.weighted_mean
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
    actions = {"type": "array", "items": _object(action, list(action))}
    return _object(
        {
            "id": {"type": ["string", "integer"]},
            "overall": _object(overall, ["coverage", "reported"]),
            "areas": _object({a.key: _object(area) for a in scoring.areas}),
            "dimensions": _object({d.key: _object(dimension) for d in scoring.dimensions}),
            "confidence": _object(confidence, list(confidence)),
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


def _points_input(instrument: Instrument) -> Schema:
    answers = {q.key: _reference_value(q) for q in instrument.questions if q.scored}
    return _object(
        {"id": {"type": ["string", "integer"]}, "answers": _object(answers)}, ["answers"]
    )


def _reference_value(question: Question) -> Schema:
    items = [item.key for item in question.items]
    if question.kind is Kind.GRID:
        step = {"type": "integer", "minimum": 0, "maximum": len(question.scale) - 1}
        return _object(dict.fromkeys(items, step))
    if question.kind is Kind.RANKING:
        return _object(
            {key: {"type": "integer", "minimum": 1, "maximum": len(items)} for key in items}
        )
    if question.kind is Kind.MULTIPLE:
        return {"type": "array", "items": {"enum": items}, "uniqueItems": True}
    return {"enum": items}


def _points_output(instrument: Instrument) -> Schema:
    dimensions = [dimension.key for dimension in instrument.points.dimensions]
    management = {"points": {"type": "number"}, "level": {"type": "string"}}
    return _object(
        {
            "id": {"type": ["string", "integer"]},
            "raw": _object({key: {"type": "number"} for key in dimensions}),
            "percent": _object({key: {"type": "integer"} for key in dimensions}),
            "tendency": TEXTS,
            "group": {"type": "string"},
            "management": _object(management),
        }
    )
