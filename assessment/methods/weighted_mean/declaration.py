"""Read the method `weighted-mean`: areas, constants, and what calls for the review's actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assessment import review
from assessment.instruments import Instrument, Number, Question, Section
from assessment.instruments.declaration import Declaration
from assessment.methods.advised import action_and_conditions

from .shape import (
    AdviceRanking,
    Area,
    Grade,
    Minimum,
    Strength,
    Strengths,
    Trigger,
    Triggers,
    WeightedDimension,
    WeightedMean,
    declared,
)


def read(
    declaration: Declaration,
    scoring: Mapping[str, object],
    sections: Sequence[Section],
    advice: Sequence[Mapping[str, object]],
) -> WeightedMean:
    return _WeightedMeanReader(declaration, scoring).scoring(sections, advice)


def check(declaration: Declaration, instrument: Instrument) -> None:
    """Raise DeclarationError where points, sections or triggers do not fit together."""
    scoring = declared(instrument)
    sections = [section.dimension for section in instrument.sections if section.dimension]
    if sorted(sections) != sorted(dimension.key for dimension in scoring.dimensions):
        raise declaration.fail("scoring.areas", "each dimension needs one section of its own")
    for question in instrument.questions:
        if question.weight:
            _check_points(declaration, question, scoring.most_points)
    actions = [triggers.action for triggers in scoring.triggers]
    for triggers in scoring.triggers:
        if actions.count(triggers.action) > 1:
            raise declaration.fail(f"advice {triggers.action}", "has two rules")
        for trigger in triggers.when:
            _check_trigger(declaration, instrument, triggers.action, trigger)


def _check_points(declaration: Declaration, question: Question, most: int) -> None:
    """Every question can give nothing and everything."""
    if any(len(item.points) != 1 for item in question.items):
        raise declaration.fail(question.key, "every choice needs points")
    points = [item.points[0] for item in question.items]
    best = sum(points) if question.kind.several else max(points)
    if min(points) != 0 or best < most or (not question.kind.several and best > most):
        raise declaration.fail(question.key, f"its points must reach from 0 to {most}")


def _check_trigger(
    declaration: Declaration, instrument: Instrument, action: str, trigger: Trigger
) -> None:
    path = f"advice {action}"
    stated = {question.key for question in instrument.questions if question.weight}
    if trigger.question not in stated:
        raise declaration.fail(path, f"no scored question {trigger.question}")
    question = instrument.question(trigger.question)
    choices = {item.key for item in question.items if question.kind.several}
    if trigger.unticked is not None and trigger.unticked not in choices:
        raise declaration.fail(path, f"{question.key} has no choice {trigger.unticked} to tick")
    if trigger.reason is not None and trigger.reason not in instrument.reasons:
        raise declaration.fail(path, f"no reason {trigger.reason}")


class _WeightedMeanReader:
    def __init__(self, declaration: Declaration, raw: Mapping[str, object]) -> None:
        self.read, self.raw = declaration, raw
        self.words = declaration.words

    def part(self, key: str) -> Mapping[str, Any]:
        value: Mapping[str, Any] = self.read.take("scoring", self.raw, key)
        return value

    def amount(self, part: str, key: str) -> Number:
        return self.read.amount(f"scoring.{part}", self.part(part), key)

    def whole(self, part: str, key: str) -> int:
        return self.read.number(f"scoring.{part}", self.part(part), key)

    def scoring(
        self, sections: Sequence[Section], advice: Sequence[Mapping[str, object]]
    ) -> WeightedMean:
        titles = {section.dimension: section for section in sections}
        return WeightedMean(
            most_points=self.read.number("scoring", self.raw, "most_points"),
            areas=tuple(self.area(key, raw, titles) for key, raw in self.part("areas").items()),
            levels=self.read.bands("levels", self.part("levels"), described=True),
            cap=self.read.number("scoring", self.raw, "levels_above_weakest"),
            minimum=self.minimum(),
            partly_applicable_above=self.read.amount(
                "scoring", self.raw, "partly_applicable_above"
            ),
            claim_from=self.amount("evidence", "claim_from"),
            points_without_evidence=self.amount("evidence", "points_without"),
            disagreement=self.amount("respondents", "disagreement"),
            majority=self.amount("respondents", "majority"),
            grades=tuple(self.grade(key, raw) for key, raw in self.part("confidence").items()),
            ranking=self.ranking(),
            strengths=Strengths(
                self.amount("strengths", "points"),
                self.whole("strengths", "shown"),
                self.whole("strengths", "per_area"),
            ),
            smallest_difference=self.read.number("scoring", self.raw, "smallest_difference"),
            triggers=tuple(self.triggers(rule) for rule in advice),
        )

    def area(
        self, key: str, raw: Mapping[str, object], titles: Mapping[str | None, Section]
    ) -> Area:
        dimensions = []
        for dimension in raw:
            if dimension not in titles:
                raise self.read.fail(f"scoring.areas.{key}", f"no section for {dimension}")
            title = titles[dimension]
            weight = self.read.amount(f"scoring.areas.{key}", raw, dimension)
            dimensions.append(WeightedDimension(dimension, title.text, title.intro, weight))
        path = f"areas.{key}"
        return Area(key, self.words.get(path), self.words.get(f"{path}.text"), tuple(dimensions))

    def minimum(self) -> Minimum:
        return Minimum(
            dimension_coverage=self.amount("minimum", "dimension_coverage"),
            dimension_answered=self.whole("minimum", "dimension_answered"),
            dimension_applicable=self.whole("minimum", "dimension_applicable"),
            area_coverage=self.amount("minimum", "area_coverage"),
            area_reported_weight=self.amount("minimum", "area_reported_weight"),
            overall_coverage=self.amount("minimum", "overall_coverage"),
            overall_areas=self.whole("minimum", "overall_areas"),
        )

    def grade(self, key: str, raw: Mapping[str, object]) -> Grade:
        path = f"scoring.confidence.{key}"
        self.read.known(
            path, raw, {"coverage", "evidence_share", "respondents", "disagreement_share"}
        )
        text = self.words.get(f"confidence.{key}")
        if not raw:
            return Grade(key, text)
        return Grade(
            key,
            text,
            self.read.amount(path, raw, "coverage"),
            self.read.amount(path, raw, "evidence_share"),
            self.read.number(path, raw, "respondents"),
            self.read.amount(path, raw, "disagreement_share"),
        )

    def ranking(self) -> AdviceRanking:
        raw = self.part("ranking")
        return AdviceRanking(
            strength={key: self.read.amount("ranking", raw["strength"], key) for key in Strength},
            effort={key: self.read.amount("ranking", raw["effort"], key) for key in review.Effort},
            bands=dict(raw["bands"]),
            gap_of_missing_choice=self.amount("ranking", "gap_of_missing_choice"),
            base_need=self.amount("ranking", "base_need"),
            own=self.whole("ranking", "own"),
            own_per_area=self.whole("ranking", "own_per_area"),
            contribute=self.whole("ranking", "contribute"),
            authority=self.read.reply("scoring.ranking.authority", raw["authority"]),
        )

    def triggers(self, raw: Mapping[str, object]) -> Triggers:
        action, when = action_and_conditions(self.read, raw)
        return Triggers(action, tuple(self.trigger(action, trigger) for trigger in when))

    def trigger(self, action: str, raw: Mapping[str, object]) -> Trigger:
        path = f"advice {action}"
        self.read.known(
            path, raw, {"question", "strength", "at_most", "unticked", "reason", "only_if"}
        )
        if len({"at_most", "unticked", "reason"} & set(raw)) != 1:
            raise self.read.fail(path, "needs one of at_most, unticked, reason")
        return Trigger(
            question=self.read.word(path, raw, "question"),
            strength=Strength(self.read.choice(path, raw, "strength", Strength)),
            at_most=self.read.amount(path, raw, "at_most") if "at_most" in raw else None,
            unticked=self.read.word(path, raw, "unticked") if "unticked" in raw else None,
            reason=self.read.word(path, raw, "reason") if "reason" in raw else None,
            only_if=self.read.reply(path, self.read.take(path, raw, "only_if"))
            if "only_if" in raw
            else None,
        )
