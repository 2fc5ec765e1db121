"""The answers to a section, as the agency shares them or as a colleague gave them alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.answers import SectionAnswers
from assessment.characters import cured_all

from .people import User
from .revisions import SITTING, Source, changes_between, keep_revision


class StaleAnswers(Exception):
    """Someone else saved this section first, or the submission is closed."""


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Handed in")


class SectionRecordQuerySet(models.QuerySet["SectionRecord"]):
    def save_answers(
        self,
        answers: SectionAnswers,
        *,
        revision: int,
        by: User,
        pages: Mapping[str, str] | None = None,
        known: SectionRecord | None = None,
        source: Source = Source.PAGE,
    ) -> datetime:
        """Save this section's answers if nobody saved it since `revision`, and what that changed.

        One conditional UPDATE, so there is no moment between the check and the write. Raises StaleAnswers.
        `pages` says by question which open page an answer came from, where one did. `known` is the row as it was at
        this revision, where that has been read already.
        """
        now = timezone.now()
        before = known or self.filter(revision=revision).first()
        if before is None:
            raise StaleAnswers
        answers = cured_all(answers)  # whichever way they came: form, file or program
        # The draft is looked up apart: a join would move the revision into a subquery, which
        # PostgreSQL does not look at again after it has waited for another save of the same row.
        submissions = apps.get_model("assessment", "Submission")._default_manager  # noqa: SLF001
        drafts = submissions.filter(status=Status.DRAFT).values("pk")
        with transaction.atomic():
            saved = self.filter(revision=revision, submission__in=drafts).update(
                answers=answers,
                pages=dict(pages or {}),
                saved_by=by,
                saved_at=now,
                revision=F("revision") + 1,
            )
            if not saved:
                raise StaleAnswers
            # Looked up only where there may be a sitting that this goes on with.
            before_by_them = before.saved_at if before.saved_by_id == by.pk else None
            keep_revision(
                before.pk,
                changes_between(before.answers, answers),
                by,
                now,
                source,
                goes_on=before_by_them is not None and now - before_by_them < SITTING,
            )
        return now


class SectionRecord(models.Model):
    """One section's answers. The shared ones are there, empty at revision 0, from the start of the submission."""

    submission = models.ForeignKey("Submission", models.CASCADE, related_name="records")
    section = models.SlugField(_("section"))
    # A colleague's own answers beside those that the agency shares; null: the shared ones.
    respondent = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("person")
    )
    answers = models.JSONField(_("answers"), default=dict)
    revision = models.PositiveIntegerField(default=0)
    # By question, the open page that its answer came from and how often that page had sent by then: "k3Jd.4".
    pages = models.JSONField(default=dict, editable=False)
    saved_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, verbose_name=_("saved by")
    )
    saved_at = models.DateTimeField(_("saved at"), null=True)

    objects = SectionRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("section's answers")
        verbose_name_plural = _("answers by section")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "section", "respondent"], name="one_record_per_respondent"
            ),
            models.UniqueConstraint(
                fields=["submission", "section"],
                condition=Q(respondent=None),
                name="one_shared_record_per_section",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} / {self.section}"

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """As stored, but for characters that were saved before they were cured and that no page could show."""
        record = super().from_db(*args, **kwargs)
        if "answers" in record.__dict__:
            record.answers = cured_all(record.answers)
        return record
