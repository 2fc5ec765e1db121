"""Who changes how an account signs in is not quiet about it: a letter in the reader's language, whatever they wish."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from assessment.devices import device_of
from assessment.models import Event, Letter, Verb
from tests.conftest import PASSWORD
from tests.reading import forms, send, submit
from tests.signing_in import set_up, sign_in, with_app

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
NEW = "a horse of another colour 7"


def told(user) -> list[str]:
    found = Letter.objects.filter(kind="sign_in_changed", address=user.email).order_by("pk")
    return [letter.body for letter in found]


def new_password(client: Client) -> None:
    page = client.get(reverse("account_change_password"))
    found = next(f for f in forms(page) if "oldpassword" in f.fields)
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert send(client, found, sent).status_code == 302


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Your sign-in to Faceta was changed"), ("es", ""), ("pt-br", "")],
)
def test_a_new_password_is_told_of(luis, language, subject):
    luis.language, luis.is_notified = language, False
    luis.save()
    client = Client(headers={"user-agent": FIREFOX})
    sign_in(client, luis.email)
    new_password(client)
    letter = Letter.objects.get(kind="sign_in_changed")
    assert letter.language == language
    assert subject in letter.subject
    assert "Firefox, Windows" in letter.body
    assert "127.0.0.1" in letter.body
    assert reverse("account_reset_password") in letter.body
    assert Event.objects.filter(verb=Verb.SIGN_IN_CHANGED, actor=luis).count() == 1


def test_a_second_step_and_its_codes_are_told_of(client, luis, django_capture_on_commit_callbacks):
    sign_in(client, luis.email)
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    assert "An app was set up" in told(luis)[0]
    before = len(told(luis))
    with django_capture_on_commit_callbacks(execute=True):
        submit(client, reverse("mfa_generate_recovery_codes"))
    assert "New recovery codes" in told(luis)[before]
    with django_capture_on_commit_callbacks(execute=True):
        submit(client, reverse("mfa_deactivate_totp"))
    assert "no longer the second step" in told(luis)[-1]


def test_who_lost_the_phone_is_told_that_it_was_taken_away(luis):
    with_app(luis)
    call_command("reset_mfa", luis.email)
    assert "took away the second step" in told(luis)[0]
    assert "write to us at once" in told(luis)[0]


def test_a_sign_in_changes_nothing(client, luis):
    sign_in(client, luis.email)
    assert told(luis) == []


def test_a_wrong_password_is_not_told_as_a_change(client, luis):
    sign_in(client, luis.email)
    place = reverse("account_change_password")
    page = submit(client, place, {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert page.status_code == 200
    assert told(luis) == []


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_devices_in_names_that_people_know(agent, device):
    assert device_of(agent) == device
