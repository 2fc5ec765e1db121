"""A colleague's own answers to a section, beside those that the agency shares."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from assessment import workflow
from assessment.answers import Statement
from assessment.http import UserRequest
from assessment.instruments import Section
from assessment.models import SectionRecord, Submission

from .section_page import SectionPage


class ResponsePage(SectionPage):
    """One request for a colleague's own answers to a section. Nobody else saves them."""

    is_response = True

    def __init__(self, request: UserRequest, submission: Submission, section: Section) -> None:
        super().__init__(request, submission, section)
        self.questions = tuple(question for question in self.questions if question.is_stated)

    def find_record(self) -> SectionRecord:
        own = self.submission.responses(self.section.key)
        mine = [record for record in own if record.respondent_id == self.request.user.pk]
        if mine:
            return mine[0]
        return SectionRecord(
            submission=self.submission, section=self.section.key, respondent=self.request.user
        )

    def responses(self) -> Mapping[str, list[Statement]]:
        return {}  # each answers alone first

    def record_to_save(self) -> SectionRecord:
        """The record is made at the first save."""
        self.record = workflow.begin_response(self.submission, self.section.key, self.request.user)
        return self.record

    def next_address(self) -> str:
        shared = reverse("assessment:section", args=[self.submission.pk, self.section.key])
        return self.request.path if self.request.POST.get("go") == "stay" else shared
