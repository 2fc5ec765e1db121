"""Everything that changes something, one function a step."""

from __future__ import annotations

from .submissions import (
    AgencyClosed,
    Incomplete,
    SentAnswers,
    apply_import,
    ask_for,
    begin_response,
    request_report,
    save_section,
    seal_imported,
    start,
    submit,
)

__all__ = [
    "AgencyClosed",
    "Incomplete",
    "SentAnswers",
    "apply_import",
    "ask_for",
    "begin_response",
    "request_report",
    "save_section",
    "seal_imported",
    "start",
    "submit",
]
