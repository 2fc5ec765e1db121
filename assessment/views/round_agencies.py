"""For administrators: the agencies of a round, how far they are, and what to do about it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessment import round_progress
from assessment.files.names import file_name
from assessment.forms.rounds import STATES, AskAgenciesForm, ProgressFilterForm
from assessment.http import UserRequest, download
from assessment.models import Agency, Participation, Round
from assessment.views.agencies import administrators_only
from assessment.views.agency_files import KINDS
from assessment.views.paging import page_by_name
from assessment.views.rounds import extend, find_round, moved, ticked
from assessment.workflow import rounds as workflow
from assessment.workflow.round_letters import remind


def _narrowed(form: ProgressFilterForm, found: Round) -> QuerySet[Agency]:
    if not form.is_valid():
        return Agency.objects.none()
    wanted = form.cleaned_data
    agencies = round_progress.agencies_in(found, wanted["state"], timezone.now())
    if wanted["country"]:
        agencies = agencies.filter(country=wanted["country"])
    return agencies.searched(wanted["q"])  # type: ignore[attr-defined, no-any-return]


@administrators_only
def progress(request: UserRequest, pk: int) -> HttpResponse:
    """A round at a glance: numbers by state, and a page of its agencies."""
    found, now = find_round(request, pk), timezone.now()
    form = ProgressFilterForm(request.GET, found, request.user)
    page = page_by_name(_narrowed(form, found), request.GET)
    numbers = round_progress.counts(found, now)
    context = {
        "round": found,
        "form": form,
        "page": page,
        "rows": round_progress.rows_of(found, page.rows, now),
        "counts": [(key, STATES[key], numbers[key]) for key in STATES],
        "chosen": form.data.get("state", ""),
    }
    return render(request, "assessment/rounds/progress.html", context)


@administrators_only
def sections(request: UserRequest, pk: int) -> HttpResponse:
    """In how many agencies each section is begun: where a round gets stuck."""
    found = find_round(request, pk)
    context = {
        "round": found,
        "instruments": round_progress.by_section(found),
        "asked": found.participations.filter(declined_at=None).count(),
    }
    return render(request, "assessment/rounds/sections.html", context)


@administrators_only
def ask(request: UserRequest, pk: int) -> HttpResponse:
    """Choose the agencies that are asked."""
    found = find_round(request, pk)
    form = AskAgenciesForm(request.POST if request.method == "POST" else None, found, request.user)
    if form.is_bound and form.is_valid():
        try:
            number = workflow.invite_agencies(found, form.chosen(), request.user)
        except workflow.RoundMoved:
            return moved(request, pk)
        sentence = ngettext(
            "One agency more is asked.", "%(number)d agencies more are asked.", number
        )
        messages.success(request, sentence % {"number": number})
        return redirect("assessment:round", pk)
    context = {"round": found, "form": form}
    return render(
        request, "assessment/rounds/ask.html", context, status=422 if form.is_bound else 200
    )


@administrators_only
def act(request: UserRequest, pk: int) -> HttpResponse:
    """Do something with the agencies that were ticked."""
    found = find_round(request, pk)
    if request.method != "POST":
        return redirect("assessment:round", pk)
    some = list(found.participations.filter(agency__in=ticked(request)))
    if not some:
        messages.warning(request, _("Tick the agencies first."))
        return redirect("assessment:round", pk)
    if request.POST.get("do") == "extend":
        return extend(request, pk)
    if request.POST.get("do") == "take_out":
        return _taken_out(request, found, some)
    number = remind(some, timezone.localdate(), request.user)
    messages.success(request, _reminded(number))
    return redirect("assessment:round", pk)


def _reminded(number: int) -> str:
    if not number:
        return _(
            "Nobody is reminded: they have handed in or declined, have no lead, or had a letter today."
        )
    sentence = ngettext("One agency is reminded.", "%(number)d agencies are reminded.", number)
    return sentence % {"number": number}


def _taken_out(request: UserRequest, found: Round, some: list[Participation]) -> HttpResponse:
    try:
        for one in some:
            workflow.take_out(one, request.user)
    except workflow.RoundMoved:
        return moved(request, found.pk)
    messages.success(request, _("They are not asked any more."))
    return redirect("assessment:round", found.pk)


@administrators_only
def export(request: UserRequest, pk: int, form: str) -> HttpResponse:
    """All agencies that the filter asks for, as a file."""
    found, language = find_round(request, pk), get_language() or "en"
    if form not in KINDS:
        raise Http404
    narrowed = _narrowed(ProgressFilterForm(request.GET, found, request.user), found)
    at = timezone.now()
    agencies = narrowed.order_by("name_key", "pk")
    content = round_progress.write(found, agencies, form, language, at)
    name = file_name(
        str(found), at=at, ending=form, language=language, unlike=request.GET.urlencode()
    )
    return download(content, KINDS[form], name)
