"""The second method's public vectors, and how two outputs are compared."""

from __future__ import annotations

import json
import lzma
from functools import cache
from pathlib import Path
from typing import Any

from assessment.methods.published import get
from assessment.methods.registry import method_of

INSTRUMENT = get("digital_maturity", 2)
# 300 invented agencies of 26 kinds with the reference's output (method/maturity/make_vectors2.py), without what is
# null, false or empty, and without hidden questions; fractions are cut to five digits.
VECTORS = Path(__file__).with_name("data") / "maturity2_vectors.jsonl.xz"
NEAR = 2e-5


@cache
def vectors() -> tuple[dict[str, Any], ...]:
    with lzma.open(VECTORS, "rt", encoding="utf-8") as lines:
        return tuple(json.loads(line) for line in lines)


def scored(raw: dict[str, Any]) -> dict[str, Any]:
    """What the command prints for an agency's profile and answers."""
    method = method_of(INSTRUMENT)
    answers, faults = method.read_answers(
        INSTRUMENT, {key: raw[key] for key in ("profile", "answers")}
    )
    assert faults == []
    found: dict[str, Any] = json.loads(json.dumps(method.scores(INSTRUMENT, answers)))
    return found


def slim(value: Any) -> Any:
    """Without what is null, false or empty, and without hidden questions."""
    if isinstance(value, list):
        return [slim(part) for part in value]
    if not isinstance(value, dict):
        return value
    parts = {key: slim(part) for key, part in value.items()}
    return {
        key: part
        for key, part in parts.items()
        if part not in (None, [], {})
        and part is not False
        and not (isinstance(part, dict) and part.get("status") == "hidden")
    }


def differences(ours: Any, theirs: Any, place: str = "") -> list[str]:
    """Where two slim outputs differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        odd = [f"{place}.{key} is in one only" for key in sorted(ours.keys() ^ theirs.keys())]
        for key in sorted(ours.keys() & theirs.keys()):
            odd += differences(ours[key], theirs[key], f"{place}.{key}")
        return odd
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        return [
            found
            for number, (one, other) in enumerate(zip(ours, theirs, strict=True))
            for found in differences(one, other, f"{place}[{number}]")
        ]
    numbers = [type(one) in (int, float) for one in (ours, theirs)]
    if all(numbers) and float in (type(ours), type(theirs)):
        return [] if abs(ours - theirs) <= NEAR else [f"{place}: {ours}, not {theirs}"]
    return [] if ours == theirs and numbers[0] == numbers[1] else [f"{place}: {ours}, not {theirs}"]
