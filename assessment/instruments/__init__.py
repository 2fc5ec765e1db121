"""What a questionnaire is, and the files under data/ that declare one (listed by assessment.methods.published)."""

from __future__ import annotations

from .question import Item, Kind, Number, Option, Question, Reply
from .schema import Band, Instrument, Respondent, Scoring, Section

__all__ = [
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
