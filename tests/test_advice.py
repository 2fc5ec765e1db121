"""Advice, version 2: the same as the reference gives, and what must hold whatever is answered."""

from __future__ import annotations

import gzip
import io
import json
from functools import cache
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.methods import published
from assessment.methods.weighted_mean.asked import asked_by
from assessment.review.advice import Given, Situation, advise
from assessment.review.advice.actions import advised_actions, merges
from assessment.review.advice.situation import StateOfAnswer
from assessment.review.advice.snapshot import snapshot_rules
from assessment.review.catalogue import actions, practices
from assessment.review.tools import tools

VECTORS = Path(__file__).parent / "data" / "advice-vectors2-public.jsonl.gz"
ASKED = asked_by(published.latest("digital_maturity"))
MOST = 4.0


@cache
def vectors(kind):
    with gzip.open(VECTORS, "rt", encoding="utf-8") as lines:
        return [one for one in map(json.loads, lines) if one["kind"] == kind]


def advised(instrument, rows, tmp_path):
    """What the command prints for the rows."""
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    out = io.StringIO()
    call_command("advise", instrument, str(path), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def in_short(card):
    """A card as the vectors hold it."""
    return {
        **{key: card[key] for key in ("id", "band", "duty", "shown", "also", "unlocks", "step")},
        "priority": round(card["priority"], 6),
        "reasons": [
            [r["question"], r["rule"], r["points"], round(r["gap"], 6)] for r in card["reasons"]
        ],
        "gone_when": card["gone_when"],
        "raise": card["raise"]["action"] if card["raise"] else None,
        **examples(card),
    }


def examples(card):
    return {
        "practices": [practice["id"] for practice in card["practices"]],
        "tool": card["tool"]["id"] if card["tool"] else None,
    }


def test_maturity_agrees_with_the_reference(tmp_path):
    rows = vectors("maturity")
    assert len(rows) == 150
    for row, advice in zip(rows, advised("digital_maturity", rows, tmp_path), strict=True):
        found = {
            "own": [in_short(card) for card in advice["own"]],
            "with_others": [in_short(card) for card in advice["with_others"]],
            "blocked": [[one["id"], one["blocked_by"]] for one in advice["blocked"]],
            "find_out": [one["question"] for one in advice["find_out"]],
            "provisional": advice["provisional"],
        }
        assert (advice["id"], found) == (row["id"], row["expected"])


def test_the_snapshot_agrees_with_the_reference(tmp_path):
    rows = vectors("snapshot")
    assert len(rows) == 50
    for row, advice in zip(rows, advised("portfolio_snapshot", rows, tmp_path), strict=True):
        found = [
            {
                **{key: card[key] for key in ("id", "action", "kind", "also")},
                "gap": round(card["gap"], 6),
                "reasons": len(card["reasons"]),
                **examples(card),
            }
            for card in advice["cards"]
        ]
        assert (advice["id"], found) == (row["id"], row["expected"])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("[]", "expected a JSON object"),
        ('{"profile": {}}', "points is missing"),
        ('{"profile": {}, "points": {"no.such": {"state": "unknown"}}}', "no question no.such"),
        (
            '{"profile": {}, "points": {"gov.leadership.sponsor": {"state": "answered", "points": 5}}}',
            "points must be from 0 to 4",
        ),
        ('{"profile": {}, "points": {"gov.leadership.sponsor": {"state": "x"}}}', "'x'"),
    ],
)
def test_a_faulty_line_is_named_and_good_ones_are_advised(tmp_path, line, fault):
    path = tmp_path / "rows.jsonl"
    path.write_text(f'{line}\n{{"profile": {{}}, "points": {{}}}}\n', encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("advise", "digital_maturity", str(path), stdout=out, stderr=err)
    assert ended.value.code == 2
    assert fault in err.getvalue()
    assert len(out.getvalue().splitlines()) == 1


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("advise", "digital_maturity", "nowhere.jsonl")


def test_what_the_files_name_is_there():
    assert set(advised_actions()) == set(actions())
    named = [*advised_actions().values(), *snapshot_rules()]
    assert {tool for one in named for tool in one.tools} <= set(tools())
    assert {p for a in advised_actions().values() for p in a.practices} <= set(practices())
    assert {key for group in merges() for key in group.actions} <= set(advised_actions())
    assert {rule.action for rule in snapshot_rules()} <= set(advised_actions())
    asked = {question.key for question in ASKED}
    for action in advised_actions().values():
        assert {rule.question for rule in action.rules if rule.question.count(".") > 1} <= asked
        assert {need.question for need in action.needs} <= asked


@st.composite
def answer_to(draw, question):
    state = draw(st.sampled_from(StateOfAnswer))
    points = draw(st.integers(0, 8)) / 2 if state is StateOfAnswer.ANSWERED else 0.0
    ticked = draw(st.lists(st.sampled_from(question.choices))) if question.several else None
    return Given(state, points, None if ticked is None else tuple(ticked), "not-offered-nationally")


@st.composite
def situations(draw):
    keys = {
        "profile.agency_type": ["ministry", "subnational-government", "national-digital-authority"],
        "profile.size": ["under-50", "50-249", "1000-or-more"],
        "profile.public_services": ["yes", "no"],
        "profile.automated_decisions": ["yes", "no", "dont-know"],
        "profile.country": ["peru", "uruguay"],
    }
    profile = {k: draw(st.sampled_from(v)) for k, v in keys.items() if draw(st.booleans())}
    answers = {q.key: draw(answer_to(q)) for q in draw(st.permutations(ASKED))}
    return Situation(ASKED, profile, answers)


@settings(max_examples=40, deadline=None)
@given(situations())
def test_the_order_of_keys_changes_nothing(situation):
    turned = Situation(
        ASKED,
        dict(reversed(situation.profile.items())),
        dict(reversed(situation.given.items())),
    )
    assert advise(turned) == advise(situation)


@settings(max_examples=40, deadline=None)
@given(situations())
def test_duty_and_the_first_three_are_never_hidden(situation):
    own = advise(situation)["own"]
    assert all(card["shown"] for card in own if card["duty"])
    assert all(card["shown"] for card in own[:3])
    priorities = [round(card["priority"], 6) for card in own]
    assert priorities == sorted(priorities, reverse=True)


MAIN_QUESTIONS = {
    action.number: {rule.question for rule in action.rules if rule.strength == "primary"}
    for action in advised_actions().values()
}
BEST = {q.key: Given(StateOfAnswer.ANSWERED, MOST, q.choices or None) for q in ASKED}


@settings(max_examples=100, deadline=None)
@given(
    situations(), st.sampled_from([k for k, main in MAIN_QUESTIONS.items() if main <= set(BEST)])
)
def test_nothing_that_is_done_is_advised(situation, number):
    """Where every main question has full points, side questions call in vain."""
    done = {**situation.given, **{key: BEST[key] for key in MAIN_QUESTIONS[number]}}
    advice = advise(Situation(ASKED, situation.profile, done))
    cards = [*advice["own"], *advice["with_others"]]
    assert number not in {key for card in cards for key in (card["id"], *card["also"])}


def test_both_versions_of_the_questionnaire_are_advised_alike():
    """So the command may take the newest, and results of either version can ask."""
    first, second = (published.get("digital_maturity", version) for version in (1, 2))
    assert asked_by(first) == asked_by(second)


def test_an_agency_at_its_best_is_advised_nothing():
    advice = advise(Situation(ASKED, {"profile.automated_decisions": "yes"}, BEST))
    assert advice["own"] == advice["with_others"] == advice["blocked"] == []
