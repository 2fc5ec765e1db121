"""Where a person is signed in: shown on the profile, and ended one by one or all at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.accounts import DEVICE
from assessment.models import Device, Event, Verb
from tests.conftest import PASSWORD
from tests.reading import forged, forms, send, submit, words
from tests.signing_in import is_in, sign_in

PROFILE = reverse("assessment:profile")
DASHBOARD = reverse("assessment:dashboard")
PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def phone(luis) -> Client:
    client = Client(headers={"user-agent": PHONE})
    sign_in(client, luis.email)
    return client


@pytest.fixture
def desk(luis) -> Client:
    client = Client(headers={"user-agent": DESK})
    sign_in(client, luis.email)
    return client


def shown(client: Client) -> str:
    return words(client.get(PROFILE)).partition("Where you are signed in")[2]


def test_each_device_is_told_in_words(phone, desk):
    text = shown(desk)
    assert "Chrome, Android" in text
    assert "Firefox, Linux" in text
    assert text.count("this one") == 1


def test_one_is_signed_out_and_the_other_stays(phone, desk, luis):
    ends = [f for f in forms(desk.get(PROFILE)) if "/devices/" in f.action]
    assert len(ends) == 1
    assert send(desk, ends[0]).url == PROFILE
    assert phone.get(PROFILE).status_code == 302
    assert is_in(desk, luis)
    assert "Android" not in shown(desk)
    assert Event.objects.filter(verb=Verb.SIGNED_OUT, about="Chrome, Android").count() == 1


def test_nobody_ends_the_session_of_somebody_else(phone, client, zoe):
    client.force_login(zoe)
    device = Device.objects.get(agent=PHONE)
    place = reverse("assessment:sign_out_device", args=[device.pk])
    assert forged(client, place).status_code == 404
    assert "Chrome, Android" in shown(phone)


def test_everywhere_leaves_none(phone, desk, luis):
    submit(desk, PROFILE, {}, to=reverse("assessment:sign_out_everywhere"))
    assert phone.get(PROFILE).status_code == 302
    assert Device.objects.filter(user=luis).count() == 0


def test_a_new_password_leaves_only_this_one(phone, desk):
    new = "a horse of another colour 7"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    submit(desk, reverse("account_change_password"), sent)
    text = shown(desk)
    assert "this one" in text
    assert "Android" not in text


def test_most_requests_ask_and_write_nothing(phone):
    with CaptureQueriesContext(connection) as made:
        phone.get(DASHBOARD)
    assert not [q["sql"] for q in made if "assessment_device" in q["sql"]]


def test_when_it_was_last_used_is_noted_every_five_minutes(phone):
    long_ago = timezone.now() - timedelta(hours=1)
    Device.objects.update(seen_at=long_ago)
    session = phone.session
    session[DEVICE] = [*session[DEVICE][:2], session[DEVICE][2] - 301]
    session.save()
    phone.get(DASHBOARD)
    device = Device.objects.get()
    assert timezone.now() - device.seen_at < timedelta(minutes=1)
    assert device.session_key == phone.session.session_key


def test_a_session_from_before_is_taken_up(phone):
    Device.objects.all().delete()
    session = phone.session
    del session[DEVICE]
    session.save()
    assert "Chrome, Android" in shown(phone)


def test_rows_of_ended_sessions_go_with_the_next_sign_in(phone, luis):
    Device.objects.update(seen_at=timezone.now() - timedelta(days=15))
    sign_in(Client(), luis.email)
    assert Device.objects.filter(agent=PHONE).count() == 0
