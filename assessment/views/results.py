"""What came out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessment import contributions
from assessment import results as outcome
from assessment.forms.small import AskForm, LanguageForm, TryForm
from assessment.http import UserRequest
from assessment.methods.registry import method_of
from assessment.sign_in import sign_in_required
from assessment.views.answering import find_submission, is_member, may_edit


@sign_in_required
def results(request: UserRequest, pk: UUID) -> HttpResponse:
    submission, language = find_submission(request, pk), get_language() or "en"
    found = outcome.of_submission(submission, language)
    added = contributions.every() if is_member(request, submission) else ()
    context: dict[str, Any] = {
        "submission": submission,
        "results": found,
        "editable": may_edit(request, submission),
        "language_form": LanguageForm(label=_("Report as PDF in")),
        "links": [link for one in contributions.every() for link in one.result_links(submission)],
        "action_links": [link for one in added for link in one.action_links(submission)],
    }
    if trial := method_of(found.instrument).what_if(found, dict(request.GET.lists())):
        context["what_if"] = trial
        context["ask_form"] = AskForm(trial, language)
        context["try_form"] = TryForm(trial, language) if trial.asked else None
    return render(request, "assessment/results.html", context)
