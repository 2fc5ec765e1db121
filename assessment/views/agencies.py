"""For administrators: the agencies in their reach, one by one. Nobody else learns that these pages exist."""

from __future__ import annotations

from functools import wraps
from typing import Any, ParamSpec

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.forms.agencies import AgencyFilterForm, AgencyForm, CloseForm
from assessment.http import UserRequest
from assessment.kept import give_back
from assessment.models import Agency, administered_countries
from assessment.sign_in import GuardedView, View, posted_from, sign_in_required
from assessment.views.paging import page_by_name
from assessment.workflow import agencies as workflow

P = ParamSpec("P")


def for_administrators(view: View[P]) -> View[P]:
    """404 for everybody who administers no country."""

    @wraps(view)
    def guarded(request: UserRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not administered_countries(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def administrators_only(view: View[P]) -> GuardedView[P]:
    return sign_in_required(for_administrators(view))


def find(request: UserRequest, pk: int) -> Agency:
    """An agency that this person administers; dates are those of its country from here on."""
    mine = Agency.objects.administered_by(request.user).select_related("parent", "merged_into")
    agency = get_object_or_404(mine, pk=pk)
    timezone.activate(agency.time_zone)
    return agency


@administrators_only
def agencies(request: UserRequest) -> HttpResponse:
    form = AgencyFilterForm(request.GET, request.user)
    found = form.narrow(Agency.objects.administered_by(request.user))
    page = page_by_name(found, request.GET)
    return render(request, "assessment/agencies/list.html", {"form": form, "page": page})


@administrators_only
def new(request: UserRequest) -> HttpResponse:
    if request.method != "POST":
        form = AgencyForm(user=request.user)
        return _new(request, form, unsaved=give_back(request, form))
    form = AgencyForm(request.POST, user=request.user)
    valid = form.is_valid()
    alike = _alike(form)
    if not valid or form.ask_about(alike):
        return _new(request, form, 422, duplicates=alike)
    try:
        made = workflow.create(form.values(), request.user)
    except ValidationError as error:  # somebody was quicker
        form.add_error(None, error)
        return _new(request, form, 422, duplicates=_alike(form))
    messages.success(request, _("“%(name)s” is added.") % {"name": made.name})
    return redirect("assessment:agency", made.pk)


def _alike(form: AgencyForm) -> list[Agency]:
    """Who else may be meant by the name that was typed; asked only where it is new."""
    made, country = form.instance, form.cleaned_data.get("country")
    if not country or not made.name_key or (made.pk and "name" not in form.changed_data):
        return []
    return workflow.alike(made.name_key, country, besides=[made.pk] if made.pk else [])


def _new(request: UserRequest, form: AgencyForm, status: int = 200, **extra: Any) -> HttpResponse:
    return render(request, "assessment/agencies/new.html", {"form": form, **extra}, status=status)


@administrators_only
def agency(request: UserRequest, pk: int) -> HttpResponse:
    """An agency with its earlier names, to be changed."""
    found = find(request, pk)
    if found.merged_into_id:
        return _page(request, found, None, 409 if request.method == "POST" else 200)
    if request.method == "POST":
        return _change(request, found)
    form = AgencyForm(instance=found, user=request.user)
    return _page(request, found, form, unsaved=give_back(request, form))


def _change(request: UserRequest, found: Agency) -> HttpResponse:
    form = AgencyForm(request.POST, instance=found, user=request.user)
    valid = form.is_valid()
    alike = _alike(form)
    saved = find(request, found.pk)  # the form changed the other
    if not valid or form.ask_about(alike):
        return _page(request, saved, form, 422, duplicates=alike)
    given = form.cleaned_data["revision"]
    try:
        workflow.change(saved, form.values(), request.user, revision=given)
    except workflow.StaleAgency:
        return _overtaken(request, saved.pk)
    except workflow.ImpossibleParent:
        sentence = _("An agency cannot be part of itself or of one of its own parts.")
        form.add_error("part_of", sentence)
        return _page(request, saved, form, 422)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, saved, form, 422)
    messages.success(request, _("“%(name)s” is saved.") % {"name": form.cleaned_data["name"]})
    return redirect("assessment:agency", saved.pk)


def _overtaken(request: UserRequest, pk: int) -> HttpResponse:
    """What was typed, beside what somebody else saved meanwhile; saving again puts it in its place."""
    saved = find(request, pk)
    if saved.merged_into_id:
        return _page(request, saved, None, 409)
    words = request.POST.copy()
    words["revision"] = str(saved.revision)
    form = AgencyForm(words, instance=find(request, pk), user=request.user)
    return _page(request, saved, form, 409, theirs=_facts(saved))


def _facts(agency: Agency) -> list[tuple[str, str]]:
    return [
        (_("name"), agency.name),
        (_("country"), agency.country_name),
        (_("level"), agency.get_level_display()),
        (_("type of agency"), agency.get_kind_display()),
        (_("size"), agency.get_size_display()),
        (_("areas of work"), ", ".join(agency.sector_names)),
        (_("part of"), agency.parent.name if agency.parent else ""),
    ]


def _page(
    request: UserRequest, found: Agency, form: AgencyForm | None, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {
        "agency": found,
        "form": form,
        "facts": _facts(found),
        "names": found.names.all(),
        "absorbed": found.absorbed.order_by("name_key")[:50],
        "parts": found.children.order_by("name_key")[:50],
        "people": found.memberships.count(),
        "submissions": found.submissions.count(),
        **extra,
    }
    return render(request, "assessment/agencies/agency.html", context, status=status)


@administrators_only
def close(request: UserRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    if found.merged_into_id or (found.is_closed and request.method != "POST"):
        return redirect("assessment:agency", pk)
    form = CloseForm(request.POST if request.method == "POST" else None, found)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        context = {"agency": found, "form": form}
        return render(request, "assessment/agencies/close.html", context, status=status)
    workflow.close(found, form.cleaned_data["on"], request.user)
    messages.success(request, _("“%(name)s” is closed.") % {"name": found.name})
    return redirect("assessment:agency", pk)


@posted_from("assessment:agency", "pk")
@for_administrators
def reopen(request: UserRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    try:
        workflow.reopen(found, request.user)
    except workflow.StaleAgency:  # merged meanwhile
        return redirect("assessment:agency", pk)
    messages.success(request, _("“%(name)s” is open again.") % {"name": found.name})
    return redirect("assessment:agency", pk)
