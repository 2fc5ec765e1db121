"""Advice: every rule can fire, every profile gets some, and nothing follows from what was not answered."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment import review
from assessment.answers import Answers
from assessment.instruments import kinds
from assessment.methods.points.advice import EFFORTS, advise, holds
from assessment.methods.points.scoring import score
from assessment.methods.points.shape import Condition, Rule, declared
from assessment.review.practices import PRACTICES_SHOWN, practices_for
from tests.made import INSTRUMENT, SCORED, any_answers, complete_answers, patient

CONDITIONS = [
    pytest.param(rule, condition, id=f"{rule.action}-{number}")
    for rule in declared(INSTRUMENT).rules
    for number, condition in enumerate(rule.when, start=1)
]
COUNTRIES = sorted(review.countries())


def advice_on(answers: Answers, country: str = "CO"):
    return advise(INSTRUMENT, answers, score(INSTRUMENT, answers), country)


def best_for(*dimensions: str) -> dict[str, dict[str, Any]]:
    """Answers that give these dimensions all that their items alone can give, and others nothing."""
    answers: dict[str, dict[str, Any]] = {section.key: {} for section in INSTRUMENT.sections}
    for question in SCORED:
        items = [item for item in question.items if item.dimension in dimensions]
        if question.kind is kinds.GRID:
            value: Any = {i.key: question.scale[i.points.index(max(i.points))].key for i in items}
        elif question.kind is kinds.RANKING:
            value = {item.key: place for place, item in enumerate(items, start=1)}
        elif question.kind is kinds.MULTIPLE:
            value = [item.key for item in items]
        else:
            value = items[0].key if items else None
        if value:
            answers[question.section][question.key] = value
    return answers


def answers_for(condition: Condition) -> Answers:
    """The least that must be answered for the condition to hold."""
    if condition.question is not None:
        question = INSTRUMENT.question(condition.question)
        if condition.ticked is False:
            value: Any = [next(i.key for i in question.items if i.key != condition.item)]
        elif condition.ticked:
            value = [condition.item]
        elif condition.item:
            value = {condition.item: condition.options[-1]}
        else:
            value = condition.options[-1]
        return {question.section: {question.key: value}}
    if condition.at_least is not None:
        return best_for(str(condition.dimension))
    lowest = condition.weakest or condition.dimension
    if lowest is None:  # portfolio management
        return {"management": {"q17": "no"}}
    return best_for(*(d.key for d in declared(INSTRUMENT).dimensions if d.key != lowest))


@pytest.mark.parametrize(("rule", "condition"), CONDITIONS)
def test_each_condition_can_be_the_reason_for_its_action(rule: Rule, condition: Condition):
    given_advice = {advice.action.number: advice for advice in advice_on(answers_for(condition))}
    assert condition in given_advice[rule.action].reasons


@pytest.mark.parametrize(("rule", "condition"), CONDITIONS)
def test_each_condition_can_fail_to_hold(rule: Rule, condition: Condition):
    facets = [dimension.key for dimension in declared(INSTRUMENT).dimensions]
    profiles = [{}, best_for(*facets, "management"), *(best_for(facet) for facet in facets)]
    assert not all(holds(condition, INSTRUMENT, a, score(INSTRUMENT, a)) for a in profiles)


def test_every_option_of_a_condition_fires():
    for rule in declared(INSTRUMENT).rules:
        for condition in rule.when:
            for option in condition.options:
                question = INSTRUMENT.question(str(condition.question))
                value = {condition.item: option} if condition.item else option
                answers = {question.section: {question.key: value}}
                assert holds(condition, INSTRUMENT, answers, score(INSTRUMENT, answers))


@patient
@given(complete_answers, st.sampled_from(COUNTRIES))
def test_every_complete_profile_gets_advice_that_names_its_reasons(answers, country):
    given_advice = advice_on(answers, country)
    assert given_advice
    assert all(advice.reasons for advice in given_advice)
    numbers = [advice.action.number for advice in given_advice]
    assert len(numbers) == len(set(numbers))


@patient
@given(any_answers)
def test_nothing_follows_from_a_question_that_was_not_answered(answers):
    for advice in advice_on(answers):
        for reason in advice.reasons:
            if reason.question is not None:
                question = INSTRUMENT.question(reason.question)
                assert answers[question.section].get(question.key)


@patient
@given(any_answers)
def test_advice_comes_by_priority_then_reasons_then_effort(answers):
    order = [
        (a.priority, -len(a.reasons), EFFORTS.index(a.action.effort)) for a in advice_on(answers)
    ]
    assert order == sorted(order)


def test_conditions_about_items_left_open_in_an_answered_grid_do_not_hold():
    answers: Answers = {"management": {"q22": {"a": "strongly_agree"}}}
    reasons = [reason for advice in advice_on(answers) for reason in advice.reasons]
    assert not [reason for reason in reasons if reason.question == "q22"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_practices_of_the_own_country_come_first(country):
    for action in review.actions().values():
        own = [practice for practice in action.practices if country in practice.countries]
        shown = practices_for(action, country)
        assert shown[: len(own)] == tuple(own)[:PRACTICES_SHOWN]


@pytest.mark.parametrize("country", COUNTRIES)
def test_other_practices_of_the_region_come_before_those_from_outside(country):
    for action in review.actions().values():
        outside = [
            practice.scope != "region"
            for practice in practices_for(action, country)
            if country not in practice.countries
        ]
        assert outside == sorted(outside)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_action_shows_a_practice_and_never_more_than_three(country):
    for action in review.actions().values():
        assert 1 <= len(practices_for(action, country)) <= PRACTICES_SHOWN


def test_the_country_decides_only_about_practices():
    answers = best_for("mission")
    first, second = advice_on(answers, "PE"), advice_on(answers, "BR")
    assert [a.action for a in first] == [a.action for a in second]
    assert [a.practices for a in first] != [a.practices for a in second]
