"""What a section's answers were before: what each sitting of a person changed, and how to get back there.

Only what changed is kept, each answer before and after. Earlier answers are found by taking changes back, the newest
first: a long comment that stays is not kept again with every save.

A person's saves within ten minutes of the first are one revision, for pages save after each answer and nobody looks for
the moment between two of them. The minutes count from the first save, so that an afternoon's work leaves several places
to go back to. What came from a file, and what was restored, stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.answers import SectionAnswers

from .people import User

SITTING = timedelta(minutes=10)

Changes = Mapping[str, list[object]]  # question key -> [before, after]; None: not answered


class Source(models.TextChoices):
    PAGE = "page", _("on the page")
    FILE = "file", _("from a file")
    RESTORED = "restored", _("an earlier version restored")


def changes_between(before: SectionAnswers, after: SectionAnswers) -> dict[str, list[object]]:
    keys = dict.fromkeys([*before, *after])
    pairs = {key: [before.get(key), after.get(key)] for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def joined(first: Changes, then: Changes) -> dict[str, list[object]]:
    """Two changes as one; what was taken back in between is none."""
    both = {**first, **{k: [first.get(k, pair)[0], pair[1]] for k, pair in then.items()}}
    return {key: pair for key, pair in both.items() if pair[0] != pair[1]}


def taken_back(answers: SectionAnswers, changes: Iterable[Changes]) -> dict[str, object]:
    """The answers before these changes, which come with the newest first."""
    found = dict(answers)
    for one in changes:
        found |= {key: pair[0] for key, pair in one.items()}
    return {key: value for key, value in found.items() if value is not None}


class SectionRevision(models.Model):
    """What one person changed in one section's answers, in one sitting."""

    record = models.ForeignKey("SectionRecord", models.CASCADE, related_name="revisions")
    # The name stays as words, whatever becomes of the account.
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    by_name = models.CharField(_("who"), max_length=200)
    source = models.CharField(max_length=10, choices=Source, default=Source.PAGE)
    began_at = models.DateTimeField()
    at = models.DateTimeField(_("when"))
    changes = models.JSONField()

    class Meta:
        verbose_name = _("earlier version of a section")
        verbose_name_plural = _("earlier versions of sections")
        indexes = [models.Index(fields=["record", "-at", "-id"], name="revisions_of_a_record")]

    def __str__(self) -> str:
        return f"{self.by_name}, {self.at:%Y-%m-%d %H:%M}"

    def later(self) -> models.QuerySet[SectionRevision]:
        """What was changed after it, the newest first."""
        return SectionRevision.objects.filter(record=self.record_id, pk__gt=self.pk).order_by("-pk")

    def answers(self) -> dict[str, object]:
        """The section as it stood after it."""
        return taken_back(self.record.answers, self.later().values_list("changes", flat=True))


def keep_revision(
    record: int, changes: Changes, by: User, at: datetime, source: Source, *, goes_on: bool
) -> None:
    """Write down a save, in its own transaction: with the sitting that it goes on with, or as a new one."""
    if not changes:
        return
    rows = SectionRevision.objects.filter(record=record)
    found = rows.order_by("-pk").values_list("pk", "by", "source", "began_at", "changes")
    last = found.first() if goes_on else None
    if last and source == Source.PAGE == last[2] and last[1] == by.pk and at - last[3] < SITTING:
        if together := joined(last[4], changes):
            rows.filter(pk=last[0]).update(changes=together, at=at)
        else:
            rows.filter(pk=last[0]).delete()
        return
    rows.create(
        record_id=record,
        by=by,
        by_name=str(by)[:200],
        source=source,
        began_at=at,
        at=at,
        changes=dict(changes),
    )
