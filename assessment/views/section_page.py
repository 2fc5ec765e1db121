"""One section of a submission: shown, saved, or in conflict with a colleague's save."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import activate, get_language
from django.utils.translation import gettext as _

from assessment.answers import (
    SectionAnswers,
    Statement,
    section_progress,
    shown_questions,
    together,
)
from assessment.forms import SectionForm, without_cleared
from assessment.http import UserRequest
from assessment.instruments import Instrument, Question, Section
from assessment.kept import (
    forget,
    give_back,
    set_language_cookie,
    tell_browser_saved,
    typed_before,
)
from assessment.merging import NOTHING, Merged, marks
from assessment.methods.answer_sheet import AnsweredQuestion, AnswerRow, answered, differences
from assessment.methods.method import Heading
from assessment.methods.registry import method_of
from assessment.models import SectionRecord, StaleAnswers, Submission
from assessment.workflow import SentAnswers, save_section


class SectionPage:
    """One request for the answers to a section that the agency shares."""

    is_response = False
    is_over = False  # the round takes no more answers

    def __init__(self, request: UserRequest, submission: Submission, section: Section) -> None:
        self.request, self.submission, self.section = request, submission, section
        self.instrument = submission.instrument
        self.questions = shown_questions(self.instrument, section, submission.all_answers())
        self.record = self.find_record()
        if self.record.saved_by_id == request.user.pk:
            self.record.saved_by = request.user  # need not be looked up
        chosen = request.POST.get("language")
        self.new_language = chosen if chosen in dict(settings.LANGUAGES) else None
        if self.new_language:
            activate(self.new_language)  # words typed so far come back in the language chosen
        self.language = get_language() or "en"

    def find_record(self) -> SectionRecord:
        return self.submission.shared_records()[self.section.key]

    def responses(self) -> Mapping[str, list[Statement]]:
        """What colleagues answered for themselves, by question, as far as this person may see it."""
        return self.submission.voices(self.section.key)

    def form(self, data: Any = None) -> SectionForm:
        return self._form(data, self.record.answers, None)

    def _form(self, data: Any, shown: SectionAnswers, loaded: dict[str, str] | None) -> SectionForm:
        return SectionForm(
            data,
            instrument=self.instrument,
            questions=self.questions,
            language=self.language,
            answers=shown,
            loaded=loaded,
            responses=self.responses(),
        )

    def show(self) -> HttpResponse:
        form = self.form()
        return self.render(form, unsaved=give_back(self.request, form))

    def receive(self) -> HttpResponse:
        form = self.form(without_cleared(self.request.POST))
        if not form.is_valid():
            return self.invalid(form)
        try:
            merged = save_section(self.record_to_save(), self.sent(form), self.request.user)
        except StaleAnswers:
            self.submission.refresh_from_db(fields=["status"])
            return self.closed()
        return self.conflict(form, merged) if merged.clashing else self.saved(form, merged)

    def sent(self, form: SectionForm) -> SentAnswers:
        return SentAnswers(
            tuple(question.key for question in self.questions),
            form.answers(),
            form.cleaned_data["loaded"],
            form.cleaned_data["page"],
            form.cleaned_data["turn"] or 0,
        )

    def record_to_save(self) -> SectionRecord:
        return self.record

    def saved(self, form: SectionForm, merged: Merged) -> HttpResponse:
        """Tell so; and which answers a colleague gave meanwhile, which the page does not show yet."""
        if self.request.htmx:
            forget(self.request, self.request.path)
            return self.saved_in_part(form, merged, "assessment/parts/saved.html")
        if merged.theirs:
            messages.info(self.request, self.news(merged))
        response = redirect(self.next_address())
        if self.new_language:
            set_language_cookie(response, self.new_language)
        return response

    def news(self, merged: Merged) -> str:
        names = [q.short[self.language] for q in self.questions if q.key in merged.theirs]
        return _("Changed by somebody else meanwhile, and kept: %(questions)s.") % {
            "questions": ", ".join(names)
        }

    def saved_in_part(
        self, form: SectionForm, merged: Merged, template: str, status: int = 200
    ) -> HttpResponse:
        """For the page that stays open: from now on, what it shows is what it was drawn with."""
        keys = [question.key for question in self.questions]
        shown = marks(form.answers(), keys)
        before = form.cleaned_data["loaded"]
        loaded = shown | {key: before.get(key, NOTHING) for key in merged.clashing}
        context = {
            "record": self.record,
            "loaded": form.fields["loaded"].prepare_value(loaded),
            "theirs": self._asked(merged.theirs),
            "clashing": self._asked(merged.clashing),
            **self.counts(),
        }
        return render(self.request, template, context, status=status)

    def _asked(self, keys: Iterable[str]) -> list[Question]:
        return [question for question in self.questions if question.key in keys]

    def next_address(self) -> str:
        """Where the button that was pressed leads."""
        pk, sections = self.submission.pk, [s.key for s in self.submission.instrument.sections]
        here = self.request.path
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
            known = cleared in {question.key for question in self.questions}
            return f"{here}#q-{cleared}" if known else here
        return f"{here}?from=check" if self.comes_from_check else here

    def invalid(self, form: SectionForm) -> HttpResponse:
        if self.request.htmx:
            context = {"form": form}
            return render(self.request, "assessment/parts/not_saved.html", context, status=422)
        return self.render(self.mended(form), status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def mended(self, form: SectionForm) -> SectionForm:
        """The form with what was typed; where the page's own fields are damaged, with new ones."""
        damaged = [name for name in ("page", "turn") if name in form.errors]
        if not damaged:
            return form
        data = without_cleared(self.request.POST).copy()
        for name in ("page", "turn"):
            data[name] = str(form.initial[name])
        again = self.form(data)
        again.full_clean()
        for name in damaged:
            again.add_error(name, form.errors[name])
        return again

    def conflict(self, form: SectionForm, merged: Merged) -> HttpResponse:
        """Everything but the questions that both changed is saved; about those, the person decides."""
        if self.request.htmx:
            return self.saved_in_part(form, merged, "assessment/parts/conflict.html", status=409)
        mine, saved = form.answers(), self.record.answers
        differing = [
            (question, *differences(self.in_words(question, mine), self.in_words(question, saved)))
            for question in self._asked(merged.clashing)
        ]
        shown = saved | {key: mine.get(key) for key in merged.clashing}
        # Drawn with what is saved now: whoever sends these words again overwrites knowingly.
        loaded = marks(saved, [question.key for question in self.questions])
        again = self._form(None, shown, loaded)
        return self.render(again, status=HTTPStatus.CONFLICT, differing=differing)

    def closed(self) -> HttpResponse:
        """Not to be answered by this person: somebody else's draft, handed in meanwhile, or its round is over."""
        if self.submission.is_draft:
            if not self.submission.of_member or self.submission.is_in_time:
                raise PermissionDenied
            self.is_over = True
        if self.request.method != "POST":
            kept = typed_before(self.request)
            return self.typed_too_late(self.form(kept)) if kept else self.to_results()
        if self.request.htmx:
            context = {"is_over": self.is_over}
            return render(self.request, "assessment/parts/closed.html", context, status=409)
        return self.typed_too_late(self.form(self.request.POST))

    def typed_too_late(self, form: SectionForm) -> HttpResponse:
        form.full_clean()
        typed = form.answers()
        shown = [
            replace(self.in_words(q, typed), rows=(AnswerRow("", str(form[q.key].value())),))
            if q.key in form.errors
            else self.in_words(q, typed)
            for q in self.questions
        ]
        posted = form.data
        assert isinstance(posted, MultiValueDict)
        fields = [(name, value) for name, values in posted.lists() for value in values]
        context = {"submission": self.submission, "typed": shown, "fields": fields}
        context["is_over"] = self.is_over
        response = render(self.request, "409.html", context, status=409)
        tell_browser_saved(response, self.request.path)
        forget(self.request, self.request.path)
        return response

    def to_results(self) -> HttpResponse:
        if self.is_over:  # the overview says so
            return redirect("assessment:overview", self.submission.pk)
        return redirect("assessment:results", self.submission.pk)

    def in_words(self, question: Question, answers: SectionAnswers) -> AnsweredQuestion:
        value = answers.get(question.key)
        return answered(question, value, self.language, self.instrument.reasons)

    def counts(self) -> dict[str, Any]:
        """How far the answers are now, section by section: a save may have changed them."""
        answers, sections = self.submission.all_answers(), self.instrument.sections
        states = [section_progress(self.instrument, section, answers) for section in sections]
        return {
            "states": states,
            "section_progress": states[sections.index(self.section)],
            "progress": together(states),
        }

    @property
    def comes_from_check(self) -> bool:
        return "check" in (self.request.GET.get("from"), self.request.POST.get("from"))

    def render(self, form: SectionForm, status: int = 200, **extra: Any) -> HttpResponse:
        sections = self.instrument.sections
        position, counts = sections.index(self.section), self.counts()
        context = {
            "submission": self.submission,
            "section": self.section,
            "record": self.record,
            "form": form,
            "number": position + 1,
            "total": len(sections),
            "groups": by_heading(self.instrument, zip(sections, counts["states"], strict=True)),
            "heading": method_of(self.instrument).heading_of(self.instrument, self.section),
            "is_response": self.is_response,
            "has_statements": any(question.is_stated for question in self.questions),
            "is_first": position == 0,
            "is_last": position == len(sections) - 1,
            "from_check": self.comes_from_check,
            "has_history": self.record.revision
            and self.submission.respondent_id in (None, self.request.user.pk),
            **counts,
            **extra,
        }
        response = render(self.request, "assessment/section.html", context, status=status)
        if self.new_language:
            set_language_cookie(response, self.new_language)
        return response


def by_heading(
    instrument: Instrument, rows: Iterable[tuple[Any, ...]]
) -> list[tuple[Heading | None, list[tuple[Any, ...]]]]:
    """Rows that begin with a section, under the headings that their sections have."""
    method = method_of(instrument)
    grouped = groupby(rows, lambda row: method.heading_of(instrument, row[0]))
    return [(heading, list(part)) for heading, part in grouped]
