"""For administrators: two rows are one agency. First which, then what would move, then the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessment.forms.agencies import FindForm, MergeForm
from assessment.http import UserRequest
from assessment.models import Agency, Office
from assessment.views.agencies import administrators_only, find
from assessment.workflow import agencies as workflow
from assessment.workflow import merging_agencies as merging

SHOWN = 20


@administrators_only
def merge(request: UserRequest, pk: int) -> HttpResponse:
    source = find(request, pk)
    if source.merged_into_id:
        return redirect("assessment:agency", pk)
    if Agency.objects.of(request.user).filter(pk=pk).exists():
        messages.warning(request, _("You belong to this agency: another administrator merges it."))
        return redirect("assessment:agency", pk)
    others = Agency.objects.decided_on_by(request.user, Office.ADMINISTRATOR).standing()
    others = others.filter(country=source.country).exclude(pk=pk)
    if request.method == "POST":
        return _do(request, source, others)
    asked = request.GET.get("into", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 19:
        return _preview(request, source, get_object_or_404(others, pk=int(asked)))
    return _choose(request, source, others)


def _choose(request: UserRequest, source: Agency, others: QuerySet[Agency]) -> HttpResponse:
    """Which agency it is the same as: those that resemble it, or those with the words looked for."""
    form = FindForm(request.GET if "q" in request.GET else None)
    if form.is_bound and form.is_valid() and form.cleaned_data["q"].strip():
        found = others.searched(form.cleaned_data["q"])  # type: ignore[attr-defined]
        offered = list(found.order_by("name_key")[:SHOWN])
    else:
        alike = workflow.alike(source.name_key.partition(" #")[0], source.country, [source.pk])
        mine = set(others.filter(pk__in=[a.pk for a in alike]).values_list("pk", flat=True))
        offered = [agency for agency in alike if agency.pk in mine]
    context = {"agency": source, "form": form, "offered": offered, "shown": SHOWN}
    return render(request, "assessment/agencies/merge.html", context)


def _preview(
    request: UserRequest, source: Agency, target: Agency, status: int = 200, **extra: Any
) -> HttpResponse:
    moving = merging.look(source, target)
    form = MergeForm(initial={"into": target.pk, "mark": moving.mark})
    context = {"agency": source, "target": target, "moving": moving, "form": form, **extra}
    return render(request, "assessment/agencies/merge.html", context, status=status)


def _do(request: UserRequest, source: Agency, others: QuerySet[Agency]) -> HttpResponse:
    form = MergeForm(request.POST)
    valid = form.is_valid()
    target = get_object_or_404(others, pk=form.cleaned_data.get("into"))
    if not valid:
        return _preview(request, source, target, 422, form=form)
    try:
        merging.merge(source, target, request.user, mark=form.cleaned_data["mark"])
    except (workflow.StaleAgency, merging.CannotMerge):
        source = find(request, source.pk)
        if source.merged_into_id:
            return redirect("assessment:agency", source.pk)
        return _preview(
            request, source, get_object_or_404(others, pk=target.pk), 409, is_stale=True
        )
    told = {"name": source.name, "other": target.name}
    messages.success(request, _("“%(name)s” is now part of “%(other)s”.") % told)
    return redirect("assessment:agency", target.pk)
