"""Mails leave by relays of each kind; one that does not answer holds nobody up for long."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from smtplib import SMTPException

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection

from assessment.config.mail import settings_of

from .smtp import Relay, certificate
from .starting import settings_of as started_with


def deliver(url: str, timeout: str = "10") -> None:
    """Send one mail as the site would that starts with this address."""
    found = settings_of(url, timeout)
    connection = get_connection(
        found["EMAIL_BACKEND"],
        host=found["EMAIL_HOST"],
        port=found["EMAIL_PORT"],
        username=found["EMAIL_HOST_USER"],
        password=found["EMAIL_HOST_PASSWORD"],
        use_tls=found["EMAIL_USE_TLS"],
        use_ssl=found["EMAIL_USE_SSL"],
        timeout=found["EMAIL_TIMEOUT"],
    )
    EmailMessage("Link", "Words", "a@example.org", ["b@example.org"], connection=connection).send()


@pytest.fixture
def relay(tmp_path, monkeypatch):
    """Makes relays under the name relay.test, whose certificate is trusted."""
    context, file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    ask = socket.getaddrinfo

    def known(host, *args, **kwargs):
        return ask("127.0.0.1" if host == "relay.test" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", known)
    made = []

    def make(mode: str) -> Relay:
        made.append(Relay(mode, context))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.mark.parametrize(
    ("mode", "scheme", "encrypted"),
    [("plain", "smtp+plain", False), ("starttls", "smtp", True), ("tls", "smtps", True)],
)
def test_a_mail_leaves_by_each_kind_of_relay(relay, mode, scheme, encrypted):
    server = relay(mode)
    deliver(f"{scheme}://relay.test:{server.port}")
    assert "Words" in server.taken[0]
    assert server.encrypted is encrypted


def test_what_should_be_encrypted_never_leaves_otherwise(relay):
    server = relay("plain")
    with pytest.raises(SMTPException):
        deliver(f"smtp://user:secret@relay.test:{server.port}")
    assert server.taken == []
    assert not [said for said in server.said if "AUTH" in said]


def test_a_relay_that_shows_the_certificate_of_another_is_none(relay, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    server = relay("starttls")
    with pytest.raises(OSError, match="certificate"):
        deliver(f"smtp://relay.test:{server.port}")
    assert server.taken == []


@pytest.mark.parametrize("scheme", ["smtp+plain", "smtp", "smtps"])
def test_a_silent_relay_is_given_up_after_the_timeout(relay, scheme):
    server, before = relay("silent"), time.monotonic()
    with suppress(OSError, SMTPException):
        deliver(f"{scheme}://relay.test:{server.port}", "1")
        pytest.fail("a mail was sent")
    assert time.monotonic() - before < 3


def test_a_refusing_relay_says_so(relay):
    with pytest.raises(SMTPException):
        deliver(f"smtp+plain://relay.test:{relay('refusing').port}")


NAMES = (
    "EMAIL_HOST",
    "EMAIL_PORT",
    "EMAIL_HOST_USER",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_USE_TLS",
    "EMAIL_USE_SSL",
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://relay.gov", ("relay.gov", 587, "", "", True, False)),
        ("smtps://relay.gov", ("relay.gov", 465, "", "", False, True)),
        ("smtp+plain://relay.gov", ("relay.gov", 25, "", "", False, False)),
        ("smtp+plain://relay.gov:2525", ("relay.gov", 2525, "", "", False, False)),
        ("smtp://localhost:25", ("localhost", 25, "", "", False, False)),
        ("smtps://me%40gov.pe:p%3A%2Fs@relay.gov:4465", ("relay.gov", 4465, "me@gov.pe", "p:/s", False, True)),
    ],
)  # fmt: skip
def test_an_address_says_all(url, expected):
    found = settings_of(url, "10")
    assert tuple(found[name] for name in NAMES) == expected


@pytest.mark.parametrize(
    ("url", "timeout"),
    [("relay.gov", "10"), ("http://relay.gov", "10"), ("smtp://", "10"), ("smtp://relay.gov", "soon"),
     ("smtp://relay.gov", "0"), ("smtp+plain://me:secret@relay.gov", "10")],
)  # fmt: skip
def test_what_cannot_work_is_told_at_the_start(url, timeout):
    with pytest.raises(ImproperlyConfigured):
        settings_of(url, timeout)


def test_the_settings_follow_the_environment():
    found = started_with(
        "EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_TIMEOUT",
        EMAIL_URL="smtp+plain://relay.gov", EMAIL_TIMEOUT="7",
    )  # fmt: skip
    assert list(found.values()) == ["relay.gov", 25, False, 7]


def test_without_an_address_mails_are_printed():
    program = "EMAIL_BACKEND"
    found = started_with(program, DJANGO_SETTINGS_MODULE="assessment.config.settings", DEBUG="1")
    assert found[program].endswith("console.EmailBackend")
