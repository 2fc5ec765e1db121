"""Taking answers out as files, and bringing them back: checked, shown, and only then saved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from assessment.answers import Answers
from assessment.forms import SectionForm
from assessment.instruments import Instrument, Question, Section
from assessment.interchange import schema_of
from assessment.models import SectionRecord, Submission, User
from assessment.results import AnsweredQuestion, answered, scores_as_json
from assessment.workbook import (
    Faulty,
    Filled,
    filled_in,
    read_csv,
    read_xlsx,
    rows_of,
    write_csv,
    write_xlsx,
)

MOST_BYTES = 2_000_000  # of a file that is brought back
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def export(submission: Submission, form: str, language: str) -> bytes:
    """Everything in a submission, as `xlsx`, `csv` or `json`."""
    answers = submission.answers() if submission.is_draft else submission.snapshot.answers
    if form == "json":
        return _as_json(submission, answers)
    rows = rows_of(submission.instrument, answers, language)
    if form == "csv":
        return write_csv(rows)
    return write_xlsx(submission.instrument, rows, language)


def _as_json(submission: Submission, answers: Answers) -> bytes:
    instrument = submission.instrument
    content = {
        "schema": schema_of(instrument),
        "instrument": instrument.key,
        "version": instrument.version,
        "agency": submission.agency.name,
        "country": submission.agency.country,
        "state": submission.status,
        "started": submission.started_at.isoformat(),
        "sealed": None if submission.is_draft else submission.snapshot.sealed_at.isoformat(),
        "checksum": submission.fingerprint(),
        "answers": answers,
        "scores": scores_as_json(instrument, answers)
        if submission.is_draft
        else submission.snapshot.scores,
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode()


@dataclass(frozen=True, slots=True)
class Change:
    """One question whose answer would change."""

    question: Question
    before: AnsweredQuestion
    after: AnsweredQuestion


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What a file would change in one section, which stood at `revision`."""

    section: Section
    revision: int
    answers: Mapping[str, Any]
    changes: list[Change]


def read_file(instrument: Instrument, name: str, data: bytes) -> Filled:
    """What a file holds, as the form would have posted it; Faulty."""
    if len(data) > MOST_BYTES:
        raise Faulty([_("The file is larger than 2 MB.")])
    if name.lower().endswith(".json"):
        return filled_in(instrument, rows_of(instrument, _from_json(instrument, data), "en"))
    if name.lower().endswith(".csv"):
        return filled_in(instrument, read_csv(data))
    return filled_in(instrument, read_xlsx(data, instrument))


def _from_json(instrument: Instrument, data: bytes) -> Answers:
    """The answers of an export. They go the way of the table, so that the same checks see them."""
    try:
        content = json.loads(data.decode("utf-8-sig"))
        same = (content["instrument"], content["version"]) == (instrument.key, instrument.version)
        answers: Answers = content["answers"]
        list(rows_of(instrument, answers, "en"))
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError, StopIteration):
        raise Faulty([_("The file is not an export of this program.")]) from None
    if not same:
        raise Faulty([_("This file belongs to another questionnaire or another version of it.")])
    return answers


def changes_of(submission: Submission, filled: Filled, language: str) -> list[SectionChange]:
    """What would change, section by section; Faulty where an answer is not possible."""
    instrument, records = submission.instrument, submission.shared_records()
    found, faults = list[SectionChange](), list[str]()
    for section in instrument.sections:
        asked = [question for question in section.questions if question.key in filled.questions]
        record = records[section.key]
        if not asked:
            continue
        data = MultiValueDict(filled.posted)
        form = SectionForm(
            data,
            instrument=instrument,
            questions=asked,
            language=language,
            answers=record.answers,
            opinions={q.key: [{}] for q in asked if f"{q.key}.agreed" in filled.posted},
        )
        if not form.is_valid():
            faults += [
                _("Row %(number)d: %(sentence)s")
                % {"number": filled.questions[key], "sentence": " ".join(map(str, errors))}
                for key, errors in form.errors.items()
            ]
            continue
        answers = form.answers()
        changes = [
            Change(
                q,
                answered(q, record.answers.get(q.key), language, instrument.reasons),
                answered(q, answers.get(q.key), language, instrument.reasons),
            )
            for q in asked
            if answers.get(q.key) != record.answers.get(q.key)
        ]
        if changes:
            found.append(SectionChange(section, record.revision, answers, changes))
    if faults:
        raise Faulty(faults)
    return found


@transaction.atomic
def take_over(submission: Submission, wished: list[dict[str, Any]], by: User) -> None:
    """Save sections as they were shown: all or none. Raises StaleAnswers if one was saved meanwhile."""
    for one in wished:
        records = SectionRecord.objects.filter(
            submission=submission, section=one["section"], respondent=None
        )
        records.save_answers(one["answers"], revision=one["revision"], by=by)
