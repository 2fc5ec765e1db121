"""The action plan, as a board and as a list."""

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

from assessment import reference
from assessment.http import UserRequest
from assessment.models import Agency
from assessment.sign_in import sign_in_required
from portfolio import labels
from portfolio.access import find_agency, find_editable_agency, may_edit, page
from portfolio.facets import Facet
from portfolio.forms import ActionForm, MoveForm
from portfolio.models import Action, Plan, Stale
from portfolio.planning import words_of
from portfolio.results import PortfolioResults


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
        form = ActionForm({**request.POST.dict(), "revision": "0"}, instance=Action(agency=found))
        if not form.is_valid():
            return _form_page(request, form, 422)
        made = form.save(commit=False)
        made.changed_by_name = str(request.user)
        _note_the_end(made)
        made.save()
        messages.success(request, _("The action is in the plan."))
        return redirect("portfolio:actions", found.pk)
    initial = _proposed(request, found)
    return _form_page(request, ActionForm(instance=Action(agency=found), initial=initial))


def _proposed(request: UserRequest, agency: Agency) -> dict[str, Any]:
    """What the link that leads here already knows."""
    proposed: dict[str, Any] = {"revision": "0", **_step(request, agency)}
    language = get_language() or "en"
    number, facet = request.GET.get("recommendation", ""), request.GET.get("facet", "")
    if number in reference.actions():
        action = reference.actions()[number]
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
    found: Action = get_object_or_404(
        Action.objects.visible_to(request.user).select_related("agency"), pk=pk
    )
    find_agency(request, found.agency_id)
    if to_edit and not may_edit(request, found.agency):
        raise PermissionDenied
    return found


@sign_in_required
def action(request: UserRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        found = _find(request, pk, to_edit=False)
        return _form_page(request, ActionForm(instance=found, initial={"revision": found.revision}))
    found = _find(request, pk, to_edit=True)
    form = ActionForm(request.POST, instance=found)
    if not form.is_valid():
        return _form_page(request, form, 422)
    made = form.save(commit=False)
    _note_the_end(made)
    fields = {name: getattr(made, name) for name in (*ActionForm.Meta.fields, "finished_at")}
    try:
        Action.objects.filter(pk=pk).save_fields(
            revision=form.cleaned_data["revision"], by=request.user, **fields
        )
    except Stale:
        saved = Action.objects.get(pk=pk)
        data = request.POST.copy()
        data["revision"] = str(saved.revision)
        again = ActionForm(data, instance=made)
        again.is_valid()
        return _form_page(request, again, 409, theirs=saved)
    messages.success(request, _("Saved."))
    return redirect("portfolio:actions", found.agency_id)


def _note_the_end(action: Action) -> None:
    if not action.is_finished:
        action.finished_at = None
    elif action.finished_at is None:
        action.finished_at = timezone.now()


@require_POST
@sign_in_required
def move_action(request: UserRequest, pk: int) -> HttpResponse:
    """To another column of the board."""
    found = _find(request, pk, to_edit=True)
    form = MoveForm(request.POST, action=found)
    if form.is_valid() and form.has_changed():
        found.status = status = form.cleaned_data["status"]
        _note_the_end(found)
        try:
            Action.objects.filter(pk=pk).save_fields(
                revision=found.revision,
                by=request.user,
                status=status,
                finished_at=found.finished_at,
            )
        except Stale:
            messages.error(request, _("A colleague changed this action meanwhile. Look again."))
    return redirect("portfolio:actions", found.agency_id)


def _form_page(
    request: UserRequest, form: ActionForm, status: int = 200, **extra: Any
) -> HttpResponse:
    action = form.instance
    known = reference.actions().get(str(form["recommendation"].value() or ""))
    context = {"form": form, "action": action, "source": known, **extra}
    return page(request, action.agency, "action", context, status)
