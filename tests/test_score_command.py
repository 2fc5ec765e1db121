"""`manage.py score`: answers from a file in, one result a line out, and a clear word about every fault."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessment.files.lines import json_values
from tests.made import vectors

GOOD = '{"id": "good", "q01": {"mission": 4}}'
DEEP = "[" * 100_000 + "]" * 100_000


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "answers.jsonl"


def run(file: Path | str, *options: str) -> tuple[list[dict[str, Any]], list[str], int]:
    """What `score` prints as results and as complaints, and its exit code."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("score", "portfolio_snapshot", str(file), *options, stdout=out, stderr=err)
    except SystemExit as stopped:
        code = int(str(stopped.code))
    results = [json.loads(line) for line in out.getvalue().splitlines()]
    return results, err.getvalue().splitlines(), code


def program(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[str]:
    """The real thing, from outside, without any settings around it."""
    kept = {
        k: v for k, v in os.environ.items() if k not in ("SECRET_KEY", "DJANGO_SETTINGS_MODULE")
    }
    done = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "score", *arguments],
        input=given, capture_output=True, env=kept, timeout=60, check=False,
    )  # fmt: skip
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


# --- Results


def test_one_object_on_many_lines_is_one_result(file):
    vector = vectors()[0]
    file.write_text(json.dumps({"answers": vector["answers"]}, indent=2))
    results, complaints, code = run(file, "--variant", "corrected")
    assert (complaints, code) == ([], 0)
    assert results == [
        {**vector["expected"]["corrected"], "management": vector["expected"]["management-declared"]}
    ]


@pytest.mark.parametrize("variant", ["as-deployed", "as-designed", "corrected"])
def test_every_line_of_the_vectors_gives_the_reference_result(file, variant):
    file.write_text("".join(json.dumps(vector) + "\n" for vector in vectors()))
    results, complaints, code = run(file, "--variant", variant)
    assert (complaints, code) == ([], 0)
    assert results == [
        {
            "id": vector["id"],
            **vector["expected"][variant],
            "management": vector["expected"]["management-declared"],
        }
        for vector in vectors()
    ]


def test_answers_may_stand_under_their_name_or_by_themselves(file):
    file.write_text('{"answers": {"q01": {"mission": 4}}}\n{"q01": {"mission": 4}}\n')
    results, _complaints, _code = run(file)
    assert results[0] == results[1]


def test_our_own_way_of_counting_is_the_default(file):
    file.write_text('{"q01": {"anticipatory": 3}}')
    (by_default,), _, _ = run(file)
    (ours,), _, _ = run(file, "--variant", "faceta")
    assert by_default == ours
    assert by_default["percent"]["anticipatory"] == 5  # 3 of 60


@pytest.mark.parametrize(
    "content", [GOOD + "\r\n" + GOOD + "\r\n", "\ufeff" + GOOD + "\n\n" + GOOD]
)
def test_line_ends_of_windows_a_byte_order_mark_and_blank_lines_do_no_harm(file, content):
    file.write_bytes(content.encode())
    results, complaints, code = run(file)
    assert (len(results), complaints, code) == (2, [], 0)


def test_a_minus_reads_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(GOOD.encode())))
    results, complaints, code = run("-")
    assert (results[0]["id"], complaints, code) == ("good", [], 0)


class Reading:
    """Lines that know how many of them have been read."""

    def __init__(self, *lines: str) -> None:
        self.waiting, self.read = list(lines), 0

    def __iter__(self) -> Iterator[str]:
        for line in self.waiting:
            self.read += 1
            yield line


@pytest.mark.parametrize("first", [GOOD, "nonsense", '{"q01": {', DEEP])
def test_a_long_file_is_read_line_by_line(first):
    lines = Reading(f"{first}\n", *[f"{GOOD}\n"] * 1000)
    for number, (place, _text) in enumerate(json_values(iter(lines)), start=1):
        assert place == f"line {number}"
        assert lines.read <= number + 2
    assert lines.read == 1001


def test_one_value_on_many_lines_stays_one_after_blank_ones():
    text = "\n \n" + json.dumps({"id": 1, "answers": {}}, indent=1) + "\n\n"
    assert list(json_values(iter(text.splitlines(keepends=True)))) == [("line 1", text)]


def test_a_file_that_stops_being_text_is_scored_up_to_there(tmp_path):
    file = tmp_path / "answers.jsonl"
    file.write_bytes(f"{GOOD}\n{GOOD}\n".encode() + '{"id": "año"}'.encode("latin-1"))
    out = io.StringIO()
    with pytest.raises(CommandError, match="not UTF-8"):
        call_command("score", "portfolio_snapshot", str(file), stdout=out)
    assert len(out.getvalue().splitlines()) == 2


# --- Faults: the line is named, nothing is printed for it, and the others come through

