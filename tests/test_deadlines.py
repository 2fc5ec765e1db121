"""Days end where the agency is; the stage of an agency; which reminder is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assessment import review
from assessment.deadlines import (
    REMINDED,
    Period,
    RoundStage,
    instant,
    is_over,
    reminder_due,
    standing,
    zone_name,
)

ZONES = sorted({country.zone for country in review.countries().values()})
DAYS = some.dates(date(2020, 1, 1), date(2035, 12, 31))
zones = some.sampled_from(ZONES).map(ZoneInfo)
A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("America/Lima", "2026-12-01T04:59:59+00:00"),
        ("America/Sao_Paulo", "2026-12-01T02:59:59+00:00"),
        ("America/Mexico_City", "2026-12-01T05:59:59+00:00"),
    ],
)
def test_one_day_ends_at_another_moment_in_each_of_three_zones(zone, moment):
    found = instant(date(2026, 11, 30), ZoneInfo(zone))
    assert found == datetime.fromisoformat(moment)


def test_every_country_has_a_zone_that_this_machine_knows():
    assert len(review.countries()) == 33
    assert all(ZoneInfo(country.zone).key for country in review.countries().values())


def test_a_zone_is_named_after_its_place():
    assert zone_name(ZoneInfo("America/Port_of_Spain")) == "Port of Spain"
    assert zone_name(ZoneInfo("America/Argentina/Buenos_Aires")) == "Buenos Aires"


@given(DAYS, zones)
def test_the_last_second_belongs_to_the_day_and_the_next_does_not(day, zone):
    last = instant(day, zone)
    assert not is_over(day, zone, last)
    assert is_over(day, zone, last + A_SECOND)


@given(DAYS, zones, some.integers(-3 * 86400, 3 * 86400))
def test_answers_are_taken_up_to_the_instant_and_not_after(day, zone, seconds):
    now = instant(day, zone) + timedelta(seconds=seconds)
    found = standing(Period(None, day), zone, now)
    assert found.stage.takes_answers == (now <= instant(day, zone))


@given(DAYS, DAYS, zones, some.integers(-40 * 86400, 40 * 86400))
def test_more_time_never_takes_any_away(day, extended, zone, seconds):
    now = instant(day, zone) + timedelta(seconds=seconds)
    before = standing(Period(None, day), zone, now)
    after = standing(Period(None, day, extended), zone, now)
    assert after.stage.takes_answers >= before.stage.takes_answers
    if now <= instant(extended, zone):
        assert after.stage.takes_answers


@pytest.mark.parametrize(
    ("today", "extended", "is_open", "begun", "stage", "days"),
    [
        ("2026-11-01", None, True, False, RoundStage.NOT_BEGUN, 29),
        ("2026-11-01", None, True, True, RoundStage.IN_PROGRESS, 29),
        ("2026-11-16", None, True, False, RoundStage.DUE, 14),
        ("2026-11-30", None, True, True, RoundStage.DUE, 0),
        ("2026-12-01", None, True, True, RoundStage.CLOSED, None),
        ("2026-12-01", "2026-12-03", True, True, RoundStage.LATE, 2),
        ("2026-12-01", "2026-12-03", False, True, RoundStage.LATE, 2),
        ("2026-12-04", "2026-12-03", False, True, RoundStage.CLOSED, None),
        ("2026-11-20", None, False, True, RoundStage.CLOSED, None),
    ],
)
def test_stages(today, extended, is_open, begun, stage, days):
    zone = ZoneInfo("America/Lima")
    noon = datetime.fromisoformat(f"{today}T17:00:00+00:00")
    longer = date.fromisoformat(extended) if extended else None
    period = Period(date(2026, 10, 1), date(2026, 11, 30), longer, is_open=is_open)
    found = standing(period, zone, noon, is_begun=begun)
    assert (found.stage, found.days) == (stage, days)


def test_what_is_handed_in_or_declined_or_not_open_is_not_asked_for():
    period, zone, now = (
        Period(None, date(2026, 11, 30)),
        ZoneInfo("America/Lima"),
        datetime.now(UTC),
    )
    assert standing(period, zone, now, is_handed_in=True).stage is RoundStage.HANDED_IN
    assert standing(period, zone, now, is_declined=True).stage is RoundStage.DECLINED
    assert standing(period, zone, now, was_opened=False).stage is RoundStage.NOT_OPEN


@given(DAYS, some.integers(0, 60), some.lists(some.integers(0, 70), min_size=1, max_size=90))
def test_each_reminder_is_due_once_at_most_and_the_nearest_last_however_the_clock_stood(
    opens, length, ticks
):
    last = opens + timedelta(days=length)
    told: list[int] = []
    for days in sorted(ticks):
        due = reminder_due(opens, last, opens + timedelta(days=days))
        if due is not None and (not told or due < told[-1]):
            told.append(due)
    assert len(set(told)) == len(told)
    assert told == sorted(told, reverse=True)
    assert set(told) <= set(REMINDED)
    assert all(days < length for days in told)


def test_with_a_clock_that_runs_all_three_come_on_their_days():
    opens, last = date(2026, 11, 1), date(2026, 11, 30)
    days = [opens + timedelta(days=n) for n in range(40)]
    due = [reminder_due(opens, last, day) for day in days]
    assert [days[due.index(n)].day for n in REMINDED] == [16, 23, 29]
    assert due[30:] == [None] * 10


def test_a_round_that_opened_ten_days_before_its_end_has_no_reminder_of_fourteen():
    opens, last = date(2026, 11, 20), date(2026, 11, 30)
    assert reminder_due(opens, last, opens) is None
    assert reminder_due(opens, last, date(2026, 11, 23)) == 7
