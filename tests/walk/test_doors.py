"""Every address, knocked at in ways that no link of ours has: by GET where a form is sent to, and with odd queries."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests import test_access, test_portfolio_access

people, at_the_door = test_access.people, test_access.at_the_door

OF_SUBMISSIONS = {
    name: row for name, row in test_access.DRAFT.items() if name.startswith("assessment:")
}
OF_PORTFOLIOS = {f"portfolio:{name}": row for name, row in test_portfolio_access.ROWS.items()}
SENT_TO = [
    "assessment:start", "assessment:request_report", "assessment:upload", "assessment:apply",
    "portfolio:add", "portfolio:remove", "portfolio:restore", "portfolio:new_plan", "portfolio:decide",
    "portfolio:delete_plan", "portfolio:move_action", "portfolio:upload", "portfolio:apply", "portfolio:request_report",
]  # fmt: skip
# What pages ask their addresses for, and what none does.
KNOWN = (
    "page", "sort", "zone", "year", "unit", "technology", "stage", "state", "size", "role", "from", "ask", "set", "to",
    "preset", "view", "recommendation", "facet", "plan", "step", "country", "agency", "status", "instrument",
    "language", "next", "form", "nothing-we-know",
)  # fmt: skip
ODD = {
    "NUL": "%00", "NUL among words": "a%00b", "lone surrogate": "%ED%A0%80", "no UTF-8": "%FF", "empty": "",
    "huge number": "9" * 40, "negative": "-1", "markup": "%22%3E%3Cscript%3E", "a language of ours": "es",
    "list": "1&{name}=2", "half a percent sign": "%", "long": "x" * 3000, "digits of another script": "%D9%A3",
}  # fmt: skip


@pytest.fixture
def doors(filled, health, luis, rosa, at_the_door, monkeypatch) -> dict[str, str]:
    """The address of each page, of a draft and of a portfolio with something in them."""
    for name in ("render_document", "render_pdf", "render_questionnaire"):
        monkeypatch.setattr(f"assessment.pdf.{name}", lambda *args, **kwargs: b"%PDF-1.7")
    monkeypatch.setattr("portfolio.results.drawing.png", lambda *args: b"\x89PNG")
    scenes = test_access.scene_of(filled), test_portfolio_access.scene_of(health, luis)
    return {
        name: reverse(name, args=row.args(scene))
        for scene, rows in zip(scenes, (OF_SUBMISSIONS, OF_PORTFOLIOS), strict=True)
        for name, row in rows.items()
    }


def test_no_address_that_forms_are_sent_to_is_forgotten(doors, luis):
    client = Client()
    client.force_login(luis)
    closed = {name for name, address in doors.items() if client.get(address).status_code == 405}
    assert closed == set()


@pytest.mark.parametrize("name", SENT_TO)
def test_where_a_form_is_sent_to_a_link_leads_to_its_page(name, doors, people):
    """Reloading, switching the language and a shared address all ask by GET. Nothing is done by it."""
    for who in ("luis", "ana"):
        client = Client()
        client.force_login(people[who])
        assert client.get(doors[name], follow=True).status_code == 200, who
    stranger = Client()
    stranger.force_login(people["zoe"])
    # Beginning leads to the first page, which everybody has one of.
    expected = 200 if name == "assessment:start" else 404
    assert stranger.get(doors[name], follow=True).status_code == expected
    signed_out = Client().get(doors[name])
    assert signed_out.status_code == 302
    assert signed_out["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("odd", ODD)
def test_no_query_breaks_a_page(odd, doors, luis, adm):
    """Every known parameter and one that nobody knows; whatever is wrong with it is no fault of the server."""
    broken = []
    for name, address in doors.items():
        client = Client(raise_request_exception=False)
        client.force_login(adm if name == "assessment:queue" else luis)
        query = "&".join(f"{key}={ODD[odd].format(name=key)}" for key in KNOWN)
        for asked in (query, "nothing-we-know=" + ODD[odd].format(name="nothing-we-know")):
            page = client.get(f"{address}?{asked}")
            if page.status_code >= 500 or (asked != query and page.status_code not in FINE):
                broken.append((name, asked[:40], page.status_code))
    assert broken == []


# Without a query: a page, a way to one, or a door that is shut; a query that nobody knows changes nothing.
FINE = {200, 302, 403, 404, 405}
