"""Working offline: files to take away, and the way back with a preview."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from assessment import exchange, workflow
from assessment.contributions import Link
from assessment.exchange import AnswersOffer
from assessment.files.names import file_name
from assessment.files.paper import PAPER, asked_for
from assessment.files.preview import ApplyForm, Bringing, Changed, Kept, UploadForm
from assessment.http import UserRequest, download
from assessment.models import StaleAnswers, Submission, Verb
from assessment.sign_in import sign_in_required
from assessment.views.answering import find_submission
from assessment.waiting import OfferedFile, offer
from assessment.wording import LANGUAGES, NAMES


@sign_in_required
def offline(request: UserRequest, pk: UUID) -> HttpResponse:
    return _page(request, find_submission(request, pk))


def _page(
    request: UserRequest,
    submission: Submission,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    frame = {
        "submission": submission,
        "editable": submission.is_open_to_reader,
        "upload_form": upload_form(),
    }
    return render(request, "assessment/offline.html", {**frame, **(context or {})}, status=status)


def upload_form(*data: Any) -> UploadForm:
    label = _("Filled-in file (.xlsx, .ods, .csv or .json, up to 2 MB)")
    accept = ".xlsx,.ods,.csv,.txt,.json"
    return UploadForm(*data, label=label, accept=accept, most=exchange.MOST_BYTES)


@sign_in_required
def export(request: UserRequest, pk: UUID, form: str) -> HttpResponse:
    """A file with everything in the submission, in the page's language or the one asked for."""
    submission = find_submission(request, pk)
    language = request.GET.get("language") or get_language() or "en"
    if form not in exchange.FORMATS or language not in LANGUAGES:
        raise Http404
    with override(language):
        data = exchange.export(submission, form, language)
    workflow.record(Verb.EXPORTED, request.user, submission.agency, f"{submission} ({form})")
    name = _name(submission, "", form, "" if form == "json" else language)
    return download(data, exchange.FORMATS[form], name)


@sign_in_required
def questionnaire(request: UserRequest, pk: UUID, language: str) -> HttpResponse:
    """The questions on paper, with boxes to tick."""
    submission = find_submission(request, pk)
    language = request.POST.get("language", language)
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        name = _name(submission, _("questionnaire"), "pdf", language)
    kind = submission.instrument.text[get_language() or "en"]
    wanted = OfferedFile(
        PAPER,
        submission.agency,
        asked_for(submission.instrument),
        language,
        name,
        heading=_("Questionnaire on paper"),
        about=" · ".join((kind, submission.agency.name, NAMES[language])),
        back=Link(reverse("assessment:offline", args=[pk]), _("Work offline")),
        here=reverse("assessment:questionnaire", args=[pk, language]),
    )
    return offer(request, wanted)


def _name(submission: Submission, what: str, ending: str, language: str) -> str:
    """For example ministry-of-health-portfolio-snapshot-ana-lopez-3f2a9c-2026-11-23-es.xlsx."""
    kind = submission.instrument.text[language or get_language() or "en"]
    parts = (submission.agency_name, kind, what, submission.respondent or "")
    unlike = submission.pk
    return file_name(*parts, at=timezone.now(), ending=ending, language=language, unlike=unlike)


class _BringingAnswers(Bringing[AnswersOffer]):
    """A filled-in file on its way into a draft."""

    def __init__(self, request: UserRequest, pk: UUID) -> None:
        super().__init__(request, f"answers:{pk}")
        self.submission = find_submission(request, pk)
        if not self.submission.is_open_to_reader:
            raise PermissionDenied

    def offer(self, kept: Kept) -> AnswersOffer:
        return exchange.offer_of(self.submission, kept.data)

    def do(self, offer: AnswersOffer, form: ApplyForm) -> HttpResponse:
        try:
            workflow.apply_import(self.submission, offer.promise, self.request.user)
        except StaleAnswers:
            self.submission = find_submission(self.request, self.submission.pk)
            raise Changed from None
        messages.success(self.request, _("The answers of the file are saved."))
        return redirect("assessment:overview", self.submission.pk)

    def page(self, context: dict[str, Any], status: int) -> HttpResponse:
        return _page(self.request, self.submission, context, status)

    def home(self) -> HttpResponse:
        return redirect("assessment:offline", self.submission.pk)

    def upload_form(self, *data: Any) -> UploadForm:
        return upload_form(*data)


@sign_in_required
def upload(request: UserRequest, pk: UUID) -> HttpResponse:
    """Check a file and show what it would change; nothing is saved yet. Fetched: the same once more."""
    return _BringingAnswers(request, pk).upload()


@sign_in_required
def apply(request: UserRequest, pk: UUID) -> HttpResponse:
    """Save what the preview showed, or show it anew if a colleague saved meanwhile."""
    return _BringingAnswers(request, pk).apply()
