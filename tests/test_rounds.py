"""Rounds: made, opened, extended, closed; who takes part; letters, once each, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment import workflow
from assessment.deadlines import RoundStage
from assessment.models import (
    Agency,
    Event,
    Letter,
    Participation,
    Round,
    RoundState,
    Submission,
)
from assessment.workflow import SentAnswers
from assessment.workflow import rounds as steps
from assessment.workflow.passing_time import pass_time
from assessment.workflow.round_letters import remind
from tests.conftest import person

SITE = "https://faceta.example"
TODAY = date.today()  # noqa: DTZ011 (far enough from each edge below)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def noon(day: date) -> datetime:
    """Noon of a day in Lima."""
    return datetime(day.year, day.month, day.day, 17, tzinfo=UTC)


@pytest.fixture
def plan() -> steps.RoundPlan:
    words = {"en": "Round of 2027", "es": "Ronda 2027", "pt-br": "Rodada de 2027"}
    values = {"title": words, "introduction": {}, "privacy": {}, "opens_on": None}
    values |= {"closes_on": days(40)}
    return steps.RoundPlan(values, ["PE"], ["portfolio_snapshot"])


@pytest.fixture
def prepared(plan, adm, health) -> Round:
    made = steps.create_round(plan, adm)
    steps.invite_agencies(made, [health], adm)
    return made


@pytest.fixture
def opened(prepared, adm, ana) -> Round:
    return steps.open_round(prepared, adm, SITE)


@pytest.fixture
def part(opened, health) -> Participation:
    return Participation.objects.get(round=opened, agency=health)


def letters(kind: str = "") -> list[str]:
    found = Letter.objects.filter(kind__startswith=kind or "round").order_by("pk")
    return [letter.kind for letter in found]


def end(found: Round, day: date) -> None:
    """Have the round end on a day, as if it had been planned so."""
    Round.objects.filter(pk=found.pk).update(closes_on=day)


# The standing round


def test_who_begins_without_being_asked_is_in_the_standing_round(submission, health):
    assert submission.round == Round.objects.standing()
    assert submission.round.is_standing
    assert submission.is_in_time
    assert Participation.objects.get().agency == health


def test_there_is_one_standing_round(db):
    standing = Round.objects.standing()
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.create(is_standing=True)
    assert Round.objects.standing() == standing


def test_nobody_closes_or_keeps_the_standing_round(adm):
    with pytest.raises(steps.RoundMoved):
        steps.close_round(Round.objects.standing(), adm)
    assert not Round.objects.administered_by(adm).exists()


def test_an_agency_answers_the_same_questionnaire_in_two_rounds(
    opened, submission, health, luis, instrument
):
    other = workflow.start(health, instrument, luis, opened)
    assert other != submission
    assert workflow.start(health, instrument, luis, opened) == other
    assert Submission.objects.count() == 2


# Before it opens


def test_a_round_is_kept_by_administrators_and_nobody_else(prepared, adm, ana, rosa):
    assert prepared in Round.objects.administered_by(adm)
    assert not Round.objects.administered_by(ana).exists()
    assert not Round.objects.administered_by(rosa).exists()


def test_a_copy_asks_the_same_without_dates_and_agencies(opened, adm):
    copy = steps.copy_round(opened, adm)
    assert (copy.title, copy.country_codes, copy.state) == (opened.title, ["PE"], "draft")
    assert [one.instrument_key for one in copy.instruments.all()] == ["portfolio_snapshot"]
    assert copy.closes_on is None
    assert not copy.participations.exists()


def test_of_two_who_change_a_round_one_is_told(prepared, plan, adm):
    steps.edit_round(prepared, plan, adm, revision=0)
    with pytest.raises(steps.RoundMoved):
        steps.edit_round(prepared, plan, adm, revision=0)


def test_a_round_that_is_open_is_not_changed_any_more(opened, plan, adm):
    with pytest.raises(steps.RoundMoved):
        steps.edit_round(opened, plan, adm, revision=opened.revision)


def test_only_agencies_of_its_countries_that_are_not_closed_are_asked(
    prepared, adm, health, transport
):
    gone = Agency.objects.create(name="Gone", country="PE", closed_on=TODAY)
    assert steps.invite_agencies(prepared, [health, transport, gone], adm) == 0
    assert [one.agency for one in prepared.participations.all()] == [health]


# Open


def test_opening_tells_the_leads_in_their_language_and_writes_it_down(prepared, adm, health, ana):
    person("quiet", health, "lead", is_notified=False)
    ana.language = "es"
    ana.save()
    opened = steps.open_round(prepared, adm, SITE)
    letter = Letter.objects.get(kind="round_opening")
    assert (letter.address, letter.language) == (ana.email, "es")
    assert "Ronda 2027" in letter.subject
    assert "Lima" in letter.body
    assert f"{SITE}/" in letter.body
    assert Event.objects.get(verb="round_opened").facts["round"] == opened.pk
    with pytest.raises(steps.RoundMoved):
        steps.open_round(prepared, adm, SITE)


def test_only_who_is_asked_begins_in_a_round(opened, transport, bia, instrument):
    with pytest.raises(workflow.RoundOver):
        workflow.start(transport, instrument, bia, opened)


def test_nothing_is_begun_before_it_opens(prepared, health, luis, instrument):
    with pytest.raises(workflow.RoundOver):
        workflow.start(health, instrument, luis, prepared)


@pytest.fixture
def draft(opened, health, luis, instrument, complete_answers) -> Submission:
    made = workflow.start(health, instrument, luis, opened)
    for section, answers in complete_answers.items():
        made.records.filter(section=section).save_answers(answers, revision=0, by=luis)
    return made


def save(draft: Submission, by):
    record = draft.records.select_related("submission__round").first()
    return workflow.save_section(record, SentAnswers((), {}, {}), by)


def test_after_the_closing_nothing_is_saved_or_handed_in(draft, opened, luis):
    save(draft, luis)
    end(opened, days(-2))
    with pytest.raises(workflow.RoundOver):
        save(draft, luis)
    with pytest.raises(workflow.RoundOver):
        workflow.apply_import(draft, [], luis)
    with pytest.raises(workflow.RoundOver):
        workflow.submit(draft, luis)
    assert Submission.objects.get(pk=draft.pk).is_draft


def test_more_time_for_one_agency_opens_it_again_for_that_one(draft, opened, part, adm, luis):
    end(opened, days(-3))
    pass_time(timezone.now())
    opened.refresh_from_db()
    assert opened.state == RoundState.CLOSED
    part.round = opened
    steps.extend_one(part, days(5), "The ministry moved house.", adm)
    again = Participation.objects.get(pk=part.pk)
    assert again.standing().stage is RoundStage.LATE
    workflow.submit(draft, luis)
    letter = Letter.objects.get(kind="round_extended")
    assert "moved house" in letter.body


def test_more_time_is_a_later_day(opened, part, adm):
    for step, what in ((steps.extend_round, opened), (steps.extend_one, part)):
        with pytest.raises(steps.NotLater):
            step(what, days(40), "why", adm)


def test_more_time_for_all_opens_a_closed_round(opened, part, adm):
    steps.close_round(opened, adm)
    assert not Participation.objects.get(pk=part.pk).takes_answers
    steps.extend_round(opened, days(50), "Elections.", adm)
    assert Participation.objects.get(pk=part.pk).takes_answers


def test_who_declines_says_why_and_is_not_reminded(opened, part, ana):
    steps.decline(part, "We are being merged.", ana)
    end(opened, days(6))
    pass_time(noon(TODAY))
    assert letters() == ["round_opening"]
    assert Event.objects.get(verb="round_declined").facts["why"] == "We are being merged."
    assert Participation.objects.get(pk=part.pk).standing().stage is RoundStage.DECLINED


def test_consent_can_be_changed_until_the_closing(opened, part, ana):
    steps.consent(part, ana, agrees=True)
    assert steps.consent(part, ana, agrees=False).consents is False
    end(opened, days(-2))
    with pytest.raises(steps.RoundMoved):
        steps.consent(part, ana, agrees=True)
    assert Event.objects.filter(verb="round_consent").count() == 2


def test_archived_is_what_was_closed(opened, adm):
    with pytest.raises(steps.RoundMoved):
        steps.archive_round(opened, adm)
    steps.close_round(opened, adm)
    assert steps.archive_round(opened, adm).state == RoundState.ARCHIVED


# What time brings


def test_a_clock_that_runs_brings_each_letter_once(opened):
    for day in range(45):
        for _twice in range(2):
            pass_time(noon(days(day)))
    assert letters() == ["round_opening", *["round_reminder"] * 3, "round_closing"]
    opened.refresh_from_db()
    assert opened.state == RoundState.CLOSED
    assert Event.objects.filter(verb="round_closed").count() == 1


def test_a_clock_that_stood_two_days_brings_each_reminder_once_all_the_same(opened):
    for day in (20, 25, 28, 31, 34, 37, 39, 42, 43):  # 14, 7 and 1 before fall between
        pass_time(noon(days(day)))
        pass_time(noon(days(day)))
    assert letters() == ["round_opening", *["round_reminder"] * 3, "round_closing"]


def test_after_a_long_standstill_only_the_nearest_comes(opened):
    pass_time(noon(days(39)))
    pass_time(noon(days(30)))  # and the clock goes back
    pass_time(noon(days(39)))
    assert letters() == ["round_opening", "round_reminder"]


def test_who_has_handed_in_is_not_reminded_and_is_thanked(opened, draft, luis):
    workflow.submit(draft, luis)
    for day in (27, 34, 39, 42):
        pass_time(noon(days(day)))
    assert letters() == ["round_opening", "round_closing"]
    assert "complete" in Letter.objects.get(kind="round_closing").body


def test_a_round_closes_when_the_last_of_its_countries_is_past_midnight(plan, adm, transport):
    """Half past twelve in São Paulo is half past nine in the evening in Mexico City."""
    countries = steps.RoundPlan(plan.values, ["BR", "MX"], plan.instruments)
    made = steps.open_round(steps.create_round(countries, adm), adm, SITE)
    midnight = datetime(*days(41).timetuple()[:3], 3, 30, tzinfo=UTC)
    pass_time(midnight)
    made.refresh_from_db()
    assert made.is_open
    pass_time(midnight + timedelta(hours=3))
    made.refresh_from_db()
    assert not made.is_open


def test_more_time_brings_reminders_before_the_new_day(opened, part, adm):
    pass_time(noon(days(39)))
    steps.extend_one(part, days(60), "", adm)
    for day in (46, 53, 59, 61):
        pass_time(noon(days(day)))
    expected = ["round_opening", "round_reminder", "round_extended"]
    assert letters() == [*expected, *["round_reminder"] * 3, "round_closing"]


def test_a_day_set_beforehand_opens_the_round(prepared, adm, ana):
    steps.schedule(prepared, adm, SITE, days(3))
    pass_time(noon(days(2)))
    prepared.refresh_from_db()
    assert prepared.is_draft
    pass_time(noon(days(3)))
    prepared.refresh_from_db()
    assert prepared.is_open
    assert letters() == ["round_opening"]
    assert Event.objects.get(verb="round_opened").actor is None


def test_reminders_by_hand_go_once_a_day(opened, part, adm):
    assert remind([part], TODAY, adm) == 1
    assert remind([part], TODAY, adm) == 0
    assert remind([part], days(1), adm) == 1


def test_tick_writes_what_an_opening_left(opened, adm, health):
    more = [Agency.objects.create(name=f"Office {n}", country="PE") for n in range(3)]
    for number, agency in enumerate(more):
        person(f"lead{number}", agency, "lead")
    steps.invite_agencies(opened, more, adm)
    Participation.objects.update(told_opening=False)
    Letter.objects.filter(user__email="lead2@example.org").delete()
    call_command("tick")
    call_command("tick")
    assert letters() == ["round_opening"] * 4


def test_handing_in_is_confirmed_with_a_reference(filled, luis):
    workflow.submit(filled, luis)
    letter = Letter.objects.get(kind="handed_in")
    assert letter.address == luis.email
    assert filled.reference in letter.body
    assert filled.reference.startswith("PE-")
