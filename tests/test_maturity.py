"""The weighted mean and its advice: equal to the reference implementation, and with the properties it promises."""

from __future__ import annotations

import hashlib
import json
import random
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from assessment.instruments import kinds
from assessment.interchange import schema_of
from assessment.methods.published import get
from assessment.methods.registry import method_of
from assessment.methods.weighted_mean.interchange import read_answers
from assessment.methods.weighted_mean.shape import declared
from tests.agencies import agency

DATA = Path(__file__).parent / "data"
INSTRUMENT = get("digital_maturity", 1)
# SHA-256, cut to 16 digits, of the reference implementation's output for these agencies (tests/agencies.py).
DIGESTS = json.loads((DATA / "maturity_digests.json").read_text())
EXAMPLE = json.loads((DATA / "maturity_example.json").read_text())


def scored(raw: dict[str, Any]) -> dict[str, Any]:
    answers, faults = read_answers(INSTRUMENT, raw)
    assert faults == []
    return json.loads(json.dumps(method_of(INSTRUMENT).scores(INSTRUMENT, answers)))


def all_answered(choose: Any, **around: Any) -> dict[str, Any]:
    """An agency that answers every question in the same way."""
    answers = {}
    for question in INSTRUMENT.questions:
        if question.is_stated:
            answers[question.key] = [{"choice": choose(question), "who": "a", **around}]
    return {"profile": {}, "answers": answers}


def lowest(question: Any) -> Any:
    if question.kind is kinds.MULTIPLE:
        return [question.exclusive]
    return min(question.items, key=lambda item: item.points[0]).key


def highest(question: Any) -> Any:
    if question.kind is kinds.MULTIPLE:
        return [item.key for item in question.items if item.key != question.exclusive]
    return max(question.items, key=lambda item: item.points[0]).key


def test_600_random_agencies_agree_with_the_reference_in_every_output():
    assert len(DIGESTS) == 600
    for seed, digest in enumerate(DIGESTS):
        found = json.dumps(scored(agency(INSTRUMENT, seed)), sort_keys=True)
        assert hashlib.sha256(found.encode()).hexdigest()[:16] == digest, seed


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    return [rounded(part) for part in value] if isinstance(value, list) else value


def test_the_worked_example():
    assert rounded(scored(EXAMPLE["second"])) == EXAMPLE["expected"]
    first = rounded(scored(EXAMPLE["first"]))
    assert {key: first[key] for key in EXAMPLE["first_expected"]} == EXAMPLE["first_expected"]


def test_nothing_and_everything():
    low, high = scored(all_answered(lowest)), scored(all_answered(highest, evidence=True))
    assert low["overall"]["score"] == 0
    assert high["overall"]["score"] == 100
    assert high["own"] == high["contribute"] == []
    assert len(low["own"]) == 8
    assert {x["area"]: 0 for x in low["own"]}.keys() <= {a.key for a in declared(INSTRUMENT).areas}


def test_only_do_not_know_gives_no_score_and_the_whole_list():
    answers = {q.key: [{"dk": True, "who": "a"}] for q in INSTRUMENT.questions if q.is_stated}
    found = scored({"profile": {"profile.automated_decisions": "no"}, "answers": answers})
    assert not found["overall"]["reported"]
    assert found["own"] == found["contribute"] == []
    assert len(found["find_out"]) == 79  # all but the one on automated decisions


def test_everything_not_applicable_makes_sense():
    answers = {
        q.key: [{"na": "law-forbids-it", "who": "a"}] for q in INSTRUMENT.questions if q.is_stated
    }
    found = scored({"answers": answers})
    assert all(part["score"] is None for part in found["dimensions"].values())
    assert found["find_out"] == []


@pytest.mark.parametrize("seed", range(40))
def test_a_better_answer_never_lowers_a_score(seed):
    raw = agency(INSTRUMENT, seed)
    rnd = random.Random(seed)  # noqa: S311 (no secret)
    single = [q for q in INSTRUMENT.questions if q.is_stated and q.kind is not kinds.MULTIPLE]
    answered = [q for q in single if any("choice" in s for s in raw["answers"].get(q.key, []))]
    if not answered:
        return
    question = rnd.choice(answered)
    before = scored(raw)["dimensions"][question.dimension]["score"]
    for said in raw["answers"][question.key]:
        if "choice" in said:
            said["choice"] = highest(question)
    after = scored(raw)["dimensions"][question.dimension]["score"]
    assert before is None or after is None or after >= before


