"""Who did what: for administrators everything in their reach, for members what concerns their agency."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.files import csv
from assessment.forms.layout import TwoColumns, laid_out
from assessment.http import UserRequest, download
from assessment.models import Agency, Event, Verb
from assessment.sign_in import sign_in_required
from assessment.views.paging import page_of

EXPORTED = 10_000  # events in a file, the newest


class RecordFilterForm(forms.Form):
    """Narrow the record."""

    q = forms.CharField(
        label=_("Person or subject"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    verb = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", _("All")), *Verb.choices]
    )
    error_title = _("The list cannot be narrowed like this")
    helper = laid_out(TwoColumns("q", "verb"), method="get")

    def narrow(self, events: QuerySet[Event]) -> QuerySet[Event]:
        if not self.is_valid():
            return events.none()
        if verb := self.cleaned_data["verb"]:
            events = events.filter(verb=verb)
        if text := self.cleaned_data["q"]:
            events = events.filter(Q(actor_name__icontains=text) | Q(about__icontains=text))
        return events


@sign_in_required
def record(request: UserRequest) -> HttpResponse:
    """Of everything: administrators only."""
    if not request.user.is_administrator:
        raise PermissionDenied
    return _page(request, Event.objects.visible_to(request.user), None)


@sign_in_required
def record_of_agency(request: UserRequest, pk: int) -> HttpResponse:
    agency = get_object_or_404(Agency.objects.with_people_shown_to(request.user), pk=pk)
    return _page(request, Event.objects.filter(agency=agency), agency)


def _page(request: UserRequest, events: QuerySet[Event], agency: Agency | None) -> HttpResponse:
    form = RecordFilterForm(request.GET)
    found = form.narrow(events)
    if request.GET.get("format") == "csv":
        return _as_csv(found)
    if agency:
        timezone.activate(agency.time_zone)
    context: dict[str, object] = {
        "form": form,
        "agency": agency,
        "page": page_of(found.select_related("agency"), "at", request.GET, int),
    }
    return render(request, "assessment/people/record.html", context)


def _as_csv(events: QuerySet[Event]) -> HttpResponse:
    rows = [["number", "at", "actor", "verb", "agency", "about", "facts", "hash", "before"]]
    for event in events.select_related("agency")[:EXPORTED]:
        agency = event.agency.name if event.agency_id and event.agency else ""
        told = [event.actor_name, event.verb, agency, event.about, str(event.facts or "")]
        rows.append([str(event.pk), event.at.isoformat(), *told, event.hash, event.before])
    return download(csv.write(rows), "text/csv; charset=utf-8", "record.csv")
