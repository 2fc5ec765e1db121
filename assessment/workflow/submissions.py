"""Everything that changes a submission, one function a step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from assessment import contributions
from assessment.answers import Answers, SectionAnswers, blocking
from assessment.characters import cured_all
from assessment.instruments import Instrument, Question, Respondent
from assessment.merging import Merged, merge
from assessment.methods.registry import method_of
from assessment.models import (
    Agency,
    Participation,
    Report,
    Round,
    Score,
    SealedAnswers,
    SectionRecord,
    Source,
    StaleAnswers,
    Status,
    Submission,
    User,
    Verb,
    checksum,
)
from assessment.tasks import make_report

from .files import ask_for
from .record import record
from .round_letters import tell_handed_in

MOST_TRIES = 10  # of a save that colleagues' saves keep overtaking


class Incomplete(Exception):
    """Required questions are open; `questions` says which."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        super().__init__(", ".join(question.key for question in questions))
        self.questions = questions


class AgencyClosed(Exception):
    """Nothing new is begun for an agency that is no more."""


class RoundOver(StaleAnswers):
    """The round takes no answers of this agency: not yet, or no longer."""


def refuse_late(submission: Submission) -> None:
    """RoundOver once the time of the agency is over, to the second."""
    if not submission.is_in_time:
        raise RoundOver


def start(
    agency: Agency, instrument: Instrument, by: User, round: Round | None = None
) -> Submission:
    """The open submission of this person or agency in a round: the one there is, or a new draft. Raises AgencyClosed.

    Without a round it is the standing one, for agencies that begin by themselves. RoundOver where it takes no answers.
    """
    round = round or Round.objects.standing()
    respondent = by if instrument.by is Respondent.PERSON else None
    running = Submission.objects.open_for(agency, instrument.key, respondent, round)
    if found := running.first():
        return found
    if agency.is_closed:
        raise AgencyClosed
    if not round.is_standing:
        asked = Participation.objects.filter(round=round, agency=agency).first()
        if asked is None or not asked.takes_answers:
            raise RoundOver
    try:
        with transaction.atomic():
            made = _create(round, agency, instrument, respondent)
            record(Verb.STARTED, by, agency, f"{instrument.key} {made.pk}")
            return made
    except IntegrityError:  # two clicks at once: the other one made it
        return running.get()


@transaction.atomic
def _create(
    round: Round, agency: Agency, instrument: Instrument, respondent: User | None
) -> Submission:
    Participation.objects.join(round, agency)
    submission = Submission.objects.create(
        round=round,
        agency=agency,
        instrument_key=instrument.key,
        instrument_version=instrument.version,
        respondent=respondent,
    )
    SectionRecord.objects.bulk_create(
        SectionRecord(
            submission=submission,
            section=section.key,
            answers={
                q.key: getattr(agency, q.kind.known_as)
                for q in section.questions
                if q.kind.known_as
            },
        )
        for section in instrument.sections
    )
    return submission


@dataclass(frozen=True, slots=True)
class SentAnswers:
    """What an open page sends: its answers to some questions of a section, and what it was drawn with.

    A page has a name of its own and counts what it sends, so that a save whose answer never arrived is known again.
    """

    questions: tuple[str, ...]
    answers: Mapping[str, Any]
    loaded: Mapping[
        str, str
    ]  # marks of the answers that the page was drawn with (assessment/merging.py)
    page: str = ""
    turn: int = 0

    def came_from_here(self, pages: Mapping[str, str]) -> dict[str, int]:
        """The questions whose saved answers this page sent, with the turn it was at."""
        found = {key: pages.get(key, "").rpartition(".") for key in self.questions}
        return {
            key: int(turn)
            for key, (page, _dot, turn) in found.items()
            if page and page == self.page
        }


def save_section(
    record: SectionRecord, sent: SentAnswers, by: User, source: Source = Source.PAGE
) -> Merged:
    """Save what a page sent, merged with what others saved since it was drawn; what clashes is left as it is saved.

    `record` is brought up to date. Raises StaleAnswers if the submission is closed.
    """
    refuse_late(record.submission)
    records = SectionRecord.objects.filter(pk=record.pk)
    for _try in range(MOST_TRIES):
        own = sent.came_from_here(record.pages)
        overtaken = {key for key, turn in own.items() if turn > sent.turn}
        keys = [key for key in sent.questions if key not in overtaken]
        merged = merge(sent.loaded, sent.answers, record.answers, keys, mine_already=own)
        if not merged.mine:
            return merged
        here = f"{sent.page}.{sent.turn}" if sent.page else ""
        pages = record.pages | dict.fromkeys(merged.mine, here)
        try:
            at = records.save_answers(
                merged.values,
                revision=record.revision,
                by=by,
                pages=pages,
                known=record,
                source=source,
            )
        except StaleAnswers:
            record.refresh_from_db()
            drafts = Submission.objects.filter(status=Status.DRAFT)
            if not drafts.filter(pk=record.submission_id).exists():
                raise
        else:
            record.answers, record.pages = merged.values, pages
            record.saved_by, record.saved_at, record.revision = by, at, record.revision + 1
            return merged
    raise StaleAnswers


