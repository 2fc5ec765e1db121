"""Which passwords are taken, and what is said about the others."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from assessment.models import Letter, User
from tests.conftest import PASSWORD
from tests.reading import forged, form_with, send, submit, words
from tests.signing_in import is_in, sign_in

CHANGE = reverse("account_change_password")
TAKEN = [
    PASSWORD,
    "x9$Kq2!vLm0p",
    "perro azul montaña",
    "banana telefone amarelo",
    "caballo pila grapa",
    "漢字漢漢字字漢字漢漢字漢字山川",
    "Cachorro-Verde-77" * 20,
]


def refused(password: str, user: User | None = None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {str(fault.code) for fault in error.error_list}
    return set()


@pytest.mark.parametrize("password", TAKEN)
def test_long_ones_of_no_pattern_are_taken(password, luis):
    assert refused(password, luis) == set()


@pytest.mark.parametrize("password", ["x9$Kq2!vLm0", "corto", ""])
def test_eleven_characters_are_too_few(password):
    assert "password_too_short" in refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "password12345",
        "iloveyou12345",
        "qwertyuiop12",
        "barcelona123456",
        "aaaaaaaaaaaa",
        "S3cretaria2026",
        "1qaz2wsx3edc",
    ],
)
def test_what_leaked_or_is_guessed_quickly_is_refused(password):
    assert refused(password)


@pytest.mark.parametrize(
    "password",
    ["contraseña1234", "minhasenha2026", "Ministerio 2026!", "FacetaFaceta1", "Gobierno-Digital-25",
     "República Dominicana", "luis.luis.1987", "MinistryOfHealth1", "ministry of health"],
)  # fmt: skip
def test_words_of_the_person_the_agency_and_the_trade_are_refused(password, luis):
    assert "password_of_context" in refused(password, luis)


def test_context_words_may_be_part_of_a_long_one(luis):
    assert refused("la ministra compra 7 bananas verdes", luis) == set()


def test_a_person_without_an_account_yet_is_no_trouble():
    new = User(name="Eva Quispe", email="eva@example.org")
    assert "password_of_context" in refused("evaquispe2026", new)
    assert refused(PASSWORD, new) == set()


def test_words_of_one_person_never_count_for_another(luis):
    """zxcvbn keeps the last person's words in a place that all threads share."""
    people = [User(name=f"Xq{n}vbk Wzp{n}trd", email=f"p{n}@example.org") for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda p: refused(f"{p.name} {p.name}"), people * 4))
    assert len({frozenset(each) for each in found}) == 1


@pytest.mark.parametrize("length", [73, 1_000, 100_000])
def test_a_very_long_one_costs_nothing(length):
    assert refused("a" * length)


def test_a_person_is_told_what_to_do(client, luis):
    sign_in(client, luis.email)
    given = {"oldpassword": PASSWORD, "password1": "ministerio2026", "password2": "ministerio2026"}
    page = submit(client, CHANGE, given)
    assert "Add words that have nothing to do with you" in words(page)
    new = {**given, "password1": "perro azul montaña", "password2": "perro azul montaña"}
    send(client, form_with(page, "oldpassword"), new)
    other = Client()
    sign_in(other, luis.email, "perro azul montaña")
    assert is_in(other, luis)


def test_the_link_by_mail_keeps_to_the_same_rules(client, luis):
    submit(client, reverse("account_reset_password"), {"email": luis.email})
    link = re.search(r"https?://[^/]+(/\S+/key/\S+)", Letter.objects.latest("pk").body)[1]
    page = client.get(link, follow=True)
    page = send(
        client,
        form_with(page, "password1"),
        {"password1": "luisluis1987", "password2": "luisluis1987"},
    )
    assert "nothing to do with you" in words(page)
    luis.refresh_from_db()
    assert luis.check_password(PASSWORD)


def test_the_old_password_of_a_demonstration_still_signs_in(client, db):
    """Rules are for new passwords: nobody is shut out by them."""
    user = User.objects.create_user("old@example.org", "faceta-demo", name="Old")
    forged(client, reverse("account_login"), {"login": user.email, "password": "faceta-demo"})
    assert is_in(client, user)
