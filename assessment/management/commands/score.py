"""Score answers from a file, without a database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from assessment import instruments
from assessment.answers import from_reference
from assessment.instruments import Instrument
from assessment.results import scores_as_json
from assessment.scoring import score

AROUND = {"id", "kind", "tag", "expected"}  # what a line may carry beside its answers


class Command(BaseCommand):
    help = "Print raw points, percentages, tendency, group and management for each line of answers."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("instrument", help="for example portfolio_snapshot")
        parser.add_argument("file", help="one JSON object, or one a line; - is standard input")
        parser.add_argument(
            "--variant", help="a way of counting; the instrument's default if left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        instrument = self.instrument(options["instrument"])
        variant = options["variant"] or instrument.scoring.default_variant
        if variant not in instrument.scoring.variants:
            known = ", ".join(instrument.scoring.variants)
            raise CommandError(f"There is no variant {variant}; there are {known}.", returncode=2)
        faulty = False
        for place, text in _objects(self.read(options["file"])):
            result, faults = _scored(instrument, variant, text)
            faulty = faulty or bool(faults)
            for fault in faults:
                self.stderr.write(f"{place}: {fault}.")
            if not faults:
                self.stdout.write(json.dumps(result))
        if faulty:
            sys.exit(2)

    def instrument(self, key: str) -> Instrument:
        try:
            return instruments.latest(key)
        except KeyError:
            known = ", ".join(sorted({i.key for i in instruments.all_instruments()}))
            raise CommandError(
                f"There is no instrument {key}; there is {known}.", returncode=2
            ) from None

    def read(self, name: str) -> str:
        try:
            data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
            return data.decode("utf-8-sig")
        except OSError as error:
            raise CommandError(f"{name} cannot be read: {error.strerror}.", returncode=2) from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{name} is not UTF-8 text.", returncode=2) from error


def _objects(content: str) -> Iterator[tuple[str, str]]:
    """The content as a whole if it is one JSON value, else line by line; with where each comes from."""
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        for number, line in enumerate(content.split("\n"), start=1):
            if line.strip():
                yield f"line {number}", line
    else:
        yield "line 1", content


class _Repeated(ValueError):
    pass


def _shown(key: str) -> str:
    return key if key.isprintable() else repr(key)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON would silently keep the last of two values for one key: a rank given twice, for example."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise _Repeated(f"{', '.join(map(_shown, twice))} is given twice")
    return found


def _scored(instrument: Instrument, variant: str, text: str) -> tuple[dict[str, Any], list[str]]:
    """The result for one JSON object, or a sentence for each fault."""
    try:
        raw = json.loads(text, object_pairs_hook=_unique)
    except _Repeated as error:
        return {}, [str(error)]
    except (ValueError, RecursionError) as error:
        return {}, [f"not valid JSON: {error}"]
    if not isinstance(raw, dict):
        return {}, ["expected a JSON object with answers"]
    wrapped = "answers" in raw
    given = raw["answers"] if wrapped else {k: v for k, v in raw.items() if k not in AROUND}
    if not isinstance(given, dict):
        return {}, ["the answers must be a JSON object"]
    faults = [f"unknown key {key!r}" for key in raw if wrapped and key not in AROUND | {"answers"}]
    if type(raw.get("id", "")) not in (str, int):
        faults.append("the id must be text or a whole number")
    answers, wrong = from_reference(instrument, given)
    if faults or wrong:
        return {}, faults + wrong
    named = {"id": raw["id"]} if "id" in raw else {}
    return {**named, **scores_as_json(score(instrument, answers, variant))}, []
