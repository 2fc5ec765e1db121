"""What time brings to rounds: they open, agencies are reminded, they close. Safe to run at any moment, and twice."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from assessment import review
from assessment.deadlines import is_over
from assessment.models import Round, RoundState

from .round_letters import tell_openings, write_closings, write_reminders
from .rounds import RoundMoved, close_round, open_round


def pass_time(now: datetime) -> None:
    """Everything that is due by `now`, however long ago the last time was."""
    rounds = Round.objects.filter(is_standing=False)
    prepared = rounds.filter(state=RoundState.DRAFT, opens_on__isnull=False).exclude(site="")
    for found in prepared:
        if _has_come(found, now):
            with suppress(RoundMoved):  # somebody opened it this moment
                open_round(found, None, found.site)
    for found in rounds.filter(state__in=[RoundState.OPEN, RoundState.CLOSED]):
        if found.is_open:
            tell_openings(found)
            if _is_over_everywhere(found, now):
                with suppress(RoundMoved):
                    found = close_round(found, None)
        write_reminders(found, now)
        write_closings(found, now)


def _zones(found: Round) -> list[ZoneInfo]:
    return [ZoneInfo(review.countries()[code].zone) for code in found.country_codes]


def _has_come(found: Round, now: datetime) -> bool:
    """Whether the day has begun in one of the round's countries at least."""
    day = found.opens_on
    return day is not None and any(now.astimezone(zone).date() >= day for zone in _zones(found))


def _is_over_everywhere(found: Round, now: datetime) -> bool:
    day = found.closes_on
    return day is not None and all(is_over(day, zone, now) for zone in _zones(found))
