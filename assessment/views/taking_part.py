"""For agencies: what a round asks of them, until when, who does what, and the next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import round_progress, workflow
from assessment.deadlines import RoundStage, Standpoint, zone_name
from assessment.forms.rounds import ConsentForm, DeclineForm
from assessment.http import UserRequest
from assessment.instruments import Instrument, Respondent
from assessment.models import (
    Agency,
    Membership,
    Participation,
    Role,
    RoundInstrument,
    RoundState,
    Submission,
    User,
)
from assessment.sign_in import posted_from, sign_in_required
from assessment.workflow import rounds as steps

SHOWN = [RoundState.OPEN, RoundState.CLOSED]


@dataclass(frozen=True, slots=True)
class RoundTask:
    """A questionnaire that a round asks for, and what this person can do about it."""

    instrument: Instrument
    mine: Submission | None  # the person's, or the agency's
    others: Sequence[Submission]

    @property
    def is_shared(self) -> bool:
        return self.instrument.by is not Respondent.PERSON


@dataclass(frozen=True, slots=True)
class AskedRound:
    """A round as an agency sees it."""

    part: Participation
    standing: Standpoint
    tasks: Sequence[RoundTask]

    @property
    def zone(self) -> str:
        return zone_name(self.part.agency.time_zone)

    @property
    def takes_answers(self) -> bool:
        return self.standing.stage.takes_answers

    @property
    def next_task(self) -> RoundTask | None:
        """The one clear next step: what this person has begun, then what nobody has."""
        if not self.takes_answers:
            return None
        begun = [t for t in self.tasks if t.mine and t.mine.is_draft]
        return next(iter(begun or [t for t in self.tasks if t.mine is None]), None)


def asked_of(
    agencies: Sequence[Agency], submissions: Iterable[Submission], user: User
) -> list[AskedRound]:
    """What is asked of a person's agencies, the nearest day first. Two queries, however many."""
    rows = Participation.objects.filter(
        agency__in=agencies, round__is_standing=False, round__state__in=SHOWN
    ).select_related("round")
    instruments = Prefetch("round__instruments", RoundInstrument.objects.all())
    known = {agency.pk: agency for agency in agencies}
    found = []
    for part in rows.prefetch_related(instruments):
        part.agency = known[part.agency_id]
        theirs = [
            s for s in submissions if (s.round_id, s.agency_id) == (part.round_id, part.agency_id)
        ]
        found.append(_asked(part, theirs, user))
    return sorted(found, key=lambda asked: (asked.part.closes_on is None, asked.part.closes_on))


def _asked(part: Participation, theirs: Sequence[Submission], user: User) -> AskedRound:
    tasks = []
    for instrument in round_progress.asked_in(part.round):
        of_it = [s for s in theirs if s.instrument_key == instrument.key]
        respondent = user.pk if instrument.by is Respondent.PERSON else None
        mine = [s for s in of_it if s.respondent_id == respondent]
        others = [s for s in of_it if s not in mine]
        tasks.append(RoundTask(instrument, mine[0] if mine else None, others))
    given = bool(tasks) and all(
        any(not s.is_draft for s in [*t.others, *([t.mine] if t.mine else [])]) for t in tasks
    )
    standing = part.standing(begun=bool(theirs), handed_in=given)
    if standing.stage is RoundStage.NOT_BEGUN and theirs:
        standing = replace(standing, stage=RoundStage.IN_PROGRESS)
    return AskedRound(part, standing, tasks)


def find_part(request: UserRequest, pk: int) -> Participation:
    """What is asked of an own agency; 404 for everybody else."""
    mine = Participation.objects.for_member(request.user).select_related("agency", "round")
    shown = mine.filter(Q(round__state__in=SHOWN), round__is_standing=False)
    part = get_object_or_404(shown, pk=pk)
    timezone.activate(part.agency.time_zone)
    return part


def _leads(request: UserRequest, part: Participation) -> bool:
    mine = Membership.objects.filter(user=request.user, agency=part.agency_id)
    return mine.filter(role=Role.LEAD).exists()


def _page(
    request: UserRequest, part: Participation, status: int = 200, **forms: Any
) -> HttpResponse:
    submissions = Submission.objects.filter(round=part.round_id, agency=part.agency_id)
    asked = _asked(part, list(submissions.select_related("respondent")), request.user)
    people = part.agency.memberships.select_related("user").order_by("-role", "user__name")
    context = {
        "asked": asked,
        "part": part,
        "standing": asked.standing,
        "zone": asked.zone,
        "round": part.round,
        "people": people[:50],
        "leads": _leads(request, part),
        "consent_form": ConsentForm(None, part.consents, part.pk),
        "decline_form": DeclineForm(),
        **forms,
    }
    return render(request, "assessment/rounds/part.html", context, status=status)


@sign_in_required
def part(request: UserRequest, pk: int) -> HttpResponse:
    return _page(request, find_part(request, pk))


@posted_from("assessment:part", "pk")
def start(request: UserRequest, pk: int, instrument: str) -> HttpResponse:
    """Begin a questionnaire of the round, or go on with it."""
    found = find_part(request, pk)
    chosen = [i for i in round_progress.asked_in(found.round) if i.key == instrument]
    try:
        if chosen:
            made = workflow.start(found.agency, chosen[0], request.user, found.round)
            return redirect("assessment:overview", made.pk)
    except workflow.AgencyClosed:
        messages.warning(request, _("This agency is closed: nothing new is begun for it."))
    except workflow.RoundOver:
        messages.warning(request, _("The round is over: answers are no longer taken."))
    return redirect("assessment:part", pk)


@posted_from("assessment:part", "pk")
def consent(request: UserRequest, pk: int) -> HttpResponse:
    found = find_part(request, pk)
    if not _leads(request, found):
        raise PermissionDenied
    form = ConsentForm(request.POST, found.consents, pk)
    if not form.is_valid():
        return _page(request, found, 422, consent_form=form)
    try:
        steps.consent(found, request.user, agrees=form.cleaned_data["agrees"] == "yes")
    except steps.RoundMoved:
        messages.warning(request, _("The round is over: answers are no longer taken."))
    else:
        messages.success(request, _("Saved."))
    return redirect("assessment:part", pk)


@posted_from("assessment:part", "pk")
def decline(request: UserRequest, pk: int) -> HttpResponse:
    found = find_part(request, pk)
    if not _leads(request, found):
        raise PermissionDenied
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, decline_form=form)
    try:
        steps.decline(found, form.cleaned_data["why"], request.user)
    except steps.RoundMoved:
        messages.warning(request, _("The round is over: answers are no longer taken."))
    else:
        messages.success(
            request, _("Your agency does not take part. Those who run the round can see why.")
        )
    return redirect("assessment:part", pk)
