"""The portfolio's PDF, in the background."""

from __future__ import annotations

from collections.abc import Callable

from django_tasks import task

from assessment import pdf
from assessment import tasks as shared

from .models import PortfolioReport
from .results.portfolio import PortfolioResults

TEMPLATE = "portfolio/report.html"


@task()
def make_portfolio_report(report_id: int) -> None:
    """Fill in the PDF. Safe to run twice: only a report that waits is taken."""
    shared.fill(PortfolioReport.objects.select_related("agency"), report_id, _content)


shared.FILES[make_portfolio_report.module_path] = PortfolioReport


def _content(report: PortfolioReport) -> tuple[str, Callable[[], bytes]]:
    results = PortfolioResults(report.agency, report.language)
    return results.fingerprint, lambda: render(results)


def render(results: PortfolioResults) -> bytes:
    """The report as tagged PDF/UA-1."""
    context = {"results": results, "agency": results.agency.name}
    return pdf.render_document(TEMPLATE, context, results.language, results.agency.country)


def take_back_abandoned() -> int:
    """Queue again what a killed worker left. Returns how many were queued."""
    return shared.requeue(PortfolioReport, make_portfolio_report.enqueue)
