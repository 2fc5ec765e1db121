"""The mean of people: equal to the reference implementation, and with the properties it promises."""

from __future__ import annotations

import copy
import json
from functools import cache
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from assessment.instruments import Question, kinds
from assessment.interchange import schema_of
from assessment.methods.mean_of_people.core.evidence import fault_of, records_in
from assessment.methods.mean_of_people.core.shape import declared_people
from assessment.methods.published import get, newest
from assessment.methods.registry import method_of
from tests.agencies import agency
from tests.made import patient
from tests.maturity2 import INSTRUMENT, differences, scored, slim, vectors

RULES = declared_people(INSTRUMENT)
STATED = [question for question in INSTRUMENT.questions if question.is_stated]


@pytest.mark.parametrize("part", range(6))
def test_every_public_vector_comes_out_as_in_the_reference(part):
    assert len(vectors()) == 300
    for vector in vectors()[part::6]:
        assert differences(slim(scored(vector)), vector["expected"]) == [], vector["id"]


# --- What the method promises, on agencies invented at random

agencies = st.integers(0, 10_000).map(lambda seed: agency(INSTRUMENT, seed))


def better(question: Question, choice: Any, rnd: Random) -> Any:
    """An answer that gives as many points or more."""
    if question.kind is kinds.MULTIPLE:
        ticked = {*choice, *rnd.sample([i.key for i in question.items], 2)} - {question.exclusive}
        return [item.key for item in question.items if item.key in ticked] or choice
    worth = question.item(choice).points[0]
    return rnd.choice([item.key for item in question.items if item.points[0] >= worth])


def figures(found: dict[str, Any], way: str) -> dict[str, float]:
    parts = {**found["areas"], **found["dimensions"], "overall": found["overall"]}
    return {key: part[way] for key, part in parts.items() if part[way] is not None}


@patient
@given(agencies, st.randoms(use_true_random=False))
def test_a_better_answer_by_anyone_never_lowers_stated_or_supported(raw, rnd):
    answered = [q for q in STATED if any("choice" in s for s in raw["answers"].get(q.key, ()))]
    if not answered:
        return
    before = scored(raw)
    question = rnd.choice(answered)
    said = rnd.choice([s for s in raw["answers"][question.key] if "choice" in s])
    said["choice"] = better(question, said["choice"], rnd)
    after = scored(raw)
    for way in ("stated", "supported"):
        then, now = figures(before, way), figures(after, way)
        assert then.keys() == now.keys()
        assert all(now[key] >= then[key] - 1e-9 for key in then)


@patient
@given(agencies, st.randoms(use_true_random=False))
def test_do_not_know_from_a_colleague_never_changes_the_stated_score(raw, rnd):
    before = scored(raw)
    for told in raw["answers"].values():
        if rnd.random() < 0.5:
            told.append({"dk": True, "who": "somebody else"})
    assert figures(scored(raw), "stated") == figures(before, "stated")


def alone(seed: int) -> dict[str, Any]:
    """An agency of which one person answers."""
    raw = agency(INSTRUMENT, seed)
    raw["answers"] = {
        key: [{**told[0], "who": "one"}] for key, told in raw["answers"].items() if told
    }
    return raw


@patient
@given(st.integers(0, 10_000).map(alone))
def test_a_second_account_with_the_same_answers_leaves_score_and_interval(raw):
    before = scored(raw)
    if sum("choice" in told[0] for told in raw["answers"].values()) < RULES.quality.twin_answers:
        return
    for told in raw["answers"].values():
        told.append({**told[0], "who": "two"})
    after = scored(raw)
    assert "twins" in after["quality"]["flags"]
    for part in ("overall", "areas", "dimensions"):
        kept = [strip(found[part]) for found in (before, after)]
        assert differences(*kept) == []


def strip(part: Any) -> Any:
    """Only the figures: score and interval."""
    if "interval" in part:
        return {key: part[key] for key in ("stated", "supported", "error_sd", "interval")}
    return {key: strip(value) for key, value in part.items()}


# --- Single rules


def test_an_agreement_without_names_is_one_answer_of_several():
    question = next(q for q in STATED if q.key == "gov.leadership.sponsor")
    low, high = question.items[0].key, question.items[-1].key
    told = [{"who": "ana", "choice": low}, {"who": "ben", "choice": high, "agreed": True}]
    found = scored({"profile": {}, "answers": {question.key: told}})["questions"][question.key]
    assert (found["points"], found["unrecorded_agreement"]) == (2.0, True)
    told[1] |= {"agreed_by": ["ana", "ben"], "agreed_at": "2026-03-01"}
    found = scored({"profile": {}, "answers": {question.key: told}})["questions"][question.key]
    assert (found["points"], found["basis"], found["m"]) == (4.0, "agreed", 2.0)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("acta 14/2025", "too_little_text"),
        ("acta de comite 14", ""),
        ("https://www.gob.pe/plan", ""),
        ("https://gob", "no_real_address"),
        ("https://www.example.com/plan", "no_real_address"),
        ({"kind": "figure", "text": "1240 tramites"}, ""),
        ({"kind": "figure", "text": "many cases"}, "no_figure"),
        ({"kind": "document", "text": "Plan digital institucional", "year": 2027}, "future_year"),
        ({"kind": "document", "text": "Plan digital institucional", "year": 2020}, "too_old"),
        ({"kind": "gift", "text": "Plan digital institucional"}, "bad_record"),
        (True, "no_content"),
    ],
)
def test_what_a_record_of_evidence_must_have(value, fault):
    (record,) = records_in(value)
    assert fault_of(record, RULES.evidence, 2026) == fault


