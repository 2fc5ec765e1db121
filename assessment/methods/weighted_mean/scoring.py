"""The method `weighted-mean`: question, dimension, area, overall, each from 0 to 100. Pure.

The arithmetic is that of the reference implementation (method/maturity/score_example.py of the project's sources),
operation by operation in plain floating point, so that both give the same figures to the last digit.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessment.answers import Answers, is_shown, statements_of
from assessment.instruments import Band, Instrument, Number, Question

from .confidence import Confidence, confidence_in, is_claim, strengths_of
from .shape import Area, WeightedDimension, WeightedMean, declared
from .statements import AgencyAnswer, Standing, agency_answer


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """A dimension's figures; scores run from 0 to 100, coverage from 0 to 1."""

    dimension: WeightedDimension
    area: str
    answered: int  # questions
    applicable: int
    weight_applicable: float
    coverage: float
    score: float | None  # None: nothing is answered
    evidence_backed: float | None
    low: float | None  # every unknown at 0 and the lowest respondent
    high: float | None  # every unknown at the most and the highest respondent
    is_partly_applicable: bool
    is_scorable: bool  # enough questions apply
    is_reported: bool  # and enough of them are answered
    level: int | None  # 1 is the lowest; None: not reported


@dataclass(frozen=True, slots=True)
class AreaScore:
    area: Area
    coverage: float
    score: float | None
    evidence_backed: float | None
    low: float | None
    high: float | None
    reported_dimensions: int
    dimensions: int  # that can be scored
    reported_weight: float  # share of the dimensions' weight
    is_reported: bool
    level_before_cap: int | None
    level: int | None


