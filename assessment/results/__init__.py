"""What a reader is shown about answers, on the page, in the PDF and on the command line alike."""

from __future__ import annotations

from .answer_sheet import AnsweredQuestion, Row, answer_sheet, answered, differences
from .results import Author, Results, of_submission, scores_as_json

__all__ = [
    "AnsweredQuestion",
    "Author",
    "Results",
    "Row",
    "answer_sheet",
    "answered",
    "differences",
    "of_submission",
    "scores_as_json",
]
