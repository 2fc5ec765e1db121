"""Advise from a file of points or answers, without a database."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from assessment.files.lines import json_values
from assessment.methods import published
from assessment.methods.weighted_mean.asked import advice_on
from assessment.review.advice import Snapshot, advise_snapshot

Advisor = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def of_maturity(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """{profile, points} and, if ties are to be broken by them, {scores}."""
    newest = published.newest("digital_maturity")
    return advice_on(newest, raw["profile"], raw["points"], raw.get("scores"))


def of_snapshot(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """{profile, answers, facets, management}."""
    return advise_snapshot(
        Snapshot(raw["profile"], raw["answers"], raw["facets"], raw["management"])
    )


ADVISORS: Mapping[str, Advisor] = {
    "digital_maturity": of_maturity,
    "portfolio_snapshot": of_snapshot,
}


class Command(BaseCommand):
    help = "Print the advice, version 2, on each line of points or answers as a line of JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("instrument", choices=sorted(ADVISORS))
        parser.add_argument("file", help="one JSON object a line; - is standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        faulty = False
        for place, text in json_values(_lines(options["file"])):
            try:
                self.stdout.write(json.dumps(_advised(ADVISORS[options["instrument"]], text)))
            except ValueError as error:
                faulty = True
                self.stderr.write(f"{place}: {error}.")
        if faulty:
            sys.exit(2)


def _lines(name: str) -> Iterator[str]:
    try:
        if name == "-":
            yield from sys.stdin
        else:
            with Path(name).open(encoding="utf-8-sig") as file:
                yield from file
    except UnicodeDecodeError:
        raise CommandError(f"{name} is not UTF-8 text.", returncode=2) from None
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.", returncode=2) from error


def _advised(advisor: Advisor, text: str) -> Mapping[str, Any]:
    """The advice on one line, or ValueError with what is wrong about it."""
    raw = json.loads(text)
    if not isinstance(raw, dict):
        raise ValueError("expected a JSON object")  # noqa: TRY004 (a fault of the file, as the others)
    try:
        advice = advisor(raw)
    except KeyError as error:
        raise ValueError(f"{error.args[0]} is missing") from None
    except (TypeError, AttributeError) as error:
        raise ValueError(f"not in the expected form: {error}") from None
    named = {"id": raw["id"]} if "id" in raw else {}
    return {**named, **advice}
