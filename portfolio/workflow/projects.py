"""Everything that changes a project, each with its line of history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from assessment.characters import cured_all
from assessment.merging import Merged
from assessment.models import Agency, User
from portfolio.models import (
    ENTERED,
    ChangeKind,
    Project,
    ProjectVersion,
    Stale,
    contradictions,
    title_key,
)

from .merged import save_merged

ALIKE = 0.88  # of 1: titles that differ in an ending or a typing error
MOST_PROJECTS = 10_000  # of an agency: a map of more is of no use to anybody
BATCH = 500  # rows a statement


def has_room(agency: Agency, new: int) -> bool:
    """Whether so many new projects fit in beside those that are there."""
    return Project.objects.of(agency).kept().count() + new <= MOST_PROJECTS


def duplicates(agency: Agency, title: str, but: Any = None) -> list[Project]:
    """Projects of the agency with the same title or one much like it, at most three."""
    kept = Project.objects.of(agency).kept().exclude(pk=but)
    titles = dict(kept.values_list("title_key", "pk"))
    key = title_key(title)
    near = [key] if key in titles else get_close_matches(key, titles, n=3, cutoff=ALIKE)
    return list(kept.filter(pk__in=[titles[one] for one in near]))


@transaction.atomic
def add(project: Project, by: User) -> Project:
    project.place().save(force_insert=True)
    _record(project, ChangeKind.ADDED, by)
    return project


def edit(
    project: Project, values: Mapping[str, Any], loaded: Mapping[str, str], *, by: User
) -> Merged:
    """Save what a form says about a project, merged with what others saved since it was drawn.

    `loaded` are the marks that the form was drawn with. Raises Stale if the project was removed meanwhile.
    """

    def read() -> tuple[dict[str, Any], int]:
        saved = Project.objects.kept().filter(pk=project.pk).first()
        if saved is None:
            raise Stale
        return {name: getattr(saved, name) for name in ENTERED}, saved.revision

    def write(merged: Merged, revision: int) -> None:
        if any(contradictions(merged.values)):
            raise _Contradiction(merged)
        _save(project, merged.values, revision, by)

    try:
        return save_merged(read, write, mine=values, loaded=loaded, keys=ENTERED)
    except _Contradiction as found:
        # Each side alone makes sense, both together do not: then mine is asked about.
        return replace(found.merged, clashing=found.merged.mine)


class _Contradiction(Exception):
    def __init__(self, merged: Merged) -> None:
        super().__init__()
        self.merged = merged


@transaction.atomic
def _save(project: Project, values: Mapping[str, Any], revision: int, by: User) -> None:
    """One conditional UPDATE and its line of history. Raises Stale."""
    for name in ENTERED:
        setattr(project, name, values[name])
    project.place()
    saved = Project.objects.filter(pk=project.pk, revision=revision, removed_at=None).update(
        **{name: getattr(project, name) for name in (*ENTERED, "zone", "title_key")},
        revision=F("revision") + 1,
        changed_at=timezone.now(),
    )
    if not saved:
        raise Stale
    _record(project, ChangeKind.EDITED, by)


@transaction.atomic
def remove(project: Project, by: User) -> None:
    """Take a project out of the portfolio; it can be restored."""
    if Project.objects.filter(pk=project.pk, removed_at=None).update(
        removed_at=timezone.now(), revision=F("revision") + 1
    ):
        _record(project, ChangeKind.REMOVED, by)


@transaction.atomic
def restore(project: Project, by: User) -> None:
    if (
        Project.objects.filter(pk=project.pk)
        .exclude(removed_at=None)
        .update(removed_at=None, revision=F("revision") + 1, changed_at=timezone.now())
    ):
        _record(project, ChangeKind.RESTORED, by)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of a file, made ready before any transaction begins, so that others wait for the writing alone."""

    added: list[Project]
    changed: list[Project]
    revisions: Mapping[UUID, int]  # at which the changed ones were seen
    versions: list[ProjectVersion]

    @transaction.atomic
    def write(self) -> None:
        """Write everything or nothing. Raises Stale if a project was saved since it was seen."""
        seen = Project.objects.kept().filter(pk__in=list(self.revisions)).select_for_update()
        if dict(seen.values_list("pk", "revision")) != dict(self.revisions):
            raise Stale
        Project.objects.bulk_create(self.added, batch_size=BATCH)
        Project.objects.bulk_create(
            self.changed,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[*ENTERED, "zone", "title_key", "revision", "changed_at"],
        )
        ProjectVersion.objects.bulk_create(self.versions, batch_size=BATCH)


def prepare(
    agency: Agency,
    rows: Iterable[Mapping[str, Any]],
    changes: Mapping[str, tuple[int, Mapping[str, Any]]],
    by: User,
) -> Batch:
    """New projects from checked rows, and changed ones by key, each with the revision it was seen at. Raises Stale."""
    added = [Project(agency=agency, **cured_all(dict(row))).place() for row in rows]
    known = {str(p.pk): p for p in Project.objects.of(agency).kept()} if changes else {}
    if not changes.keys() <= known.keys():
        raise Stale
    now, changed = timezone.now(), []
    for key, (revision, values) in changes.items():
        project = known[key]
        for name, value in cured_all(dict(values)).items():
            setattr(project, name, value)
        project.revision, project.changed_at = revision + 1, now
        changed.append(project.place())
    versions = [_version(project, ChangeKind.IMPORTED, by) for project in (*added, *changed)]
    revisions = {project.pk: project.revision - 1 for project in changed}
    return Batch(added, changed, revisions, versions)


def _record(project: Project, change: ChangeKind, by: User) -> None:
    _version(project, change, by).save()


def _version(project: Project, change: ChangeKind, by: User) -> ProjectVersion:
    return ProjectVersion(
        project=project, change=change, values=project.values(), by=by, by_name=str(by)
    )
