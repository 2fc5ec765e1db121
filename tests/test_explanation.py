"""Why a score is what it is: the lines add up to it, and each "one step up" is what would really happen."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.answers import value_of
from assessment.instruments import kinds
from assessment.methods.points.explanation import ItemLine, explain, gains, losses
from assessment.methods.points.scoring import ItemPoints, PointsScorecard, score
from tests.made import INSTRUMENT, any_answers, changed, complete_answers, ours, patient, vectors


def parts(card: PointsScorecard) -> dict[str, tuple[ItemPoints, ...]]:
    found = {s.dimension.key: s.contributions for s in card.dimensions}
    return {**found, "management": card.capability.contributions}


def totals(card: PointsScorecard) -> dict[str, Fraction]:
    found = {s.dimension.key: s.points for s in card.dimensions}
    return {**found, "management": card.capability.points}


def lines_of(card: PointsScorecard) -> list[ItemLine]:
    every = [row for rows in parts(card).values() for row in rows]
    return [
        line
        for rows in parts(card).values()
        for group in explain(rows, every)
        for line in group.lines
    ]


def better(line: ItemLine, value: Any) -> Any:
    """The answer to the question with this one item a step up, as a person would change it."""
    row = line.contribution
    question, item = row.question, row.item
    if question.kind is kinds.SINGLE:
        return max(question.items, key=lambda choice: choice.points[0]).key
    if question.kind is kinds.MULTIPLE:
        others = [key for key in value or [] if key != question.exclusive]
        return [*others, item.key]
    if question.kind is kinds.RANKING:
        place = (value or {}).get(item.key, 1)
        above = {key: place for key, taken in (value or {}).items() if taken == place - 1}
        return {**(value or {}), **above, item.key: max(place - 1, 1)}
    given_option = (value or {}).get(item.key)
    points = dict(zip((option.key for option in question.scale), item.points, strict=True))
    if given_option is None:
        option = max(points, key=lambda key: points[key])
    else:
        rises = [key for key in points if points[key] > points[given_option]]
        option = min(rises, key=lambda key: points[key], default=given_option)
    return {**(value or {}), item.key: option}


def effect(answers: Any, line: ItemLine) -> dict[str, Fraction]:
    """What the change does to each score, by scoring again."""
    question = line.contribution.question
    if line.contribution.answer is None:
        return {}  # there is no step from nowhere
    after = changed(answers, question, better(line, value_of(question, answers)))
    before, now = totals(score(INSTRUMENT, answers)), totals(score(INSTRUMENT, after))
    return {key: now[key] - before[key] for key in now if now[key] != before[key]}


def told(line: ItemLine) -> dict[str, Fraction]:
    """What the line says about each score."""
    changes = [(line.contribution.dimension, line.step)]
    changes += [line.other] if line.other else []
    return {key: change for key, change in changes if change}


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["id"])
def test_the_lines_of_every_score_add_up_to_it_exactly(vector):
    card = score(INSTRUMENT, ours(vector["answers"]))
    for key, rows in parts(card).items():
        groups = explain(rows)
        start = card.capability.base if key == "management" else 0
        assert start + sum(group.points for group in groups) == totals(card)[key]
        assert sum(len(group.lines) for group in groups) == len(rows)
        for group in groups:
            assert group.points == sum(line.contribution.points for line in group.lines)
            assert group.most == sum(line.contribution.most for line in group.lines)


@pytest.mark.parametrize("vector", vectors()[::15], ids=lambda vector: vector["id"])
def test_one_step_up_does_what_the_line_says(vector):
    answers = ours(vector["answers"])
    for line in lines_of(score(INSTRUMENT, answers)):
        assert told(line) == effect(answers, line), line.contribution.item.key


@patient
@given(complete_answers)
def test_one_step_up_in_a_complete_ranking_names_the_facet_that_steps_down(answers):
    for line in lines_of(score(INSTRUMENT, answers)):
        if line.contribution.question.kind is kinds.RANKING:
            assert told(line) == effect(answers, line)
            assert (line.other is None) == (line.contribution.answer == 1)


@patient
@given(any_answers, st.data())
def test_one_step_up_does_what_the_line_says_in_drafts_too(answers, data):
    lines = [
        line
        for line in lines_of(score(INSTRUMENT, answers))
        if line.contribution.question.kind is not kinds.RANKING
    ]
    line = data.draw(st.sampled_from(lines))
    assert told(line) == effect(answers, line)


def test_a_place_up_in_question_2_names_the_facet_that_is_meant():
    answers = ours({"q02": {"adaptive": 1, "anticipatory": 2, "mission": 3, "enhancement": 4}})
    found = {
        line.contribution.item.key: (line.contribution.dimension, line.step, line.other)
        for line in lines_of(score(INSTRUMENT, answers))
        if line.contribution.question.key == "q02"
    }
    assert found == {
        "adaptive": ("anticipatory", 0, None),
        "anticipatory": ("adaptive", 2, ("anticipatory", -2)),
        "mission": ("mission", 1, ("adaptive", -1)),
        "enhancement": ("enhancement", 1, ("mission", -1)),
    }


@patient
@given(any_answers)
def test_a_step_is_never_a_loss_and_never_more_than_what_is_lost(answers):
    for line in lines_of(score(INSTRUMENT, answers)):
        assert 0 <= line.step <= line.lost or line.contribution.most == 0
        answered = line.contribution.answer is not None
        assert (line.step > 0) == (line.lost > 0 and answered)


def test_agreeing_less_is_the_step_up_for_a_statement_that_harms():
    answers = ours({"q18": {"b": 3}})
    line = next(
        line
        for line in lines_of(score(INSTRUMENT, answers))
        if (line.contribution.question.key, line.contribution.item.key) == ("q18", "b")
    )
    assert (line.contribution.points, line.step, line.lost) == (-3, 1, 3)


@patient
@given(any_answers)
def test_gains_and_losses_come_largest_first_and_hold_only_what_gave_or_cost(answers):
    card = score(INSTRUMENT, answers)
    for rows in parts(card).values():
        groups = explain(rows)
        gave, cost = gains(groups), losses(groups)
        given_points = [line.contribution.points for line in gave]
        lost = [line.lost for line in cost]
        assert given_points == sorted(given_points, reverse=True)
        assert lost == sorted(lost, reverse=True)
        assert all(number > 0 for number in [*given_points, *lost])
        assert len(gave) == sum(row.points > 0 for row in rows)
        assert len(cost) == sum(row.points < row.most for row in rows)


def test_groups_come_in_the_questionnaires_order():
    card = score(INSTRUMENT, {})
    order = [question.key for question in INSTRUMENT.questions]
    for rows in parts(card).values():
        found = [order.index(group.question.key) for group in explain(rows)]
        assert found == sorted(set(found))
