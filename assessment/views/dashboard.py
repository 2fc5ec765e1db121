"""The first page: my agencies, what is being answered, what was handed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import contributions, workflow
from assessment.answers import progress
from assessment.http import UserRequest
from assessment.instruments import Instrument, Respondent
from assessment.methods import published
from assessment.models import Agency, Submission
from assessment.sign_in import posted_from, sign_in_required
from assessment.views.taking_part import AskedRound, asked_of


@sign_in_required
def dashboard(request: UserRequest) -> HttpResponse:
    agencies = list(Agency.objects.of(request.user))
    if request.user.reviews and not agencies:
        return redirect("assessment:queue")
    if agencies:
        timezone.activate(agencies[0].time_zone)
    submissions = list(
        Submission.objects.filter(agency__in=agencies)
        .select_related("agency", "round", "respondent", "latest_seal")
        .defer("latest_seal__answers", "latest_seal__scores")
    )
    prefetch_related_objects([s for s in submissions if s.is_draft], "records")
    asked = asked_of(agencies, submissions, request.user)
    offered = [published.latest(key) for key in sorted({i.key for i in _all()})]
    context = {
        "agencies": [
            {
                "agency": agency,
                "asked": [one for one in asked if one.part.agency_id == agency.pk],
                "links": [
                    link for one in contributions.every() for link in one.agency_links(agency)
                ],
                "submissions": [
                    _shown(s, request) for s in submissions if s.agency_id == agency.pk
                ],
                "instruments": [
                    i
                    for i in offered
                    if not (
                        agency.is_closed
                        or _has_open(i, agency, submissions, request)
                        or _is_asked(i, agency, asked)
                    )
                ],
            }
            for agency in agencies
        ],
    }
    return render(request, "assessment/dashboard.html", context)


def _all() -> tuple[Instrument, ...]:
    return published.all_instruments()


def _has_open(
    instrument: Instrument, agency: Agency, submissions: Iterable[Submission], request: UserRequest
) -> bool:
    """Whether "start" would only lead back to a draft that the list already shows."""
    respondent = request.user.pk if instrument.by is Respondent.PERSON else None
    return any(
        s.is_draft
        and s.round.is_standing
        and s.instrument_key == instrument.key
        and s.agency_id == agency.pk
        and s.respondent_id == respondent
        for s in submissions
    )


def _is_asked(instrument: Instrument, agency: Agency, asked: Iterable[AskedRound]) -> bool:
    """Whether a round asks for it now: beginning it apart from that would be a mistake."""
    return any(
        task.instrument.key == instrument.key
        for one in asked
        if one.part.agency_id == agency.pk and one.takes_answers
        for task in one.tasks
    )


def _shown(submission: Submission, request: UserRequest) -> dict[str, Any]:
    return {
        "submission": submission,
        "mine": submission.respondent_id == request.user.pk,
        "progress": progress(submission.instrument, submission.answers())
        if submission.is_draft
        else None,
    }


@posted_from("assessment:dashboard")
def start(request: UserRequest, agency: int, instrument: str) -> HttpResponse:
    found = get_object_or_404(Agency.objects.of(request.user), pk=agency)
    known = {i.key for i in _all()}
    if instrument not in known:
        return redirect("assessment:dashboard")
    try:
        submission = workflow.start(found, published.latest(instrument), request.user)
    except workflow.AgencyClosed:
        messages.warning(request, _("This agency is closed: nothing new is begun for it."))
        return redirect("assessment:dashboard")
    return redirect("assessment:overview", submission.pk)
