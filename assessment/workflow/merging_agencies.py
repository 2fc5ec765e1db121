"""Two agencies become one: whatever belongs to the one is the other's from then on, whichever app keeps it.

Every table that refers to an agency is found by Django's own list of relations, so that one that is added later moves
as well. A row that the other agency has already (a person in both, a balance that both want) is dealt with here or
stays with the merged agency, where administrators still find it; nothing is thrown away but PDFs, which are made anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst

from assessment.models import (
    Agency,
    AgencyName,
    MadeFile,
    Membership,
    Role,
    SectionRecord,
    Submission,
    User,
    Verb,
)

from .agencies import StaleAgency, drop_reports
from .people import tell_leads
from .record import record


class CannotMerge(Exception):
    """They are of two countries, one of them is merged already, or who merges them belongs to one."""


@dataclass(frozen=True, slots=True)
class Moving:
    """What a merge would do, to be shown first."""

    parts: list[tuple[str, int]] = field(default_factory=list)  # what moves, in words, and how many
    joined: list[str] = field(default_factory=list)  # people who are in both
    clashing: list[Submission] = field(default_factory=list)  # drafts in the way of a merge
    emptied: list[Submission] = field(default_factory=list)  # drafts without an answer, taken away
    staying: list[tuple[str, int]] = field(default_factory=list)  # what both have but once

    @property
    def mark(self) -> str:
        """The same as long as the merge would do the same."""
        drafts = [str(draft.pk) for draft in [*self.clashing, *self.emptied]]
        told = repr((self.parts, self.joined, drafts, self.staying))
        return hashlib.sha256(told.encode()).hexdigest()


def look(source: Agency, target: Agency) -> Moving:
    """What merging the first into the second would move. Raises CannotMerge."""
    _refuse(source, target)
    people = Membership.objects.filter(agency=source)
    both = people.filter(user__in=Membership.objects.filter(agency=target).values("user"))
    clashing, emptied = _drafts(source, target)
    parts: list[tuple[str, int]] = []
    staying: list[tuple[str, int]] = []
    for relation in _relations():
        rows = relation.related_model._default_manager.filter(**{relation.field.name: source})  # noqa: SLF001
        once = relation.one_to_one and rows.exists() and _has_one(relation, target)
        if number := rows.count() - len(emptied) * (relation.related_model is Submission):
            name = str(relation.related_model._meta.verbose_name_plural)  # noqa: SLF001
            (staying if once else parts).append((capfirst(name), number))
    return Moving(
        parts, [str(m.user) for m in both.select_related("user")], clashing, emptied, staying
    )


def _has_one(relation: Any, target: Agency) -> bool:
    rows = relation.related_model._default_manager  # noqa: SLF001
    return bool(rows.filter(**{relation.field.name: target}).exists())


def _refuse(source: Agency, target: Agency) -> None:
    merged = source.merged_into_id or target.merged_into_id
    if source.pk == target.pk or source.country != target.country or merged:
        raise CannotMerge


def _relations() -> Iterator[Any]:
    """Everything that refers to an agency and is moved as it is. Hidden relations (events) are no part of one."""
    for relation in Agency._meta.related_objects:  # noqa: SLF001
        if relation.related_model in (Agency, AgencyName) or relation.many_to_many:
            continue
        if not issubclass(relation.related_model, MadeFile):
            yield relation


def _drafts(source: Agency, target: Agency) -> tuple[list[Submission], list[Submission]]:
    """The source's drafts that the target has as well: those with answers, and those without any."""
    running = {
        (draft.round_id, draft.instrument_key, draft.respondent_id)
        for draft in Submission.objects.filter(agency=target).filter(status="draft")
    }
    drafts = Submission.objects.filter(agency=source, status="draft").select_related("respondent")
    twice = [d for d in drafts if (d.round_id, d.instrument_key, d.respondent_id) in running]
    begun = SectionRecord.objects.filter(submission__in=twice, revision__gt=0)
    answered = set(begun.values_list("submission_id", flat=True))
    return [d for d in twice if d.pk in answered], [d for d in twice if d.pk not in answered]


@transaction.atomic
def merge(source: Agency, target: Agency, by: User, *, mark: str) -> Moving:
    """Do what `look` showed, which `mark` is of. Raises StaleAgency if it would be something else by now."""
    pks = [source.pk, target.pk]
    found = {a.pk: a for a in Agency.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
    source, target = found[source.pk], found[target.pk]
    # The people of the one will read the drafts of the other: nobody brings that about for themselves.
    if Membership.objects.filter(agency__in=pks, user=by).exists():
        raise CannotMerge
    moving = look(source, target)
    if moving.mark != mark:
        raise StaleAgency
    if moving.clashing:
        raise CannotMerge
    for draft in moving.emptied:
        draft.delete()
    drop_reports(source)
    _join_people(source, target)
    for relation in _relations():
        _move(relation, source, target)
    _hand_over_name(source, target)
    moved = dict(moving.parts)
    record(Verb.AGENCIES_MERGED, by, target, source.name, source=source.pk, moved=moved)
    tell_leads(target, by, "merged", source.name)
    return moving


def _join_people(source: Agency, target: Agency) -> None:
    """Who is in both stays in one, and leads it if they led either."""
    mine = Membership.objects.filter(agency=source)
    for membership in mine.filter(user__in=Membership.objects.filter(agency=target).values("user")):
        if membership.role == Role.LEAD:
            other = Membership.objects.filter(agency=target, user=membership.user_id)
            other.update(role=Role.LEAD)
        membership.delete()


def _move(relation: Any, source: Agency, target: Agency) -> None:
    """All rows at once; where the other agency has some of them already, one by one, and those stay."""
    name = relation.field.name
    rows: models.QuerySet[Any] = relation.related_model._default_manager.filter(**{name: source})  # noqa: SLF001
    try:
        with transaction.atomic():
            rows.update(**{name: target})
    except IntegrityError:
        for pk in list(rows.values_list("pk", flat=True)):
            try:
                with transaction.atomic():
                    rows.filter(pk=pk).update(**{name: target})
            except IntegrityError:
                continue


def _hand_over_name(source: Agency, target: Agency) -> None:
    """The source is closed; its names are earlier names of the target, its parts are the target's."""
    source.names.update(agency=target)
    AgencyName.objects.create(agency=target, name=source.name)
    Agency.objects.filter(parent=source).exclude(pk=target.pk).update(parent=target)
    Agency.objects.filter(merged_into=source).update(merged_into=target)
    if target.parent_id == source.pk:
        target.parent = source.parent
    target.revision += 1
    target.save()
    source.merged_into, source.parent = target, None
    source.closed_on = source.closed_on or source.today
    source.revision += 1
    source.save()
