"""Offices: given, held for a country or for all, ended; what follows from them and from nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment import review, workflow
from assessment.models import (
    Agency,
    Event,
    Invitation,
    Mandate,
    Membership,
    Office,
    Submission,
    User,
    administered_countries,
    countries_of,
)
from tests.conftest import appoint, person
from tests.reading import forged, form_to, submit, words

OFFICES = reverse("assessment:offices")
GIVE = reverse("assessment:give_office")


@pytest.fixture
def as_pia(client, pia) -> Client:
    client.force_login(pia)
    return client


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    """Run something, and let the letters go."""

    def run(what, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return what(*args, **kwargs)

    return run


def ending(mandate: Mandate) -> str:
    return reverse("assessment:end_office", args=[mandate.pk])


def given(client: Client, email: str, office: str, country: str):
    sent = {"email": email, "office": office, "country": country}
    return submit(client, OFFICES, sent, to=GIVE)


# --- What follows from a mandate


def test_what_follows_from_which_office(adm, pia, rosa, luis, root):
    every = frozenset(review.countries())
    assert administered_countries(adm) == administered_countries(root) == every
    assert administered_countries(pia) == {"PE"}
    assert administered_countries(rosa) == administered_countries(luis) == frozenset()
    assert [u.is_administrator for u in (adm, pia, rosa, luis)] == [True, True, False, False]
    assert [u.is_platform_administrator for u in (adm, pia)] == [True, False]
    assert [u.reviews for u in (adm, pia, rosa, luis)] == [True, True, True, False]


def test_offices_for_several_countries_add_up(rosa):
    appoint(rosa, Office.ADMINISTRATOR, "CO")
    assert countries_of(rosa) == {"PE", "CO"}
    assert administered_countries(rosa) == {"CO"}


def test_a_reviewer_of_all_countries_administers_none(snapshot, transport, luis):
    reviewer = person("all", office=Office.REVIEWER)
    assert set(Agency.objects.visible_to(reviewer)) == {snapshot.submission.agency, transport}
    assert not reviewer.is_administrator
    assert not Agency.objects.administered_by(reviewer).exists()


def test_nobody_decides_by_an_office_on_an_own_agency(pia, adm, rosa, health, transport):
    assert set(Agency.objects.decided_on_by(pia)) == {health}
    assert set(Agency.objects.decided_on_by(adm)) == {health, transport}
    assert not Agency.objects.decided_on_by(rosa, Office.ADMINISTRATOR).exists()
    Membership.objects.create(user=pia, agency=health)
    Membership.objects.create(user=adm, agency=transport)
    assert not Agency.objects.decided_on_by(pia).exists()
    assert set(Agency.objects.decided_on_by(adm)) == {health}


def test_an_administrator_who_belongs_to_an_agency_reads_its_drafts_and_no_other_ones(
    pia, health, submission, luis, instrument
):
    other = Agency.objects.create(name="Ministry of Water", country="PE")
    theirs = workflow.start(other, instrument, person("eva", other))
    Membership.objects.create(user=pia, agency=health)
    assert set(Submission.objects.visible_to(pia)) == {submission, theirs}
    assert set(Submission.objects.readable_by(pia)) == {submission}


def test_mandates_are_looked_up_once_a_request(as_pia, health, django_assert_max_num_queries):
    with django_assert_max_num_queries(30) as found:
        as_pia.get(reverse("assessment:queue"))
    asked = [q for q in found.captured_queries if 'FROM "assessment_mandate"' in q["sql"]]
    assert len(asked) == 1


def test_an_office_twice_or_ending_before_it_begins_cannot_be(rosa):
    today = timezone.localdate()
    for wrong in (
        {"office": "reviewer", "country": "PE"},
        {"office": "", "country": "PE"},
        {"office": "reviewer", "country": "CO", "until": today - timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mandate.objects.create(user=rosa, **wrong)


# --- Giving and ending


def test_who_has_an_account_gets_the_office_at_once_and_is_told(as_adm, adm, luis, posted):
    posted(given, as_adm, luis.email, "reviewer", "PE")
    held = luis.mandates.get()
    assert (held.office, held.country, held.given_by, held.until) == ("reviewer", "PE", adm, None)
    assert held.since == timezone.localdate()
    assert [m.to for m in mail.outbox] == [[luis.email]]
    assert "Reviewer, Peru" in mail.outbox[0].body
    last = Event.objects.first()
    assert (last.verb, last.about, last.actor) == ("office_given", luis.email, adm)
    assert last.facts == {"office": "reviewer", "country": "PE"}
    assert "Luis has the office now." in words(as_adm.get(OFFICES))


def test_an_office_for_all_countries_is_said_on_purpose(as_adm, luis):
    assert given(as_adm, luis.email, "administrator", "").status_code == 422
    assert given(as_adm, luis.email, "administrator", "all").status_code == 302
    assert luis.is_platform_administrator


def test_an_office_is_given_once(as_adm, rosa):
    page = given(as_adm, rosa.email, "reviewer", "PE")
    assert page.status_code == 422
    assert "holds this office already" in words(page)
    assert rosa.mandates.count() == 1


def test_a_closed_account_gets_none(as_adm, luis):
    User.objects.filter(pk=luis.pk).update(is_active=False)
    assert given(as_adm, luis.email, "reviewer", "PE").status_code == 422
    assert not Mandate.objects.filter(user=luis).exists()


def test_an_ended_office_is_over_at_once_told_recorded_and_in_the_history(
    as_adm, adm, rosa, posted
):
    held = rosa.mandates.get()
    mine = Client()
    mine.force_login(rosa)
    assert mine.get(reverse("assessment:queue")).status_code == 200
    assert "Reviewer, Peru" in words(as_adm.get(ending(held)))
    posted(submit, as_adm, ending(held), {})
    assert mine.get(reverse("assessment:queue")).status_code == 403
    held.refresh_from_db()
    assert held.until == timezone.localdate()
    assert [m.to for m in mail.outbox] == [[rosa.email]]
    last = Event.objects.first()
    assert (last.verb, last.about, last.actor) == ("office_ended", rosa.email, adm)
    page = words(as_adm.get(OFFICES))
    assert "Rosa" in page[page.index("Offices that ended") :]
    assert as_adm.get(ending(held)).status_code == 404
    given(as_adm, rosa.email, "reviewer", "PE")
    assert rosa.mandates.count() == 2


def test_the_last_administrator_of_all_countries_stays(as_adm, adm, pia):
    gone = person("gone", office=Office.ADMINISTRATOR, is_active=False)
    page = submit(as_adm, ending(adm.mandates.get()), {}, follow=True)
    assert "Somebody has to administer all countries." in words(page)
    assert adm.mandates.current().exists()
    with pytest.raises(workflow.LastAdministrator):
        workflow.close_account(adm)
    other = person("other", office=Office.ADMINISTRATOR)
    assert submit(as_adm, ending(adm.mandates.get()), {})["Location"] == "/"
    assert not adm.mandates.current().exists()
    assert other.mandates.current().exists()
    assert gone.mandates.current().exists()


def test_the_last_administrator_is_told_why_the_account_stays_open(as_adm, adm):
    page = submit(as_adm, reverse("assessment:close"), {}, follow=True)
    assert "You alone administer all countries." in words(page)
    adm.refresh_from_db()
    assert adm.is_active


def test_a_closed_account_holds_no_office(rosa):
    workflow.close_account(rosa)
    assert not rosa.mandates.current().exists()
    assert set(Event.objects.values_list("verb", flat=True)) == {"office_ended", "account_closed"}


# --- Of one country


def test_an_administrator_of_a_country_sees_and_offers_only_that(as_pia, rosa, paulo, adm, pia):
    page = as_pia.get(OFFICES)
    assert rosa.email in words(page)
    for other in (paulo, adm):
        assert other.email not in words(page)
    field = form_to(page, GIVE).choices["country"]
    assert set(field) == {"PE"}


@pytest.mark.parametrize("country", ["BR", "all", ""])
def test_nor_gives_an_office_beyond_it(as_pia, luis, country):
    sent = form_to(as_pia.get(OFFICES), GIVE).filled(
        {"email": luis.email, "office": "administrator"}
    )
    assert forged(as_pia, GIVE, {**sent, "country": country}).status_code == 422
    assert not luis.mandates.exists()


def test_nor_ends_one_of_somebody_elses(as_pia, paulo, adm, rosa):
    for other in (paulo, adm):
        assert as_pia.get(ending(other.mandates.get())).status_code == 404
        assert forged(as_pia, ending(other.mandates.get()), {}).status_code == 404
    assert submit(as_pia, ending(rosa.mandates.get()), {}).status_code == 302
    assert not rosa.mandates.current().exists()


def test_nor_touches_an_invitation_beyond_it(as_pia, adm, posted):
    made = {
        country: posted(
            workflow.invite, f"x{country}@example.org", adm, "http://x", "en",
            office=Office.REVIEWER, country=country,
        )
        for country in ("PE", "BR", "")
    }  # fmt: skip
    page = words(as_pia.get(OFFICES))
    assert made["PE"].email in page
    for country in ("BR", ""):
        assert made[country].email not in page
        address = reverse("assessment:withdraw", args=[made[country].pk])
        assert forged(as_pia, address, {}).status_code == 404
    assert Invitation.objects.open().count() == 3


def test_a_country_has_its_own_record(as_pia, adm, luis, bia, health, transport, pia):
    workflow.record("exported", luis, health, "ours")
    workflow.record("exported", bia, transport, "theirs")
    workflow.record("signed_in", adm, None, "nobodys")
    workflow.give(luis, Office.REVIEWER, "PE", pia, "http://x")
    workflow.give(bia, Office.REVIEWER, "BR", adm, "http://x")
    shown = set(Event.objects.visible_to(pia).values_list("about", flat=True))
    assert shown == {"ours", luis.email}
    assert Event.objects.visible_to(adm).count() == Event.objects.count()
    assert "ours" in words(as_pia.get(reverse("assessment:record")))


def test_who_invites_to_an_office_and_loses_their_own_has_invited_nobody(adm, posted):
    boss = person("boss", office=Office.ADMINISTRATOR)
    made = posted(
        workflow.invite, "late@example.org", boss, "http://x", "en", office=Office.ADMINISTRATOR
    )
    workflow.end(boss.mandates.get(), adm)
    made.refresh_from_db()
    assert not made.is_open


def test_who_asks_to_join_an_agency_without_a_lead_reaches_the_countrys_administrators(
    adm, pia, zoe, health, transport, posted
):
    posted(workflow.ask_to_join, zoe, health, "", "http://x")
    assert [m.to for m in mail.outbox] == [[pia.email]]
    posted(workflow.ask_to_join, zoe, transport, "", "http://x")
    assert [m.to for m in mail.outbox] == [[pia.email], [adm.email]]


def test_the_page_of_offices_asks_as_often_for_forty_as_for_one(
    as_adm, adm, django_assert_num_queries, django_assert_max_num_queries
):
    as_adm.get(OFFICES)  # the first time, the session notes when it was used
    with django_assert_max_num_queries(20) as few:
        as_adm.get(OFFICES)
    for number in range(40):
        user = person(f"p{number}", office=Office.REVIEWER, countries=["PE"])
        Mandate.objects.filter(user=user).update(given_by=adm)
    with django_assert_num_queries(len(few)):
        as_adm.get(OFFICES)
