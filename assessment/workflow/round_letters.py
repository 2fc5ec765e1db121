"""Letters of rounds: opening, reminders, more time, closing, and what is handed in. Each is written once.

A letter has a key, which the database keeps unique; what was told stands in the participation besides, so that
`manage.py tick` looks at few rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import Prefetch, Q
from django.urls import reverse

from assessment import review
from assessment.deadlines import REMINDED, is_over, reminder_due, zone_name
from assessment.models import (
    Membership,
    Participation,
    Role,
    Round,
    RoundState,
    Submission,
    User,
    Verb,
)

from .letters import language_of, write_letter
from .record import record

AT_A_TICK = 1000  # letters' agencies; the next tick goes on


def _leads_of(one: Participation) -> Iterable[User]:
    """Who is written to: the leads, but for those who want no mails about the work."""
    leads = one.agency.memberships.all()
    return [
        m.user for m in leads if m.role == Role.LEAD and m.user.is_active and m.user.is_notified
    ]


def _tell(one: Participation, kind: str, what: str, **facts: object) -> int:
    """Write to the leads of an agency. `what` tells this letter from the others of the same kind."""
    about = {
        "round": one.round,
        "agency": one.agency,
        "last_day": one.closes_on,
        "zone": zone_name(one.agency.time_zone),
        "address": one.round.site + reverse("assessment:dashboard"),
        **facts,
    }
    told = 0
    for user in _leads_of(one):
        key = f"round {one.round_id}, agency {one.agency_id}, person {user.pk}, {what}"
        told += bool(write_letter(kind, user.email, language_of(user), about, user=user, key=key))
    return told


def _with_people(rows: models.QuerySet[Any]) -> list[Participation]:
    people = Membership.objects.select_related("user")
    found = rows.select_related("round", "agency")
    return list(found.prefetch_related(Prefetch("agency__memberships", people)))


@transaction.atomic
def tell_openings(found: Round, most: int = AT_A_TICK) -> int:
    """The letters of the opening that are not written yet. Returns how many agencies were told."""
    waiting = found.participations.filter(told_opening=False, declined_at=None).order_by("pk")
    rows = _with_people(waiting[:most])
    for one in rows:
        _tell(one, "round_opening", "opening")
    Participation.objects.filter(pk__in=[one.pk for one in rows]).update(told_opening=True)
    return len(rows)


@transaction.atomic
def tell_extended(one: Participation, why: str) -> None:
    _tell(one, "round_extended", f"extended to {one.closes_on}", why=why)


@transaction.atomic
def remind(rows: Iterable[Participation], today: date, by: User) -> int:
    """Remind by hand, once a day at most. Returns how many agencies have a letter."""
    pks = [one.pk for one in rows]
    asked = Participation.objects.filter(pk__in=pks, declined_at=None)
    due = [one for one in _with_people(asked) if one.takes_answers and not one.answered()]
    told = [one for one in due if _tell(one, "round_reminder", f"by hand {today}")]
    if told:
        found = told[0].round
        pks = [one.agency_id for one in told]
        record(Verb.ROUND_REMINDED, by, None, str(found), round=found.pk, agencies=pks)
    return len(told)


def tell_handed_in(submission: Submission, by: User) -> None:
    """A confirmation for who handed in: a reference, what happens next and who sees it."""
    if by.is_notified:
        facts = {"submission": submission, "agency": submission.agency}
        write_letter("handed_in", by.email, language_of(by), facts, user=by)


def _by_day(found: Round) -> models.QuerySet[Any]:
    """Those who take part, each with `last_day`, which the annotation adds and no type knows."""
    return found.participations.with_last_day().filter(declined_at=None)


def write_reminders(found: Round, now: datetime) -> int:
    """The reminder that is due for each agency, by the day where it is. Only those who have to do something."""
    written = 0
    rows = _by_day(found)
    groups = rows.exclude(last_day=None).order_by().values_list("country", "last_day").distinct()
    for country, last_day in groups:
        zone = ZoneInfo(review.countries()[country].zone)
        due = reminder_due(found.opens_on, last_day, now.astimezone(zone).date())
        if due is None or due not in REMINDED:
            continue
        waiting = rows.filter(Q(reminded=None) | Q(reminded__gt=due))
        written += _remind(waiting.filter(country=country, last_day=last_day), due)
    return written


@transaction.atomic
def _remind(waiting: models.QuerySet[Any], due: int) -> int:
    rows = _with_people(waiting.order_by("pk")[:AT_A_TICK])
    for one in rows:
        if not one.answered():
            _tell(one, "round_reminder", f"{due} days before {one.closes_on}")
    Participation.objects.filter(pk__in=[one.pk for one in rows]).update(reminded=due)
    return len(rows)


@transaction.atomic
def write_closings(found: Round, now: datetime) -> int:
    """Tell the agencies whose time is over, each once a last day."""
    rows = _by_day(found).filter(told_closing=False)
    written = 0
    groups = rows.order_by().values_list("country", "last_day", "extended_to").distinct()
    for country, last_day, extended in groups:
        zone = ZoneInfo(review.countries()[country].zone)
        closed_by_hand = found.state == RoundState.CLOSED and extended is None
        if not closed_by_hand and (last_day is None or not is_over(last_day, zone, now)):
            continue
        theirs = rows.filter(country=country, last_day=last_day, extended_to=extended)
        due = _with_people(theirs.order_by("pk")[:AT_A_TICK])
        for one in due:
            _tell(one, "round_closing", f"closed {last_day}", answered=one.answered())
        Participation.objects.filter(pk__in=[o.pk for o in due]).update(told_closing=True)
        written += len(due)
    return written
