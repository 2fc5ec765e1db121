"""`manage.py estimate_components`: as the reference reckons, from what people here answered alone."""

from __future__ import annotations

import json
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command

from assessment import workflow
from assessment.management.commands.estimate_components import as_json, in_words
from assessment.methods.mean_of_people.core.components import alone_in, estimate
from assessment.methods.mean_of_people.core.shape import declared_people
from assessment.methods.published import get
from assessment.models import SectionRecord, Submission
from tests.conftest import person

INSTRUMENT = get("digital_maturity", 2)
RULES = declared_people(INSTRUMENT)
LEVELS = ["l0", "l1", "l2", "l3", "l4"]


def invent(seed: int, people: int) -> dict[str, dict[str, float]]:
    """Points by person and question, as the numbers below were made with."""
    rnd = Random(seed)  # noqa: S311 (no secret)
    found: dict[str, dict[str, float]] = {}
    lean = {f"p{n}": rnd.gauss(0, 0.4) for n in range(people)}
    for question in range(40):
        true = rnd.uniform(0.5, 3.5)
        for who, leaning in lean.items():
            if rnd.random() < 0.8:
                points = min(4, max(0, round(true + leaning + rnd.gauss(0, 0.6))))
                found.setdefault(who, {})[f"q{question}"] = points
    return found


# People of each agency, and what `estimate_components` of the reference (method/maturity/score2.py) gives for them.
REFERENCE = [
    (
        [3] * 21 + [2] * 4,
        [0.6470563725497522, 0.3559244937777349, 0.01285818034681895, 0.0308061398084407,
         0.6727727332433902, 0.41753677339461626, 25, 21, True],
    ),
    (
        [2, 3, 5],
        [0.6311082463479666, 0.45799777919081774, 0.017083095657546225, 0.07269125233546514,
         0.665274437663059, 0.603380283861748, 3, 2, False],
    ),
    (
        [2, 1],
        [0.6749932903584934, 0.7235680511449364, None, None, 0.6749932903584934,
         0.7235680511449364, 1, 0, False],
    ),
    ([1], [None] * 6 + [0, 0, False]),
]  # fmt: skip


@pytest.mark.parametrize(("sizes", "expected"), REFERENCE)
def test_the_estimate_is_that_of_the_reference(sizes, expected):
    agencies = [invent(seed, people) for seed, people in enumerate(sizes)]
    found = list(as_json(estimate(agencies, RULES.judgement)).values())
    assert found == [pytest.approx(one) if type(one) is float else one for one in expected]


def test_a_leaning_is_never_used_below_the_declared_one():
    same = {f"q{n}": float(n % 5) for n in range(20)}
    found = estimate([{"a": same, "b": dict(same)}], RULES.judgement)
    assert found.leaning is not None
    assert (found.leaning.estimate, found.leaning.use) == (0.0, RULES.judgement.leaning_sd)


def test_what_was_agreed_and_what_was_copied_is_left_out():
    singles = [q for q in INSTRUMENT.questions if list(q.by_key)[:5] == LEVELS][:35]
    answers: dict[str, dict[str, object]] = {}
    for number, question in enumerate(singles):
        one, other = LEVELS[number % 5], LEVELS[(number + 1) % 5]
        answers.setdefault(question.section, {})[question.key] = [
            {"who": "a", "choice": one},
            {"who": "copy", "choice": one},
            {"who": "b", "choice": other},
            {"who": "c", "choice": other, "agreed": True},
        ]
    found = alone_in(INSTRUMENT, answers)
    assert found.keys() == {"a", "b"}
    assert len(found["a"]) == len(singles) >= RULES.quality.twin_answers


def handed_in(agency, user, colleague, version: int) -> Submission:
    """Own views of a colleague beside the shared answers, handed in."""
    submission = workflow.start(agency, get("digital_maturity", version), user)
    rnd = Random(agency.pk)  # noqa: S311 (no secret)
    for section in INSTRUMENT.sections:
        asked = [q for q in section.questions if list(q.by_key) == LEVELS]
        shared, own = (
            {q.key: {"choice": rnd.choice(LEVELS)} for q in asked} for _person in range(2)
        )
        if section.key == "profile":
            shared = {
                "profile.country": agency.country, "profile.agency_type": "ministry",
                "profile.size": "50-249", "profile.public_services": "yes",
                "profile.local_partners": "yes", "profile.personal_data": "yes",
                "profile.automated_decisions": "no",
            }  # fmt: skip
        submission.records.filter(section=section.key, respondent=None).save_answers(
            shared, revision=0, by=user
        )
        if asked:
            SectionRecord.objects.create(
                submission=submission, section=section.key, respondent=colleague, answers=own
            )
    workflow.submit(Submission.objects.get(pk=submission.pk), user)
    return submission


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("estimate_components", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_what_the_answers_here_show(db, health, transport, luis, ana, bia):
    assert "No agency has handed in" in printed()
    handed_in(health, luis, ana, 1)
    handed_in(transport, bia, person("rui", transport), 2)
    found = json.loads(printed("--json"))
    assert (found["n_agencies"], found["n_usable"], found["ready"]) == (2, 0, False)
    assert found["answer_sd"] > 0.7  # they answered at random
    told = printed()
    assert "Agencies with people to compare: 2." in told
    assert "Slip of one answer:" in told
    assert "standard error unknown" in told
    assert (
        "This is not enough: it takes 20 agencies with 3 people or more, and there are 0." in told
    )


def test_enough_is_told_as_such():
    agencies = [invent(seed, 3) for seed in range(20)]
    told = list(in_words(estimate(agencies, RULES.judgement), RULES))
    assert told[-1].startswith("This is enough: 20 of 20 agencies")


@pytest.mark.parametrize(
    ("key", "told"),
    [("horoscope", "There is no instrument"), ("portfolio_snapshot", "declares no slip")],
)
def test_what_cannot_be_estimated_is_refused(db, key, told):
    with pytest.raises(CommandError, match=told):
        printed(key)
