"""Working offline: files to take away, and the way back with a preview."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment import exchange, pdf
from assessment.http import UserRequest
from assessment.models import StaleAnswers, Submission
from assessment.sign_in import sign_in_required
from assessment.views.answering import find_submission, may_edit
from assessment.wording import LANGUAGES
from assessment.workbook import Faulty, Filled

KEPT_FOR = 3600  # seconds between the preview and the decision


@sign_in_required
def offline(request: UserRequest, pk: UUID) -> HttpResponse:
    return _page(request, find_submission(request, pk))


def _page(request: UserRequest, submission: Submission, **extra: Any) -> HttpResponse:
    context = {"submission": submission, "editable": may_edit(request, submission), **extra}
    status = 422 if extra.get("faults") else 409 if extra.get("is_stale") else 200
    return render(request, "assessment/offline.html", context, status=status)


@sign_in_required
def export(request: UserRequest, pk: UUID, form: str) -> HttpResponse:
    """A file with everything in the submission, in the page's language or the one asked for."""
    submission = find_submission(request, pk)
    language = request.GET.get("language") or get_language() or "en"
    if form not in exchange.FORMATS or language not in LANGUAGES:
        raise Http404
    with override(language):
        data = exchange.export(submission, form, language)
    return _download(submission, data, exchange.FORMATS[form], form)


@sign_in_required
def questionnaire(request: UserRequest, pk: UUID, language: str) -> HttpResponse:
    """The questions on paper, with boxes to tick."""
    submission = find_submission(request, pk)
    if language not in LANGUAGES:
        raise Http404
    data = pdf.render_questionnaire(submission.instrument, submission.agency.name, language)
    return _download(submission, data, "application/pdf", "pdf")


def _download(submission: Submission, data: bytes, kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    name = slugify(f"{submission.instrument_key} {submission.agency}") or "faceta"
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


@require_POST
@sign_in_required
def upload(request: UserRequest, pk: UUID) -> HttpResponse:
    """Check a file and show what it would change; nothing is saved yet."""
    submission = _editable(request, pk)
    file = request.FILES.get("file")
    if file is None or file.size is None:
        return _page(request, submission, faults=[_("Choose a file first.")])
    if file.size > exchange.MOST_BYTES:
        return _page(request, submission, faults=[_("The file is larger than 2 MB.")])
    try:
        filled = exchange.read_file(submission.instrument, file.name or "", file.read())
        return _preview(request, submission, filled)
    except Faulty as error:
        return _page(request, submission, faults=error.faults[:50])


def _preview(
    request: UserRequest, submission: Submission, filled: Filled, **extra: Any
) -> HttpResponse:
    sections = exchange.changes_of(submission, filled, get_language() or "en")
    wished = [
        {"section": s.section.key, "revision": s.revision, "answers": dict(s.answers)}
        for s in sections
    ]
    token = secrets.token_urlsafe(16)
    kept = {"posted": filled.posted, "questions": filled.questions, "wished": wished}
    cache.set(_key(request, submission, token), kept, KEPT_FOR)
    return _page(
        request, submission, preview=sections, token=token, skipped=filled.skipped, **extra
    )


@require_POST
@sign_in_required
def apply(request: UserRequest, pk: UUID) -> HttpResponse:
    """Save what the preview showed, or show it anew if a colleague saved meanwhile."""
    submission = _editable(request, pk)
    key = _key(request, submission, request.POST.get("token", "")[:40])
    kept = cache.get(key)
    if kept is None:
        fault = _("The preview is older than an hour. Bring the file again.")
        return _page(request, submission, faults=[fault])
    try:
        exchange.take_over(submission, kept["wished"], request.user)
    except StaleAnswers:
        submission = _editable(request, pk)
        filled = Filled(kept["posted"], kept["questions"])
        return _preview(request, submission, filled, is_stale=True)
    cache.delete(key)
    messages.success(request, _("The answers of the file are saved."))
    return redirect("assessment:overview", submission.pk)


def _editable(request: UserRequest, pk: UUID) -> Submission:
    submission = find_submission(request, pk)
    if not may_edit(request, submission):
        raise PermissionDenied
    return submission


def _key(request: UserRequest, submission: Submission, token: str) -> str:
    return f"import:{request.user.pk}:{submission.pk}:{token}"
