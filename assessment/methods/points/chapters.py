"""The chapters of these results."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessment.methods.results import ResultsChapter

TEMPLATES = "assessment/points/chapters"


def chapters(*, is_telling: bool) -> list[ResultsChapter]:
    """In the order of the report. A reading and advice need half of the answers."""
    found = [
        _chapter("profile", _("Our profile"), _("The four facets and portfolio management in figures")),
        _chapter("meaning", _("What it means"), _("What each facet stands for, and what yours say")),
        _chapter("why", _("Why this score"), _("Which answers gave and cost points; what one step up would change")),
        _chapter("region", _("Where the region stands"), _("What the review found in central governments")),
        _chapter("next", _("What we can do next"), _("Actions that your answers call for, and how others do it")),
        ResultsChapter(
            "answers-given", _("The answers"), _("Every question with what was answered"),
            "assessment/parts/answers_given.html",
        ),
        _chapter("method", _("Method and sources"), _("How it is computed, and from what")),
    ]  # fmt: skip
    return [chapter for chapter in found if is_telling or chapter.key not in ("meaning", "next")]


def _chapter(key: str, title: str, about: str) -> ResultsChapter:
    return ResultsChapter(key, title, about, f"{TEMPLATES}/{key}.html")
