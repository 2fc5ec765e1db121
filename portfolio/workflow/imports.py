"""Taking over what a file was shown to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from assessment import workflow as submissions
from assessment.answers import Answers
from assessment.methods import published
from assessment.models import Agency, User
from portfolio.core.facets import SNAPSHOT
from portfolio.models import TooMany

from .projects import has_room, prepare


@dataclass(frozen=True, slots=True)
class Done:
    """How much was taken over."""

    projects: int
    changed: int
    submissions: int


def apply_import(
    agency: Agency,
    projects: list[Mapping[str, Any]],
    changes: Mapping[str, tuple[int, Mapping[str, Any]]] | None = None,
    sealed: Iterable[tuple[Answers, Mapping[str, Any]]] = (),
    *,
    by: User,
) -> Done:
    """New projects, changes by project, and snapshots with their origin: all or nothing.

    Raises Stale if a project was saved since it was seen, TooMany if there is no room.
    """
    if not has_room(agency, len(projects)):
        raise TooMany
    batch = prepare(agency, projects, changes or {}, by)
    instrument, number = published.latest(SNAPSHOT), 0
    with transaction.atomic():
        batch.write()
        for answers, origin in sealed:
            submissions.seal_imported(agency, instrument, answers, by=by, origin=origin)
            number += 1
    return Done(len(batch.added), len(batch.changed), number)
