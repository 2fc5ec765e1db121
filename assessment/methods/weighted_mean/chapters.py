"""The chapters of these results."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessment.methods.results import ResultsChapter

TEMPLATES = "assessment/weighted_mean/chapters"


def chapters(*, something_to_settle: bool) -> list[ResultsChapter]:
    """In the order of the report; trying answers out is for the page alone."""
    found = [
        _chapter("strengths", _("What we do well"), _("High answers that evidence supports")),
        _chapter("profile", _("Our profile"), _("Areas and dimensions with ranges and levels")),
        _chapter("next", _("What we can do next"), _("Actions by priority, and how others do it")),
        _chapter("find-out", _("What to settle first"), _("Where colleagues differ, and what nobody could say")),
        _chapter("detail", _("Area by area"), _("Every question with its answer and its points")),
        _chapter("what-if", _("What if?"), _("Try other answers and see what would move"), is_printed=False),
        _chapter("region", _("Country and region"), _("What the review recorded for countries")),
        ResultsChapter(
            "answers-given", _("The answers"), _("Every question with what was answered"),
            "assessment/parts/answers_given.html",
        ),
        _chapter("method", _("Method and sources"), _("How it is computed, and from what")),
    ]  # fmt: skip
    return [chapter for chapter in found if something_to_settle or chapter.key != "find-out"]


def _chapter(key: str, title: str, about: str, *, is_printed: bool = True) -> ResultsChapter:
    return ResultsChapter(key, title, about, f"{TEMPLATES}/{key}.html", is_printed)
