"""What an agency sees of a round, and that nothing is taken after its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from assessment import workflow
from assessment.models import Participation, Round, Submission
from assessment.workflow import rounds as steps
from tests.reading import form, form_to, form_with, forms, words

TODAY = date.today()  # noqa: DTZ011 (far from each edge)
HOME = reverse("assessment:dashboard")


@pytest.fixture
def part(adm, health, ana) -> Participation:
    values = {"title": {"en": "Round of 2027"}, "closes_on": TODAY + timedelta(days=40)}
    plan = steps.RoundPlan(values, ["PE"], ["portfolio_snapshot"])
    found = steps.create_round(plan, adm)
    steps.invite_agencies(found, [health], adm)
    steps.open_round(found, adm, "https://faceta.example")
    return Participation.objects.get(round=found, agency=health)


@pytest.fixture
def as_ana(client, ana):
    client.force_login(ana)
    return client


def page_of(part: Participation, what: str = "part", *more: str) -> str:
    return reverse(f"assessment:{what}", args=[part.pk, *more])


def end(part: Participation) -> None:
    Round.objects.filter(pk=part.round_id).update(closes_on=TODAY - timedelta(days=2))


def begin(client, part: Participation) -> Submission:
    address = page_of(part, "start_in_round", "portfolio_snapshot")
    client.post(address, form_to(client.get(HOME), address).filled({}))
    return Submission.objects.get(round=part.round_id)


def test_the_first_page_says_what_is_asked_until_when_and_leads_to_one_next_step(as_ana, part):
    told = words(as_ana.get(HOME))
    assert "Round of 2027" in told
    assert "23:59 (time of Lima)" in told
    draft = begin(as_ana, part)
    assert draft.round_id == part.round_id
    page = words(as_ana.get(HOME))
    assert "Continue: Portfolio snapshot" in page
    assert "Begin: Portfolio snapshot" not in page


def test_what_a_round_asks_for_is_not_offered_apart_from_it(as_ana, part, health):
    apart = reverse("assessment:start", args=[health.pk, "portfolio_snapshot"])
    assert apart not in {f.action for f in forms(as_ana.get(HOME))}
    end(part)
    assert apart in {f.action for f in forms(as_ana.get(HOME))}


def test_after_its_day_a_section_is_refused_with_a_sentence_and_what_was_typed(
    as_ana, part, instrument
):
    draft = begin(as_ana, part)
    section = reverse("assessment:section", args=[draft.pk, instrument.sections[0].key])
    held = form(as_ana.get(section))
    end(part)
    sent = held.filled({"unit": "Office of the minister"})
    page = as_ana.post(section, sent)
    assert page.status_code == 409
    assert "The round is over" in words(page)
    assert "Office of the minister" in words(page)
    quick = as_ana.post(section, sent, headers={"HX-Request": "true"})
    assert quick.status_code == 409
    assert "The round is over" in words(quick)
    assert draft.records.get(section=instrument.sections[0].key).revision == 0
    overview = as_ana.get(reverse("assessment:overview", args=[draft.pk]))
    assert "answers are no longer taken" in words(overview)


def test_after_its_day_nothing_is_handed_in_unless_there_is_more_time(
    as_ana, part, ana, adm, complete_answers
):
    draft = begin(as_ana, part)
    for key, answers in complete_answers.items():
        draft.records.filter(section=key).save_answers(answers, revision=0, by=ana)
    check = reverse("assessment:check", args=[draft.pk])
    held = form_with(as_ana.get(check), "confirm")
    end(part)
    page = as_ana.post(check, held.filled({"confirm": "yes"}))
    assert "answers are no longer taken" in words(page)
    assert Submission.objects.get(pk=draft.pk).is_draft
    part.refresh_from_db()
    steps.extend_one(part, TODAY + timedelta(days=3), "They moved.", adm)
    assert "more time than others" in words(as_ana.get(HOME))
    done = as_ana.post(check, held.filled({"confirm": "yes"}), follow=True)
    told = words(done)
    assert draft.reference in told
    assert "What happens next" in told
    assert "Who sees the answers" in told


def test_nothing_is_begun_after_its_day(as_ana, part):
    address = page_of(part, "start_in_round", "portfolio_snapshot")
    held = form_to(as_ana.get(HOME), address)
    end(part)
    page = as_ana.post(address, held.filled({}), follow=True)
    assert "The round is over" in words(page)
    assert not Submission.objects.exists()


def test_a_lead_declines_and_says_why(as_ana, part):
    found = form(as_ana.get(page_of(part)), "decline")
    refused = as_ana.post(found.address, found.filled({"confirm": "yes"}))
    assert refused.status_code == 422
    page = as_ana.post(
        found.address, found.filled({"why": "We are being merged.", "confirm": "yes"}), follow=True
    )
    assert "does not take part" in words(page)
    part.refresh_from_db()
    assert part.declined_why == "We are being merged."


def test_consent_is_asked_and_can_be_changed_until_the_closing(as_ana, part):
    for said, kept in (("yes", True), ("no", False)):
        found = form(as_ana.get(page_of(part)), "consent")
        as_ana.post(found.address, found.filled({"agrees": said}))
        part.refresh_from_db()
        assert part.consents is kept
    held = form(as_ana.get(page_of(part)), "consent")
    end(part)
    as_ana.post(held.address, held.filled({"agrees": "yes"}))
    part.refresh_from_db()
    assert part.consents is False
    assert "are not compared" in words(as_ana.get(page_of(part)))


def test_a_contributor_sees_the_round_and_decides_nothing(client, part, luis, as_ana, ana):
    held = form(as_ana.get(page_of(part)), "consent")
    client.force_login(luis)
    assert "Round of 2027" in words(client.get(page_of(part)))
    assert client.post(held.address, held.filled({"agrees": "yes"})).status_code == 403


def test_strangers_and_reviewers_do_not_see_it(client, part, bia, rosa):
    for who in (bia, rosa):
        client.force_login(who)
        assert client.get(page_of(part)).status_code == 404


def test_a_round_that_is_not_open_yet_is_not_shown(client, adm, health, ana):
    values = {"title": {"en": "Later"}, "closes_on": TODAY + timedelta(days=40)}
    found = steps.create_round(steps.RoundPlan(values, ["PE"], ["portfolio_snapshot"]), adm)
    steps.invite_agencies(found, [health], adm)
    client.force_login(ana)
    assert "Later" not in words(client.get(HOME))
    assert client.get(page_of(found.participations.get())).status_code == 404


def test_who_begins_alone_reads_of_no_day(client, submission, luis):
    client.force_login(luis)
    assert "time of Lima" not in words(
        client.get(reverse("assessment:overview", args=[submission.pk]))
    )


def test_in_a_round_too_each_person_answers_alone(part, health, ana, luis, instrument):
    mine = workflow.start(health, instrument, ana, part.round)
    assert workflow.start(health, instrument, luis, part.round) != mine