FAULTS = {
    "an unknown question": ('{"q99": {}}', "unknown question 'q99'"),
    "an unknown item": ('{"q01": {"missionary": 1}}', "q01: unknown item 'missionary'"),
    "an index out of range": ('{"q01": {"mission": 5}}', "whole number from 0 to 4"),
    "true for a number": ('{"q01": {"mission": true}}', "whole number from 0 to 4"),
    "a broken number": ('{"q01": {"mission": 1.5}}', "whole number from 0 to 4"),
    "a number in words": ('{"q01": {"mission": "4"}}', "whole number from 0 to 4"),
    "no number": ('{"q01": {"mission": NaN}}', "whole number from 0 to 4"),
    "infinity": ('{"q01": {"mission": Infinity}}', "whole number from 0 to 4"),
    "a huge number": (f'{{"q01": {{"mission": {"9" * 4000}}}}}', "whole number from 0 to 4"),
    "a place twice": ('{"q02": {"mission": 1, "adaptive": 1}}', "place 1 is given twice"),
    "a key twice": ('{"q02": {"mission": 1, "mission": 2}}', "mission is given twice"),
    "a question twice": ('{"q01": {}, "q01": {}}', "q01 is given twice"),
    "a tick twice": ('{"q10": ["mission", "mission"]}', "'mission' is listed twice"),
    "a list": ("[1, 2]", "expected a JSON object"),
    "a word": ('"q01"', "expected a JSON object"),
    "nothing": ("null", "expected a JSON object"),
    "answers in a list": ('{"answers": []}', "the answers must be a JSON object"),
    "something beside the answers": ('{"answers": {}, "q01": {}}', "unknown key 'q01'"),
    "no JSON": ("q01: mission", "not valid JSON"),
    "half an object": ('{"q01": {"mission": 4}', "not valid JSON"),
    "an enormous number": (f'{{"q01": {{"mission": {"9" * 5000}}}}}', "not valid JSON"),
    "deep nesting": (DEEP, "not valid JSON"),
    "a lone surrogate": ('{"q17": "\\ud800"}', "one of yes, no, unsure"),
    "a lone surrogate for a name": ('{"\\ud800": {}}', "unknown question"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_names_its_line_and_spares_the_others(file, name):
    line, words = FAULTS[name]
    file.write_text(f"{GOOD}\n{line}\n{GOOD}\n")
    results, complaints, code = run(file)
    assert [result["id"] for result in results] == ["good", "good"]
    assert code == 2
    (complaint,) = complaints
    assert complaint.startswith("line 2: ")
    assert complaint.endswith(".")
    assert words in complaint


@pytest.mark.parametrize("name", [name for name in FAULTS if name != "deep nesting"])
def test_a_fault_in_the_first_line_spares_the_others_too(file, name):
    file.write_text(f"{FAULTS[name][0]}\n{GOOD}\n")
    results, complaints, code = run(file)
    assert ([result["id"] for result in results], code) == (["good"], 2)
    assert [complaint.split(":")[0] for complaint in complaints] == ["line 1"]


def test_deep_nesting_in_the_first_line_spares_the_others_too(file):
    file.write_text(f"{DEEP}\n{GOOD}\n")
    results, _complaints, code = run(file)
    assert ([result["id"] for result in results], code) == (["good"], 2)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_a_single_object_is_told_too(file, name):
    file.write_text(FAULTS[name][0])
    results, complaints, code = run(file)
    assert (results, len(complaints), code) == ([], 1, 2)


def test_every_fault_of_a_line_has_its_sentence(file):
    file.write_text('{"q01": {"x": 1, "mission": 9}, "q17": "maybe", "q99": 0}')
    results, complaints, code = run(file)
    assert (results, len(complaints), code) == ([], 4, 2)
    assert all(complaint.startswith("line 1: ") for complaint in complaints)


@pytest.mark.parametrize("key", [r"a\nb", r"a\u2028b", r"a\rb"])
def test_a_sentence_stays_on_one_line_whatever_a_key_is_called(file, key):
    file.write_text(f'{{"{key}": 1, "{key}": 2}}')
    _results, complaints, _code = run(file)
    assert len(complaints) == 1


def test_a_result_is_valid_json_whatever_the_id_is(file):
    file.write_text('{"id": NaN, "q01": {}}')
    out = io.StringIO()
    try:
        call_command("score", "portfolio_snapshot", str(file), stdout=out, stderr=io.StringIO())
    except SystemExit:
        assert not out.getvalue()
    assert "NaN" not in out.getvalue()


@pytest.mark.parametrize("kind", ["[]", "{}"])
def test_no_depth_of_nesting_breaks_the_command_off(file, kind):
    before, after = ("[", "]") if kind == "[]" else ('{"a": ', "}")
    depths = range(1, sys.getrecursionlimit() + 50, 5)
    nested = [before * depth + "1" + after * depth for depth in depths]
    as_answer = [f'{{"q10": [{value}]}}' for value in nested]
    as_id = [f'{{"id": {value}}}' for value in nested]
    file.write_text("\n".join([*as_answer, *as_id, GOOD]))
    results, complaints, code = run(file)
    assert (results[-1]["id"], code) == ("good", 2)
    assert len(results) + len(complaints) == len(as_answer) + len(as_id) + 1


# --- What cannot be done at all


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["horoscope", "answers.jsonl"], "There is no instrument horoscope"),
        (["portfolio_snapshot", "absent.jsonl"], "absent.jsonl cannot be read"),
        (["portfolio_snapshot", "."], "cannot be read"),
        (["portfolio_snapshot", "answers.jsonl", "--variant", "best"], "no variant best"),
        (["portfolio_snapshot", "latin.jsonl"], "not UTF-8"),
    ],
)
def test_an_impossible_request_is_refused_with_a_reason(tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    Path("answers.jsonl").write_text(GOOD)
    Path("latin.jsonl").write_bytes('{"id": "año"}'.encode("latin-1"))
    with pytest.raises(CommandError, match=words) as refused:
        call_command("score", *arguments)
    assert refused.value.returncode == 2


# --- From outside: no settings, no database


def test_the_program_scores_standard_input_and_prints_a_surrogate_without_breaking_off():
    lines = [GOOD, "{}", "nonsense", r'{"\ud800": 1, "\ud800": 2}', r'{"id": "\ud800"}']
    done = program("portfolio_snapshot", "-", given="\n".join(lines).encode())
    assert done.returncode == 2
    assert [json.loads(line).get("id") for line in done.stdout.splitlines()] == [
        "good",
        None,
        "\ud800",
    ]
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["line 3", "line 4"]


def test_the_program_says_in_one_line_what_is_impossible():
    done = program("horoscope", "-")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
