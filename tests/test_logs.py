"""What is written down about requests, and what must never be."""

from __future__ import annotations

import json
import logging

import pytest
from django.test import Client
from django.urls import reverse

from assessment.config import logs
from tests.conftest import PASSWORD
from tests.signing_in import sign_in


def as_json(record: logging.LogRecord) -> dict[str, object]:
    return json.loads(logs.JsonFormatter().format(record))


@pytest.fixture
def lines(caplog):
    """Lines about requests so far, as a machine reads them."""
    caplog.set_level(logging.DEBUG, "assessment")
    return lambda: [as_json(r) for r in caplog.records if r.name == "assessment.access"]


def test_a_page_of_a_submission_is_told_with_person_and_agency(visitor, submission, luis, lines):
    visitor.get(reverse("assessment:overview", args=[submission.pk]))
    (line,) = lines()
    assert line["method"] == "GET"
    assert line["route"] == "/submissions/<uuid:pk>/"
    assert line["status"] == 200
    assert line["user"] == luis.pk
    assert line["agency"] == submission.agency_id
    assert line["submission"] == str(submission.pk)
    assert isinstance(line["ms"], int)


def test_pages_of_an_agency_name_it(as_adm, health, lines):
    as_adm.get(reverse("assessment:people", args=[health.pk]))
    as_adm.get(reverse("portfolio:overview", args=[health.pk]))
    assert [line.get("agency") for line in lines()] == [health.pk] * 2


def test_a_number_comes_from_the_proxy_and_goes_back():
    page = Client().get("/health/live", HTTP_X_REQUEST_ID="proxy-0123456789")
    assert page.headers["X-Request-ID"] == "proxy-0123456789"


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "with space 12345", 'a"}\n{"level":1', "ñandú-12345"]
)
def test_a_number_that_could_forge_a_line_is_replaced(given):
    made = Client().get("/health/live", HTTP_X_REQUEST_ID=given).headers["X-Request-ID"]
    assert made != given
    assert logs.ACCEPTED.fullmatch(made)


def test_tokens_passwords_and_addresses_are_in_no_line(client, luis, caplog):
    caplog.set_level(logging.DEBUG, "assessment")
    client.get(reverse("assessment:invitation", args=["a-secret-token"]))
    client.get(reverse("account_reset_password_from_key", args=["1", "a-secret-token"]))
    client.get("/no/such/page/luis@example.org/")
    sign_in(client, luis.email)
    told = "\n".join(json.dumps(as_json(r)) for r in caplog.records if logs.without_addresses(r))
    assert told.count('"assessment.access"') >= 5
    assert '"method": "POST"' in told
    for secret in ("secret-token", luis.email, PASSWORD, "127.0.0.1"):
        assert secret not in told


def test_of_a_fault_its_kind_and_place_are_told_and_not_its_words():
    try:
        int("luis@example.org")  # Python's words quote it
    except ValueError as fault:
        about = (ValueError, fault, fault.__traceback__)
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "It failed", None, about)
    line = as_json(record)
    assert line["fault"] == "builtins.ValueError"
    assert "test_logs.py" in str(line["at"])
    assert "luis" not in json.dumps(line)


def test_each_line_within_a_request_carries_its_number():
    token = logs.current.set("abcdef-0123")
    try:
        record = logging.LogRecord("x", logging.INFO, __file__, 1, "Words", None, None)
        assert as_json(record)["request"] == "abcdef-0123"
        assert logs.TextFormatter("{message}", style="{").format(record) == "Words [abcdef-0123]"
    finally:
        logs.current.reset(token)


def test_probes_and_style_sheets_are_no_news(client, lines):
    client.get("/static/css/site.css")
    client.get("/health/live")
    assert [line["level"] for line in lines()] == ["DEBUG"]
