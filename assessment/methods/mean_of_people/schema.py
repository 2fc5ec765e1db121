"""The JSON Schemas of what this method takes and gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assessment.instruments import Instrument
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
from assessment.methods.weighted_mean import interchange as weighted
from assessment.methods.weighted_mean.statements import Standing

from .core.card import REFERENCE_YEAR
from .core.levels import Wording
from .core.pooled import Basis
from .core.quality import Flag
from .core.shape import MeanOfPeople, declared_people
from .core.trust import HIGH, LOW, MEDIUM
from .core.units import WAYS

NUMBER: Schema = {"type": "number"}
MAYBE_NUMBER: Schema = {"type": ["number", "null"]}
MAYBE_COUNT: Schema = {"type": ["integer", "null"], "minimum": 0}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
MAYBE_TEXTS: Schema = {"type": ["array", "null"], "items": {"type": "string"}}
TEXT: Schema = {"type": "string"}
POINTS: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 4}
COUNTS: Schema = {"type": "object", "additionalProperties": COUNT}
SHARES: Schema = {"type": "object", "additionalProperties": SHARE}
KEYS_BY_NAME: Schema = {"type": "object", "additionalProperties": TEXTS}


def input_schema(instrument: Instrument) -> Schema:
    record = object_of(
        {
            "kind": TEXT,
            "text": TEXT,
            "url": TEXT,
            "year": {"type": ["integer", "string", "null"]},
            "status": TEXT,
        }
    )
    one: list[Schema] = [{"type": ["string", "boolean"]}, record]
    names = {"type": "array", "items": {"type": ["string", "integer"]}}
    in_statement: Mapping[str, Schema] = {
        "evidence": {"anyOf": [*one, {"type": "array", "items": {"anyOf": one}}]},
        "agreed_by": {"anyOf": [TEXT, names]},
        "agreed_at": TEXT,
    }
    return weighted.input_schema(instrument, {REFERENCE_YEAR: {"type": "integer"}}, in_statement)


def output_schema(instrument: Instrument) -> Schema:
    scoring = declared_people(instrument)
    parts = {
        "version": {"const": scoring.edition},
        "headline": _all(_headline()),
        "overall": _all({**_unit(), "n_areas_reported": COUNT, **_levels("level")}),
        "areas": _all({area.key: _all(_area()) for area in scoring.areas}),
        "dimensions": _all({one.key: _dimension() for one in scoring.dimensions}),
        "questions": _all({one.key: _question(instrument, scoring) for one in scoring.asked}),
        "judgement": _all(_judgement()),
        "evidence": _all(_evidence(scoring)),
        "confidence": _all(_confidence()),
        "steering": _all(_steering()),
        "quality": _all(_quality()),
        "sensitivity": _or_null(_all(_sensitivity(scoring))),
    }
    return object_of({"id": {"type": ["string", "integer"]}, **parts}, list(parts))


def _all(properties: Mapping[str, object]) -> Schema:
    """An object that has all of these."""
    return object_of(properties, list(properties))


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(names: Iterable[object]) -> Schema:
    return {"enum": [str(name) for name in names]}


def _displayed() -> dict[str, object]:
    return {f"displayed_{way}": MAYBE_COUNT for way in WAYS}


def _levels(suffix: str) -> dict[str, object]:
    return {f"{way}_{suffix}": LEVEL for way in WAYS}


def _headline() -> dict[str, object]:
    return {
        **_displayed(), "displayed_low": MAYBE_COUNT, "displayed_high": MAYBE_COUNT, "level": LEVEL,
        "supported_level": LEVEL, "level_text": MAYBE_TEXT, "needs_qualification": {"type": ["boolean", "null"]},
        "confidence": _one_of((LOW, MEDIUM, HIGH)), "n_unknown": COUNT, "n_not_applicable": COUNT, "respondents": COUNT,
    }  # fmt: skip


def _ends() -> dict[str, object]:
    return {"low": SCORE, "high": SCORE}


def _unit() -> dict[str, object]:
    """What every score has."""
    interval = _all(
        {
            "unknown": _all(_ends()), "judgement": _or_null(_all({**_ends(), "half_width": NUMBER})),
            **_ends(), "displayed_low": COUNT, "displayed_high": COUNT,
        }
    )  # fmt: skip
    level = _all(
        {
            "level": LEVEL, "before_cap": LEVEL, "held_back": YES_NO, "held_back_by": TEXTS, "low": LEVEL,
            "high": LEVEL, "text": _one_of(Wording), "unsupported_names": {"type": "array", "items": LEVEL},
            "needs_qualification": YES_NO,
        }
    )  # fmt: skip
    return {
        "coverage": SHARE, "n_shown": COUNT, "n_answered": COUNT, "n_unknown": COUNT, "n_not_applicable": COUNT,
        "reported": YES_NO, **dict.fromkeys(WAYS, SCORE), "error_sd": MAYBE_NUMBER, "interval": _or_null(interval),
        **_displayed(), "level": _or_null(level),
    }  # fmt: skip


def _area() -> dict[str, object]:
    return {
        **_unit(), "n_dimensions": COUNT, "n_reported": COUNT, "reported_weight": SHARE, "unknown_share": SHARE,
        "not_applicable_share": SHARE, "many_not_applicable": YES_NO, **_levels("level"),
    }  # fmt: skip


def _dimension() -> Schema:
    properties = {
        **_unit(), "area": TEXT, "weight": NUMBER, "weight_answered": NUMBER, "weight_unknown": NUMBER,
        "weight_not_applicable": NUMBER, "partly_applicable": YES_NO, "scorable": YES_NO, **_levels("level_before_cap"),
    }  # fmt: skip
    # The level of the verified figure is told only once a reviewer has looked at evidence.
    return object_of(properties, [key for key in properties if key != "verified_level_before_cap"])


def _question(instrument: Instrument, scoring: MeanOfPeople) -> Schema:
    return _all(
        {
            "status": _one_of(Standing), "points": POINTS, "supported_points": POINTS, "verified_points": POINTS,
            "basis": _one_of(Basis), "n_people": COUNT, "m": NUMBER, "selected": MAYBE_TEXTS,
            "na_reason": {"enum": [*instrument.reasons, None]}, "evidence": _one_of(scoring.evidence.statuses),
            "evidence_counts": YES_NO, "unrecorded_agreement": YES_NO,
        }
    )  # fmt: skip


def _judgement() -> dict[str, object]:
    return {
        "probability": SHARE, "respondents": COUNT, "signatories": COUNT, "effective_people": NUMBER,
        "answer_sd": NUMBER, "leaning_sd": NUMBER, "spread": MAYBE_NUMBER, "degrees_answers": NUMBER,
        "degrees_people": NUMBER, "disagreements": TEXTS,
    }  # fmt: skip


def _evidence(scoring: MeanOfPeople) -> dict[str, object]:
    repeated = _all({"text": TEXT, "questions": TEXTS})
    return {
        "reviewed": YES_NO, "counts": _all(dict.fromkeys(scoring.evidence.statuses, COUNT)), "claims_weight": NUMBER,
        "evidence_share": SHARE, "accepted_share": SHARE, "insubstantial": KEYS_BY_NAME,
        "repeated": {"type": "array", "items": repeated},
    }  # fmt: skip


def _confidence() -> dict[str, object]:
    return {
        "grade": _one_of((LOW, MEDIUM, HIGH)), "missing_for_high": TEXTS, "missing_for_medium": TEXTS,
        "coverage": SHARE, "evidence_share": SHARE, "accepted_share": SHARE, "effective_people": NUMBER,
        "spread": MAYBE_NUMBER,
    }  # fmt: skip


def _steering() -> dict[str, object]:
    return {
        "n_unknown": COUNT, "unknown_share": SHARE, "n_not_applicable": COUNT, "not_applicable_share": SHARE,
        "not_applicable_reasons": COUNTS, "many_not_applicable": YES_NO, "areas_many_not_applicable": TEXTS,
        "floor": SCORE, "displayed_floor": COUNT, "largest_gain": MAYBE_NUMBER,
    }  # fmt: skip


def _quality() -> dict[str, object]:
    flags = {"type": "array", "items": _one_of(Flag)}
    person = _all(
        {
            "who": TEXT, "n_answers": COUNT, "longest_run": COUNT, "modal_share": SHARE, "top_share": SHARE,
            "contradictions": TEXTS, "even_odd": MAYBE_NUMBER, "within_sd": MAYBE_NUMBER, "flags": flags,
            "with_colleagues": MAYBE_NUMBER,
        }
    )  # fmt: skip
    twins = _all({"a": TEXT, "b": TEXT, "common": COUNT, "share": SHARE})
    return {
        "people": {"type": "array", "items": person}, "twins": {"type": "array", "items": twins}, "flags": flags,
        "flagged_share": SHARES,
    }  # fmt: skip


def _sensitivity(scoring: MeanOfPeople) -> dict[str, object]:
    areas = {area.key: _all(_ends()) for area in scoring.areas}
    return {
        "order": TEXTS, "weakest": TEXT, "strongest": TEXT, "variations": COUNT, "weakest_stays": COUNT,
        "strongest_stays": COUNT, "order_stays": COUNT, "areas": object_of(areas), "overall": _or_null(_all(_ends())),
        "overall_level_stays": MAYBE_COUNT, "overall_variations": MAYBE_COUNT,
    }  # fmt: skip
