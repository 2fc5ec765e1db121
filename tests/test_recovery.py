"""An agency whose lead is gone gets a new one from its country's administrator, and hears of what is done to it."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from assessment import workflow
from assessment.models import Agency, Invitation, JoinRequest, Membership, Role, User
from assessment.workflow import merging_agencies
from tests.conftest import PASSWORD
from tests.reading import forged, form_to, send, submit, words
from tests.test_coming_in import link_of, posted

__all__ = ["posted"]

NOBODY_LEADS = "Nobody leads this agency who can sign in."


@pytest.fixture
def as_pia(client, pia) -> Client:
    client.force_login(pia)
    return client


@pytest.fixture
def gone(ana) -> User:
    """Ana, who led the ministry, cannot sign in any more."""
    User.objects.filter(pk=ana.pk).update(is_active=False)
    return ana


def people_of(agency: Agency) -> str:
    return reverse("assessment:people", args=[agency.pk])


def role_form(client: Client, agency: Agency, user: User):
    membership = agency.memberships.get(user=user)
    address = reverse("assessment:change_role", args=[agency.pk, membership.pk])
    return form_to(client.get(people_of(agency)), address)


def test_the_list_of_agencies_finds_those_that_nobody_leads(as_pia, health, gone, luis, transport):
    led = Agency.objects.create(name="Ministry of Education", country="PE")
    Membership.objects.create(user=luis, agency=led, role=Role.LEAD)
    Agency.objects.create(name="Ministry of Water", country="PE")
    page = words(as_pia.get(reverse("assessment:agencies"), {"state": "without_lead"}))
    assert health.name in page
    assert "Ministry of Water" in page
    assert led.name not in page
    assert transport.name not in page


def test_the_countrys_administrator_makes_a_colleague_the_lead_and_takes_off_who_is_gone(
    as_pia, health, gone, luis, posted
):
    page = as_pia.get(people_of(health))
    assert NOBODY_LEADS in words(page)
    assert "cannot sign in any more" in words(page)
    posted(send, as_pia, role_form(as_pia, health, luis), button=("role", "lead"))
    assert health.memberships.leading().get().user == luis
    assert NOBODY_LEADS not in words(as_pia.get(people_of(health)))
    taken = reverse("assessment:remove", args=[health.pk, health.memberships.get(user=gone).pk])
    assert submit(as_pia, taken, {}).status_code == 302
    assert [m.user for m in health.memberships.all()] == [luis]


def test_or_invites_one_where_nobody_is_left(as_pia, health, posted):
    sent = {"email": "new@example.org", "role": "lead"}
    to = reverse("assessment:invite", args=[health.pk])
    posted(submit, as_pia, people_of(health), sent, to=to)
    guest = Client()
    made = {"name": "New", "password": PASSWORD, "again": PASSWORD}
    submit(guest, link_of(mail.outbox[0]), made)
    assert health.memberships.leading().get().user.email == "new@example.org"


def test_who_is_gone_is_not_taken_off_before_somebody_else_leads(as_pia, health, gone, luis):
    taken = reverse("assessment:remove", args=[health.pk, health.memberships.get(user=gone).pk])
    page = submit(as_pia, taken, {}, follow=True)
    assert "Make another person a lead first." in words(page)
    assert health.memberships.filter(user=gone).exists()


def test_members_are_told_whom_to_ask(client, health, gone, luis):
    client.force_login(luis)
    assert "An administrator of your country can name a new lead." in words(
        client.get(people_of(health))
    )


def test_an_administrator_of_another_country_cannot(client, otto, health, gone, luis):
    client.force_login(otto)
    assert client.get(people_of(health)).status_code == 404
    membership = health.memberships.get(user=luis)
    address = reverse("assessment:change_role", args=[health.pk, membership.pk])
    assert forged(client, address, {"role": "lead"}).status_code == 404
    membership.refresh_from_db()
    assert membership.role == Role.CONTRIBUTOR


def test_an_administrator_who_belongs_to_the_agency_has_no_say_there_but_as_a_lead(
    as_pia, pia, health, gone, luis
):
    own = Membership.objects.create(user=pia, agency=health)
    address = reverse("assessment:change_role", args=[health.pk, own.pk])
    assert forged(as_pia, address, {"role": "lead"}).status_code == 403
    own.refresh_from_db()
    assert own.role == Role.CONTRIBUTOR


def test_nobody_brings_themselves_in_by_an_office(as_pia, pia, health):
    to = reverse("assessment:invite", args=[health.pk])
    page = submit(as_pia, people_of(health), {"email": pia.email, "role": "lead"}, to=to)
    assert page.status_code == 422
    assert "Nobody invites themselves." in words(page)
    assert not Invitation.objects.exists()
    asked = workflow.ask_to_join(pia, health, "", "http://x")
    answer = reverse("assessment:answer_request", args=[health.pk, asked.pk])
    page = submit(
        as_pia, people_of(health), {}, to=answer, button=("answer", "accept"), follow=True
    )
    assert "Somebody else decides on your own request." in words(page)
    assert not health.memberships.exists()
    assert JoinRequest.objects.open().exists()


def test_the_leads_hear_what_an_administrator_changes_about_their_people(
    adm, ana, luis, zoe, health, posted
):
    steps = {
        "new@example.org was invited as a lead.": lambda: workflow.invite(
            "new@example.org", adm, "http://x", "en", agency=health, role=Role.LEAD
        ),
        "Zoe asked to join and was taken in.": lambda: workflow.answer_request(
            workflow.ask_to_join(zoe, health, "", "http://x"),
            adm,
            is_accepted=True,
            site="http://x",
        ),
        "Zoe is a lead now.": lambda: workflow.change_role(
            health.memberships.get(user=zoe), Role.LEAD, adm
        ),
        "Luis was taken off.": lambda: workflow.remove(health.memberships.get(user=luis), adm),
    }
    for told, step in steps.items():
        mail.outbox.clear()
        posted(step)
        bodies = [m.body for m in mail.outbox if m.to == [ana.email]]
        assert any(told in body for body in bodies), told


def test_what_a_lead_does_is_no_news_to_the_leads(ana, luis, health, posted):
    posted(workflow.change_role, health.memberships.get(user=luis), Role.LEAD, ana)
    assert mail.outbox == []


def test_who_belongs_to_an_agency_does_not_merge_it_with_another(as_pia, pia, health, ana, posted):
    """Its people would read the other's drafts, and theirs would be read."""
    other = Agency.objects.create(name="Ministry of Water", country="PE")
    own = Membership.objects.create(user=pia, agency=other)
    for one, two in ((health, other), (other, health)):
        address = reverse("assessment:merge_agency", args=[one.pk])
        assert as_pia.get(address, {"into": two.pk}).status_code in (302, 404)
        with pytest.raises(merging_agencies.CannotMerge):
            merging_agencies.merge(one, two, pia, mark=merging_agencies.look(one, two).mark)
    own.delete()
    mark = merging_agencies.look(other, health).mark
    posted(merging_agencies.merge, other, health, pia, mark=mark)
    assert [(m.to, other.name in m.body) for m in mail.outbox] == [([ana.email], True)]
