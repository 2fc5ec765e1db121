"""Score answers from a file, without a database."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from assessment import contributions
from assessment.answers import Answers
from assessment.contributions import Scorer
from assessment.files.lines import json_values
from assessment.instruments import Instrument
from assessment.interchange import from_export, is_export, schema_of
from assessment.methods import published
from assessment.methods.registry import method_of

TABLES = (".xlsx", ".ods", ".csv")
AROUND = {"id", "kind", "tag", "expected"}  # what a line may carry beside its answers


@dataclass(frozen=True, slots=True)
class InstrumentScorer:
    instrument: Instrument
    variant: str | None
    is_named: bool = False  # the version was asked for; if not, an export is scored with its own

    def schema(self) -> Mapping[str, Any]:
        return schema_of(self.instrument)

    def score(self, raw: dict[str, Any]) -> tuple[Mapping[str, Any], list[str]]:
        if is_export(raw):
            return self.of_its_version(raw["version"]).scored_export(raw)
        given = {key: value for key, value in raw.items() if key not in AROUND}
        return self.scored(*method_of(self.instrument).read_answers(self.instrument, given))

    def of_its_version(self, version: object) -> InstrumentScorer:
        """For an export of ours, unless another version was asked for; that is told as a fault."""
        known = {i.version: i for i in published.all_instruments() if i.key == self.instrument.key}
        if self.is_named or not isinstance(version, int) or version not in known:
            return self
        return replace(self, instrument=known[version])

    def scored_export(self, raw: dict[str, Any]) -> tuple[Mapping[str, Any], list[str]]:
        return self.scored(*from_export(self.instrument, raw))

    def score_table(self, data: bytes) -> tuple[Mapping[str, Any], list[str]]:
        """The result for a workbook or CSV file of ours, filled in or not."""
        from assessment.files.table import Faulty
        from assessment.forms.from_file import answers_of  # lines of JSON need not wait for it

        # People fill in the version that the site offers.
        offered = self.instrument if self.is_named else published.latest(self.instrument.key)
        try:
            return replace(self, instrument=offered).scored(*answers_of(offered, data))
        except Faulty as error:
            return {}, error.faults

    def scored(self, answers: Answers, faults: list[str]) -> tuple[Mapping[str, Any], list[str]]:
        return (
            {}
            if faults
            else method_of(self.instrument).scores(self.instrument, answers, self.variant)
        ), faults


class Command(BaseCommand):
    help = "Print the scores of each line of answers, or of an export of ours, as a line of JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("instrument", help="for example digital_maturity")
        parser.add_argument(
            "file",
            nargs="?",
            help="one JSON object, or one a line, or an export of ours; - is standard input",
        )
        parser.add_argument(
            "--schema", action="store_true", help="print the JSON Schema of input and output"
        )
        parser.add_argument(
            "--method",
            type=int,
            metavar="N",
            help="the instrument's version, and so its way of scoring; the newest if left out",
        )
        parser.add_argument(
            "--variant", help="a way of counting; the instrument's default if left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.print_scores(**options)
            self.stdout.flush()
        except BrokenPipeError:  # whoever reads has read enough, as `head` does
            # What is still in the buffer must not be written when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)

    def print_scores(self, **options: Any) -> None:
        scorer = self.scorer(options["instrument"], options["variant"], options["method"])
        if options["schema"]:
            self.stdout.write(json.dumps(scorer.schema(), indent=2))
            return
        if options["file"] is None:
            raise CommandError("Name a file with answers, or - for standard input.", returncode=2)
        faulty = False
        for place, result, faults in self.results(scorer, options["file"]):
            faulty = faulty or bool(faults)
            for fault in faults:
                self.stderr.write(f"{place}: {fault.removesuffix('.')}.")
            if not faults:
                self.stdout.write(json.dumps(result))
        if faulty:
            sys.exit(2)

    def results(
        self, scorer: Scorer, name: str
    ) -> Iterator[tuple[str, Mapping[str, Any], list[str]]]:
        """Where each result comes from, what it is, and a sentence for each fault."""
        if isinstance(scorer, InstrumentScorer) and name.lower().endswith(TABLES):
            yield (name, *scorer.score_table(self.data(name)))
            return
        for place, text in json_values(self.lines(name)):
            yield (place, *_scored(scorer, text))

    def scorer(self, key: str, variant: str | None, version: int | None) -> Scorer:
        """What is asked for by name; CommandError where there is no such thing."""
        added = {name: s for one in contributions.every() for name, s in one.scorers().items()}
        if key in added:
            if variant or version:
                raise CommandError(f"{key} has no variants and no versions.", returncode=2)
            return added[key]
        instrument = self.instrument(key, version)
        return InstrumentScorer(instrument, self.variant(instrument, variant), bool(version))

    def instrument(self, key: str, version: int | None) -> Instrument:
        """The version asked for; the newest if none is, whether the site begins with it or not."""
        known = {i.key: i for i in published.all_instruments()}
        if key not in known:
            added = {name for one in contributions.every() for name in one.scorers()}
            there = ", ".join(sorted(known.keys() | added))
            raise CommandError(f"There is no instrument {key}; there is {there}.", returncode=2)
        if version is None:
            return published.newest(key)
        try:
            return published.get(key, version)
        except KeyError:
            raise CommandError(f"{key} has no method {version}.", returncode=2) from None

    def variant(self, instrument: Instrument, named: str | None) -> str | None:
        known = method_of(instrument).variants(instrument)
        if named and named not in known:
            there = f"there are {', '.join(known)}" if known else "this instrument has none"
            raise CommandError(f"There is no variant {named}; {there}.", returncode=2)
        return named

    def data(self, name: str) -> bytes:
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """The lines of a file, or of standard input, one after the other: there may be more than fit into memory."""
        try:
            if name == "-":
                yield from sys.stdin.buffer
            else:
                with Path(name).open("rb") as file:
                    yield from file
        except OSError as error:
            raise CommandError(f"{name} cannot be read: {error.strerror}.", returncode=2) from error

    def lines(self, name: str) -> Iterator[str]:
        encoding = "utf-8-sig"  # of the first line: a byte order mark stands nowhere else
        for line in self.chunks(name):
            try:
                yield line.decode(encoding)
            except UnicodeDecodeError as error:
                raise CommandError(f"{name} is not UTF-8 text.", returncode=2) from error
            encoding = "utf-8"


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


def _scored(scorer: Scorer, text: str) -> tuple[dict[str, Any], list[str]]:
    """The result for one JSON object, or a sentence for each fault."""
    try:
        raw = json.loads(text, object_pairs_hook=_unique)
    except _Repeated as error:
        return {}, [str(error)]
    except (ValueError, RecursionError) as error:
        return {}, [f"not valid JSON: {error}"]
    if not isinstance(raw, dict):
        return {}, ["expected a JSON object with answers"]
    faults = []
    if type(raw.get("id", "")) not in (str, int):
        faults.append("the id must be text or a whole number")
    result, wrong = scorer.score(raw)
    named = {"id": raw["id"]} if "id" in raw else {}
    return {**named, **result}, faults + wrong
