"""The balance an agency wants, and what-ifs that lead there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.http import UserRequest
from assessment.sign_in import sign_in_required
from portfolio import planning
from portfolio.access import find_agency, find_editable_agency, may_edit, page
from portfolio.forms import DecisionForm, NewPlanForm, StepForm
from portfolio.models import Plan, Stale, Target
from portfolio.planning import TargetForm, WhatIf
from portfolio.results import PortfolioResults

CONFLICT = 409
MOST_STEPS = 100
MOST_PLANS = 50


@sign_in_required
def target(request: UserRequest, agency: int) -> HttpResponse:
    """Four numbers that add up to 100, with reasons."""
    if request.method == "POST":
        return _save_target(request, agency)
    found = find_agency(request, agency)
    results = PortfolioResults(found, get_language() or "en")
    preset = planning.preset(request.GET.get("preset", ""), results)
    form = TargetForm.of(results.target, preset)
    return _target_page(request, results, form)


def _save_target(request: UserRequest, agency: int) -> HttpResponse:
    found = find_editable_agency(request, agency)
    saved, _created = Target.objects.get_or_create(agency=found)
    form = TargetForm(request.POST)
    results = PortfolioResults(found, get_language() or "en")
    if not form.is_valid():
        return _target_page(request, results, form, 422)
    try:
        Target.objects.filter(pk=saved.pk).save_fields(
            revision=form.cleaned_data["revision"],
            by=request.user,
            shares=form.shares,
            reasons=form.reasons,
        )
    except Stale:
        data = request.POST.copy()
        data["revision"] = str(saved.revision)
        again = TargetForm(data)
        again.is_valid()
        return _target_page(request, results, again, CONFLICT, theirs=saved)
    messages.success(request, _("The target is saved."))
    return redirect("portfolio:target", found.pk)


def _target_page(
    request: UserRequest,
    results: PortfolioResults,
    form: TargetForm,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    context = {
        "results": results,
        "form": form,
        "presets": planning.presets(results),
        "new_plan_form": NewPlanForm(),
        **extra,
    }
    return page(request, results.agency, "target", context, status)


@require_POST
@sign_in_required
def new_plan(request: UserRequest, agency: int) -> HttpResponse:
    found = find_editable_agency(request, agency)
    plans = Plan.objects.filter(agency=found)
    if plans.count() >= MOST_PLANS:
        messages.error(request, _("There are too many what-ifs. Delete one first."))
        return redirect("portfolio:target", found.pk)
    form = NewPlanForm(request.POST)
    if not form.is_valid():
        results = PortfolioResults(found, get_language() or "en")
        known = TargetForm.of(results.target, None)
        return _target_page(request, results, known, 422, new_plan_form=form)
    title = form.cleaned_data["title"] or _("What-if %(number)d") % {"number": plans.count() + 1}
    made = Plan.objects.create(agency=found, title=title, changed_by_name=str(request.user))
    return redirect("portfolio:plan", made.pk)


def _find_plan(request: UserRequest, pk: UUID, *, to_edit: bool = False) -> Plan:
    found: Plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("agency"), pk=pk
    )
    find_agency(request, found.agency_id)
    if to_edit and not may_edit(request, found.agency):
        raise PermissionDenied
    return found


@sign_in_required
def plan(request: UserRequest, pk: UUID) -> HttpResponse:
    """A what-if: its steps, and the balance before and after."""
    if request.method != "POST":
        return _plan_page(request, _find_plan(request, pk))
    found = _find_plan(request, pk, to_edit=True)
    if found.is_decided:
        return _plan_page(request, found, CONFLICT, is_late=True)
    if "drop" in request.POST:
        return _save_steps(request, found, planning.without(found.steps, request.POST["drop"]))
    what_if = WhatIf(found, get_language() or "en")
    form = StepForm(request.POST, planned=what_if.planned_choices)
    if not form.is_valid() or len(found.steps) >= MOST_STEPS:
        return _plan_page(request, found, 422, step_form=form)
    step = planning.step_of(form.cleaned_data, what_if)
    return _save_steps(request, found, [*found.steps, step])


def _save_steps(request: UserRequest, found: Plan, steps: list[dict[str, str]]) -> HttpResponse:
    try:
        revision = int(request.POST.get("revision", ""))
        Plan.objects.filter(pk=found.pk, decided_on=None).save_fields(
            revision=revision, by=request.user, steps=steps
        )
    except (Stale, ValueError, OverflowError):
        found.refresh_from_db()
        return _plan_page(request, found, CONFLICT, is_stale=True)
    return redirect("portfolio:plan", found.pk)


def _plan_page(request: UserRequest, found: Plan, status: int = 200, **extra: Any) -> HttpResponse:
    what_if = WhatIf(found, get_language() or "en")
    initial = {"revision": found.revision}
    context = {
        "plan": found,
        "what_if": what_if,
        "step_form": StepForm(initial=initial, planned=what_if.planned_choices),
        "decision_form": DecisionForm(
            initial={**initial, "decided_on": timezone.localdate(), "owner": request.user.name}
        ),
        **extra,
    }
    return page(request, found.agency, "plan", context, status)


@require_POST
@sign_in_required
def decide(request: UserRequest, pk: UUID) -> HttpResponse:
    """Write down what was decided. A decided plan stays as it is."""
    found = _find_plan(request, pk, to_edit=True)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _plan_page(request, found, 422, decision_form=form)
    data = dict(form.cleaned_data)
    what_if = WhatIf(found, get_language() or "en")
    try:
        Plan.objects.filter(pk=found.pk, decided_on=None).save_fields(
            revision=data.pop("revision"), by=request.user, picture=what_if.picture, **data
        )
    except Stale:
        found.refresh_from_db()
        return _plan_page(request, found, CONFLICT, is_stale=True)
    messages.success(request, _("The plan is saved with its decision."))
    return redirect("portfolio:plan", found.pk)


@require_POST
@sign_in_required
def delete_plan(request: UserRequest, pk: UUID) -> HttpResponse:
    """A what-if may go; what was decided stays."""
    found = _find_plan(request, pk, to_edit=True)
    deleted, _rows = Plan.objects.filter(pk=found.pk, decided_on=None).delete()
    if not deleted:
        return _plan_page(request, found, CONFLICT, is_late=True)
    messages.success(request, _("The what-if is deleted."))
    return redirect("portfolio:target", found.agency_id)