@pytest.mark.parametrize("seed", range(40))
def test_do_not_know_beside_an_answer_never_changes_a_score(seed):
    raw = agency(INSTRUMENT, seed)
    before = scored(raw)["dimensions"]
    for told in raw["answers"].values():
        told.append({"dk": True, "who": told[0]["who"]})
    assert scored(raw)["dimensions"] == before


def test_a_hidden_question_leaves_no_trace_and_comes_back():
    raw = all_answered(lowest)
    shown = scored({**raw, "profile": {"profile.local_partners": "yes"}})
    raw["profile"] = {"profile.local_partners": "no"}
    hidden = scored(raw)
    del raw["answers"]["gov.coordination.local"]
    assert scored(raw) == hidden != shown
    assert "10.c" not in str(hidden["own"])


def test_the_order_of_questions_and_respondents_does_not_matter():
    raw = agency(INSTRUMENT, 12)
    for told in raw[
        "answers"
    ].values():  # of several reasons for "not applicable" the first is named
        for said in told:
            if said.get("na"):
                said["na"] = "law-forbids-it"
    turned = {
        "answers": {key: told[::-1] for key, told in reversed(raw["answers"].items())},
        "profile": dict(reversed(raw["profile"].items())),
    }
    assert json.dumps(scored(raw)) == json.dumps(scored(turned))


def line(raw: Any, *arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    path = Path(raw)
    call_command(
        "score", "digital_maturity", str(path), "--method", "1", *arguments, stdout=out, stderr=err
    )
    return out.getvalue(), err.getvalue()


def test_the_command_prints_one_line_for_each(tmp_path):
    path = tmp_path / "agencies.jsonl"
    path.write_text("\n".join(json.dumps({"id": n, **agency(INSTRUMENT, n)}) for n in range(3)))
    lines = [json.loads(text) for text in line(path)[0].splitlines()]
    assert [found["id"] for found in lines] == [0, 1, 2]
    assert set(lines[0]) == {"id", *EXAMPLE["expected"]}


FAULTS = {
    "no answers": {"profile": {}},
    "an unknown question": {"answers": {"gov.nothing": []}},
    "an unknown choice": {"answers": {"gov.leadership.sponsor": [{"choice": "l9"}]}},
    "a statement that says nothing": {"answers": {"gov.leadership.sponsor": [{"who": "a"}]}},
    "an answer and a refusal": {
        "answers": {"gov.leadership.sponsor": [{"choice": "l1", "dk": True}]}
    },
    "an unknown reason": {"answers": {"gov.leadership.sponsor": [{"na": "no time"}]}},
    "none beside others": {"answers": {"gov.leadership.mandate": [{"choice": ["none", "money"]}]}},
    "an unknown profile": {"profile": {"profile.size": "huge"}, "answers": {}},
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_command_names_the_fault(tmp_path, name):
    path = tmp_path / "one.json"
    path.write_text(json.dumps(FAULTS[name]))
    with pytest.raises(SystemExit):
        line(path)


def test_the_schema_names_every_question_and_every_field():
    schema = schema_of(INSTRUMENT)["$defs"]
    assert len(schema["input"]["properties"]["answers"]["properties"]) == 80
    assert set(schema["output"]["properties"]) == {"id", *EXAMPLE["expected"]}
    out = StringIO()
    call_command("score", "digital_maturity", "--schema", "--method", "1", stdout=out)
    assert json.loads(out.getvalue())["$defs"] == json.loads(json.dumps(schema))


def test_the_instrument_is_complete():
    stated = [question for question in INSTRUMENT.questions if question.is_stated]
    assert len(stated) == 80
    assert len(declared(INSTRUMENT).areas) == 5
    assert len(declared(INSTRUMENT).dimensions) == 23
    assert len(declared(INSTRUMENT).triggers) == 100
    assert all(question.known_to for question in stated)
