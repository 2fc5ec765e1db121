"""For administrators: rounds of their countries, from the first word to the archive."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessment import round_progress
from assessment.forms.rounds import MoreTimeForm, RoundForm
from assessment.http import UserRequest, site_of
from assessment.kept import give_back
from assessment.models import Membership, Participation, Role, Round, RoundState
from assessment.sign_in import posted_from
from assessment.views.agencies import administrators_only, for_administrators
from assessment.views.paging import page_of
from assessment.workflow import rounds as workflow


def find_round(request: UserRequest, pk: int) -> Round:
    return get_object_or_404(Round.objects.administered_by(request.user), pk=pk)


def moved(request: UserRequest, pk: int) -> HttpResponse:
    """Somebody was quicker: the page shows how it is now."""
    messages.warning(request, _("The round was changed meanwhile. This is how it is now."))
    return redirect("assessment:round", pk)


@administrators_only
def rounds(request: UserRequest) -> HttpResponse:
    taking_part = Count("participations", filter=Q(participations__declined_at=None))
    mine = Round.objects.administered_by(request.user).prefetch_related("countries")
    page = page_of(mine.annotate(asked=taking_part), "made_at", request.GET, int)
    return render(request, "assessment/rounds/list.html", {"page": page})


def _plan(form: RoundForm) -> workflow.RoundPlan:
    data = form.cleaned_data
    return workflow.RoundPlan(form.values(), data["countries"], data["instruments"])


@administrators_only
def new(request: UserRequest) -> HttpResponse:
    form = RoundForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        made = workflow.create_round(_plan(form), request.user)
        messages.success(request, _("The round is made. Choose whom to ask, then open it."))
        return redirect("assessment:ask_agencies", made.pk)
    return _edit_page(request, form, None)


def _edit_page(request: UserRequest, form: RoundForm, found: Round | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    unsaved = not form.is_bound and give_back(request, form)
    context = {"form": form, "round": found, "unsaved": unsaved}
    return render(request, "assessment/rounds/edit.html", context, status=status)


@administrators_only
def edit(request: UserRequest, pk: int) -> HttpResponse:
    found = find_round(request, pk)
    if not found.is_draft:
        return moved(request, pk)
    data = request.POST if request.method == "POST" else None
    form = RoundForm(data, user=request.user, found=found)
    if not form.is_bound or not form.is_valid():
        return _edit_page(request, form, found)
    try:
        revision = form.cleaned_data["revision"]
        workflow.edit_round(found, _plan(form), request.user, revision=revision)
    except workflow.RoundMoved:
        form.add_error(None, _("A colleague saved meanwhile. Fetch the page again."))
        return _edit_page(request, form, found)
    messages.success(request, _("The round is saved."))
    return redirect("assessment:round", pk)


@posted_from("assessment:round", "pk")
@for_administrators
def copy(request: UserRequest, pk: int) -> HttpResponse:
    made = workflow.copy_round(find_round(request, pk), request.user)
    messages.success(request, _("This is a copy, in preparation. Give it its days."))
    return redirect("assessment:edit_round", made.pk)


@administrators_only
def preview(request: UserRequest, pk: int) -> HttpResponse:
    """The round as an agency will read it."""
    found = find_round(request, pk)
    context = {"round": found, "instruments": round_progress.asked_in(found)}
    return render(request, "assessment/rounds/preview.html", context)


@administrators_only
def open_it(request: UserRequest, pk: int) -> HttpResponse:
    """What opening will do, and the button that does it."""
    found = find_round(request, pk)
    if not found.is_draft:
        return moved(request, pk)
    if request.method != "POST":
        return render(request, "assessment/rounds/open.html", _what_opens(found))
    try:
        workflow.open_round(found, request.user, site_of(request))
    except workflow.RoundMoved:
        return moved(request, pk)
    messages.success(request, _("The round is open. The letters are on their way."))
    return redirect("assessment:round", pk)


def _what_opens(found: Round) -> dict[str, Any]:
    agencies = found.participations.values("agency")
    leads = Membership.objects.filter(agency__in=agencies, role=Role.LEAD, user__is_active=True)
    alone = found.participations.exclude(agency__in=leads.values("agency"))
    shown = alone.select_related("agency").order_by("agency__name_key")
    return {
        "round": found,
        "agencies": found.participations.count(),
        "letters": leads.filter(user__is_notified=True).count(),
        "alone": shown[:20],
        "alone_count": alone.count(),
    }


@administrators_only
def set_day(request: UserRequest, pk: int) -> HttpResponse:
    """Let the round open by itself on its day."""
    found = find_round(request, pk)
    if request.method != "POST" or found.opens_on is None:
        return redirect("assessment:open_round", pk)
    try:
        workflow.schedule(found, request.user, site_of(request), found.opens_on)
    except workflow.RoundMoved:
        return moved(request, pk)
    messages.success(request, _("The round opens by itself on its day."))
    return redirect("assessment:round", pk)


@administrators_only
def close(request: UserRequest, pk: int) -> HttpResponse:
    found = find_round(request, pk)
    if not found.is_open:
        return moved(request, pk)
    if request.method != "POST":
        return render(request, "assessment/rounds/close.html", {"round": found})
    try:
        workflow.close_round(found, request.user)
    except workflow.RoundMoved:
        return moved(request, pk)
    messages.success(request, _("The round is closed."))
    return redirect("assessment:round", pk)


@posted_from("assessment:round", "pk")
@for_administrators
def archive(request: UserRequest, pk: int) -> HttpResponse:
    try:
        workflow.archive_round(find_round(request, pk), request.user)
    except workflow.RoundMoved:
        return moved(request, pk)
    messages.success(request, _("The round is in the archive."))
    return redirect("assessment:round", pk)


@administrators_only
def extend(request: UserRequest, pk: int) -> HttpResponse:
    """A later day for everybody, or for the agencies that were ticked in the list."""
    found = find_round(request, pk)
    if found.state not in (RoundState.OPEN, RoundState.CLOSED):
        return moved(request, pk)
    some = _ticked(request, found)
    data = request.POST if "to" in request.POST else None
    form = MoreTimeForm(data, than=found.closes_on)
    if form.is_bound and form.is_valid() and _extended(request, found, some, form):
        return redirect("assessment:round", pk)
    context = {"round": found, "form": form, "some": some}
    return render(
        request, "assessment/rounds/extend.html", context, status=422 if form.is_bound else 200
    )


def ticked(request: UserRequest) -> list[int]:
    """The agencies whose boxes are ticked."""
    keys = request.POST.getlist("agency")[:1000]
    return [int(key) for key in keys if re.fullmatch(r"[0-9]{1,18}", key)]


def _ticked(request: UserRequest, found: Round) -> list[Participation]:
    people = Prefetch("agency__memberships", Membership.objects.select_related("user"))
    rows = found.participations.filter(agency__in=ticked(request)).select_related("agency", "round")
    return list(rows.prefetch_related(people))


def _extended(
    request: UserRequest, found: Round, some: list[Participation], form: forms.Form
) -> bool:
    to, why = form.cleaned_data["to"], form.cleaned_data["why"]
    try:
        if some:
            workflow.extend_some(some, to, why, request.user)
        else:
            workflow.extend_round(found, to, why, request.user)
    except workflow.NotLater:
        form.add_error("to", _("One of them may answer as long as that already."))
        return False
    except workflow.RoundMoved:
        form.add_error(None, _("The round was changed meanwhile."))
        return False
    messages.success(request, _("More time is given."))
    return True
