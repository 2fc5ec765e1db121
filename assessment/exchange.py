"""Taking answers out as files, and bringing them back: checked, shown, and only then saved."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from assessment.answers import Answers, SectionAnswers, is_shown
from assessment.files import csv, filled, questionnaire
from assessment.files.filled import Filled
from assessment.forms import SectionForm
from assessment.forms.from_file import faults_of, form_of
from assessment.instruments import Question, Section
from assessment.interchange import schema_of
from assessment.merging import mark
from assessment.methods.answer_sheet import AnsweredQuestion, answered
from assessment.methods.registry import method_of
from assessment.models import SealedAnswers, SectionRecord, Submission, canonical

MOST_BYTES = 2_000_000  # of a file that is brought back
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def export(submission: Submission, form: str, language: str) -> bytes:
    """Everything in a submission, as `xlsx`, `csv` or `json`."""
    answers = submission.answers() if submission.is_draft else submission.sealed.answers
    if form == "json":
        return _as_json(submission, answers)
    rows = questionnaire.rows_of(submission.instrument, answers, language)
    if form == "csv":
        separator = csv.separator_for(language, submission.agency.country)
        return questionnaire.write_csv(rows, separator)
    return questionnaire.write_xlsx(submission.instrument, rows, language)


def _as_json(submission: Submission, answers: Answers) -> bytes:
    instrument = submission.instrument
    hidden = [
        question.key
        for question in instrument.questions
        if not is_shown(question, instrument, answers)
    ]
    content = {
        "schema": schema_of(instrument),
        "instrument": instrument.key,
        "version": instrument.version,
        "agency": submission.agency_name,
        "country": submission.agency.country,
        "state": submission.status,
        "started": submission.started_at.isoformat(),
        "sealed": None if submission.is_draft else submission.sealed.sealed_at.isoformat(),
        "checksum": submission.fingerprint(),
        "answers": answers,
        "not_counting": hidden,  # other answers hide these questions
        "scores": method_of(instrument).scores(instrument, answers)
        if submission.is_draft
        else submission.sealed.scores,
    }
    if not submission.is_draft:
        content["seal"] = seal_of(submission.sealed)
    # An old text may hold half of a character, which no encoding has: it becomes a question mark.
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode(errors="replace")


def seal_of(sealed: SealedAnswers) -> dict[str, object]:
    """All that an outsider needs to check the seal: `manage.py verify_export` and the page do no more."""
    return {
        "version": sealed.seal_version,
        "number": sealed.number,
        "text": canonical(sealed.payload()),
        "checksum": sealed.checksum,
        "signature": sealed.signature,
        "how": "checksum is the SHA-256 of text in UTF-8; text is JSON with the answers and scores",
    }


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One question whose answer would change."""

    question: Question
    before: AnsweredQuestion
    after: AnsweredQuestion
    is_new: bool
    counts: bool = True  # False: another answer hides the question


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What a file would change in one section, which stood at `revision`."""

    section: Section
    revision: int
    answers: Mapping[str, Any]
    changes: list[AnswerChange]


@dataclass(slots=True)
class AnswersOffer:
    """What a file would do to a submission (see assessment.files.preview)."""

    sections: list[SectionChange] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    refused: int = 0  # questions
    same: int = 0
    skipped: int = 0  # rows of colleagues' own views
    understood: str = ""
    questions: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)

    @property
    def changes(self) -> list[AnswerChange]:
        return [change for section in self.sections for change in section.changes]

    @property
    def new(self) -> int:
        return sum(change.is_new for change in self.changes)

    @property
    def changed(self) -> int:
        return len(self.changes) - self.new

    @property
    def is_empty(self) -> bool:
        return not self.sections

    @property
    def promise(self) -> list[tuple[str, int, SectionAnswers]]:
        """By section: what would be written, and the revision it was compared with."""
        return [(one.section.key, one.revision, dict(one.answers)) for one in self.sections]


def offer_of(submission: Submission, data: bytes) -> AnswersOffer:
    """What a file would change. Raises Faulty where nothing in it can be read."""
    return changes_of(submission, filled.read(submission.instrument, data))


def changes_of(submission: Submission, found: Filled) -> AnswersOffer:
    """What would change, section by section. What the page's own form refuses is left out, with a sentence."""
    offer = AnswersOffer(
        faults=list(found.faults), skipped=found.skipped, understood=found.understood
    )
    language = get_language() or "en"
    refused, records = set(found.refused), submission.shared_records()
    for section in submission.instrument.sections:
        asked = [question for question in section.questions if question.key in found.questions]
        if not asked:
            continue
        record = records[section.key]
        form = form_of(submission.instrument, record.answers, asked, found, language)
        if wrong := faults_of(form, found):
            offer.faults += wrong
            refused |= form.errors.keys()
            asked = [question for question in asked if question.key not in refused]
            form = form_of(submission.instrument, record.answers, asked, found, language)
            form.is_valid()
        _add(offer, submission, section, record, form, language)
    offer.refused = len(refused)
    return _with_hidden(offer, submission)


def _add(
    offer: AnswersOffer,
    submission: Submission,
    section: Section,
    record: SectionRecord,
    form: SectionForm,
    language: str,
) -> None:
    reasons = submission.instrument.reasons
    answers, changes = form.answers(), list[AnswerChange]()
    for question in form.questions:
        old, new = record.answers.get(question.key), answers.get(question.key)
        if mark(old) == mark(new):
            offer.same += 1
            if old is not None:
                answers[question.key] = old
            continue
        before = answered(question, old, language, reasons)
        after = answered(question, new, language, reasons)
        changes.append(AnswerChange(question, before, after, is_new=not _says(old)))
    if changes:
        offer.sections.append(SectionChange(section, record.revision, answers, changes))


def _says(value: Any) -> bool:
    return bool(value) and not (isinstance(value, Mapping) and "choice" not in value)


def _with_hidden(offer: AnswersOffer, submission: Submission) -> AnswersOffer:
    """The offer with a mark on the changes that would not count, seen from the answers as they would be."""
    answers = {**submission.answers(), **{one.section.key: one.answers for one in offer.sections}}
    for section in offer.sections:
        section.changes[:] = [
            change
            if is_shown(change.question, submission.instrument, answers)
            else AnswerChange(
                change.question, change.before, change.after, change.is_new, counts=False
            )
            for change in section.changes
        ]
    return offer
