"""What came out."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from assessment import results as outcome
from assessment.http import UserRequest
from assessment.views.answering import find_submission
from assessment.views.sign_in import sign_in_required


@sign_in_required
def results(request: UserRequest, pk: UUID) -> HttpResponse:
    submission = find_submission(request, pk)
    context = {
        "submission": submission,
        "results": outcome.of_submission(submission, get_language() or "en"),
    }
    return render(request, "assessment/results.html", context)