@dataclass(frozen=True, slots=True)
class OverallScore:
    coverage: float
    is_reported: bool
    score: float | None = None
    evidence_backed: float | None = None
    low: float | None = None
    high: float | None = None
    geometric: float | None = None  # mean of the areas, for comparison: it compensates less
    level_before_cap: int | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Everything that the answers come to."""

    answers: Mapping[str, AgencyAnswer]  # by question, in the questionnaire's order
    dimensions: Mapping[str, DimensionScore]
    areas: Mapping[str, AreaScore]
    overall: OverallScore
    confidence: Confidence
    strengths: tuple[str, ...]  # question keys, best first
    claimed: tuple[str, ...]  # strengths that wait for evidence
    find_out: tuple[str, ...]  # questions that nobody could answer


def score(instrument: Instrument, answers: Answers) -> Scorecard:
    """Score the answers of an agency."""
    scoring = declared(instrument)
    questions = [question for question in instrument.questions if question.weight]
    told = {q.key: statements_of(q, answers) for q in questions}
    resolved = {
        q.key: agency_answer(scoring, q, told[q.key])
        if is_shown(q, instrument, answers)
        else AgencyAnswer(Standing.HIDDEN)
        for q in questions
    }
    answered: dict[str, list[tuple[Question, AgencyAnswer]]] = defaultdict(list)
    for question in questions:
        answered[question.dimension or ""].append((question, resolved[question.key]))
    dimensions = {
        dimension.key: _dimension(scoring, area, dimension, answered[dimension.key])
        for area in scoring.areas
        for dimension in area.dimensions
    }
    areas = {area.key: _area(scoring, area, dimensions.values()) for area in scoring.areas}
    overall = _overall(scoring, areas.values())
    respondents = {s.get("who") for statements in told.values() for s in statements}
    confidence = confidence_in(scoring, questions, resolved, overall.coverage, len(respondents))
    strengths, claimed = strengths_of(scoring, questions, resolved, confidence.disagreements)
    return Scorecard(
        answers=resolved,
        dimensions=dimensions,
        areas=areas,
        overall=overall,
        confidence=confidence,
        strengths=strengths,
        claimed=claimed,
        find_out=tuple(q.key for q in questions if resolved[q.key].standing is Standing.UNKNOWN),
    )


def level_at(levels: Sequence[Band], score: float) -> int:
    """The number of the level that a score falls in; 1 is the lowest."""
    return sum(score >= level.threshold for level in levels)


def _dimension(
    scoring: WeightedMean,
    area: Area,
    dimension: WeightedDimension,
    mine: Sequence[tuple[Question, AgencyAnswer]],
) -> DimensionScore:
    answered = [(q, a) for q, a in mine if a.standing is Standing.ANSWERED]
    weight_answered = sum([q.weight for q, _a in answered], 0.0)
    weight_unknown = _weight(mine, Standing.UNKNOWN)
    weight_not = _weight(mine, Standing.NOT_APPLICABLE)
    weight = weight_answered + weight_unknown
    applicable = len(answered) + sum([a.standing is Standing.UNKNOWN for _q, a in mine])
    most = scoring.most_points
    low = sum([q.weight * a.low for q, a in answered], 0.0)
    high = sum([q.weight * a.high for q, a in answered], 0.0) + most * weight_unknown
    coverage = weight_answered / weight if weight else 0.0
    minimum = scoring.minimum
    is_scorable = applicable >= minimum.dimension_applicable
    is_reported = (
        is_scorable
        and len(answered) >= minimum.dimension_answered
        and coverage >= minimum.dimension_coverage
    )
    points = sum([q.weight * a.points for q, a in answered], 0.0)
    backed = sum([q.weight * _backed_points(scoring, q, a) for q, a in answered], 0.0)
    result = 100 * points / (most * weight_answered) if weight_answered else None
    return DimensionScore(
        dimension=dimension,
        area=area.key,
        answered=len(answered),
        applicable=applicable,
        weight_applicable=weight,
        coverage=coverage,
        score=result,
        evidence_backed=100 * backed / (most * weight_answered) if weight_answered else None,
        low=100 * low / (most * weight) if weight else None,
        high=100 * high / (most * weight) if weight else None,
        is_partly_applicable=bool(weight_not + weight)
        and weight_not / (weight_not + weight) > scoring.partly_applicable_above,
        is_scorable=is_scorable,
        is_reported=is_reported,
        level=level_at(scoring.levels, result) if is_reported and result is not None else None,
    )


def _weight(mine: Iterable[tuple[Question, AgencyAnswer]], standing: Standing) -> float:
    return sum([q.weight for q, a in mine if a.standing is standing], 0.0)


def _backed_points(scoring: WeightedMean, question: Question, answer: AgencyAnswer) -> Number:
    """A high claim counts less while nothing shows it, where evidence was asked for."""
    if is_claim(scoring, question, answer) and not answer.has_evidence:
        return scoring.points_without_evidence
    return answer.points


def _area(scoring: WeightedMean, area: Area, all_dimensions: Iterable[DimensionScore]) -> AreaScore:
    scorable = [d for d in all_dimensions if d.area == area.key and d.is_scorable]
    reported = [d for d in scorable if d.is_reported]
    total = sum(d.dimension.weight for d in scorable)
    weight = sum(d.dimension.weight for d in reported)
    coverage = _mean(scorable, "coverage") or 0.0
    result, low, high = _mean(reported, "score"), _mean(scorable, "low"), _mean(scorable, "high")
    if result is not None and low is not None and high is not None:
        # Dimensions that are not reported widen the range, but never exclude the score.
        low, high = min(low, result), max(high, result)
    share = weight / total if total else 0.0
    is_reported = (
        bool(reported)
        and coverage >= scoring.minimum.area_coverage
        and share >= scoring.minimum.area_reported_weight
    )
    before = level = None
    if is_reported and result is not None:
        before = level_at(scoring.levels, result)
        level = min(before, min(d.level for d in reported if d.level) + scoring.cap)
    return AreaScore(
        area=area,
        coverage=coverage,
        score=result,
        evidence_backed=_mean(reported, "evidence_backed"),
        low=low,
        high=high,
        reported_dimensions=len(reported),
        dimensions=len(scorable),
        reported_weight=share,
        is_reported=is_reported,
        level_before_cap=before,
        level=level,
    )


def _mean(pool: Sequence[DimensionScore], name: str) -> float | None:
    """The weighted mean of one figure over dimensions."""
    weight = sum(d.dimension.weight for d in pool)
    if not weight:
        return None
    total: float = sum(d.dimension.weight * getattr(d, name) for d in pool)
    return total / weight


def _overall(scoring: WeightedMean, all_areas: Iterable[AreaScore]) -> OverallScore:
    areas = list(all_areas)
    coverage = statistics.mean(area.coverage for area in areas)
    enough = sum(area.is_reported for area in areas) >= scoring.minimum.overall_areas
    if not (enough and coverage >= scoring.minimum.overall_coverage):
        return OverallScore(coverage, is_reported=False)
    scores = [area.score or 0.0 for area in areas]
    result = statistics.mean(scores)
    before = level_at(scoring.levels, result)
    return OverallScore(
        coverage,
        is_reported=True,
        score=result,
        evidence_backed=statistics.mean(area.evidence_backed or 0.0 for area in areas),
        low=statistics.mean(area.low or 0.0 for area in areas),
        high=statistics.mean(area.high or 0.0 for area in areas),
        geometric=math.exp(statistics.mean(math.log(max(score, 1)) for score in scores)),
        level_before_cap=before,
        level=min(before, min(area.level for area in areas if area.level) + scoring.cap),
    )
