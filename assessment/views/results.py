"""What came out."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from uuid import UUID

from crispy_forms.utils import render_crispy_form
from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment import contributions
from assessment import results as outcome
from assessment.build import build
from assessment.drawn import Drawn
from assessment.forms.small import AskForm, LanguageForm, TryForm
from assessment.http import UserRequest
from assessment.methods.registry import method_of
from assessment.models import Submission, checksum
from assessment.sign_in import sign_in_required
from assessment.views.answering import find_submission


@dataclass(frozen=True, slots=True)
class Shown:
    """The results as HTML. All that changes with time or has a token stands around them."""

    is_empty: bool
    imported: str  # where the answers were given, if not here
    body: str


_latest = Drawn[Shown](16)  # at hand in this process: some 0.3 MB each; all others are in the cache
_language_forms = Drawn[SafeString](20)  # by language


@sign_in_required
def results(request: UserRequest, pk: UUID) -> HttpResponse:
    submission = find_submission(request, pk, "respondent", "sealed")
    language = get_language() or "en"
    for_member = submission.of_member
    if submission.is_draft or request.GET:  # changes with every answer, or tries out others
        shown = draw(request, submission, language, for_member)
    else:
        shown = kept(request, submission, language, for_member)
    context = {
        "submission": submission,
        "shown": shown,
        "links": [link for one in contributions.every() for link in one.result_links(submission)],
        "language_form": _language_forms.get(language, _language_form),
    }
    return render(request, "assessment/results.html", context)


def draw(request: UserRequest, submission: Submission, language: str, for_member: bool) -> Shown:
    found = outcome.of_submission(submission, language)
    added = contributions.every() if for_member else ()
    context = {
        "submission": submission,
        "results": found,
        "editable": submission.is_open_to_reader,
        "action_links": [link for one in added for link in one.action_links(submission)],
    }
    if trial := method_of(found.instrument).what_if(found, dict(request.GET.lists())):
        context["what_if"] = trial
        context["ask_form"] = AskForm(trial, language)
        context["try_form"] = TryForm(trial, language) if trial.asked else None
    imported = render_to_string("assessment/points/imported.html", context)
    return Shown(found.is_empty, imported, render_to_string(found.template, context, request))


def kept(request: UserRequest, submission: Submission, language: str, for_member: bool) -> Shown:
    """The results of sealed answers, drawn once for all who see the same.

    The key holds all that they are made of: the answers as they are and whether they are those that were sealed, whose
    they are, for whom, in which language, by which build of the program.
    """
    sealed = submission.sealed
    made_of = [
        str(submission.pk),
        sealed.checksum,
        sealed.intact,
        sealed.sealed_by_name,
        sealed.agency_name,
        submission.agency.country,
        str(submission.respondent or ""),
        language,
        for_member,
        settings.OVERALL_SCORE,
        build(),
    ]
    key = f"results:{checksum(made_of)}"

    def made() -> Shown:
        cache = caches["results"]
        if found := cache.get(key):
            is_empty, imported, body = found
            return Shown(is_empty, _unpacked(imported), _unpacked(body))
        drawn = draw(request, submission, language, for_member)
        cache.set(key, (drawn.is_empty, _packed(drawn.imported), _packed(drawn.body)))
        return drawn

    return _latest.get(key, made)


def _language_form() -> SafeString:
    """Not sent from here, so it never has anything but the reader's language in it."""
    drawn: SafeString = render_crispy_form(LanguageForm(label=_("Report as PDF in")))
    return drawn


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode(), 1)


def _unpacked(data: bytes) -> SafeString:
    return mark_safe(zlib.decompress(data).decode())  # noqa: S308 (what our own templates made)