def begin_response(submission: Submission, section: str, by: User) -> SectionRecord:
    """A colleague's own answers to a section beside the shared ones: those there are, or none yet."""
    record, _created = SectionRecord.objects.get_or_create(
        submission=submission, section=section, respondent=by
    )
    return record


@transaction.atomic
def apply_import(
    submission: Submission, sections: Iterable[tuple[str, int, SectionAnswers]], by: User
) -> None:
    """Save what a file says about shared sections, each as it stood at a revision: all or none.

    Raises StaleAnswers if one was saved meanwhile.
    """
    refuse_late(submission)
    shared = SectionRecord.objects.filter(submission=submission, respondent=None)
    for section, revision, answers in sections:
        records = shared.filter(section=section)
        records.save_answers(answers, revision=revision, by=by, source=Source.FILE)


@transaction.atomic
def submit(submission: Submission, by: User) -> SealedAnswers:
    """Seal the answers. Raises Incomplete, RoundOver; a submission that is handed in already gives what was sealed."""
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if not locked.is_draft:
        return locked.sealed
    refuse_late(locked)
    # A save that is under way waits for this, and is stale then: what is acknowledged is sealed.
    locked.records.update(revision=F("revision") + 1)
    answers = locked.all_answers()
    if questions := blocking(locked.instrument, answers):
        raise Incomplete(questions)
    locked.status = Status.SUBMITTED
    locked.save(update_fields=["status"])
    # Nobody outside the agency was to read the draft: its PDFs go with it, made or in the making.
    locked.reports.all().delete()
    record(Verb.HANDED_IN, by, locked.agency, f"{locked.instrument_key} {locked.pk}")
    tell_handed_in(locked, by)
    return _seal(locked, answers, by)


@transaction.atomic
def seal_imported(
    agency: Agency,
    instrument: Instrument,
    answers: Answers,
    *,
    by: User,
    origin: Mapping[str, Any],
) -> SealedAnswers:
    """A submission of answers that were given elsewhere, sealed at once. `origin` says where, and what was printed.

    It has no respondent: who gave the answers need not have an account here.
    """
    answers = cured_all(answers)
    round = Round.objects.standing()
    Participation.objects.join(round, agency)
    submission = Submission.objects.create(
        round=round,
        agency=agency,
        instrument_key=instrument.key,
        instrument_version=instrument.version,
        status=Status.SUBMITTED,
    )
    return _seal(submission, answers, by, cured_all(dict(origin)))


def _seal(
    submission: Submission, answers: Answers, by: User, imported: Mapping[str, Any] | None = None
) -> SealedAnswers:
    """The answers with their scores, sealed; and each score in a row of its own."""
    instrument = submission.instrument
    method = method_of(instrument)
    sealed = SealedAnswers.objects.create(
        submission=submission,
        instrument_key=instrument.key,
        instrument_version=instrument.version,
        answers=answers,
        scores=method.scores(instrument, answers),
        sealed_by=by,
        sealed_by_name=str(by),
        sealed_at=timezone.now(),
        imported=imported or {},
    )
    Score.objects.bulk_create(
        Score(
            sealed=sealed,
            kind=line.kind,
            key=line.key,
            value=line.value,
            low=line.low,
            high=line.high,
        )
        for line in method.score_lines(sealed.scores)
    )
    return sealed


def request_report(submission: Submission, language: str) -> Report:
    """The report of these answers in this language; asked for if nobody has yet, again if it failed.

    Raises Report.DoesNotExist if the draft was handed in, or its report cleared away, a moment ago.
    """
    added = contributions.chapters_of(submission, language)
    with transaction.atomic():
        # A hand-in that is under way is waited for: no report of the draft comes after it.
        current = Submission.objects.select_for_update().get(pk=submission.pk)
        if current.is_draft != submission.is_draft:
            raise Report.DoesNotExist
        if submission.reader:
            current.be_read_by(submission.reader)
        answers = current.fingerprint()
        key = contributions.fingerprint(answers, added)
        if current.reader:  # each their own, for each sees other views
            key = checksum([key, current.reader.pk])
        report = ask_for(
            Report,
            {"submission": current},
            key,
            language,
            make_report.enqueue,
            {"answers": answers, "reader": current.reader},
        )
    report.refresh_from_db(fields=["status", "error"])  # it may be made already
    return report
