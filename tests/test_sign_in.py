"""Guessing, locking out, flooding and sharing an address: who gets in, who does not, what is written down."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from assessment import attempts
from assessment.attempts import PLACES, RATES, sign_in_failed
from assessment.models import Letter
from tests.conftest import PASSWORD, person
from tests.reading import forged, form_with, send, submit, words
from tests.signing_in import SIGN_IN, code, is_in, set_up, sign_in, with_app

TOO_MANY = "Too many tries from here"
HERE, THERE = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "198.51.100.7"}


def guess(email: str, times: int = 1, **where: Any) -> Any:
    """Wrong passwords, each from a browser without any cookie."""
    for number in range(times):
        page = forged(Client(), SIGN_IN, {"login": email, "password": f"wrong {number}"}, **where)
    return page


def gets_in(user: Any, client: Client | None = None, **where: Any) -> bool:
    client = client or Client()
    sign_in(client, user.email, **where)
    return is_in(client, user)


def link_for(client: Client, email: str, **where: Any) -> str:
    submit(client, reverse("account_reset_password"), {"email": email}, **where)
    return re.search(r"https?://[^/]+(/\S+/key/\S+)", Letter.objects.latest("pk").body)[1]


# --- Guessing


def test_five_wrong_passwords_and_the_right_one_is_not_looked_at(luis):
    guess(luis.email, 5, **HERE)
    client = Client()
    assert TOO_MANY in words(sign_in(client, luis.email, **HERE))
    assert not is_in(client, luis)


def test_an_unknown_address_is_told_the_same(luis):
    pages = [guess(email, 6, **HERE) for email in (luis.email, "nobody@example.org")]
    told = [re.sub(r'value="[^"]*"', "", words(page)) for page in pages]
    assert TOO_MANY in told[0]
    assert told[0] == told[1]


def test_capitals_are_no_other_account(luis):
    for written in (
        "luis@example.org",
        "LUIS@example.org",
        "Luis@Example.org",
        " luis@example.org ",
        "lUiS@example.org",
    ):
        guess(written, **HERE)
    assert not gets_in(luis, **HERE)


def test_an_address_made_up_in_a_header_is_no_other_network(luis, settings):
    """One proxy stands in front: what a guesser writes before what it says does not count."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(5):
        guess(luis.email, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 192.0.2.1")
    assert not gets_in(luis, HTTP_X_FORWARDED_FOR="203.0.113.99, 192.0.2.1")


def test_a_household_of_ipv6_is_one_network(luis):
    for number in range(5):
        guess(luis.email, REMOTE_ADDR=f"2001:db8:1:2::{number}")
    assert not gets_in(luis, REMOTE_ADDR="2001:db8:1:2:ffff::1")
    assert gets_in(luis, REMOTE_ADDR="2001:db8:1:3::1")


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_time_are_no_more_guesses(monkeypatch):
    """Counted before the password is looked at."""
    looked_at = []
    luis = person("luis")
    monkeypatch.setattr(
        "assessment.models.User.check_password", lambda user, raw: looked_at.append(raw) or False
    )
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: _guess_in_thread(luis.email), range(16)))
    for _time in range(6):  # those whose thread found the database busy are made up for
        told = words(guess(luis.email, **HERE))
    caches["default"].clear()
    assert TOO_MANY in told
    assert len(looked_at) <= 5


def _guess_in_thread(email: str) -> None:
    try:
        guess(email, **HERE)
    except OperationalError:
        pass  # the tests' database in memory does not wait for another thread: no guess was made
    finally:
        connection.close()


def test_a_guesser_with_many_networks_comes_to_an_end(luis):
    for number in range(50):
        guess(luis.email, REMOTE_ADDR=f"203.0.113.{number}")
    assert TOO_MANY in words(guess(luis.email, REMOTE_ADDR="203.0.113.200"))


def test_signing_in_oneself_between_guesses_gives_no_more_of_them(luis, zoe):
    for _ in range(3):
        guess(luis.email, 2, **HERE)
        assert gets_in(zoe, **HERE)
    assert not gets_in(luis, **HERE)


def test_the_session_of_a_passer_by_does_not_guess_the_password_either(client, luis):
    client.force_login(luis)
    address = reverse("account_reauthenticate")
    for number in range(6):
        page = submit(client, address, {"password": f"wrong {number}"})
    page = submit(client, address, {"password": PASSWORD})
    assert page.status_code == 200


# --- Nobody is locked out


def test_a_colleague_behind_the_same_address_gets_in(luis, zoe):
    guess(luis.email, 20, **HERE)
    for number in range(60):
        guess(f"p{number}@example.org", **HERE)
    assert gets_in(zoe, **HERE)


def test_the_owner_gets_in_from_elsewhere(luis):
    guess(luis.email, 20, **HERE)
    assert gets_in(luis, **THERE)


def test_the_owner_gets_in_at_the_own_desk_beside_the_guesser(luis):
    desk = Client()
    assert gets_in(luis, desk, **HERE)
    forged(desk, reverse("account_logout"))
    guess(luis.email, 20, **HERE)
    for number in range(60):
        guess(luis.email, REMOTE_ADDR=f"203.0.113.{number}")
    assert gets_in(luis, desk, **HERE)


def test_the_own_desk_is_counted_too(luis):
    desk = Client()
    gets_in(luis, desk, **HERE)
    forged(desk, reverse("account_logout"))
    for number in range(5):
        forged(desk, SIGN_IN, {"login": luis.email, "password": f"wrong {number}"}, **HERE)
    assert not gets_in(luis, desk, **HERE)


