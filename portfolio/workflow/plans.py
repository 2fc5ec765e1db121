"""What-ifs: begun, changed step by step, decided or deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.merging import mark
from assessment.models import Agency, User
from portfolio.models import Plan, Stale, TooMany, step_place

from .merged import MOST_TRIES

MOST_STEPS = 100
MOST_PLANS = 50

Steps = list[dict[str, str]]


@transaction.atomic
def begin(agency: Agency, title: str, by: User) -> Plan:
    """A what-if without steps; a title is made up where there is none. Raises TooMany."""
    number = Plan.objects.filter(agency=agency).count()
    if number >= MOST_PLANS:
        raise TooMany
    title = title or _("What-if %(number)d") % {"number": number + 1}
    made: Plan = Plan.objects.create(agency=agency, title=title, changed_by_name=str(by))
    return made


def take_step(plan: Plan, step: dict[str, str], by: User) -> None:
    """Add a step; colleagues may add theirs at the same time. Raises Stale once decided, TooMany."""

    def longer(steps: Steps) -> Steps:
        if len(steps) >= MOST_STEPS:
            raise TooMany
        return [*steps, step]

    _change_steps(plan, longer, by)


def drop_step(plan: Plan, place: str, by: User) -> None:
    """Take a step back, known by what it says, wherever it stands by now. Raises Stale once decided."""

    def shorter(steps: Steps) -> Steps:
        found = next((n for n, step in enumerate(steps) if step_place(n, step) == place), None)
        if found is None:  # others were added or dropped before it
            wanted = place.rpartition(".")[2]
            found = next((n for n, step in enumerate(steps) if mark(step) == wanted), None)
        return [step for n, step in enumerate(steps) if n != found]

    _change_steps(plan, shorter, by)


def _change_steps(plan: Plan, change: Callable[[Steps], Steps], by: User) -> None:
    open_plan = Plan.objects.filter(pk=plan.pk, decided_on=None)
    for _try in range(MOST_TRIES):
        saved = open_plan.first()
        if saved is None:
            raise Stale
        try:
            open_plan.save_fields(revision=saved.revision, by=by, steps=change(saved.steps))
        except Stale:
            continue
        return
    raise Stale


def decide(
    plan: Plan, decision: Mapping[str, Any], picture: Mapping[str, Any], *, revision: int, by: User
) -> None:
    """Write down what was decided about the steps of this revision, with the figures of the day. Raises Stale."""
    Plan.objects.filter(pk=plan.pk, decided_on=None).save_fields(
        revision=revision, by=by, picture=dict(picture), **decision
    )


def delete(plan: Plan) -> None:
    """A what-if may go; what was decided stays. Raises Stale."""
    deleted, _rows = Plan.objects.filter(pk=plan.pk, decided_on=None).delete()
    if not deleted:
        raise Stale
