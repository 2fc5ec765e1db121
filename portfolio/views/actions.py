"""The action plan, as a board and as a list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import localize
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment import review
from assessment.http import UserRequest
from assessment.kept import give_back
from assessment.merging import Merged
from assessment.models import Agency
from assessment.sign_in import posted_from, sign_in_required
from portfolio import workflow
from portfolio.core.facets import Facet
from portfolio.forms import ActionForm, MoveForm
from portfolio.models import Action, Plan, Stale, labels
from portfolio.models.labels import ActionStatus
from portfolio.results.portfolio import PortfolioResults
from portfolio.results.what_if import words_of

from .access import find_agency, find_editable_agency, find_one, page


@sign_in_required
def actions(request: UserRequest, agency: int) -> HttpResponse:
    found = find_agency(request, agency)
    view = "list" if request.GET.get("view") == "list" else "board"
    results = PortfolioResults(found, get_language() or "en")
    return page(
        request, found, "actions", {"results": results, "view": view, "progress": labels.PROGRESS}
    )


@sign_in_required
def add_action(request: UserRequest, agency: int) -> HttpResponse:
    """A new action: from a recommendation, from a facet's gap, or of one's own."""
    found = find_editable_agency(request, agency)
    if request.method == "POST":
        form = ActionForm(request.POST, instance=Action(agency=found))
        if not form.is_valid():
            return _form_page(request, form, 422)
        workflow.add_action(form.save(commit=False), request.user)
        messages.success(request, _("The action is in the plan."))
        return redirect("portfolio:actions", found.pk)
    form = ActionForm(instance=Action(agency=found), initial=_proposed(request, found))
    return _form_page(request, form, unsaved=give_back(request, form))


def _proposed(request: UserRequest, agency: Agency) -> dict[str, Any]:
    """What the link that leads here already knows."""
    proposed = _step(request, agency)
    language = get_language() or "en"
    number, facet = request.GET.get("recommendation", ""), request.GET.get("facet", "")
    if number in review.actions():
        action = review.actions()[number]
        proposed |= {"recommendation": number, "title": action.title[language][:300]}
    if facet in list(Facet):
        proposed["facet"] = facet
        proposed.setdefault(
            "title", _("Give %(facet)s more weight") % {"facet": labels.FACETS[facet]}
        )
    return proposed


def _step(request: UserRequest, agency: Agency) -> dict[str, Any]:
    """A step of a plan, where the link names one."""
    try:
        plan = Plan.objects.get(agency=agency, pk=UUID(request.GET.get("plan", "")))
        step = plan.steps[int(request.GET.get("step", ""))]
    except (Plan.DoesNotExist, ValueError, IndexError):
        return {}
    return {"plan": plan.pk, "title": words_of(step)[:300], "owner": plan.owner}


def _find(request: UserRequest, pk: int, *, to_edit: bool) -> Action:
    found: Action = find_one(request, Action.objects.visible_to(request.user), pk, to_edit=to_edit)
    return found


@sign_in_required
def action(request: UserRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        form = ActionForm(instance=_find(request, pk, to_edit=False))
        return _form_page(request, form, unsaved=give_back(request, form))
    found = _find(request, pk, to_edit=True)
    form = ActionForm(request.POST, instance=found)
    if not form.is_valid():
        return _form_page(request, form, 422)
    values = {name: form.cleaned_data[name] for name in ActionForm.EDITED}
    merged = workflow.edit_action(found, values, form.cleaned_data["loaded"], by=request.user)
    if merged.clashing:
        return _conflict(request, pk, values, merged)
    if merged.theirs:
        names = ", ".join(labels.name_of(Action, name) for name in merged.theirs)
        messages.info(request, _("A colleague changed meanwhile, and it is kept: %s.") % names)
    messages.success(request, _("Saved."))
    return redirect("portfolio:actions", found.agency_id)


def _conflict(
    request: UserRequest, pk: int, values: dict[str, Any], merged: Merged
) -> HttpResponse:
    """Both changed the same: what was typed stays in the form, what is saved stands beside it."""
    saved = _find(request, pk, to_edit=True)
    again = ActionForm(
        instance=saved, initial={name: values[name] for name in (*merged.mine, *merged.clashing)}
    )
    theirs = [(labels.name_of(Action, name), _shown(saved, name)) for name in merged.clashing]
    return _form_page(request, again, 409, theirs=theirs, unsaved=True)


def _shown(action: Action, name: str) -> str:
    if name == "status":
        return str(action.get_status_display())
    return localize(getattr(action, name) or "")


@posted_from("portfolio:action", "pk")
def move_action(request: UserRequest, pk: int) -> HttpResponse:
    """To another column of the board."""
    found = _find(request, pk, to_edit=True)
    form = MoveForm(request.POST, action=found)
    if form.is_valid():
        status = ActionStatus(form.cleaned_data["status"])
        try:
            workflow.move_action(found, status, request.user)
        except Stale:
            messages.error(request, _("A colleague changed this action meanwhile. Look again."))
    return redirect("portfolio:actions", found.agency_id)


def _form_page(
    request: UserRequest, form: ActionForm, status: int = 200, **extra: Any
) -> HttpResponse:
    action = form.instance
    known = review.actions().get(str(form["recommendation"].value() or ""))
    context = {"form": form, "action": action, "source": known, **extra}
    return page(request, action.agency, "action", context, status)
