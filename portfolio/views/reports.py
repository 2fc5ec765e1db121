"""The portfolio's PDF: asked for, waited for, fetched."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment.contributions import Link
from assessment.files.names import file_name
from assessment.forms.small import LanguageForm
from assessment.http import UserRequest, download
from assessment.sign_in import posted_from, sign_in_required
from assessment.waiting import Waited, state
from assessment.wording import NAMES
from assessment.workflow import ask_for
from portfolio import tasks
from portfolio.models import PortfolioReport
from portfolio.results.portfolio import PortfolioResults

from .access import WAITING, find_agency


@posted_from("portfolio:files", "agency")
def request_report(request: UserRequest, agency: int) -> HttpResponse:
    found = find_agency(request, agency)
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return redirect("portfolio:files", agency)
    language = form.cleaned_data["language"]
    key = PortfolioResults(found, language).fingerprint
    enqueue = tasks.make_portfolio_report.enqueue
    report = ask_for(PortfolioReport, {"agency": found}, key, language, enqueue)
    return redirect("portfolio:report", agency, report.key)


def _find(request: UserRequest, agency: int, report: UUID) -> PortfolioReport:
    found = find_agency(request, agency)
    made: PortfolioReport = get_object_or_404(
        PortfolioReport.objects.filter(agency=found), key=report
    )
    return made


@sign_in_required
def report(request: UserRequest, agency: int, report: UUID) -> HttpResponse:
    """Tells when the PDF is ready."""
    tasks.take_back_abandoned()
    found = _find(request, agency, report)
    waited = Waited(
        found,
        heading=_("Report as PDF"),
        about=NAMES[found.language],
        back=Link(reverse("portfolio:files", args=[agency]), _("Files and report")),
        here=request.get_full_path(),
        fetch=reverse("portfolio:report_file", args=[agency, found.key]),
        ask=reverse("portfolio:request_report", args=[agency]),
        sent={"language": found.language},
    )
    return state(request, waited, WAITING, {"agency": found.agency})


@sign_in_required
def report_file(request: UserRequest, agency: int, report: UUID) -> HttpResponse:
    found = _find(request, agency, report)
    if not found.is_ready:
        raise Http404
    with override(found.language):
        what = _("Portfolio")
    name = file_name(
        found.agency.name,
        what,
        at=found.requested_at,
        ending="pdf",
        language=found.language,
        unlike=(found.agency.pk, found.pk),
    )
    return download(bytes(found.content), "application/pdf", name)
