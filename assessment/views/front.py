"""The first page for everybody: what Faceta is, what it asks, how long it takes, and who sees the answers."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from assessment import demonstration
from assessment.instruments import Instrument
from assessment.methods import published
from assessment.methods.points.results import PointsResults
from assessment.methods.results import Author
from assessment.views.dashboard import dashboard
from assessment.wording import LANGUAGES

MINUTES_A_QUESTION = 1


def front(request: HttpRequest) -> HttpResponse:
    """The front page for strangers, one's own assessments for who is signed in."""
    if request.user.is_authenticated:
        return dashboard(request)
    context = {
        "instruments": [(i, _minutes(i)) for i in _latest()],
        "example": _example(get_language() or "en"),
        "contact": settings.CONTACT_EMAIL,
    }
    return render(request, "assessment/front.html", context)


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "assessment/privacy.html", {"contact": settings.CONTACT_EMAIL})


def _latest() -> list[Instrument]:
    keys = dict.fromkeys(instrument.key for instrument in published.all_instruments())
    return [published.latest(key) for key in keys]


def _minutes(instrument: Instrument) -> int:
    """To the next ten, at a minute a question."""
    return -(-sum(1 for _ in instrument.questions) * MINUTES_A_QUESTION // 10) * 10


@lru_cache(maxsize=len(LANGUAGES))
def _example(language: str) -> PointsResults:
    """The results of an organisation that does not exist, as a picture of what comes out."""
    instrument = published.latest("portfolio_snapshot")
    leaning, spread, _state = demonstration.ANSWERED["ana"]
    answers = demonstration.invented_answers(instrument, leaning, spread, seed="front")
    author = Author("", "PE", "", datetime(2026, 1, 1, tzinfo=UTC))
    return PointsResults(instrument, answers, author, language)
