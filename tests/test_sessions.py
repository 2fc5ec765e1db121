"""How long a session lasts, and what its cookies are like."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.urls import reverse

from assessment.idle import LIMIT, SEEN
from tests.conftest import appoint
from tests.reading import form, form_with, submit, words
from tests.signing_in import is_in
from tests.starting import told

QUEUE = reverse("assessment:queue")


def away(client: Any, seconds: float) -> None:
    session = client.session
    session[SEEN] = int(time.time() - seconds)
    session.save()


@pytest.mark.parametrize(("minutes", "stays"), [(7 * 60 + 50, True), (8 * 60 + 1, False)])
def test_who_has_an_office_is_signed_out_after_eight_hours_away(client, rosa, minutes, stays):
    client.force_login(rosa)
    client.get(QUEUE)
    away(client, minutes * 60)
    page = client.get(QUEUE)
    assert is_in(client, rosa) is stays
    assert page.status_code == (200 if stays else 302)


def test_each_request_begins_the_eight_hours_anew(client, rosa):
    client.force_login(rosa)
    for _ in range(3):
        client.get(QUEUE)
        away(client, LIMIT - 60)
        assert client.get(QUEUE).status_code == 200
        assert time.time() - client.session[SEEN] < 60


def test_the_time_is_not_written_at_every_request(client, rosa):
    client.force_login(rosa)
    client.get(QUEUE)
    away(client, 200)
    before = client.session[SEEN]
    client.get(QUEUE)
    assert client.session[SEEN] == before


def test_who_answers_for_an_agency_may_be_away_over_a_weekend(client, luis):
    client.force_login(luis)
    away(client, 3 * 24 * 3600)
    assert client.get(reverse("assessment:dashboard")).status_code == 200


def test_an_ended_session_of_the_django_admin_changes_nothing(client, root, luis):
    address = reverse("admin:assessment_user_change", args=[luis.pk])
    client.force_login(root)
    sent = form(client.get(address), "user_form").filled({"is_superuser": "on"})
    away(client, LIMIT + 1)
    assert client.post(address, sent)["Location"].startswith(reverse("admin:login"))
    luis.refresh_from_db()
    assert not luis.is_superuser


def test_what_was_typed_waits_for_who_was_signed_out(client, ana, health):
    """A lead who got an office besides: the form is drawn with the words once more."""
    appoint(ana, "reviewer", "BR")
    client.force_login(ana)
    address = reverse("portfolio:add", args=[health.pk])
    page = client.get(address, follow=True)
    away(client, LIMIT + 1)
    sent = form_with(page, "title", "purpose").filled({"title": "Night buses"})
    led = client.post(address, sent)
    assert led["Location"].startswith(reverse("account_login"))
    page = submit(
        client,
        led["Location"],
        {"login": ana.email, "password": "correct horse battery"},
        follow=True,
    )
    assert form_with(page, "title", "purpose").fields["title"] == ["Night buses"]
    assert "Your session had ended" in words(page)


# --- Cookies and headers, where HTTPS is on

ASK = """
from django.test import Client
from django.conf import settings
client = Client(headers={"X-Forwarded-Proto": "https"}, raise_request_exception=False)
page = client.get("/account/login/")
print(json.dumps({"status": page.status_code, "hsts": page.headers.get("Strict-Transport-Security"),
    "session": settings.SESSION_COOKIE_NAME, "cookies": [c.OutputString() for c in page.cookies.values()]}))
"""


def test_cookies_belong_to_this_host_alone():
    found = told(ASK, PLAIN_HTTP="0")
    (token,) = found["cookies"]
    assert found["status"] == 200
    assert found["session"] == "__Host-sessionid"
    assert token.startswith("__Host-csrftoken=")
    assert "Secure" in token
    assert "Path=/" in token
    assert "Domain" not in token


@pytest.mark.parametrize(
    ("asked", "expected"), [("", "max-age=31536000"), ("1", "max-age=31536000; includeSubDomains")]
)
def test_hosts_below_this_one_are_bound_to_https_only_when_asked(asked, expected):
    assert told(ASK, PLAIN_HTTP="0", HSTS_SUBDOMAINS=asked)["hsts"] == expected


def test_an_intranet_without_https_keeps_plain_names():
    found = told(ASK, PLAIN_HTTP="1", HSTS_SUBDOMAINS="1")
    assert (found["session"], found["hsts"]) == ("sessionid", None)
    assert found["cookies"][0].startswith("csrftoken=")
