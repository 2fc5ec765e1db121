"""What came out."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from uuid import UUID

from crispy_forms.utils import render_crispy_form
from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpResponse
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
from assessment.methods.results import Results, ResultsChapter, Trial
from assessment.models import Submission, checksum
from assessment.sign_in import sign_in_required
from assessment.views.answering import find_submission

TRYING = "what-if"  # the chapter in which answers are tried out


@dataclass(frozen=True, slots=True)
class Shown:
    """The results as HTML. All that changes with time or has a token stands around them."""

    is_empty: bool
    imported: str  # where the answers were given, if not here
    body: str  # of the first page, or of one chapter
    chapters: list[ResultsChapter]


_latest = Drawn[Shown](48)  # at hand in this process: some 0.1 MB each; all others are in the cache
_language_forms = Drawn[SafeString](20)  # by language


@sign_in_required
def results(request: UserRequest, pk: UUID) -> HttpResponse:
    """The whole at a glance, and the way to the chapters behind it."""
    submission, shown = _shown(request, pk, "")
    context = {
        "submission": submission,
        "shown": shown,
        "links": [link for one in contributions.every() for link in one.result_links(submission)],
        "language_form": _language_forms.get(get_language() or "en", _language_form),
    }
    return render(request, "assessment/results.html", context)


@sign_in_required
def chapter(request: UserRequest, pk: UUID, chapter: str) -> HttpResponse:
    submission, shown = _shown(request, pk, chapter)
    place = [one.key for one in shown.chapters].index(chapter)
    context = {
        "submission": submission,
        "shown": shown,
        "chapter": shown.chapters[place],
        "following": next(iter(shown.chapters[place + 1 :]), None),
    }
    return render(request, "assessment/results.html", context)


def _shown(request: UserRequest, pk: UUID, chapter: str) -> tuple[Submission, Shown]:
    """A part of the results: of sealed answers as it is kept. Raises Http404 for a chapter that there is not."""
    submission = find_submission(request, pk, "respondent", "latest_seal")
    language = get_language() or "en"
    if submission.is_draft or request.GET:  # changes with every answer, or tries out others
        return submission, draw(request, submission, language, chapter)
    return submission, kept(request, submission, language, chapter)


def draw(request: UserRequest, submission: Submission, language: str, chapter: str) -> Shown:
    found = outcome.of_submission(submission, language)
    chapters = list(found.chapters)
    templates = {"": found.template, **{one.key: one.template for one in chapters}}
    if chapter not in templates:
        raise Http404
    added = contributions.every() if submission.of_member else ()
    context = {
        "submission": submission,
        "results": found,
        "editable": submission.is_open_to_reader,
        "action_links": [link for one in added for link in one.action_links(submission)],
    }
    if chapter == TRYING and (trial := _trial(request, found)):
        context["what_if"] = trial
        context["ask_form"] = AskForm(trial, language)
        context["try_form"] = TryForm(trial, language) if trial.asked else None
    imported = "" if chapter else render_to_string("assessment/points/imported.html", context)
    body = render_to_string(templates[chapter], context, request)
    return Shown(found.is_empty, imported, body, chapters)


def _trial(request: UserRequest, found: Results) -> Trial | None:
    return method_of(found.instrument).what_if(found, dict(request.GET.lists()))


def kept(request: UserRequest, submission: Submission, language: str, chapter: str) -> Shown:
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
        chapter,
        submission.of_member,
        settings.OVERALL_SCORE,
        build(),
    ]
    key = f"results:{checksum(made_of)}"

    def made() -> Shown:
        cache = caches["results"]
        if found := cache.get(key):
            is_empty, imported, body, chapters = found
            return Shown(is_empty, _unpacked(imported), _unpacked(body), chapters)
        drawn = draw(request, submission, language, chapter)
        kept = (drawn.is_empty, _packed(drawn.imported), _packed(drawn.body), drawn.chapters)
        cache.set(key, kept)
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
