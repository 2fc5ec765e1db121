"""Doing what was shown: all or nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from assessment import workflow as submissions
from assessment.methods import published
from assessment.methods.points.printed import PrintedThere, printed_there
from assessment.models import Agency, User
from portfolio import workflow
from portfolio.stated import SNAPSHOT

from .offer import NewSubmission, Offer
from .room import refuse_too_many

SOURCE = "OECD-OPSI Portfolio Exploration Tool"


@dataclass(frozen=True, slots=True)
class Done:
    projects: int
    changed: int
    submissions: int


def take_over(
    agency: Agency, offer: Offer, by: User, *, organisations: Collection[str], repeated: bool
) -> Done:
    """Do what was shown: all or nothing. Raises Stale if a project was saved meanwhile, Faulty if there is no room.

    `organisations` are those whose rows are wanted; `repeated` brings in titles that are there already.
    """

    def wanted(organisation: str) -> bool:
        return not offer.organisations or organisation in organisations

    new = [p.values for p in offer.new if wanted(p.organisation) and (repeated or not p.same)]
    refuse_too_many(agency, len(new))
    sealed = [s for s in offer.submissions if wanted(s.origin.organisation) and not s.is_here]
    changes = {c.key: (c.revision, c.values) for c in offer.changed}
    batch = workflow.prepare(agency, new, changes, by)
    instrument = published.latest(SNAPSHOT)
    with transaction.atomic():
        batch.write()
        for one in sealed:
            submissions.seal_imported(agency, instrument, one.answers, by=by, origin=_origin(one))
    return Done(len(batch.added), len(batch.changed), len(sealed))


def _origin(one: NewSubmission) -> dict[str, Any]:
    """What is kept with the sealed answers about where they come from."""
    return {
        "source": SOURCE,
        "reference": one.origin.reference,
        "organisation": one.origin.organisation,
        "date": one.origin.date,
        "printed": {f.facet: f.printed for f in one.comparison.facets if f.printed is not None},
        "steps": {f.facet: list(f.steps) for f in one.comparison.facets},
        "management": {
            "printed": one.comparison.management_printed,
            "as_deployed": one.comparison.management_as_deployed,
        },
        "unusable": list(one.unusable),
        "is_as_printed": one.comparison.is_as_printed,
    }


def printed(one: NewSubmission, language: str) -> PrintedThere:
    """What the site printed for a snapshot, and what it gives here."""
    instrument = published.latest(SNAPSHOT)
    return printed_there(instrument, _origin(one), one.comparison.management, language)
