"""The chapters of the results of this method, and of the one that is built on it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from assessment.methods.results import ResultsChapter

ANSWERS = "assessment/parts/answers_given.html"
SHARED = ("what-if", "region")  # say the same for both methods


def chapters(method: str, without: Collection[str] = ()) -> list[ResultsChapter]:
    """In the order of the report, but those named; trying answers out is for the page alone.

    The templates are those of the method.
    """
    titles = {
        "strengths": (_("What we do well"), _("High answers that evidence supports")),
        "profile": (_("Our profile"), _("Areas and dimensions with ranges and levels")),
        "look-again": (_("Worth a second look"), _("Questions about how the answers were given")),
        "next": (_("What we can do next"), _("Actions by priority, and how others do it")),
        "find-out": (
            _("What to settle first"), _("Where colleagues differ, and what nobody could say"),
        ),
        "detail": (_("Area by area"), _("Every question with its answer and its points")),
        "what-if": (_("What if?"), _("Try other answers and see what would move")),
        "region": (_("Country and region"), _("What the review recorded for countries")),
        "answers-given": (_("The answers"), _("Every question with what was answered")),
        "method": (_("Method and sources"), _("How it is computed, and from what")),
    }  # fmt: skip
    return [
        ResultsChapter(key, title, about, _template(method, key), is_printed=key != "what-if")
        for key, (title, about) in titles.items()
        if key not in without
    ]


def _template(method: str, key: str) -> str:
    if key == "answers-given":
        return ANSWERS
    return f"assessment/{'weighted_mean' if key in SHARED else method}/chapters/{key}.html"
