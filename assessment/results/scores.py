"""Scores as JSON can hold them: what is sealed with the answers and printed on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessment.answers import Answers
from assessment.instruments import Instrument, PointsScoring
from assessment.recommendations.triggers import Advice, Reason, advise
from assessment.scoring import points, weighted_mean
from assessment.scoring.weighted_mean import AreaScore, Confidence, DimensionScore, OverallScore

from .explained import plain

ENGLISH = "en"


def scores_as_json(
    instrument: Instrument, answers: Answers, variant: str | None = None
) -> Mapping[str, Any]:
    """The scores of answers; `variant` is a way of counting of the method `points`."""
    if isinstance(instrument.scoring, PointsScoring):
        return _facets(points.score(instrument, answers, variant))
    return _maturity(instrument, answers)


def _facets(scorecard: points.Scorecard) -> Mapping[str, Any]:
    """`raw` and `percent` by facet, `tendency`, `group`, `management`."""
    return {
        "raw": {s.dimension.key: plain(s.points) for s in scorecard.dimensions},
        "percent": {s.dimension.key: s.percent for s in scorecard.dimensions},
        "tendency": list(scorecard.tendency),
        "group": scorecard.group.key,
        "management": {
            "points": plain(scorecard.capability.points),
            "level": scorecard.capability.level.key,
        },
    }


def _maturity(instrument: Instrument, answers: Answers) -> Mapping[str, Any]:
    """The field names of the reference implementation (method/maturity/score_example_output.json)."""
    card = weighted_mean.score(instrument, answers)
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


def _overall(overall: OverallScore) -> dict[str, Any]:
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


def _area(area: AreaScore) -> dict[str, Any]:
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


def _dimension(score: DimensionScore) -> dict[str, Any]:
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


def _confidence(confidence: Confidence) -> dict[str, Any]:
    return {
        "coverage": confidence.coverage,
        "evidence_share": confidence.evidence_share,
        "respondents": confidence.respondents,
        "questions_with_several": confidence.questions_with_several,
        "disagreement_share": confidence.disagreement_share,
        "disagreements": list(confidence.disagreements),
        "grade": confidence.grade.key,
    }


def _advice(advice: Advice) -> dict[str, Any]:
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
