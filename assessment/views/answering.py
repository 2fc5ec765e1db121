"""Answering: the overview, one section, and the check before handing in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment import workflow
from assessment.answers import (
    Answers,
    blocking,
    missing,
    progress,
    section_progress,
    statements_of,
)
from assessment.deadlines import zone_name
from assessment.forms.small import AddressForm, HandInForm
from assessment.http import UserRequest
from assessment.instruments import Instrument
from assessment.methods.answer_sheet import answer_sheet
from assessment.models import Submission, Verb
from assessment.sign_in import sign_in_required
from assessment.views.response_page import ResponsePage
from assessment.views.section_page import SectionPage, by_heading


def find_submission(request: UserRequest, pk: UUID, *joined: str) -> Submission:
    """A submission whose answers this person may read, with its agency, its answers and what else is to be `joined`.

    404 for strangers, 403 for who has an office and has to wait until it is handed in.
    """
    submissions = Submission.objects.opened_by(request.user).select_related(
        "agency", "round", *joined
    )
    try:
        found = submissions.get(pk=pk)
    except Submission.DoesNotExist:
        get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
        raise PermissionDenied from None
    request.agency_number = found.agency_id
    if found.is_draft:  # what is handed in stands in the sealed answers
        prefetch_related_objects([found], "records")
        if not found.of_member:  # a superuser; the agency can see that it was looked at
            workflow.record(Verb.DRAFT_SEEN, request.user, found.agency, str(found))
    found.be_read_by(request.user, is_colleague=found.of_member)
    timezone.activate(found.agency.time_zone)
    return found


def until(submission: Submission) -> dict[str, object]:
    """What a page says about the last day; nothing where the agency began by itself."""
    if submission.round.is_standing:
        return {}
    part = submission.participation
    zone = zone_name(submission.agency.time_zone)
    return {"part": part, "standing": part.standing(), "zone": zone}


@sign_in_required
def overview(request: UserRequest, pk: UUID) -> HttpResponse:
    submission = find_submission(request, pk, "respondent")
    if not submission.is_draft:
        return redirect("assessment:results", pk)
    instrument, records = submission.instrument, submission.shared_records()
    prefetch_related_objects(list(records.values()), "saved_by")  # the page names who saved
    answers = submission.all_answers()
    rows = [
        (section, records[section.key], section_progress(instrument, section, answers))
        for section in instrument.sections
    ]
    context = {
        "submission": submission,
        "editable": submission.is_open_to_reader,
        "has_history": submission.of_member and submission.respondent_id in (None, request.user.pk),
        "progress": progress(instrument, answers),
        "groups": by_heading(instrument, rows),
        **until(submission),
    }
    return render(request, "assessment/overview.html", context)


@sign_in_required
def section(request: UserRequest, pk: UUID, section: str) -> HttpResponse:
    submission = find_submission(request, pk)
    keys = [part.key for part in submission.instrument.sections]
    if section not in keys:
        raise Http404
    page = SectionPage(request, submission, submission.instrument.section(section))
    if not submission.is_open_to_reader:
        return page.closed()
    return page.receive() if request.method == "POST" else page.show()


@sign_in_required
def response(request: UserRequest, pk: UUID, section: str) -> HttpResponse:
    """A colleague's own answers to a section, beside those that the agency shares."""
    submission = find_submission(request, pk)
    found = [s for s in submission.instrument.sections if s.key == section]
    if not found or not any(question.is_stated for question in found[0].questions):
        raise Http404
    page = ResponsePage(request, submission, found[0])
    if not submission.is_open_to_reader:
        return page.closed()
    return page.receive() if request.method == "POST" else page.show()


@sign_in_required
def open_questions(request: UserRequest, pk: UUID) -> HttpResponse:
    """What is still open, by the role that is likely to know: to be sent to that colleague as a link."""
    submission = find_submission(request, pk, "respondent")
    instrument, answers = submission.instrument, submission.answers()
    if not instrument.roles:
        raise Http404
    asked = request.GET.get("role", "")
    role = asked if asked in instrument.roles else ""
    unanswered = missing(instrument, submission.all_answers())
    unknown = {q.key for q in unanswered} | _unknown(instrument, answers)
    waiting = [q for q in instrument.questions if q.key in unknown]
    address = request.build_absolute_uri(request.path)
    shown = [
        (
            instrument.roles[key],
            AddressForm(f"{address}?role={key}", key),
            [q for q in waiting if key in q.known_to],
        )
        for key in instrument.roles
        if role in ("", key)
    ]
    context = {
        "submission": submission,
        "editable": submission.is_open_to_reader,
        "role": role,
        "roles": [row for row in shown if row[2]],
    }
    return render(request, "assessment/open_questions.html", context)


def _unknown(instrument: Instrument, answers: Answers) -> set[str]:
    """Questions that everybody answered with "don't know"."""
    return {
        question.key
        for question in instrument.questions
        if question.is_stated
        and (told := statements_of(question, answers))
        and all(said.get("dk") for said in told)
    }


@sign_in_required
def check(request: UserRequest, pk: UUID) -> HttpResponse:
    """Everything on one page; POST hands it in."""
    submission = find_submission(request, pk, "respondent")
    if not submission.is_draft:
        return redirect("assessment:results", pk)
    may_submit = Submission.objects.submittable_by(request.user).filter(pk=pk).exists()
    form = HandInForm()
    if request.method == "POST":
        if not may_submit:
            raise PermissionDenied
        form = HandInForm(request.POST)
        if form.is_valid() and _handed_in(request, submission):
            return redirect("assessment:handed_in", pk)
    instrument, answers = submission.instrument, submission.all_answers()
    context = {
        "submission": submission,
        "sheet": answer_sheet(
            instrument, submission.answers(), get_language() or "en", submission.unseen
        ),
        "missing": missing(instrument, answers),
        "is_blocked": bool(blocking(instrument, answers)),
        "editable": submission.is_open_to_reader,
        "may_submit": may_submit and submission.is_in_time,
        "form": form,
        **until(submission),
    }
    status = 422 if form.errors else 200
    return render(request, "assessment/check.html", context, status=status)


def _handed_in(request: UserRequest, submission: Submission) -> bool:
    try:
        workflow.submit(submission, request.user)
    except workflow.Incomplete:
        return False  # the page names what is missing
    except workflow.RoundOver:
        return False  # the page says so
    messages.success(request, _("Handed in. Your answers are sealed; thank you."))
    return True


@sign_in_required
def handed_in(request: UserRequest, pk: UUID) -> HttpResponse:
    """The confirmation: a reference, what happens next and who sees the answers."""
    submission = find_submission(request, pk, "respondent", "latest_seal")
    if submission.is_draft:
        return redirect("assessment:overview", pk)
    return render(request, "assessment/handed_in.html", {"submission": submission})
