"""A section's earlier versions: who changed which answers, and the way back to one of them."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment import workflow
from assessment.answers import SectionAnswers
from assessment.forms.restoring import RestoreForm
from assessment.http import UserRequest
from assessment.instruments import Section
from assessment.merging import marks
from assessment.methods.answer_sheet import AnsweredQuestion, answered, differences
from assessment.models import SectionRecord, SectionRevision, Source, StaleAnswers, Submission
from assessment.models.revisions import changes_between
from assessment.sign_in import sign_in_required
from assessment.views.paging import page_of
from assessment.workflow import SentAnswers

Difference = tuple[AnsweredQuestion, AnsweredQuestion]


class SectionHistory:
    """The earlier versions of a section: of the shared answers, or of a person's own beside them."""

    def __init__(self, request: UserRequest, pk: UUID, section: str, *, is_own: bool) -> None:
        found = Submission.objects.with_history_for(request.user).select_related("agency")
        self.submission = get_object_or_404(found, pk=pk)
        self.instrument, self.is_own = self.submission.instrument, is_own
        sections = {part.key: part for part in self.instrument.sections}
        if section not in sections:
            raise Http404
        self.section: Section = sections[section]
        self.record = get_object_or_404(
            SectionRecord,
            submission=self.submission,
            section=section,
            respondent=request.user if is_own else None,
        )
        self.is_open = self.submission.is_draft
        timezone.activate(self.submission.agency.time_zone)

    def find(self, revision: int) -> SectionRevision:
        found: SectionRevision = get_object_or_404(self.record.revisions, pk=revision)
        found.record = self.record  # need not be looked up
        return found

    def compared(self, before: SectionAnswers, after: SectionAnswers) -> list[Difference]:
        """Answers in words that differ, in the order of the questionnaire."""
        language, reasons = get_language() or "en", self.instrument.reasons
        changed = changes_between(before, after)
        pairs = [
            [answered(question, value, language, reasons) for value in changed[question.key]]
            for question in self.section.questions
            if question.key in changed
        ]
        return [differences(one, other) for one, other in pairs]

    def changes(self, revision: SectionRevision) -> list[Difference]:
        before = {key: pair[0] for key, pair in revision.changes.items()}
        after = {key: pair[1] for key, pair in revision.changes.items()}
        return self.compared(before, after)

    def address(self) -> str:
        name = "assessment:own_history" if self.is_own else "assessment:history"
        return reverse(name, args=[self.submission.pk, self.section.key])

    def context(self, **more: object) -> dict[str, object]:
        page = "assessment:response" if self.is_own else "assessment:section"
        return {
            "submission": self.submission,
            "section": self.section,
            "is_open": self.is_open,
            "is_own": self.is_own,
            "history": self.address(),
            "back": reverse(page, args=[self.submission.pk, self.section.key]),
            **more,
        }

    def offer(
        self, request: UserRequest, revision: SectionRevision, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        """What would change; the button saves it."""
        now = self.record.answers
        form = RestoreForm(loaded=marks(now, [q.key for q in self.section.questions]))
        then = self.compared(now, revision.answers())
        context = self.context(revision=revision, differing=then, form=form, is_late=status != 200)
        return render(request, "assessment/restore.html", context, status=status)

    def restore(self, request: UserRequest, revision: SectionRevision) -> HttpResponse:
        """A save like any other: what a colleague changed since the page was drawn stays, and is shown first."""
        form = RestoreForm(request.POST)
        form.full_clean()
        keys = tuple(question.key for question in self.section.questions)
        sent = SentAnswers(keys, revision.answers(), form.cleaned_data["loaded"])
        try:
            merged = workflow.save_section(self.record, sent, request.user, Source.RESTORED)
        except StaleAnswers:
            messages.warning(request, _("Handed in meanwhile: nothing was changed."))
            return redirect(self.address())
        if merged.clashing or (merged.theirs and not merged.mine):
            return self.offer(request, revision, HTTPStatus.CONFLICT)
        messages.success(request, _("The earlier version is saved again."))
        return redirect(self.address())


@sign_in_required
def history(request: UserRequest, pk: UUID, section: str, *, is_own: bool = False) -> HttpResponse:
    found = SectionHistory(request, pk, section, is_own=is_own)
    page = page_of(found.record.revisions.all(), "at", request.GET, int)
    rows = [(revision, found.changes(revision)) for revision in page.rows]
    return render(request, "assessment/history.html", found.context(page=page, rows=rows))


@sign_in_required
def restore(
    request: UserRequest, pk: UUID, section: str, revision: int, *, is_own: bool = False
) -> HttpResponse:
    """An earlier version beside what is saved now. Of what is handed in nothing is restored."""
    found = SectionHistory(request, pk, section, is_own=is_own)
    one = found.find(revision)
    if not found.is_open:
        return redirect(found.address())
    return found.restore(request, one) if request.method == "POST" else found.offer(request, one)
