"""The PDF: asked for, waited for, fetched."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from assessment import tasks, workflow
from assessment.contributions import Link
from assessment.files.names import file_name
from assessment.forms.small import LanguageForm
from assessment.http import UserRequest, download
from assessment.models import Report, Verb
from assessment.sign_in import posted_from, sign_in_required
from assessment.views.answering import find_submission
from assessment.waiting import Waited, state
from assessment.wording import NAMES


@posted_from("assessment:results", "pk")
def request_report(request: UserRequest, pk: UUID) -> HttpResponse:
    submission = find_submission(request, pk)
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return redirect("assessment:results", pk)
    try:
        report = workflow.request_report(submission, form.cleaned_data["language"])
    except Report.DoesNotExist:  # the draft went on, and somebody's newer request cleared this one
        return redirect("assessment:results", pk)
    workflow.record(Verb.REPORT_ASKED, request.user, submission.agency, str(submission))
    return redirect("assessment:report", pk, report.key)


def _find_report(request: UserRequest, pk: UUID, report: UUID) -> Report:
    submission = find_submission(request, pk)
    readable = Report.objects.readable_by(request.user)
    found: Report = get_object_or_404(readable, submission=submission, key=report)
    found.submission = submission  # with its agency
    return found


@sign_in_required
def report(request: UserRequest, pk: UUID, report: UUID) -> HttpResponse:
    """Tells when the PDF is ready."""
    tasks.take_back_abandoned()
    found = _find_report(request, pk, report)
    submission = found.submission
    kind = submission.instrument.text[get_language() or "en"]
    waited = Waited(
        found,
        heading=_("Report as PDF"),
        about=" · ".join((kind, submission.agency.name, NAMES[found.language])),
        back=Link(reverse("assessment:results", args=[pk]), _("Results")),
        here=request.get_full_path(),
        fetch=reverse("assessment:report_file", args=[pk, found.key]),
        ask=reverse("assessment:request_report", args=[pk]),
        sent={"language": found.language},
    )
    return state(request, waited)


@sign_in_required
def report_file(request: UserRequest, pk: UUID, report: UUID) -> HttpResponse:
    found = _find_report(request, pk, report)
    if not found.is_ready:
        raise Http404
    workflow.record(
        Verb.EXPORTED, request.user, found.submission.agency, f"{found.submission} (pdf)"
    )
    return download(bytes(found.content), "application/pdf", _file_name(found))


def _file_name(report: Report) -> str:
    """For example ministry-of-health-portfolio-snapshot-ana-lopez-3f2a9c-2026-11-23-es.pdf."""
    submission = report.submission
    draft = submission.is_draft
    with override(report.language):
        state = _("provisional") if draft else ""
    return file_name(
        submission.agency_name,
        submission.instrument.text[report.language],
        state,
        submission.respondent or "",
        at=report.requested_at if draft else submission.sealed.sealed_at,
        ending="pdf",
        language=report.language,
        unlike=(submission.pk, report.pk if draft else ""),
    )
