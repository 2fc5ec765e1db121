"""What people answered, section by section, and who may read it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from assessment.answers import Answers, SectionAnswers, Statement, Voices, may_see_responses
from assessment.instruments import Instrument, Section
from assessment.methods import published

from .agencies import Agency
from .people import Membership, Role, User
from .reach import reach
from .records import SectionRecord, Status
from .rounds import Participation, Round
from .sealed import SealedAnswers, checksum


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(reach(user, "agency__"))

    def readable_by(self, user: User) -> Self:
        """Whose answers a person may read: a draft is for its agency only, everybody else waits for the hand-in.

        But for superusers, who could read it in the database: the agency is told so, and sees it in its record.
        """
        visible = self.visible_to(user)
        if not user.duties or user.is_superuser:
            return visible
        mine = Membership.objects.filter(user=user).values("agency_id")
        return visible.filter(Q(agency_id__in=mine) | ~Q(status=Status.DRAFT))

    def opened_by(self, user: User) -> Self:
        """As `readable_by`, and each knows whether this person belongs to its agency: `of_member`."""
        readable = self.readable_by(user)
        if not user.duties:  # who sees their own agencies only
            return readable.annotate(of_member=Value(True))
        mine = Membership.objects.filter(user=user, agency=OuterRef("agency"))
        return readable.annotate(of_member=Exists(mine))

    def with_history_for(self, user: User) -> Self:
        """Whose earlier answers a person may read: an agency's members, and of a person's own answers that person."""
        return self.filter(Q(respondent=None) | Q(respondent=user), agency__memberships__user=user)

    def editable_by(self, user: User) -> Self:
        """Drafts of the person's agencies: answers belong to the agency, a colleague may go on."""
        return self.filter(status=Status.DRAFT, agency__memberships__user=user)

    def submittable_by(self, user: User) -> Self:
        """Drafts that a lead, or the person who answers, may hand in."""
        led = Membership.objects.filter(user=user, role=Role.LEAD).values("agency_id")
        return self.editable_by(user).filter(Q(agency_id__in=led) | Q(respondent=user))

    def open_for(
        self, agency: Agency, instrument: str, respondent: User | None, round: Round
    ) -> Self:
        return self.filter(
            round=round,
            agency=agency,
            instrument_key=instrument,
            respondent=respondent,
            status=Status.DRAFT,
        )


