"""Dates and time zones: when a day is over, where an agency stands in a round, which reminder is due. Pure.

A round closes on a date. The instant is 23:59:59 of that day where the agency is, which its country's zone says
(`review/data/countries`: that of the capital; Brazil, Chile, Ecuador and Mexico have others besides, and agencies there
keep the hour of the capital).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

REMINDED = (14, 7, 1)  # days before
SOON = 14  # from so many days on, the days that are left are counted
LAST_SECOND = time(23, 59, 59, fold=1)  # where the clocks go back over it, the later of both


def instant(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day in a zone, as a moment in UTC."""
    return datetime.combine(day, LAST_SECOND, zone).astimezone(UTC)


def is_over(day: date, zone: ZoneInfo, now: datetime) -> bool:
    """Whether the last second of the day has passed: that second still belongs to it."""
    return now.astimezone(zone).date() > day


# The database of zones writes places without accents.
ACCENTED = {
    "Asuncion": "Asunción", "Bogota": "Bogotá", "Mexico City": "Ciudad de México", "Panama": "Panamá",
    "Sao Paulo": "São Paulo", "Havana": "La Habana",
}  # fmt: skip


def zone_name(zone: ZoneInfo) -> str:
    """The place whose time it is, as it calls itself: "Lima", "Port of Spain", "Bogotá"."""
    place = zone.key.rpartition("/")[2].replace("_", " ")
    return ACCENTED.get(place, place)


class RoundStage(StrEnum):
    """How an agency stands to a round."""

    DECLINED = "declined"
    HANDED_IN = "handed_in"
    NOT_OPEN = "not_open"
    NOT_BEGUN = "not_begun"
    IN_PROGRESS = "in_progress"
    DUE = "due"
    LATE = "late"
    CLOSED = "closed"

    @property
    def takes_answers(self) -> bool:
        return self in (
            RoundStage.NOT_BEGUN,
            RoundStage.IN_PROGRESS,
            RoundStage.DUE,
            RoundStage.LATE,
        )


@dataclass(frozen=True, slots=True)
class Period:
    """Until when an agency may answer: the round's date, and the one that was granted to it alone."""

    opens: date | None
    closes: date | None
    extended: date | None = None
    is_open: bool = True  # no longer, once the round is closed

    @property
    def last_day(self) -> date | None:
        if self.closes is None or self.extended is None:
            return self.extended or self.closes
        return max(self.closes, self.extended)


@dataclass(frozen=True, slots=True)
class Standpoint:
    """The stage, and how many days are left: 0 on the last day, None where nothing ends."""

    stage: RoundStage
    days: int | None = None


def standing(
    period: Period,
    zone: ZoneInfo,
    now: datetime,
    *,
    is_begun: bool = False,
    is_handed_in: bool = False,
    is_declined: bool = False,
    was_opened: bool = True,
) -> Standpoint:
    """Where an agency stands, whatever the zone of who looks."""
    today = now.astimezone(zone).date()
    last = period.last_day
    days = (last - today).days if last else None
    if is_handed_in:
        return Standpoint(RoundStage.HANDED_IN)
    if is_declined:
        return Standpoint(RoundStage.DECLINED)
    if not was_opened:
        return Standpoint(RoundStage.NOT_OPEN, days)
    if (days is not None and days < 0) or (not period.is_open and period.extended is None):
        return Standpoint(RoundStage.CLOSED)
    by_permission = period.extended is not None and (
        not period.is_open or (period.closes is not None and today > period.closes)
    )
    if by_permission:
        return Standpoint(RoundStage.LATE, days)
    if days is not None and days <= SOON:
        return Standpoint(RoundStage.DUE, days)
    return Standpoint(RoundStage.IN_PROGRESS if is_begun else RoundStage.NOT_BEGUN, days)


def reminder_due(opens: date | None, last: date | None, today: date) -> int | None:
    """Which reminder should have been written by now: 14, 7 or 1; None before the first and after the last day.

    Only one, however long the clock stood: the nearest to the last day. One whose day was before the round opened
    is none; the letter of the opening says as much.
    """
    if last is None or today > last:
        return None
    left = (last - today).days
    due = [days for days in REMINDED if left <= days]
    if not due:
        return None
    nearest = min(due)
    if opens is not None and (last - opens).days <= nearest:
        return None
    return nearest
