"""The PDF: asked for, waited for, fetched."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from assessment import tasks, workflow
from assessment.files.names import download, file_name
from assessment.http import UserRequest
from assessment.models import Report
from assessment.sign_in import sign_in_required
from assessment.views.answering import find_submission


@require_POST
@sign_in_required
def request_report(request: UserRequest, pk: UUID) -> HttpResponse:
    submission = find_submission(request, pk)
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return redirect("assessment:results", pk)
    try:
        report = workflow.request_report(submission, language)
    except Report.DoesNotExist:  # the draft went on, and somebody's newer request cleared this one
        return redirect("assessment:results", pk)
    return redirect("assessment:report", pk, report.pk)


def _find_report(request: UserRequest, pk: UUID, report: int) -> Report:
    submission = find_submission(request, pk)
    found = get_object_or_404(submission.reports, pk=report)
    found.submission = submission  # with its agency and snapshot
    return found


@sign_in_required
def report(request: UserRequest, pk: UUID, report: int) -> HttpResponse:
    """Tells when the PDF is ready; htmx asks for the middle part again and again."""
    tasks.take_back_abandoned()
    found = _find_report(request, pk, report)
    template = "assessment/_report_state.html" if request.htmx else "assessment/report_state.html"
    return render(request, template, {"report": found, "submission": found.submission})


@sign_in_required
def report_file(request: UserRequest, pk: UUID, report: int) -> HttpResponse:
    found = _find_report(request, pk, report)
    if not found.is_ready:
        raise Http404
    response = download(bytes(found.pdf), "application/pdf", _file_name(found))
    response["Cache-Control"] = "private, no-store"
    return response


def _file_name(report: Report) -> str:
    """For example ministry-of-health-portfolio-snapshot-ana-lopez-3f2a9c-2026-11-23-es.pdf."""
    submission = report.submission
    draft = submission.is_draft or report.requested_at < submission.snapshot.sealed_at
    with override(report.language):
        state = _("provisional") if draft else ""
    return file_name(
        submission.agency.name,
        submission.instrument.text[report.language],
        state,
        submission.respondent or "",
        at=report.requested_at if draft else submission.snapshot.sealed_at,
        ending="pdf",
        language=report.language,
        unlike=(submission.pk, report.pk if draft else ""),
    )