class Submission(models.Model):
    """An instrument being answered by an agency, or by one of its people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="submissions", verbose_name=_("agency")
    )
    # In which round it is answered; one that nobody asked for, in the standing one. See `save`.
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="submissions", verbose_name=_("round")
    )
    instrument_key = models.SlugField(_("instrument"))
    instrument_version = models.PositiveSmallIntegerField(_("version"))
    # Who answers, for instruments that every person answers alone; the agency owns the answers all the same.
    respondent = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="submissions",
        null=True,
        blank=True,
        verbose_name=_("person"),
    )
    status = models.CharField(_("state"), max_length=20, choices=Status, default=Status.DRAFT)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    # The latest of its seals, where it was handed in at all: lists and reports need no other.
    latest_seal = models.OneToOneField(
        "SealedAnswers", models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    # For whose eyes the answers are, where that makes a difference; None: everything is shown. See `be_read_by`.
    reader: User | None = None
    reader_is_colleague = False
    of_member = False  # whether who fetched it belongs to its agency: `opened_by`

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["-started_at", "-id"], name="submissions_by_start"),
            models.Index(fields=["round", "agency"], name="submissions_by_round"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "agency", "instrument_key", "respondent"],
                condition=Q(status="draft"),
                name="one_open_submission_per_person",
            ),
            # NULL equals nothing in SQL: the agency's own submissions need a rule of their own.
            models.UniqueConstraint(
                fields=["round", "agency", "instrument_key"],
                condition=Q(status="draft", respondent=None),
                name="one_open_submission_per_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument_key}, {self.agency}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.round_id:
            self.round = Round.objects.standing()
        super().save(*args, **kwargs)

    @property
    def instrument(self) -> Instrument:
        return published.get(self.instrument_key, self.instrument_version)

    @property
    def reference(self) -> str:
        """What people quote in letters and on the telephone."""
        return f"{self.agency.country}-{self.started_at.year}-{self.pk.hex[:8].upper()}"

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @property
    def sealed(self) -> SealedAnswers:
        """What was handed in last. Raises SealedAnswers.DoesNotExist for what was not handed in yet."""
        if self.latest_seal is None:
            raise SealedAnswers.DoesNotExist
        return self.latest_seal

    @property
    def agency_name(self) -> str:
        """As the agency was called when the answers were sealed; of a draft, as it is called now."""
        return self.agency.name if self.is_draft else self.sealed.agency_name

    @property
    def is_open_to_reader(self) -> bool:
        """Whether who fetched it with `opened_by` may answer: a draft of the person's agency, in its time."""
        return self.is_draft and self.of_member and self.is_in_time

    @property
    def participation(self) -> Participation:
        """The agency in the round. Looked up each time: what an administrator decides holds at once."""
        of_round = Participation.objects.select_related("round", "agency")
        return of_round.get(round=self.round_id, agency=self.agency_id)

    @property
    def is_in_time(self) -> bool:
        """Whether the round takes answers of the agency now; the standing round always does."""
        return self.round.is_standing or self.participation.takes_answers

    def shared_records(self) -> dict[str, SectionRecord]:
        """The sections as the agency answers them together, or the person whose answers they are."""
        return {r.section: r for r in self.records.all() if r.respondent_id is None}

    def responses(self, section: str) -> list[SectionRecord]:
        """What colleagues answered for themselves in a section, always in the same order."""
        found = [r for r in self._of_colleagues() if r.section == section]
        return sorted(found, key=lambda record: record.respondent_id or 0)

    def _of_colleagues(self) -> list[SectionRecord]:
        return [record for record in self.records.all() if record.respondent_id]

    def be_read_by(self, user: User, *, is_colleague: bool | None = None) -> None:
        """From here on `answers` and `voices` are those that this person may see.

        A draft's colleagues see each other's own views once they have given theirs (`may_see_responses`). Who does not
        belong to the agency, a superuser, is no colleague to be swayed and sees everything. Which of both the
        person is, is looked up unless it is known.
        """
        self.reader = None
        if self.is_draft and self._of_colleagues():
            if is_colleague is None:
                mine = Membership.objects.filter(user=user, agency_id=self.agency_id)
                is_colleague = mine.exists()
            self.reader, self.reader_is_colleague = user, is_colleague

    def voices(self, section: str) -> dict[str, Voices]:
        """What colleagues answered for themselves in a section, by question, as far as the reader may see it."""
        if not (responses := self.responses(section)):
            return {}
        reader = self.reader
        told: dict[str, list[Statement]] = {}
        for record in responses:
            for key, said in record.answers.items():
                if said:
                    told.setdefault(key, []).append({**said, "who": str(record.respondent_id)})
        if reader is None or not self.reader_is_colleague:
            return {key: Voices(said) for key, said in told.items()}
        own: SectionAnswers = next(
            (o.answers for o in responses if o.respondent_id == reader.pk), {}
        )
        agreed = self.shared_records().get(section)
        shared = agreed.answers if agreed else {}
        stands = agreed is not None and agreed.saved_by_id == reader.pk
        return {
            key: Voices(said)
            if may_see_responses(key, own, shared, stands_for_shared=stands)
            else Voices(unseen=len(said))
            for key, said in told.items()
        }

    @property
    def unseen(self) -> dict[str, int]:
        """How many own views of colleagues the reader is not shown, by question."""
        found = (self.voices(section.key) for section in self.instrument.sections)
        return {key: v.unseen for voices in found for key, v in voices.items() if v.unseen}

    def answers(self) -> Answers:
        """The answers as they stand and as the reader may see them, in the questionnaire's order."""
        shared = self.shared_records()
        with_voices = {record.section for record in self._of_colleagues()}
        return {
            section.key: self._answers(
                section, shared, self.voices(section.key) if section.key in with_voices else {}
            )
            for section in self.instrument.sections
        }

    def all_answers(self) -> Answers:
        """The answers as they stand, whoever reads: for what is open, and for what is sealed."""
        reader, self.reader = self.reader, None
        try:
            return self.answers()
        finally:
            self.reader = reader

    def _answers(
        self,
        section: Section,
        shared: Mapping[str, SectionRecord],
        voices: Mapping[str, Voices],
    ) -> SectionAnswers:
        """One section; each statement with the number of who made it, the agency's first."""
        record = shared.get(section.key)
        saved = record.answers if record else {}
        found: dict[str, object] = {}
        for question in section.questions:
            value = saved.get(question.key)
            if not question.is_stated:
                found |= {} if value is None else {question.key: value}
                continue
            told = [{**value, "who": str(record.saved_by_id)}] if value and record else []
            if statements := [*told, *voices.get(question.key, ())]:
                found[question.key] = statements
        return found

    def fingerprint(self) -> str:
        """What identifies the answers as they are now: the seal, or the checksum of the draft as the reader sees it."""
        return checksum(self.answers()) if self.is_draft else self.sealed.checksum
