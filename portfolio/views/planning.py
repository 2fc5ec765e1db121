"""The balance an agency wants, and what-ifs that lead there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.http import UserRequest
from assessment.kept import give_back, typed_words
from assessment.sign_in import posted_from, sign_in_required
from portfolio import workflow
from portfolio.forms import DecisionForm, NewPlanForm, StepForm, TargetForm
from portfolio.models import Plan, Stale, TooMany
from portfolio.results.portfolio import PortfolioResults
from portfolio.results.what_if import WhatIf, preset_of, presets

from .access import find_agency, find_editable_agency, find_one, page

CONFLICT = 409


@sign_in_required
def target(request: UserRequest, agency: int) -> HttpResponse:
    """Four numbers that add up to 100, with reasons."""
    if request.method == "POST":
        return _save_target(request, agency)
    found = find_agency(request, agency)
    results = PortfolioResults(found, get_language() or "en")
    preset = preset_of(request.GET.get("preset", ""), results)
    form = TargetForm.of(results.target, preset)
    return _target_page(request, results, form, unsaved=give_back(request, form))


def _save_target(request: UserRequest, agency: int) -> HttpResponse:
    found = find_editable_agency(request, agency)
    form = TargetForm(request.POST)
    if not form.is_valid():
        results = PortfolioResults(found, get_language() or "en")
        return _target_page(request, results, form, 422)
    loaded = form.cleaned_data["loaded"]
    merged = workflow.set_target(found, form.values(), loaded, by=request.user)
    if merged.clashing:
        results = PortfolioResults(found, get_language() or "en")
        again = TargetForm.of(results.target, None)
        again.show(form.values(), (*merged.mine, *merged.clashing))
        theirs = results.target
        return _target_page(request, results, again, CONFLICT, theirs=theirs, unsaved=True)
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
        "presets": presets(results),
        "new_plan_form": NewPlanForm(),
        **extra,
    }
    return page(request, results.agency, "target", context, status)


@posted_from("portfolio:target", "agency")
def new_plan(request: UserRequest, agency: int) -> HttpResponse:
    found = find_editable_agency(request, agency)
    form = NewPlanForm(request.POST)
    if not form.is_valid():
        results = PortfolioResults(found, get_language() or "en")
        known = TargetForm.of(results.target, None)
        return _target_page(request, results, known, 422, new_plan_form=form)
    try:
        made = workflow.begin(found, form.cleaned_data["title"], request.user)
    except TooMany:
        messages.error(request, _("There are too many what-ifs. Delete one first."))
        return redirect("portfolio:target", found.pk)
    return redirect("portfolio:plan", made.pk)


def _find_plan(request: UserRequest, pk: UUID, *, to_edit: bool = False) -> Plan:
    found: Plan = find_one(request, Plan.objects.visible_to(request.user), pk, to_edit=to_edit)
    return found


@sign_in_required
def plan(request: UserRequest, pk: UUID) -> HttpResponse:
    """A what-if: its steps, and the balance before and after."""
    if request.method != "POST":
        return _plan_page(request, _find_plan(request, pk))
    found = _find_plan(request, pk, to_edit=True)
    what_if = WhatIf(found, get_language() or "en")
    form = StepForm(request.POST, planned=what_if.planned)
    dropped = request.POST.get("drop")
    if dropped is None and not found.is_decided and not form.is_valid():
        return _plan_page(request, found, 422, form)
    try:
        if dropped is not None:
            workflow.drop_step(found, dropped, request.user)
        elif form.is_valid():
            workflow.take_step(found, form.step(), request.user)
        else:
            return _plan_page(request, found, CONFLICT, is_late=True, typed=typed_words(form))
    except TooMany:
        form.add_error(None, _("A what-if has room for %d steps.") % workflow.MOST_STEPS)
        return _plan_page(request, found, 422, form)
    except Stale:
        found.refresh_from_db()
        return _plan_page(request, found, CONFLICT, is_late=True, typed=typed_words(form))
    return redirect("portfolio:plan", found.pk)


def _plan_page(
    request: UserRequest, found: Plan, status: int = 200, form: StepForm | None = None, **extra: Any
) -> HttpResponse:
    what_if = WhatIf(found, get_language() or "en")
    if form is None:
        form = StepForm(planned=what_if.planned)
        extra["unsaved"] = give_back(request, form)
    context = {"plan": found, "what_if": what_if, "step_form": form, **extra}
    return page(request, found.agency, "plan", context, status)


@sign_in_required
def decide(request: UserRequest, pk: UUID) -> HttpResponse:
    """Write down what was decided, on a page of its own. A decided plan stays as it is."""
    found = _find_plan(request, pk, to_edit=True)
    if request.method != "POST":
        if found.is_decided:
            return redirect("portfolio:plan", pk)
        decided_by = {"decided_on": timezone.localdate(), "owner": request.user.name}
        form = DecisionForm(initial={"revision": found.revision, **decided_by})
        return _decision_page(request, found, form, unsaved=give_back(request, form))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _decision_page(request, found, _mended(request, form, found), 422)
    decision = dict(form.cleaned_data)
    revision = decision.pop("revision")
    picture = WhatIf(found, get_language() or "en").picture
    try:
        workflow.decide(found, decision, picture, revision=revision, by=request.user)
    except Stale:
        return _decided_meanwhile(request, pk, form)
    messages.success(request, _("The plan is saved with its decision."))
    return redirect("portfolio:plan", found.pk)


def _mended(request: UserRequest, form: DecisionForm, found: Plan) -> DecisionForm:
    """The form with what was typed; where its revision came back damaged, with the one of now, and a sentence."""
    if "revision" not in form.errors:
        return form
    data = request.POST.copy()
    data["revision"] = str(found.revision)
    again = DecisionForm(data)
    again.full_clean()
    again.add_error("revision", form.errors["revision"])
    return again


def _decided_meanwhile(request: UserRequest, pk: UUID, form: DecisionForm) -> HttpResponse:
    """The steps are not those that were decided about: they are shown, with the decision in the form."""
    found = _find_plan(request, pk, to_edit=True)
    if found.is_decided:
        return _plan_page(request, found, CONFLICT, is_late=True, typed=typed_words(form))
    again = DecisionForm(initial={**form.cleaned_data, "revision": found.revision})
    return _decision_page(request, found, again, CONFLICT, is_stale=True, unsaved=True)


def _decision_page(
    request: UserRequest, found: Plan, form: DecisionForm, status: int = 200, **extra: Any
) -> HttpResponse:
    what_if = WhatIf(found, get_language() or "en")
    context = {"plan": found, "what_if": what_if, "form": form, "tab": "target", **extra}
    return page(request, found.agency, "decide", context, status)


@posted_from("portfolio:plan", "pk")
def delete_plan(request: UserRequest, pk: UUID) -> HttpResponse:
    """A what-if may go; what was decided stays."""
    found = _find_plan(request, pk, to_edit=True)
    try:
        workflow.delete(found)
    except Stale:
        return _plan_page(request, found, CONFLICT, is_late=True)
    messages.success(request, _("The what-if is deleted."))
    return redirect("portfolio:target", found.agency_id)
