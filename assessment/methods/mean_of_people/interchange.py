"""Scores out as JSON, in the reference implementation's names of figures (method/maturity/score2.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessment.answers import Answers
from assessment.instruments import Instrument
from assessment.methods.score_lines import ScoreKind, ScoreLine

from .core.areas import AreaUnit, OverallUnit
from .core.card import PeopleCard, score_people
from .core.counted import ThreeWays
from .core.dimensions import DimensionUnit
from .core.interval import Ends, Interval
from .core.levels import LevelPhrases, NamedLevel, displayed, in_words
from .core.pooled import Pooled
from .core.proof import NO_PROOF
from .core.quality import FilledIn, Quality
from .core.sensitivity import Sensitivity
from .core.shape import MeanOfPeople, declared_people
from .core.steering import Steering
from .core.units import UNREVIEWED, WAYS, ScoredUnit

ENGLISH = "en"
ENGLISH_LEVELS = LevelPhrases(
    between="between %(low)s and %(high)s",
    wide="open: anywhere from %(low)s to %(high)s; the number itself lies in %(name)s",
    unsupported="%(level)s (as stated; evidence does not yet support %(names)s)",
    quoted="'%(name)s'",
    either=" or ",
)


def score_lines(scores: Mapping[str, Any]) -> list[ScoreLine]:
    """What is stated of the whole, the areas and the dimensions, where it is reported."""
    found = [
        (ScoreKind.OVERALL, "", scores["overall"]),
        *((ScoreKind.AREA, key, part) for key, part in scores["areas"].items()),
        *((ScoreKind.DIMENSION, key, part) for key, part in scores["dimensions"].items()),
    ]
    return [
        ScoreLine(kind, key, part["stated"], part["interval"]["low"], part["interval"]["high"])
        for kind, key, part in found
        if part["reported"]
    ]


def scores_as_json(instrument: Instrument, answers: Answers) -> Mapping[str, object]:
    scoring, card = declared_people(instrument), score_people(instrument, answers)
    return {
        "version": scoring.edition,
        "headline": _headline(scoring, card),
        "overall": _overall(card.overall),
        "areas": {key: _area(area) for key, area in card.areas.items()},
        "dimensions": {
            key: _dimension(one, card.proof.is_reviewed) for key, one in card.dimensions.items()
        },
        "questions": {key: _question(card, key, answer) for key, answer in card.answers.items()},
        "judgement": _judgement(scoring, card),
        "evidence": _evidence(card),
        "confidence": _confidence(card),
        "steering": _steering(card.steering, card.overall),
        "quality": _quality(card.quality),
        "sensitivity": _sensitivity(card.sensitivity),
    }


def _headline(scoring: MeanOfPeople, card: PeopleCard) -> dict[str, object]:
    overall, level = card.overall, card.overall.level
    ends = overall.interval.displayed if overall.interval else (None, None)
    names = [band.text[ENGLISH] for band in scoring.levels]
    return {
        **{f"displayed_{way}": _displayed(overall.score, way) for way in WAYS},
        "displayed_low": ends[0],
        "displayed_high": ends[1],
        "level": level.level if level else None,
        "supported_level": overall.levels.get("supported"),
        "level_text": in_words(level, names, ENGLISH_LEVELS) if level else None,
        "needs_qualification": bool(level.unsupported) if level else None,
        "confidence": card.trust.grade,
        "n_unknown": overall.numbers.unknown,
        "n_not_applicable": overall.numbers.not_applicable,
        "respondents": card.people.respondents,
    }


def _displayed(score: ThreeWays | None, way: str) -> int | None:
    figure = getattr(score, way, None)
    return None if figure is None else displayed(figure)


def _unit(unit: ScoredUnit) -> dict[str, object]:
    """What every score has."""
    score = unit.score
    return {
        "coverage": unit.coverage,
        "n_shown": unit.numbers.shown,
        "n_answered": unit.numbers.answered,
        "n_unknown": unit.numbers.unknown,
        "n_not_applicable": unit.numbers.not_applicable,
        "reported": unit.is_reported,
        "stated": score.stated if score else None,
        "supported": score.supported if score else None,
        "verified": score.verified if score else None,
        "error_sd": unit.measured.error,
        "interval": _interval(unit.interval),
        **{f"displayed_{way}": _displayed(score, way) for way in WAYS},
        "level": _level(unit.level),
    }


def _interval(interval: Interval | None) -> dict[str, object] | None:
    if interval is None:
        return None
    part = interval.judgement
    low, high = interval.displayed
    return {
        "unknown": _ends(interval.unknown),
        "judgement": {"low": part.low, "high": part.high, "half_width": part.half_width}
        if part
        else None,
        "low": interval.low,
        "high": interval.high,
        "displayed_low": low,
        "displayed_high": high,
    }


def _ends(ends: Ends) -> dict[str, float]:
    return {"low": ends.low, "high": ends.high}


def _level(level: NamedLevel | None) -> dict[str, object] | None:
    if level is None:
        return None
    return {
        "level": level.level,
        "before_cap": level.before_cap,
        "held_back": level.is_held_back,
        "held_back_by": list(level.held_back_by),
        "low": level.low,
        "high": level.high,
        "text": level.wording.value,
        "unsupported_names": list(level.unsupported),
        "needs_qualification": bool(level.unsupported),
    }


def _overall(overall: OverallUnit) -> dict[str, object]:
    return {**_unit(overall), "n_areas_reported": overall.reported_areas, **_capped(overall)}


def _capped(unit: ScoredUnit) -> dict[str, object]:
    return {f"{way}_level": unit.levels.get(way) for way in WAYS}


def _area(area: AreaUnit) -> dict[str, object]:
    return {
        **_unit(area),
        "n_dimensions": area.dimensions,
        "n_reported": area.reported_dimensions,
        "reported_weight": area.reported_weight,
        "unknown_share": area.weights.unknown_share,
        "not_applicable_share": area.weights.not_applicable_share,
        "many_not_applicable": area.has_many_not_applicable,
        **_capped(area),
    }


def _dimension(one: DimensionUnit, is_reviewed: bool) -> dict[str, object]:
    ways = WAYS if is_reviewed else UNREVIEWED
    return {
        **_unit(one),
        "area": one.area,
        "weight": one.weight,
        "weight_answered": one.weights.answered,
        "weight_unknown": one.weights.unknown,
        "weight_not_applicable": one.weights.not_applicable,
        "partly_applicable": one.is_partly_applicable,
        "scorable": one.is_scorable,
        **{f"{way}_level_before_cap": one.levels.get(way) for way in ways},
    }


def _question(card: PeopleCard, key: str, answer: Pooled) -> dict[str, object]:
    points, proof = card.points.get(key), card.proof.by_question.get(key, NO_PROOF)
    return {
        "status": answer.standing.value,
        "points": answer.points,
        "supported_points": points.supported if points else None,
        "verified_points": points.verified if points else None,
        "basis": answer.basis.value,
        "n_people": len(answer.people),
        "m": answer.worth,
        "selected": None if answer.selected is None else list(answer.selected),
        "na_reason": answer.reason,
        "evidence": proof.status,
        "evidence_counts": proof.counts,
        "unrecorded_agreement": answer.told.has_unrecorded,
    }


def _judgement(scoring: MeanOfPeople, card: PeopleCard) -> dict[str, object]:
    people, spread = card.people, card.people.spread
    return {
        "probability": scoring.judgement.probability,
        "respondents": people.respondents,
        "signatories": people.signatories,
        "effective_people": people.effective,
        "answer_sd": spread.answer_sd,
        "leaning_sd": spread.leaning_sd,
        "spread": spread.between_people,
        "degrees_answers": spread.answers_seen,
        "degrees_people": spread.people_seen,
        "disagreements": list(people.disagreements),
    }


def _evidence(card: PeopleCard) -> dict[str, object]:
    proof = card.proof
    return {
        "reviewed": proof.is_reviewed,
        "counts": dict(proof.counts),
        "claims_weight": proof.claims,
        "evidence_share": proof.supported_share,
        "accepted_share": proof.accepted_share,
        "insubstantial": {fault: list(keys) for fault, keys in proof.insubstantial.items()},
        "repeated": [{"text": one.key, "questions": list(one.questions)} for one in proof.repeated],
    }


def _confidence(card: PeopleCard) -> dict[str, object]:
    trust = card.trust
    return {
        "grade": trust.grade,
        "missing_for_high": list(trust.missing_for_high),
        "missing_for_medium": list(trust.missing_for_medium),
        "coverage": trust.coverage,
        "evidence_share": trust.evidence_share,
        "accepted_share": trust.accepted_share,
        "effective_people": trust.people,
        "spread": trust.spread,
    }


def _steering(steering: Steering, overall: OverallUnit) -> dict[str, object]:
    return {
        "n_unknown": overall.numbers.unknown,
        "unknown_share": steering.unknown_share,
        "n_not_applicable": overall.numbers.not_applicable,
        "not_applicable_share": steering.not_applicable_share,
        "not_applicable_reasons": dict(steering.reasons),
        "many_not_applicable": steering.has_many_not_applicable,
        "areas_many_not_applicable": list(steering.areas_with_many),
        "floor": steering.floor,
        "displayed_floor": displayed(steering.floor),
        "largest_gain": steering.largest_gain,
    }


def _quality(quality: Quality) -> dict[str, object]:
    return {
        "people": [_filled_in(one) for one in quality.people],
        "twins": [
            {"a": pair.one, "b": pair.other, "common": pair.common, "share": pair.share}
            for pair in quality.twins
        ],
        "flags": [flag.value for flag in quality.flags],
        "flagged_share": dict(quality.flagged),
    }


def _filled_in(one: FilledIn) -> dict[str, object]:
    return {
        "who": one.who,
        "n_answers": one.answers,
        "longest_run": one.longest_run,
        "modal_share": one.same_share,
        "top_share": one.highest_share,
        "contradictions": list(one.contradictions),
        "even_odd": one.even_odd,
        "within_sd": one.within_sd,
        "flags": [flag.value for flag in one.flags],
        "with_colleagues": one.with_colleagues,
    }


def _sensitivity(found: Sensitivity | None) -> dict[str, object] | None:
    if found is None:
        return None
    overall = found.overall
    return {
        "order": list(found.order),
        "weakest": found.order[0],
        "strongest": found.order[-1],
        "variations": found.variations,
        "weakest_stays": found.weakest_stays,
        "strongest_stays": found.strongest_stays,
        "order_stays": found.order_stays,
        "areas": {key: _ends(ends) for key, ends in found.areas.items()},
        "overall": _ends(overall.ends) if overall else None,
        "overall_level_stays": overall.level_stays if overall else None,
        "overall_variations": overall.variations if overall else None,
    }
