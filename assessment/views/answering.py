"""Answering: the overview, one section, and the check before handing in."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import activate, get_language
from django.utils.translation import gettext as _

from assessment import workflow
from assessment.answers import SectionAnswers, missing, progress, section_progress
from assessment.forms import SectionForm
from assessment.http import UserRequest
from assessment.instruments import Question, Section
from assessment.models import SectionRecord, StaleAnswers, Submission
from assessment.results import AnsweredQuestion, Row, answer_sheet, answered, differences
from assessment.views.sign_in import forget_kept_form, kept_form, sign_in_required


def find_submission(request: UserRequest, pk: UUID) -> Submission:
    """A submission whose answers this person may read, with all that is needed to show it.

    404 for strangers, 403 for a reviewer who has to wait until it is handed in.
    """
    submissions = Submission.objects.readable_by(request.user).select_related(
        "agency", "respondent", "snapshot"
    )
    found = submissions.prefetch_related("records").filter(pk=pk).first()
    if found is None:
        get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
        raise PermissionDenied
    timezone.activate(found.agency.time_zone)
    return found


def may_edit(request: UserRequest, submission: Submission) -> bool:
    return Submission.objects.editable_by(request.user).filter(pk=submission.pk).exists()


@sign_in_required
def overview(request: UserRequest, pk: UUID) -> HttpResponse:
    submission = find_submission(request, pk)
    if not submission.is_draft:
        return redirect("assessment:results", pk)
    instrument, records = submission.instrument, {r.section: r for r in submission.records.all()}
    context = {
        "submission": submission,
        "editable": may_edit(request, submission),
        "progress": progress(instrument, submission.answers()),
        "sections": [
            (section, records[section.key], section_progress(section, records[section.key].answers))
            for section in instrument.sections
        ],
    }
    return render(request, "assessment/overview.html", context)


@sign_in_required
def section(request: UserRequest, pk: UUID, section: str) -> HttpResponse:
    submission = find_submission(request, pk)
    keys = [part.key for part in submission.instrument.sections]
    if section not in keys:
        raise Http404
    page = SectionPage(request, submission, submission.instrument.section(section))
    if not may_edit(request, submission):
        return page.closed()
    return page.save() if request.method == "POST" else page.show()


class SectionPage:
    """One request for one section: shown, saved, or in conflict with a colleague's save."""

    def __init__(self, request: UserRequest, submission: Submission, section: Section) -> None:
        self.request, self.submission, self.section = request, submission, section
        self.record = next(r for r in submission.records.all() if r.section == section.key)
        chosen = request.POST.get("language")
        self.new_language = chosen if chosen in dict(settings.LANGUAGES) else None
        if self.new_language:
            activate(self.new_language)  # words typed so far come back in the language chosen
        self.language = get_language() or "en"

    def form(self, data: Any = None) -> SectionForm:
        return SectionForm(
            data,
            section=self.section,
            language=self.language,
            answers=self.record.answers,
            revision=self.record.revision,
        )

    def show(self) -> HttpResponse:
        kept = kept_form(self.request)
        if kept is None:
            return self.render(self.form())
        messages.warning(
            self.request,
            _("Your session had ended. What you had typed is back below; save it to keep it."),
        )
        return self.render(self.form(kept), unsaved=True)

    def save(self) -> HttpResponse:
        form = self.form(without_cleared(self.request.POST))
        if not form.is_valid():
            return self.invalid(form)
        answers, revision = form.answers(), form.cleaned_data["revision"]
        records = SectionRecord.objects.filter(pk=self.record.pk)
        try:
            saved_at = records.save_answers(answers, revision=revision, by=self.request.user)
        except StaleAnswers:
            self.record.refresh_from_db()
            self.submission.refresh_from_db(fields=["status"])
            if not self.submission.is_draft:
                return self.closed()
            if self.record.answers != answers:
                return self.conflict(form)
        else:
            self.record.answers, self.record.saved_at = answers, saved_at
            self.record.saved_by, self.record.revision = self.request.user, revision + 1
        return self.saved()

    def saved(self) -> HttpResponse:
        forget_kept_form(self.request)
        if self.request.htmx:
            context = {"record": self.record, **self.counts()}
            return render(self.request, "assessment/_saved.html", context)
        response = redirect(self.next_address())
        self.let_browser_forget(response)
        if self.new_language:
            set_language_cookie(response, self.new_language)
        return response

    def let_browser_forget(self, response: HttpResponse) -> None:
        """Tell the script that the copy it keeps of this section's words is needed no more."""
        folder = reverse("assessment:overview", args=[self.submission.pk])
        response.set_cookie(f"saved_{self.section.key}", "1", path=folder, samesite="Lax")

    def next_address(self) -> str:
        """Where the button that was pressed leads."""
        pk, sections = self.submission.pk, [s.key for s in self.submission.instrument.sections]
        here = reverse("assessment:section", args=[pk, self.section.key])
        position = sections.index(self.section.key)
        match self.request.POST.get("go"):
            case "next" if position + 1 < len(sections):
                return reverse("assessment:section", args=[pk, sections[position + 1]])
            case "previous" if position:
                return reverse("assessment:section", args=[pk, sections[position - 1]])
            case "next" | "check":
                return reverse("assessment:check", args=[pk])
            case "leave" | "previous":
                return reverse("assessment:overview", args=[pk])
        if cleared := self.request.POST.get("clear"):
            return f"{here}#q-{cleared}" if cleared.isalnum() else here
        return f"{here}?from=check" if self.comes_from_check else here

    def invalid(self, form: SectionForm) -> HttpResponse:
        if "revision" in form.errors:  # a damaged page: whoever sends it again decides knowingly
            if self.request.htmx:
                return render(self.request, "assessment/_damaged.html", status=422)
            return self.render(self.with_revision(), status=422, damaged=True)
        if self.request.htmx:
            context = {"form": form}
            return render(self.request, "assessment/_not_saved.html", context, status=422)
        return self.render(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def conflict(self, form: SectionForm) -> HttpResponse:
        if self.request.htmx:
            return render(self.request, "assessment/_conflict.html", {}, status=409)
        mine = form.answers()
        saved = self.record.answers
        differing = [
            (question, self.in_words(question, mine), self.in_words(question, saved))
            for question in self.section.questions
            if mine.get(question.key) != saved.get(question.key)
        ]
        context = {"differing": [(q, *differences(a, b)) for q, a, b in differing]}
        return self.render(self.with_revision(), status=HTTPStatus.CONFLICT, **context)

    def with_revision(self) -> SectionForm:
        """The same words, such that sending them again overwrites knowingly."""
        posted = without_cleared(self.request.POST).copy()
        posted["revision"] = str(self.record.revision)
        return self.form(posted)

    def closed(self) -> HttpResponse:
        """Not to be answered by this person: somebody else's draft, or handed in meanwhile."""
        if self.submission.is_draft:
            raise PermissionDenied
        if self.request.method != "POST":
            kept = kept_form(self.request)
            return self.typed_too_late(self.form(kept)) if kept else self.to_results()
        if self.request.htmx:
            return render(self.request, "assessment/_closed.html", status=409)
        return self.typed_too_late(self.form(self.request.POST))

    def typed_too_late(self, form: SectionForm) -> HttpResponse:
        form.full_clean()
        typed = form.answers()
        shown = [
            replace(self.in_words(q, typed), rows=(Row("", str(form[q.key].value())),))
            if q.key in form.errors
            else self.in_words(q, typed)
            for q in self.section.questions
        ]
        context = {"submission": self.submission, "typed": shown}
        response = render(self.request, "409.html", context, status=409)
        self.let_browser_forget(response)
        forget_kept_form(self.request)
        return response

    def to_results(self) -> HttpResponse:
        return redirect("assessment:results", self.submission.pk)

    def in_words(self, question: Question, answers: SectionAnswers) -> AnsweredQuestion:
        return answered(question, answers.get(question.key), self.language)

    def counts(self) -> dict[str, Any]:
        return {
            "section_progress": section_progress(self.section, self.record.answers),
            "progress": progress(self.submission.instrument, self.submission.answers()),
        }

    @property
    def comes_from_check(self) -> bool:
        return "check" in (self.request.GET.get("from"), self.request.POST.get("from"))

    def render(self, form: SectionForm, status: int = 200, **extra: Any) -> HttpResponse:
        sections = self.submission.instrument.sections
        position = sections.index(self.section)
        context = {
            "submission": self.submission,
            "section": self.section,
            "record": self.record,
            "form": form,
            "number": position + 1,
            "sections": [
                (s, section_progress(s, r.answers))
                for s in sections
                for r in self.submission.records.all()
                if r.section == s.key
            ],
            "is_first": position == 0,
            "is_last": position == len(sections) - 1,
            "from_check": self.comes_from_check,
            **self.counts(),
            **extra,
        }
        response = render(self.request, "assessment/section.html", context, status=status)
        if self.new_language:
            set_language_cookie(response, self.new_language)
        return response


def without_cleared(posted: QueryDict) -> QueryDict:
    """What was posted, less the question that the person just cleared."""
    cleared = posted.get("clear")
    if not cleared:
        return posted
    kept = posted.copy()
    for name in [name for name in kept if name == cleared or name.startswith(f"{cleared}.")]:
        del kept[name]
    return kept


def set_language_cookie(response: HttpResponse | HttpResponseRedirect, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )


@sign_in_required
def check(request: UserRequest, pk: UUID) -> HttpResponse:
    """Everything on one page; POST hands it in."""
    submission = find_submission(request, pk)
    if not submission.is_draft:
        return redirect("assessment:results", pk)
    may_submit = Submission.objects.submittable_by(request.user).filter(pk=pk).exists()
    unconfirmed = False
    if request.method == "POST":
        if not may_submit:
            raise PermissionDenied
        unconfirmed = request.POST.get("confirm") != "yes"
        if not unconfirmed and _handed_in(request, submission):
            return redirect("assessment:results", pk)
    answers = submission.answers()
    context = {
        "submission": submission,
        "sheet": answer_sheet(submission.instrument, answers, get_language() or "en"),
        "missing": missing(submission.instrument, answers),
        "editable": may_edit(request, submission),
        "may_submit": may_submit,
        "unconfirmed": unconfirmed,
    }
    return render(request, "assessment/check.html", context, status=422 if unconfirmed else 200)


def _handed_in(request: UserRequest, submission: Submission) -> bool:
    try:
        workflow.submit(submission, request.user)
    except workflow.Incomplete:
        return False  # the page names what is missing
    messages.success(request, _("Handed in. Your answers are sealed; thank you."))
    return True
