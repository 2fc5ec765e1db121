"""What the answers handed in here show of how far people err, beside what the scoring method declares."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from assessment.methods import published
from assessment.methods.mean_of_people.core.components import (
    ByPerson,
    Component,
    Components,
    alone_in,
    estimate,
)
from assessment.methods.mean_of_people.core.shape import MeanOfPeople
from assessment.models import SealedAnswers


class Command(BaseCommand):
    help = (
        "Estimate the slip and the leaning of people from the answers handed in, with standard errors. "
        "Nothing changes: new constants are a new version of the instrument."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("instrument", nargs="?", default="digital_maturity")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        scoring = self.scoring(options["instrument"])
        found = estimate(handed_in(options["instrument"]), scoring.judgement)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found)))
        else:
            self.stdout.write("\n".join(in_words(found, scoring)))

    def scoring(self, key: str) -> MeanOfPeople:
        try:
            scoring = published.newest(key).scoring
        except KeyError:
            raise CommandError(f"There is no instrument {key}.") from None
        if not isinstance(scoring, MeanOfPeople):
            raise CommandError(f"{key} declares no slip and no leaning of people.")
        return scoring


def handed_in(key: str) -> Iterator[ByPerson]:
    """For each agency what its people answered alone, in its latest answers of any version."""
    instrument = published.newest(key)
    sealed = SealedAnswers.objects.filter(instrument_key=key, submission__respondent=None)
    seen = set()
    rows = sealed.order_by("-sealed_at", "-pk").values_list("submission__agency_id", "answers")
    for agency, answers in rows.iterator(chunk_size=50):
        if agency not in seen:
            seen.add(agency)
            yield alone_in(instrument, answers)


def as_json(found: Components) -> dict[str, object]:
    """The names of the reference implementation."""
    slip, leaning = found.slip, found.leaning
    return {
        "answer_sd": slip.estimate if slip else None,
        "leaning_sd": leaning.estimate if leaning else None,
        "answer_sd_se": slip.error if slip else None,
        "leaning_sd_se": leaning.error if leaning else None,
        "use_answer_sd": slip.use if slip else None,
        "use_leaning_sd": leaning.use if leaning else None,
        "n_agencies": found.agencies,
        "n_usable": found.enough,
        "ready": found.is_ready,
    }


def in_words(found: Components, scoring: MeanOfPeople) -> Iterator[str]:
    rules = scoring.judgement
    if not found.slip or not found.leaning:
        yield "No agency has handed in answers of two people that can be compared."
        return
    yield f"Agencies with people to compare: {found.agencies}."
    yield _line("Slip of one answer", found.slip, rules.answer_sd)
    yield _line("Leaning of a person", found.leaning, rules.leaning_sd)
    wanted = f"{rules.pilot_agencies} agencies with {rules.pilot_people} people or more"
    if found.is_ready:
        yield f"This is enough: {found.enough} of {wanted}. New constants are a new version of the instrument."
    else:
        yield f"This is not enough: it takes {wanted}, and there are {found.enough}."


def _line(name: str, found: Component, declared: float) -> str:
    error = "unknown" if found.error is None else f"{found.error:.3f}"
    return (
        f"{name}: {found.estimate:.3f} levels, standard error {error}; "
        f"to be used {found.use:.3f}, declared {declared:.3f}."
    )
