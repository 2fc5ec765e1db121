"""One person cannot ask for so much heavy work that all others wait."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

from assessment.config import limits
from tests.test_access import addresses


@pytest.fixture(autouse=True)
def limited(settings, db):
    settings.LIMIT_PEOPLE = True
    cache.clear()


def exports(client: Client, submission, times: int) -> list[int]:
    address = reverse("assessment:export", args=[submission.pk, "csv"])
    return [client.get(address).status_code for _ in range(times)]


def test_after_so_many_exports_there_is_a_kind_sentence(client, luis, submission, monkeypatch):
    monkeypatch.setitem(limits.RATES, "export", "3/1m")
    client.force_login(luis)
    assert exports(client, submission, 4) == [200, 200, 200, 429]
    page = client.get(reverse("assessment:export", args=[submission.pk, "csv"]))
    assert "Nothing is lost" in page.content.decode()
    assert page.headers["Retry-After"] == "60"


def test_a_colleague_is_not_held_up(client, luis, ana, submission, monkeypatch):
    monkeypatch.setitem(limits.RATES, "export", "1/1m")
    client.force_login(luis)
    assert exports(client, submission, 2) == [200, 429]
    client.force_login(ana)
    assert exports(client, submission, 1) == [200]


def test_looking_at_the_page_of_a_form_costs_nothing(client, luis, submission, monkeypatch):
    monkeypatch.setitem(limits.RATES, "upload", "1/1m")
    client.force_login(luis)
    address = reverse("assessment:upload", args=[submission.pk])
    assert {client.get(address).status_code for _ in range(3)} == {302}
    assert [client.post(address).status_code == 429 for _ in range(2)] == [False, True]


def test_every_address_of_the_table_exists():
    assert set(limits.WORK) - set(addresses(get_resolver())) == set()
    assert set(limits.WORK.values()) == set(limits.RATES)