@pytest.mark.parametrize("made_up", ["", "x", "abc:def:ghi", "bnVsbA:1abcde:x" * 50])
def test_a_cookie_made_up_is_no_known_browser(luis, made_up):
    for _ in range(5):
        client = Client()
        client.cookies[attempts.cookie_name()] = made_up
        forged(client, SIGN_IN, {"login": luis.email, "password": "wrong"}, **HERE)
    assert not gets_in(luis, **HERE)


def test_the_browser_of_a_guesser_is_not_known_for_the_account_of_another(luis, zoe):
    desk = Client()
    gets_in(zoe, desk, **HERE)
    forged(desk, reverse("account_logout"))
    for number in range(5):
        forged(desk, SIGN_IN, {"login": luis.email, "password": f"wrong {number}"}, **HERE)
    assert not gets_in(luis, **HERE)


def test_mistypings_before_the_right_password_are_forgotten(luis):
    for _ in range(3):
        client = Client()
        for number in range(4):
            forged(client, SIGN_IN, {"login": luis.email, "password": f"wrong {number}"}, **HERE)
        assert gets_in(luis, client, **HERE)


def test_a_locked_owner_gets_in_by_the_link_from_the_mailbox(luis):
    guess(luis.email, 20, **HERE)
    for number in range(60):
        guess(luis.email, REMOTE_ADDR=f"203.0.113.{number}")
    client = Client()
    page = client.get(link_for(client, luis.email, **HERE), follow=True, **HERE)
    new = {"password1": "perro azul montaña", "password2": "perro azul montaña"}
    send(client, form_with(page, "password1"), new, **HERE)
    assert is_in(client, luis)
    other = Client()
    sign_in(other, luis.email, "perro azul montaña", **HERE)
    assert is_in(other, luis)


def test_the_link_from_the_mailbox_does_not_spare_the_second_factor(luis):
    secret = with_app(luis)
    client = Client()
    page = sign_in(client, luis.email)
    for number in range(6):  # a guesser with the password
        page = send(client, form_with(page, "code"), {"code": f"{number:06}"})
    assert "Too many" in words(page)
    owner = Client()
    page = owner.get(link_for(owner, luis.email), follow=True)
    new = {"password1": "perro azul montaña", "password2": "perro azul montaña"}
    page = send(owner, form_with(page, "password1"), new, follow=True)
    assert not is_in(owner, luis)
    send(owner, form_with(page, "code"), {"code": code(secret, 1)})
    assert is_in(owner, luis)


def test_a_mailbox_is_not_filled_with_links(luis, zoe):
    for number in range(30):
        address = f"203.0.113.{number}"
        submit(
            Client(), reverse("account_reset_password"), {"email": luis.email}, REMOTE_ADDR=address
        )
    assert Letter.objects.count() == 3
    page = submit(Client(), reverse("account_reset_password"), {"email": luis.email}, follow=True)
    assert page.status_code == 200  # and says the same
    submit(Client(), reverse("account_reset_password"), {"email": zoe.email}, **HERE)
    assert Letter.objects.latest("pk").address == zoe.email


# --- Flooding


def test_no_flood_of_addresses_pushes_a_count_out(settings):
    """Each place is one entry a rate; all of them together fit, and leave room for what else is counted."""
    entries = sum(PLACES[kind] * len(rates.split(",")) for kind, rates in RATES.items())
    assert entries < 0.7 * settings.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"]


def test_a_count_has_no_place_that_another_address_could_be_chosen_for(settings):
    place = attempts._place("pair", "luis@example.org 192.0.2.1")
    settings.SECRET_KEY = "another-installation-0123456789-abcdefghijklmn"
    assert attempts._place("pair", "luis@example.org 192.0.2.1") != place


# --- Written down


@pytest.fixture
def heard():
    found: list[tuple[str, str]] = []

    def hear(sender, request, email, reason, **kwargs):
        found.append((email, reason))

    sign_in_failed.connect(hear)
    yield found
    sign_in_failed.disconnect(hear)


def test_failures_are_told_with_their_reason(heard, luis, zoe):
    guess(luis.email, 6, **HERE)
    zoe.is_active = False
    zoe.save()
    sign_in(Client(), zoe.email, **HERE)
    with_code = person("eva")
    with_app(with_code)
    client = Client()
    send(client, form_with(sign_in(client, with_code.email), "code"), {"code": "000000"})
    assert heard == [
        *[(luis.email, "password")] * 5,
        (luis.email, "locked"),
        (zoe.email, "closed"),
        (with_code.email, "code"),
    ]


def test_the_log_has_address_and_network_on_one_line_and_no_password(caplog, luis):
    guess(luis.email, **HERE)
    (record,) = [r for r in caplog.records if r.name == "assessment.sign_in"]
    assert record.getMessage() == "Sign-in failed (password) for luis@example.org from 192.0.2.1"


def test_the_log_has_the_time(settings):
    assert "asctime" in settings.LOGGING["formatters"]["text"]["format"]
    assert settings.LOGGING["handlers"]["console"]["formatter"] in settings.LOGGING["formatters"]


def test_nobody_writes_lines_of_their_own_into_the_log(caplog):
    forged(Client(), SIGN_IN, {"login": '"a\nSign-in"@example.org', "password": "x"}, **HERE)
    for record in caplog.records:
        assert "\n" not in record.getMessage()


def test_who_set_up_a_second_factor_and_gets_in_is_no_failure(heard, client, luis):
    sign_in(client, luis.email)
    set_up(client)
    assert heard == []
