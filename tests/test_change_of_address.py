"""Another e-mail address for an account: both mailboxes confirm it, or it stays."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from assessment import workflow
from assessment.models import AddressChange, Event, Letter, Verb
from tests.conftest import PASSWORD, person
from tests.reading import forged, form, forms, send, submit, words

PROFILE, CHANGE = reverse("assessment:profile"), reverse("assessment:change_address")
OLD, NEW = "luis@example.org", "luis@salud.example"


@pytest.fixture
def signed_in(client, luis) -> Client:
    """Luis has just typed his password."""
    submit(client, reverse("account_login"), {"login": OLD, "password": PASSWORD})
    return client


def link(address: str) -> str:
    """The link in the last letter to an address."""
    letter = Letter.objects.filter(address=address).first()
    assert letter
    found = re.search(r"https?://[^/\s]+(/profile/address/\S+)", letter.body)
    assert found, letter.body
    return found[1]


def press(place: str, answer: str = "yes"):
    """Somebody who has the letter, in a browser where nobody is signed in."""
    return submit(Client(), place, {}, ("answer", answer))


def ask(client: Client, address: str = NEW):
    return submit(client, CHANGE, {"email": address})


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_with_both_confirmed_it_changes(signed_in, luis, order):
    assert ask(signed_in).url == PROFILE
    first, second = (link(address) for address in order)
    press(first)
    luis.refresh_from_db()
    assert luis.email == OLD
    assert "Confirmed here" in words(Client().get(first))
    assert NEW in words(press(second))
    luis.refresh_from_db()
    assert luis.email == NEW
    told = Letter.objects.filter(kind="address_changed").values_list("address", flat=True)
    assert set(told) == {OLD, NEW}
    assert Event.objects.filter(verb=Verb.ADDRESS_CHANGED, about=NEW).count() == 1
    for address, status in ((OLD, 200), (NEW, 302)):
        page = {"login": address, "password": PASSWORD}
        assert submit(Client(), reverse("account_login"), page).status_code == status


def test_one_mailbox_alone_changes_nothing(signed_in, luis):
    ask(signed_in)
    for _ in range(3):
        forged(Client(), link(NEW), {"answer": "yes"})
    luis.refresh_from_db()
    assert luis.email == OLD


def test_opening_a_link_confirms_nothing(signed_in):
    ask(signed_in)
    Client().get(link(OLD))
    Client().get(link(NEW))
    change = AddressChange.objects.get()
    assert not change.before_confirmed_at
    assert not change.after_confirmed_at


def test_who_comes_back_later_shows_the_password_first(client, luis):
    client.force_login(luis)
    assert client.get(CHANGE).url.startswith(reverse("account_reauthenticate"))
    page = send(
        client,
        form(client.get(CHANGE, follow=True), "confirm"),
        {"password": PASSWORD},
        follow=True,
    )
    assert "Send both letters" in words(page)


def test_a_taken_address_is_answered_like_a_free_one(signed_in, luis, ana):
    pages = []
    for address in (NEW, ana.email):
        answer = ask(signed_in, address)
        page = words(signed_in.get(answer.url)).replace(address, "ADDRESS")
        pages.append((answer.status_code, page))
        workflow.withdraw_address(luis)
    assert pages[0] == pages[1]
    letter = Letter.objects.filter(address=ana.email).get()
    assert letter.kind == "address_taken"
    assert "/profile/address/" not in letter.body


def test_an_address_that_was_taken_meanwhile_stays_with_its_owner(signed_in, luis):
    ask(signed_in)
    places = link(OLD), link(NEW)
    other = person("other")
    other.email = NEW
    other.save()
    press(places[0])
    assert press(places[1]).status_code == 410
    luis.refresh_from_db()
    assert luis.email == OLD


@pytest.mark.parametrize("address", [OLD, NEW])
def test_either_mailbox_can_object(signed_in, luis, address):
    ask(signed_in)
    places = [link(OLD), link(NEW)]
    assert "stays as it is" in words(press(link(address), "no"))
    for place in places:
        forged(Client(), place, {"answer": "yes"})
    luis.refresh_from_db()
    assert luis.email == OLD
    assert Event.objects.filter(verb=Verb.ADDRESS_KEPT).count() == 1


def test_it_can_be_withdrawn_on_the_profile(signed_in, luis):
    ask(signed_in)
    assert NEW in words(signed_in.get(PROFILE))
    submit(signed_in, PROFILE, {}, to=reverse("assessment:withdraw_address"))
    assert NEW not in words(signed_in.get(PROFILE))
    assert "stays as it is" in words(Client().get(link(NEW)))


def test_a_link_works_for_three_days(signed_in, luis):
    ask(signed_in)
    place = link(NEW)
    AddressChange.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    page = Client().get(place)
    assert page.status_code == 410
    assert not [f for f in forms(page) if "answer" in str(f.buttons)]
    assert "Change the e-mail address" in words(signed_in.get(PROFILE))


def test_a_new_wish_voids_the_one_before(signed_in, luis):
    ask(signed_in)
    before = link(NEW)
    ask(signed_in, "third@example.org")
    forged(Client(), before, {"answer": "yes"})
    assert AddressChange.objects.exclude(after_confirmed_at=None).count() == 0


def test_letters_have_a_daily_limit_and_the_own_address_is_none(signed_in, luis):
    assert "your address already" in words(ask(signed_in, OLD.upper()))
    for number in range(5):
        assert ask(signed_in, f"n{number}@example.org").status_code == 302
    assert ask(signed_in).status_code == 422


def test_an_account_that_was_closed_meanwhile_stays_closed(signed_in, luis):
    ask(signed_in)
    luis.is_active = False
    luis.save()
    assert Client().get(link(NEW)).status_code == 410


def test_allauth_offers_no_other_way():
    for name in ("account_email", "account_confirm_email", "account_set_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=["key"] if name == "account_confirm_email" else [])
