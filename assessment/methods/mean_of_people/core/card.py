"""Everything that the answers of one agency come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.answers import Answers, Statement, is_shown, statements_in
from assessment.instruments import Instrument
from assessment.methods.weighted_mean.statements import Standing

from .areas import AreaUnit, OverallUnit, area_unit, overall_unit
from .asked import Choice, CountedQuestion
from .counted import ThreeWays, points_of_questions
from .dimensions import DimensionUnit, dimension_unit
from .pooled import Pooled, Told, pool, told_in
from .proof import Proof, prove
from .quality import Quality, quality_of
from .sensitivity import Sensitivity, sensitivity_of
from .shape import MeanOfPeople, declared_people
from .spread import Spread, effective_people, far_apart, spread_of
from .steering import Steering, steering_of
from .trust import Grounds, Trust, trust_in
from .twins import copies_in, twins_in
from .units import Measure

# A section beside those of the questionnaire, for what a line of the command knows of the agency and nobody was asked.
BESIDE = "beside"
REFERENCE_YEAR = "reference_year"


@dataclass(frozen=True, slots=True)
class JudgedPeople:
    """Who answered, and how far apart they are."""

    respondents: int
    signatories: int
    effective: float
    spread: Spread
    disagreements: tuple[str, ...]  # question keys


@dataclass(frozen=True, slots=True)
class PeopleCard:
    answers: Mapping[str, Pooled]  # by question, in the questionnaire's order
    points: Mapping[str, ThreeWays]  # of the answered ones
    dimensions: Mapping[str, DimensionUnit]
    areas: Mapping[str, AreaUnit]
    overall: OverallUnit
    people: JudgedPeople
    proof: Proof
    trust: Trust
    steering: Steering
    quality: Quality
    sensitivity: Sensitivity | None

    @property
    def find_out(self) -> tuple[str, ...]:
        """Questions that nobody could answer."""
        return tuple(k for k, one in self.answers.items() if one.standing is Standing.UNKNOWN)


NOBODY = Told()
HIDDEN = Pooled(Standing.HIDDEN, NOBODY)


def score_people(instrument: Instrument, answers: Answers) -> PeopleCard:
    """Score the answers of an agency."""
    scoring = declared_people(instrument)
    said = _said(instrument, scoring, answers)
    told = {key: told_in(statements, scoring.agreement) for key, statements in said.items()}
    sets, agreed = _sets(told)
    twins = twins_in(sets, scoring.quality)
    pooled = _pooled(scoring, told, copies_in(twins))
    proof = prove(scoring.asked, said, pooled, scoring.evidence, _reference_year(answers))
    points = points_of_questions(scoring.asked, pooled, proof, scoring.evidence)
    measure = Measure(scoring, pooled, spread_of(pooled.values(), scoring.judgement))
    dimensions = _dimensions(measure, points)
    areas = [area_unit(measure, area, dimensions) for area in scoring.areas]
    overall = overall_unit(measure, areas)
    people = _people(measure, told)
    quality = quality_of(scoring, sets, agreed, twins, proof.repeated)
    return PeopleCard(
        answers=pooled,
        points=points,
        dimensions={one.key: one for one in dimensions},
        areas={one.key: one for one in areas},
        overall=overall,
        people=people,
        proof=proof,
        trust=_trust(scoring, overall, proof, people, quality),
        steering=steering_of(scoring, pooled, points, areas, overall),
        quality=quality,
        sensitivity=sensitivity_of(scoring, points, dimensions, areas, overall),
    )


def _said(
    instrument: Instrument, scoring: MeanOfPeople, answers: Answers
) -> Mapping[str, Sequence[Statement]]:
    """The statements to each question that is shown."""
    found = {}
    for asked in scoring.asked:
        question = instrument.question(asked.key)
        if is_shown(question, instrument, answers):
            found[asked.key] = statements_in(answers.get(question.section, {}).get(asked.key))
    return found


def _pooled(
    scoring: MeanOfPeople, told: Mapping[str, Told], copies: Mapping[str, str]
) -> Mapping[str, Pooled]:
    return {
        q.key: pool(q, told[q.key], copies, scoring.agreement) if q.key in told else HIDDEN
        for q in scoring.asked
    }


def sets_of(instrument: Instrument, answers: Answers) -> Mapping[str, Mapping[str, Choice]]:
    """What each person chose who did not say that it was agreed on."""
    scoring = declared_people(instrument)
    alone = {
        key: told_in([s for s in statements if not s.get("agreed")], scoring.agreement)
        for key, statements in _said(instrument, scoring, answers).items()
    }
    return _sets(alone)[0]


def _reference_year(answers: Answers) -> int | None:
    year = answers.get(BESIDE, {}).get(REFERENCE_YEAR)
    return year if isinstance(year, int) else None


def _sets(
    told: Mapping[str, Told],
) -> tuple[Mapping[str, Mapping[str, Choice]], Mapping[str, Choice]]:
    """What each person chose alone, and what was agreed on, by question."""
    sets: dict[str, dict[str, Choice]] = defaultdict(dict)
    agreed = {}
    for key, one in told.items():
        for who, choice in one.chosen.items():
            sets[who][key] = choice
        if one.agreed_choice is not None:
            agreed[key] = one.agreed_choice
    return sets, agreed


def _dimensions(measure: Measure, points: Mapping[str, ThreeWays]) -> list[DimensionUnit]:
    questions: dict[str, list[CountedQuestion]] = defaultdict(list)
    for question in measure.scoring.asked:
        questions[question.dimension].append(question)
    return [
        dimension_unit(measure, area.key, dimension, questions[dimension.key], points)
        for area in measure.scoring.areas
        for dimension in area.dimensions
    ]


def _people(measure: Measure, told: Mapping[str, Told]) -> JudgedPeople:
    scoring, pooled = measure.scoring, measure.pooled
    weights = {
        q.key: q.weight for q in scoring.asked if pooled[q.key].standing is Standing.ANSWERED
    }
    return JudgedPeople(
        respondents=len({who for one in told.values() for who in one.everybody}),
        signatories=len({name for one in pooled.values() for name in one.agreed_by}),
        effective=effective_people(weights, pooled),
        spread=measure.spread,
        disagreements=far_apart(pooled, scoring.question_sd),
    )


def _trust(
    scoring: MeanOfPeople,
    overall: OverallUnit,
    proof: Proof,
    people: JudgedPeople,
    quality: Quality,
) -> Trust:
    return trust_in(
        Grounds(
            overall.coverage,
            proof.supported_share,
            proof.accepted_share,
            people.effective,
            people.spread.between_people,
            quality.flagged,
        ),
        scoring.trust,
    )