def test_version_1_is_read_and_scored_as_it_was():
    first = get("digital_maturity", 1)
    assert [q.key for q in first.questions] == [q.key for q in INSTRUMENT.questions]
    assert first.scoring.method == "weighted-mean"
    assert INSTRUMENT.text == first.text
    assert newest("digital_maturity") == INSTRUMENT


# --- The command


def printed(path: Any, *arguments: str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("score", "digital_maturity", str(path), *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_command_scores_with_the_newest_method_or_the_one_named(tmp_path):
    path = tmp_path / "agencies.jsonl"
    chosen = vectors()[:3]
    path.write_text("\n".join(json.dumps(vector) for vector in chosen))
    for line, vector in zip(printed(path), chosen, strict=True):
        assert line.pop("id") == vector["id"]
        assert differences(slim(line), vector["expected"]) == []
    path.write_text(json.dumps({"id": 1, **agency(INSTRUMENT, 1)}))
    assert printed(path, "--method", "2") == printed(path)
    assert "own" in printed(path, "--method", "1")[0]
    with pytest.raises(CommandError, match="no method 3"):
        printed(path, "--method", "3")


def test_an_export_is_scored_by_the_version_it_was_answered_in(tmp_path):
    path = tmp_path / "export.json"
    for version, key in ((1, "own"), (2, "headline")):
        path.write_text(
            json.dumps({"instrument": "digital_maturity", "version": version, "answers": {}})
        )
        assert key in printed(path)[0]
    with pytest.raises(SystemExit):
        printed(path, "--method", "1")


FAULTS = {
    "a number as evidence": {"evidence": 7},
    "a record that is a list inside": {"evidence": {"text": []}},
    "a year in words": {"evidence": {"text": "Plan", "year": [2025]}},
    "names that are none": {"agreed": True, "agreed_by": {"ana": 1}},
    "a day that is none": {"agreed": True, "agreed_at": 2026},
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_command_names_the_fault(tmp_path, name):
    path = tmp_path / "one.json"
    statement = {"choice": "l2", "who": "ana", **FAULTS[name]}
    path.write_text(json.dumps({"answers": {"gov.leadership.sponsor": [statement]}}))
    with pytest.raises(SystemExit):
        printed(path)


def test_the_reference_year_is_a_number():
    raw = {"profile": {"reference_year": "2026"}, "answers": {}}
    _answers, faults = method_of(INSTRUMENT).read_answers(INSTRUMENT, raw)
    assert faults == ["reference_year must be a whole number"]


# --- The schema


def refused(schema: dict[str, Any], value: Any, place: str = "") -> list[str]:
    """Where a value breaks a JSON Schema, as far as ours go."""
    if "anyOf" in schema:
        found = [refused(one, value, place) for one in schema["anyOf"]]
        return [] if [] in found else found[0]
    if "enum" in schema or "const" in schema:
        return [] if value in schema.get("enum", [schema.get("const")]) else [f"{place}: {value}"]
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(TYPES[name](value) for name in types):
        return [f"{place}: {value!r} is not {types}"]
    if isinstance(value, list):
        return [
            f for n, one in enumerate(value) for f in refused(schema["items"], one, f"{place}[{n}]")
        ]
    if isinstance(value, dict):
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        odd = [
            f"{place}: {key} is missing" for key in schema.get("required", ()) if key not in value
        ]
        for key, one in value.items():
            rule = known.get(key, others)
            odd += refused(rule, one, f"{place}.{key}") if rule else [f"{place}: {key} is unknown"]
        return odd
    outside = type(value) in (int, float) and not (
        schema.get("minimum", value) - 1e-9 <= value <= schema.get("maximum", value) + 1e-9
    )
    return [f"{place}: {value} is out of bounds"] if outside else []


TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: type(value) is int,
    "number": lambda value: type(value) in (int, float),
    "null": lambda value: value is None,
}


@cache
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(schema_of(INSTRUMENT)))
    return found["$defs"]


def test_outputs_fit_their_schema_with_every_field():
    assert schema()["output"]["properties"].keys() == {"id", *vectors()[0]["expected"]}
    for vector in vectors()[::7]:
        assert refused(schema()["output"], scored(vector)) == [], vector["id"]


def test_the_schema_refuses_what_is_not_so():
    wrong = copy.deepcopy(scored(vectors()[0]))
    wrong["overall"]["stated"] = 101
    wrong["headline"]["more"] = 1
    del wrong["quality"]["flags"]
    assert len(refused(schema()["output"], wrong)) == 3


def test_the_schema_of_the_input_knows_records_and_names():
    answers = schema()["input"]["properties"]["answers"]["properties"]
    statement = answers["gov.leadership.sponsor"]["items"]["properties"]
    assert {"agreed_by", "agreed_at", "evidence", "choice"} <= statement.keys()
    assert "reference_year" in schema()["input"]["properties"]["profile"]["properties"]


def test_the_command_prints_the_schema_of_either_method():
    for version in (1, 2):
        out = StringIO()
        call_command("score", "digital_maturity", "--schema", "--method", str(version), stdout=out)
        expected = schema_of(get("digital_maturity", version))
        assert json.loads(out.getvalue()) == json.loads(json.dumps(expected))
