"""The questionnaires that there are: every version that is declared under instruments/data."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assessment import instruments
from assessment.instruments import Instrument
from assessment.instruments.loader import load

from .registry import METHODS

DATA = Path(instruments.__file__).parent / "data"


@cache
def all_instruments() -> tuple[Instrument, ...]:
    """Every version of every instrument, or DeclarationError."""
    return tuple(load(path.parent, METHODS) for path in sorted(DATA.glob("*/v*/instrument.yaml")))


@cache
def get(key: str, version: int) -> Instrument:
    """One version of one instrument; KeyError if there is none."""
    for instrument in all_instruments():
        if (instrument.key, instrument.version) == (key, version):
            return instrument
    raise KeyError(f"{key} v{version}")


@cache
def latest(key: str) -> Instrument:
    """The newest version that is offered; KeyError for an unknown instrument."""
    return _newest(key, [i for i in all_instruments() if i.is_offered])


def newest(key: str) -> Instrument:
    """The newest version, offered or not; KeyError for an unknown instrument."""
    return _newest(key, all_instruments())


def _newest(key: str, among: Sequence[Instrument]) -> Instrument:
    versions = [instrument for instrument in among if instrument.key == key]
    if not versions:
        raise KeyError(key)
    return max(versions, key=lambda instrument: instrument.version)
