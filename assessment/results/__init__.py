"""What a reader is shown about answers, on the page, in the PDF and on the command line alike."""

from __future__ import annotations

from .answer_sheet import AnsweredQuestion, Row, answer_sheet, answered, differences
from .imported import PrintedThere, printed_there
from .points import PointsResults
from .results import Author, Results
from .scores import scores_as_json
from .submission import of_submission, results_of
from .weighted_mean import WeightedMeanResults
from .what_if import WhatIf, what_if

__all__ = [
    "AnsweredQuestion",
    "Author",
    "PointsResults",
    "PrintedThere",
    "Results",
    "Row",
    "WeightedMeanResults",
    "WhatIf",
    "answer_sheet",
    "answered",
    "differences",
    "of_submission",
    "printed_there",
    "results_of",
    "scores_as_json",
    "what_if",
]
