"""What a questionnaire is, and the files under data/ that declare one (listed by assessment.methods.published)."""

from __future__ import annotations

from .schema import (
    CHOICES,
    Band,
    Instrument,
    Item,
    Kind,
    Number,
    Option,
    Question,
    Reply,
    Respondent,
    Scoring,
    Section,
)

__all__ = [
    "CHOICES",
    "Band",
    "Instrument",
    "Item",
    "Kind",
    "Number",
    "Option",
    "Question",
    "Reply",
    "Respondent",
    "Scoring",
    "Section",
]
