"""Questionnaires, as declared in the files under data/.

The public face of this package: `get`, `latest`, `all_instruments` and the schema names.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from .loader import load
from .methods import (
    Area,
    Band,
    Capability,
    Condition,
    Dimension,
    Grade,
    Group,
    Minimum,
    Number,
    PointsScoring,
    Ranking,
    Reply,
    Rule,
    Strength,
    Strengths,
    Trigger,
    Triggers,
    Variant,
    WeightedDimension,
    WeightedMean,
)
from .schema import (
    CHOICES,
    Instrument,
    Item,
    Kind,
    Option,
    Question,
    Respondent,
    Section,
)

__all__ = [
    "CHOICES",
    "Area",
    "Band",
    "Capability",
    "Condition",
    "Dimension",
    "Grade",
    "Group",
    "Instrument",
    "Item",
    "Kind",
    "Minimum",
    "Number",
    "Option",
    "PointsScoring",
    "Question",
    "Ranking",
    "Reply",
    "Respondent",
    "Rule",
    "Section",
    "Strength",
    "Strengths",
    "Trigger",
    "Triggers",
    "Variant",
    "WeightedDimension",
    "WeightedMean",
    "all_instruments",
    "get",
    "latest",
]

DATA = Path(__file__).parent / "data"


@cache
def all_instruments() -> tuple[Instrument, ...]:
    """Every version of every instrument, or DeclarationError."""
    return tuple(load(path.parent) for path in sorted(DATA.glob("*/v*/instrument.yaml")))


@cache
def get(key: str, version: int) -> Instrument:
    """One version of one instrument; KeyError if there is none."""
    for instrument in all_instruments():
        if (instrument.key, instrument.version) == (key, version):
            return instrument
    raise KeyError(f"{key} v{version}")


@cache
def latest(key: str) -> Instrument:
    """The newest version; KeyError for an unknown instrument."""
    versions = [instrument for instrument in all_instruments() if instrument.key == key]
    if not versions:
        raise KeyError(key)
    return max(versions, key=lambda instrument: instrument.version)
