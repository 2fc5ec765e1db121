"""The portfolio's PDF: asked for, waited for, fetched."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from assessment.files.names import download, file_name
from assessment.http import UserRequest
from assessment.sign_in import sign_in_required
from assessment.workflow import ask_for
from portfolio import tasks
from portfolio.access import find_agency, page
from portfolio.models import PortfolioReport
from portfolio.results import PortfolioResults


@require_POST
@sign_in_required
def request_report(request: UserRequest, agency: int) -> HttpResponse:
    found = find_agency(request, agency)
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return redirect("portfolio:files", agency)
    key = PortfolioResults(found, language).fingerprint
    enqueue = tasks.make_portfolio_report.enqueue
    report = ask_for(PortfolioReport, {"agency": found}, key, language, enqueue)
    return redirect("portfolio:report", agency, report.pk)


def _find(request: UserRequest, agency: int, report: int) -> PortfolioReport:
    found = find_agency(request, agency)
    made: PortfolioReport = get_object_or_404(
        PortfolioReport.objects.filter(agency=found), pk=report
    )
    return made


@sign_in_required
def report(request: UserRequest, agency: int, report: int) -> HttpResponse:
    """Tells when the PDF is ready; htmx asks for the middle part again and again."""
    tasks.take_back_abandoned()
    found = _find(request, agency, report)
    if request.htmx:
        return render(
            request, "portfolio/_report_state.html", {"report": found, "agency": found.agency}
        )
    return page(request, found.agency, "report_state", {"report": found})


@sign_in_required
def report_file(request: UserRequest, agency: int, report: int) -> HttpResponse:
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
    return download(bytes(found.pdf), "application/pdf", name)
