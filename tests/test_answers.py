"""Answers as values: how many are there, which are missing, and the reference's encoding of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.answers import is_complete, missing, progress, section_progress
from assessment.instruments import kinds
from assessment.methods.points.interchange import read_answers
from tests.made import INSTRUMENT, any_answers, complete_answers, ours, patient, vectors

REQUIRED = [question.key for question in INSTRUMENT.questions if question.required]


def faults(raw: dict[str, Any]) -> list[str]:
    return read_answers(INSTRUMENT, raw)[1]


# --- The reference's encoding


def test_steps_of_a_scale_are_positions_outside_and_keys_inside():
    assert ours({"q01": {"mission": 0, "adaptive": 4}})["purpose"] == {
        "q01": {"mission": "strongly_disagree", "adaptive": "strongly_agree"}
    }


def test_places_choices_and_ticks_are_the_same_outside_and_inside():
    raw = {"q02": {"mission": 1, "adaptive": 4}, "q10": ["none"], "q17": "yes"}
    answers = ours(raw)
    assert answers["purpose"]["q02"] == raw["q02"]
    assert answers["horizons"]["q10"] == raw["q10"]
    assert answers["management"]["q17"] == raw["q17"]


@pytest.mark.parametrize("nothing", [{}, {"q01": {}}, {"q10": []}, {"q17": None}, {"q02": None}])
def test_what_is_absent_or_empty_is_unanswered(nothing):
    assert ours(nothing) == {section.key: {} for section in INSTRUMENT.sections}


def test_none_may_stand_beside_others_as_in_the_reference():
    assert faults({"q10": ["none", "mission"]}) == []


FAULTY: dict[str, tuple[Any, str]] = {
    "q99": ({}, "unknown question 'q99'"),
    "unit": ("Ministry", "unknown question 'unit'"),
    "q01": ([0], "q01: expected an object of item and index"),
    "q03": ({"missionary": 1}, "q03: unknown item 'missionary'"),
    "q04": ({"mission": 5}, "q04: mission: the index must be a whole number from 0 to 4"),
    "q06": ({"ada_1": -1}, "q06: ada_1: the index must be a whole number from 0 to 4"),
    "q07": ({"mission": True}, "q07: mission: the index must be a whole number from 0 to 4"),
    "q09": ({"mission": 1.0}, "q09: mission: the index must be a whole number from 0 to 4"),
    "q11": ({"mission": "1"}, "q11: mission: the index must be a whole number from 0 to 4"),
    "q16": ({"mis_1": None}, "q16: mis_1: the index must be a whole number from 0 to 4"),
    "q02": ({"mission": 1, "adaptive": 1}, "q02: place 1 is given twice"),
    "q05": ({"mission": 0}, "q05: mission: the place must be a whole number from 1 to 4"),
    "q08": ({"mission": 5}, "q08: mission: the place must be a whole number from 1 to 4"),
    "q12": ("mission", "q12: expected an object of item and place"),
    "q10": ({"mission": 1}, "q10: expected a list of items"),
    "q13": (["ada_9"], "q13: unknown item 'ada_9'"),
    "q14": (["ant_1", "ant_1"], "q14: item 'ant_1' is listed twice"),
    "q15": ([["ada_1"]], "q15: unknown item ['ada_1']"),
    "q17": ("maybe", "q17: the answer must be one of yes, no, unsure"),
    "q19": (True, "q19: the answer must be one of yes, no, unsure"),
    "q20": (["yes"], "q20: the answer must be one of yes, no, unsure"),
}


@pytest.mark.parametrize("key", FAULTY)
def test_a_fault_is_told_in_one_sentence(key):
    value, sentence = FAULTY[key]
    assert faults({key: value}) == [sentence]


def test_every_fault_is_told_and_not_only_the_first():
    assert faults({key: value for key, (value, _sentence) in FAULTY.items()}) == [
        sentence for _value, sentence in FAULTY.values()
    ]


def test_each_place_given_twice_is_told():
    twice = {"mission": 1, "enhancement": 1, "adaptive": 2, "anticipatory": 2}
    assert faults({"q05": twice}) == ["q05: place 1 is given twice", "q05: place 2 is given twice"]


scalars = st.none() | st.booleans() | st.integers(-3, 9) | st.floats() | st.text(max_size=3)
keys = st.sampled_from([*REQUIRED, "q99", "mission", "ada_1", "a", "none", ""])
anything = st.recursive(
    scalars | keys,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@patient
@given(st.dictionaries(keys, anything, max_size=5))
def test_no_value_breaks_the_reading_and_every_refusal_has_a_reason(raw):
    answers, found = read_answers(INSTRUMENT, raw)
    assert all(isinstance(sentence, str) and sentence for sentence in found)
    if not found:  # then every value is one that a form would have saved
        for question in INSTRUMENT.questions:
            value = answers[question.section].get(question.key)
            assert value is None or value


@pytest.mark.parametrize("vector", vectors()[:20], ids=lambda vector: vector["id"])
def test_nothing_of_the_reference_is_lost_on_the_way_in(vector):
    answers = ours(vector["answers"])
    back: dict[str, Any] = {}
    for question in INSTRUMENT.questions:
        value = answers[question.section].get(question.key)
        if value is not None:
            steps = question.kind is kinds.GRID
            back[question.key] = {k: question.step(v) for k, v in value.items()} if steps else value
    assert back == {key: value for key, value in vector["answers"].items() if value not in ({}, [])}


# --- Progress


@patient
@given(complete_answers)
def test_complete_answers_leave_nothing_open(answers):
    assert missing(INSTRUMENT, answers) == ()
    assert progress(INSTRUMENT, answers).complete
    assert progress(INSTRUMENT, answers).percent == 100


@patient
@given(complete_answers, st.sampled_from(REQUIRED))
def test_one_answer_less_is_named(answers, key):
    question = INSTRUMENT.question(key)
    without = {k: v for k, v in answers[question.section].items() if k != key}
    less = {**answers, question.section: without}
    assert [found.key for found in missing(INSTRUMENT, less)] == [key]
    assert not progress(INSTRUMENT, less).complete


@patient
@given(any_answers)
def test_done_and_missing_add_up(answers):
    found = progress(INSTRUMENT, answers)
    assert found.done + len(missing(INSTRUMENT, answers)) == found.total == len(REQUIRED)
    assert 0 <= found.percent <= 100
    assert found.complete == (found.percent == 100)


@pytest.mark.parametrize("key", ["q01", "q02"])
def test_a_grid_or_a_ranking_needs_every_item(key):
    question = INSTRUMENT.question(key)
    answer: dict[str, Any] = dict.fromkeys((item.key for item in question.items), "agree")
    assert is_complete(question, answer)
    answer.popitem()
    assert not is_complete(question, answer)


@pytest.mark.parametrize("nothing", [None, "", [], {}])
def test_nothing_is_no_answer(nothing):
    for question in INSTRUMENT.questions:
        if nothing != {} or question.kind in (kinds.GRID, kinds.RANKING):
            assert not is_complete(question, nothing)


def test_missing_questions_come_in_the_questionnaires_order():
    assert [question.key for question in missing(INSTRUMENT, {})] == REQUIRED


def test_an_optional_question_is_never_missing():
    assert "sector_other" not in REQUIRED
    profile = section_progress(
        INSTRUMENT, INSTRUMENT.section("profile"), {"profile": {"sector_other": "Sport"}}
    )
    assert (profile.done, profile.total, profile.started) == (0, 4, True)


def test_nothing_is_started_before_the_first_answer():
    assert not progress(INSTRUMENT, {}).started
    assert progress(INSTRUMENT, {"profile": {"unit": "Health"}}).started
