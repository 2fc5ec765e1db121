"""A person's own data as a file: all that is theirs, and nothing of colleagues."""

from __future__ import annotations

import json

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment import workflow
from assessment.methods import published
from assessment.models import Event, Verb
from tests.reading import elements
from tests.signing_in import sign_in

PLACE, PROFILE = reverse("assessment:own_data"), reverse("assessment:profile")


def test_the_file_holds_what_is_known_about_the_person(client, luis, ana, filled, health):
    sign_in(client, luis.email)
    links = [given.get("href") for tag, given in elements(client.get(PROFILE)) if tag == "a"]
    assert PLACE in links
    page = client.get(PLACE)
    assert page["Content-Type"] == "application/json"
    assert "attachment" in page["Content-Disposition"]
    told = json.loads(page.content)
    assert told["account"]["email"] == luis.email
    assert told["agencies"][0]["agency__name"] == health.name
    assert told["answers"][0]["answers"]["purpose"]
    assert told["devices"]
    assert Event.objects.filter(verb=Verb.EXPORTED, actor=luis).count() == 1


def test_it_holds_neither_what_opens_a_door_nor_what_colleagues_said(client, luis, ana, health):
    shared = workflow.start(health, published.latest("digital_maturity"), luis)
    for person, words in ((luis, "Mine"), (ana, "Hers")):
        record = workflow.begin_response(shared, "gov-leadership", person)
        own = shared.records.filter(pk=record.pk)
        own.save_answers({"gov.leadership.sponsor": {"comment": words}}, revision=0, by=person)
    sign_in(client, luis.email)
    text = client.get(PLACE).content.decode()
    assert "Mine" in text
    assert "Hers" not in text
    assert luis.password not in text
    assert client.session.session_key not in text


def test_more_answers_cost_no_more_queries(client, luis, filled, health):
    sign_in(client, luis.email)

    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            client.get(PLACE)
        return len(made)

    few = queries()
    workflow.submit(filled, luis)
    workflow.start(health, published.latest("portfolio_snapshot"), luis)
    assert queries() == few
