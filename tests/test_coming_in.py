"""From an invitation to a team: everything by the pages, as the people involved would do it."""

from __future__ import annotations

import re
from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment import tasks, workflow
from assessment.models import (
    Event,
    Invitation,
    JoinRequest,
    Letter,
    Membership,
    Role,
    User,
    Verb,
)
from tests.reading import form_to, submit, words

PASSWORD = "una frase larga y rara 9"
LANGUAGES = ("en", "es", "pt-br")


def people(agency) -> str:
    return reverse("assessment:people", args=[agency.pk])


def link_of(letter) -> str:
    """The address in a mail, without the host."""
    return "/" + re.search(r"http://testserver/(\S+)", letter.body)[1]


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    """Do something whose mails go out at once."""

    def do(step, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return step(*args, **kwargs)

    return do


@pytest.fixture
def as_ana(client, ana):
    client.force_login(ana)
    return client


def invite(client, agency, email, **more):
    return submit(
        client,
        people(agency),
        {"email": email, **more},
        to=reverse("assessment:invite", args=[agency.pk]),
        follow=True,
    )


# --- Invitations


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_an_invitation_to_the_first_page(as_ana, health, posted, language):
    page = posted(
        invite, as_ana, health, "Nueva@Example.org", language=language, role="contributor"
    )
    assert "nueva@example.org" in words(page)
    (letter,) = mail.outbox
    assert letter.to == ["nueva@example.org"]
    assert health.name in letter.subject
    assert "Ana" in letter.body

    guest = Client(headers={"accept-language": language})
    place = link_of(letter)
    page = guest.get(place)
    assert f'<html lang="{language}"' in page.content.decode()
    sent = {"name": "Nueva Persona", "password": PASSWORD, "again": PASSWORD}
    page = posted(submit, guest, place, sent, follow=True)
    assert page.redirect_chain == [("/", 302)]
    assert health.name in words(page)
    new = User.objects.get(email="nueva@example.org")
    assert (new.language, Membership.objects.get(user=new).role) == (language, Role.CONTRIBUTOR)
    assert mail.outbox[-1].to == ["ana@example.org"]  # who invited is told

    # The link is used up, and the letter that had it no longer holds it.
    assert Client().get(place).status_code == 410
    assert Letter.objects.get(kind="invitation").body == ""


def test_a_wrong_form_says_what_to_do_and_keeps_what_was_typed(as_ana, health, posted):
    posted(invite, as_ana, health, "n@example.org")
    place, guest = link_of(mail.outbox[0]), Client()
    page = submit(guest, place, {"name": "N", "password": "short", "again": "shorter"})
    assert page.status_code == 422
    assert "The two passwords are not the same." in words(page)
    assert not User.objects.filter(email="n@example.org").exists()
    assert 'value="N"' in page.content.decode()


def test_who_has_an_account_signs_in_and_accepts(as_ana, health, zoe, posted):
    posted(invite, as_ana, health, zoe.email, role="lead")
    place, guest = link_of(mail.outbox[0]), Client()
    assert "There is an account" in words(guest.get(place))
    guest.force_login(zoe)
    posted(submit, guest, place, follow=True)
    assert Membership.objects.get(user=zoe).role == Role.LEAD


def test_another_person_cannot_accept(as_ana, health, zoe, bia, posted):
    posted(invite, as_ana, health, zoe.email)
    place, other = link_of(mail.outbox[0]), Client()
    other.force_login(bia)
    page = other.get(place)
    assert zoe.email in words(page)
    assert "Sign out" in words(page)
    assert not Membership.objects.filter(user=bia, agency=health).exists()


@pytest.mark.parametrize("change", ["withdrawn", "expired", "again"])
def test_a_link_that_is_void_says_why(as_ana, health, posted, change):
    posted(invite, as_ana, health, "n@example.org")
    place, found = link_of(mail.outbox[0]), Invitation.objects.get()
    if change == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    else:
        name = "send_again" if change == "again" else "withdraw"
        to = reverse(f"assessment:{name}", args=[found.pk])
        posted(submit, as_ana, people(health), to=to)
    page = Client().get(place)
    assert page.status_code == (404 if change == "again" else 410)
    if change == "again":
        assert Client().get(link_of(mail.outbox[-1])).status_code == 200


def test_a_member_is_not_invited_twice(as_ana, health, luis):
    page = invite(as_ana, health, luis.email)
    assert page.status_code == 422
    assert "belongs to the agency already" in words(page)


def test_inviting_has_a_limit_a_day(as_ana, health, monkeypatch):
    monkeypatch.setattr("assessment.workflow.invitations.LEADS_INVITE", 2)
    for number in range(2):
        invite(as_ana, health, f"n{number}@example.org")
    page = invite(as_ana, health, "more@example.org")
    assert page.status_code == 422
    assert "Go on tomorrow." in words(page)


def test_many_are_looked_at_first_and_then_invited(as_ana, health, luis, posted):
    to = reverse("assessment:invite_many", args=[health.pk])
    lines = (
        "Rosa Díaz <Rosa.Diaz@example.org>, lead\nnobody\nluis@example.org\n"
        "pia@example.org;\nPIA@example.org"
    )
    page = submit(as_ana, people(health), {"lines": lines}, to=to)
    assert not Invitation.objects.exists()
    told = words(page)
    assert "no e-mail address" in told
    assert "belongs to the agency already" in told
    assert "stands in the list twice" in told
    held = form_to(page, to)
    posted(as_ana.post, to, held.filled({}, ("send", "yes")))
    invited = dict(Invitation.objects.values_list("email", "role"))
    assert invited == {"rosa.diaz@example.org": "lead", "pia@example.org": "contributor"}
    assert len(mail.outbox) == 2


def test_an_administrator_invites_a_reviewer(client, adm, posted):
    client.force_login(adm)
    to = reverse("assessment:give_office")
    sent = {"email": "rev@example.org", "office": "reviewer", "country": "PE"}
    posted(submit, client, reverse("assessment:offices"), sent, to=to)
    guest = Client()
    made = {"name": "Rev", "password": PASSWORD, "again": PASSWORD}
    posted(submit, guest, link_of(mail.outbox[0]), made, follow=True)
    new = User.objects.get(email="rev@example.org")
    held = new.mandates.get()
    assert (held.office, held.country, held.given_by) == ("reviewer", "PE", adm)


# --- Joining


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_a_person_without_an_agency_asks_to_join(as_ana, health, zoe, posted, answer):
    guest = Client()
    guest.force_login(zoe)
    assert "Join an agency" in words(guest.get("/"))
    place = reverse("assessment:join") + "?q=HEÁLTH"  # accents and case make no difference
    page = posted(
        submit, guest, place, {"agency": health.pk, "note": "I run the registry"}, follow=True
    )
    assert health.name in words(page)
    assert mail.outbox[-1].to == ["ana@example.org"]
    asked = JoinRequest.objects.get()
    to = reverse("assessment:answer_request", args=[health.pk, asked.pk])
    page = as_ana.get(people(health))
    assert "I run the registry" in words(page)
    posted(as_ana.post, to, form_to(page, to).filled({}, ("answer", answer)))
    assert Membership.objects.filter(user=zoe, agency=health).exists() is (answer == "accept")
    assert mail.outbox[-1].to == [zoe.email]


# --- The people of an agency


def test_the_last_lead_neither_leaves_nor_is_made_less(as_ana, ana, health, luis):
    mine = Membership.objects.get(user=ana)
    to = reverse("assessment:change_role", args=[health.pk, mine.pk])
    page = as_ana.get(people(health))
    page = as_ana.post(to, form_to(page, to).filled({}, ("role", "contributor")), follow=True)
    assert "Somebody has to lead." in words(page)
    page = submit(as_ana, reverse("assessment:leave", args=[health.pk]), follow=True)
    assert "You are the only lead." in words(page)
    mine.refresh_from_db()
    assert mine.role == Role.LEAD


def test_a_lead_hands_over_and_leaves(as_ana, ana, health, luis, posted):
    his = Membership.objects.get(user=luis)
    to = reverse("assessment:change_role", args=[health.pk, his.pk])
    page = as_ana.get(people(health))
    as_ana.post(to, form_to(page, to).filled({}, ("role", "lead")))
    page = submit(as_ana, reverse("assessment:leave", args=[health.pk]), follow=True)
    assert "You no longer belong" in words(page)
    assert list(health.memberships.values_list("user__name", "role")) == [("Luis", "lead")]


def test_who_is_removed_is_told_and_their_answers_stay(as_ana, health, luis, submission, posted):
    his = Membership.objects.get(user=luis)
    posted(submit, as_ana, reverse("assessment:remove", args=[health.pk, his.pk]), follow=True)
    assert not Membership.objects.filter(user=luis).exists()
    assert mail.outbox[-1].to == [luis.email]
    submission.refresh_from_db()
    assert submission.agency == health


def test_a_contributor_changes_nobody(client, luis, health, ana):
    client.force_login(luis)
    page = client.get(people(health))
    assert "Invite a colleague" not in words(page)
    assert client.get(reverse("assessment:remove", args=[health.pk, 1])).status_code == 403


# --- Profile


def test_mails_follow_the_language_of_the_profile(client, luis, ana, health, posted):
    client.force_login(luis)
    place = reverse("assessment:profile")
    submit(client, place, {"name": "Luis P.", "language": "es"}, follow=True)
    luis.refresh_from_db()
    assert (luis.name, luis.language) == ("Luis P.", "es")
    posted(workflow.remove, Membership.objects.get(user=luis), ana)
    assert "Ministry of Health" in mail.outbox[-1].subject
    assert "pertenece" in mail.outbox[-1].subject


def test_signing_out_everywhere_ends_every_session(client, luis):
    other = Client()
    for visitor in (client, other):
        visitor.force_login(luis)
    to = reverse("assessment:sign_out_everywhere")
    submit(client, reverse("assessment:profile"), to=to)
    assert other.get(reverse("assessment:profile")).status_code == 302


def test_a_closed_account_is_closed_and_the_answers_stay(client, luis, ana, submission):
    client.force_login(luis)
    submit(client, reverse("assessment:close"), follow=True)
    luis.refresh_from_db()
    assert not luis.is_active
    assert not luis.memberships.exists()
    submission.refresh_from_db()
    assert submission.respondent == luis


# --- Mail


def test_a_server_that_refuses_is_tried_again_and_then_given_up(luis, posted, monkeypatch):
    def refuse(self) -> int:
        raise SMTPException("busy")

    monkeypatch.setattr("assessment.tasks.EmailMessage.send", refuse)
    posted(workflow.write_letter, "removed", luis.email, "en", {"agency": luis, "by": luis})
    letter = Letter.objects.get()
    assert (letter.attempts, letter.sent_at, letter.error) == (1, None, "SMTPException: busy")
    assert letter.due_at > timezone.now()
    assert tasks.send_waiting() == 0
    for _ in range(9):
        Letter.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        tasks.send_waiting()
    letter.refresh_from_db()
    assert letter.attempts == 6
    monkeypatch.undo()
    assert not mail.outbox


def test_a_letter_of_a_key_is_written_once(luis, posted):
    facts = {"agency": luis, "by": luis}
    for _ in range(2):
        posted(workflow.write_letter, "removed", luis.email, "en", facts, key="once")
    assert len(mail.outbox) == 1


def test_allauths_mails_are_letters_too(client, luis):
    submit(client, reverse("account_reset_password"), {"email": luis.email})
    letter = Letter.objects.get()
    assert (letter.kind, letter.address, letter.is_secret) == ("account", luis.email, True)
    assert not mail.outbox  # the page did not wait for it


def test_time_brings_a_letter_back_that_was_refused(luis, posted, monkeypatch):
    def refuse(self) -> int:
        raise SMTPException("busy")

    with monkeypatch.context() as refusing:
        refusing.setattr("assessment.tasks.EmailMessage.send", refuse)
        posted(workflow.write_letter, "removed", luis.email, "en", {"agency": luis, "by": luis})
    call_command("tick")
    assert not mail.outbox  # not before its time
    Letter.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    call_command("tick")
    call_command("tick")
    assert len(mail.outbox) == 1


# --- The record


def test_coming_in_and_failing_to_are_on_record(client, luis, adm):
    place = reverse("account_login")
    submit(client, place, {"login": luis.email, "password": "wrong one entirely"})
    submit(client, place, {"login": "nobody@example.org", "password": "wrong one entirely"})
    client.force_login(luis)
    told = list(Event.objects.order_by("pk").values_list("verb", "actor_name", "about"))
    assert told == [
        ("sign_in_failed", "", luis.email),
        ("signed_in", f"Luis <{luis.email}>", ""),
    ]


def test_answers_taken_out_are_on_record(client, luis, submission):
    client.force_login(luis)
    client.get(reverse("assessment:export", args=[submission.pk, "json"]))
    last = Event.objects.first()
    assert (last.verb, last.agency) == ("exported", submission.agency)
    assert "json" in last.about


def test_a_draft_that_a_superuser_looks_at_is_on_the_agencys_record(client, root, submission):
    client.force_login(root)
    client.get(reverse("assessment:overview", args=[submission.pk]))
    last = Event.objects.first()
    assert (last.verb, last.agency, last.actor) == ("draft_seen", submission.agency, root)


def test_what_people_did_is_on_record_and_chained(as_ana, ana, health, posted):
    posted(invite, as_ana, health, "n@example.org")
    page = as_ana.get(reverse("assessment:record_of_agency", args=[health.pk]))
    assert "n@example.org" in words(page)
    for _ in range(3):
        workflow.record(Verb.EXPORTED, ana, health)
    events = list(Event.objects.order_by("pk"))
    assert [event.digest() for event in events] == [event.hash for event in events]
    assert [event.before for event in events[1:]] == [event.hash for event in events[:-1]]


def test_events_are_neither_changed_nor_deleted(ana, health):
    event = workflow.record(Verb.EXPORTED, ana, health)
    event.about = "something else"
    for attempt in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(about=""),
    ):
        with pytest.raises(TypeError):
            attempt()


def test_an_agency_sees_its_own_record_only(client, bia, ana, health, transport):
    workflow.record(Verb.EXPORTED, ana, health)
    client.force_login(bia)
    assert client.get(reverse("assessment:record_of_agency", args=[health.pk])).status_code == 404
    page = client.get(reverse("assessment:record_of_agency", args=[transport.pk]))
    assert "Ana" not in words(page)


def test_the_record_is_searched_and_taken_out(client, adm, ana, health):
    workflow.record(Verb.EXPORTED, ana, health, about="=cmd()")
    workflow.record(Verb.LEFT, adm)
    client.force_login(adm)
    place = reverse("assessment:record")
    assert "left" not in words(client.get(f"{place}?q=ana")).split("About")[-1]
    table = client.get(f"{place}?format=csv").content.decode()
    assert "'=cmd()" in table


# --- The front page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_is_told_what_it_is(client, db, language, settings):
    settings.CONTACT_EMAIL = "help@example.org"
    page = client.get("/", headers={"accept-language": language})
    assert f'<html lang="{language}"' in page.content.decode()
    assert "help@example.org" in words(page)
    assert "diamond" in page.content.decode()
    assert client.get(reverse("assessment:privacy")).status_code == 200
