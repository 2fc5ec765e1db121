"""Answers as other programs write them: read, checked, and turned into ours. One module for each form. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessment.answers import Answers
from assessment.instruments import Instrument, PointsScoring

from .export_form import from_export, is_export
from .reference_form import from_reference
from .schema import schema_of
from .statements import from_statements

__all__ = ["from_export", "from_reference", "from_statements", "is_export", "read", "schema_of"]


def read(instrument: Instrument, raw: Mapping[str, Any]) -> tuple[Answers, list[str]]:
    """Answers in the form of the instrument's scoring method, and a sentence for each fault."""
    if isinstance(instrument.scoring, PointsScoring):
        return from_reference(instrument, raw)
    return from_statements(instrument, raw)
