"""Answers that were given elsewhere: what was printed there, beside what they give here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessment.instruments import Instrument

from .shape import declared


@dataclass(frozen=True, slots=True)
class PrintedThere:
    """For every facet its name, the printed percentage and the percentages after each step towards our counting."""

    source: str
    reference: str
    organisation: str
    date: str
    facets: list[tuple[str, int | None, list[int]]]
    management: tuple[str, int, int]  # printed, counted as the site counts, counted here
    unusable: list[str]  # questions whose ranking was left out
    is_as_printed: bool


def printed_there(
    instrument: Instrument, origin: Mapping[str, Any], management: int, language: str
) -> PrintedThere:
    """From what is kept with sealed answers (SealedAnswers.imported). `management` are the points counted here."""
    return PrintedThere(
        origin["source"],
        origin["reference"],
        origin["organisation"],
        origin["date"],
        [
            (d.text[language], origin["printed"].get(d.key), origin["steps"][d.key])
            for d in declared(instrument).dimensions
        ],
        (origin["management"]["printed"], origin["management"]["as_deployed"], management),
        origin["unusable"],
        origin["is_as_printed"],
    )
