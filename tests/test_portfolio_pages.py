"""The portfolio's pages: as people use them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portfolio.models import Action, Plan, Project, Target


@pytest.fixture
def visitor(luis) -> Client:
    client = Client()
    client.force_login(luis)
    return client


def row(title: str = "One counter", **fields: str) -> dict[str, str]:
    return {
        "title": title,
        "purpose": "mission",
        "driver": "adaptive",
        "priority": "high",
        **fields,
    }


def at(name: str, *args: object) -> str:
    return reverse(f"portfolio:{name}", args=args)


def add(visitor: Client, agency, title: str = "One counter", **fields: str) -> Project:
    visitor.post(at("add", agency.pk), row(title, **fields))
    return Project.objects.get(title=title)


def read(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
@pytest.mark.parametrize("name", ["overview", "balance", "target", "actions", "files", "removed"])
def test_every_page_opens_with_and_without_projects(visitor, health, snapshot, name, language):
    visitor.cookies["django_language"] = language
    assert visitor.get(at(name, health.pk)).status_code == 200
    add(visitor, health)
    assert visitor.get(at(name, health.pk)).status_code == 200


def test_a_row_is_added_with_its_zone_and_its_history(visitor, health):
    project = add(visitor, health, purpose="mission", driver="anticipatory")
    assert project.zone == "transformative"
    assert "change:\xa01</text>" in read(visitor.get(at("overview", health.pk)))
    page = read(visitor.get(at("project", project.pk)))
    assert "<strong>Added</strong>" in page
    assert "Luis" in page


def test_the_only_agency_is_where_the_portfolio_leads(visitor, health):
    assert visitor.get(at("agencies")).url == at("overview", health.pk)


def test_target_and_plan(visitor, health):
    add(visitor, health)
    page = at("target", health.pk)
    assert visitor.post(page, {"revision": "0", "mission": "50"}).status_code == 422
    shares = {"mission": "40", "anticipatory": "20", "adaptive": "20", "enhancement": "20"}
    assert visitor.post(page, {"revision": "0", **shares}).status_code == 302
    assert Target.objects.get().shares["mission"] == 40
    visitor.post(at("new_plan", health.pk), {"title": "Next year"})
    plan = Plan.objects.get()
    step = {
        "kind": "add",
        "title": "Foresight cell",
        "purpose": "anticipatory",
        "driver": "anticipatory",
    }
    step |= {"priority": "high", "revision": "0", "project": ""}
    assert visitor.post(at("plan", plan.pk), step).status_code == 302
    plan.refresh_from_db()
    assert len(plan.steps) == 1
    assert "Foresight cell" in read(visitor.get(at("plan", plan.pk)))
    decision = {
        "decision": "We do it.",
        "owner": "Ana",
        "decided_on": "2026-11-24",
        "revision": "1",
    }
    assert visitor.post(at("decide", plan.pk), decision).status_code == 302
    assert "We do it." in read(visitor.get(at("plan", plan.pk)))
    assert visitor.post(at("plan", plan.pk), {**step, "revision": "2"}).status_code == 409


def test_an_action_from_a_recommendation(visitor, health):
    page = at("add_action", health.pk) + "?recommendation=1.1.a"
    assert visitor.get(page).status_code == 200
    data = {"title": "Do it", "owner": "Ana", "due": "2026-12-31", "status": "to_do", "notes": ""}
    assert visitor.post(at("add_action", health.pk), data).status_code == 302
    action = Action.objects.get()
    assert "Do it" in read(visitor.get(at("actions", health.pk)))
    visitor.post(at("move_action", action.pk), {"status": "done"})
    action.refresh_from_db()
    assert action.status == "done"
    assert action.finished_at


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_out_and_in(visitor, health, form):
    add(visitor, health)
    response = visitor.get(at("export", health.pk, form))
    assert response.status_code == 200
    from django.core.files.uploadedfile import SimpleUploadedFile

    again = SimpleUploadedFile(f"projects.{form}", response.content)
    response = visitor.post(at("upload", health.pk), {"file": again})
    assert response.status_code == 200, read(response)
    assert "Nothing: the file says what is saved already." in read(response)


def test_pictures(visitor, health):
    add(visitor, health)
    svg = visitor.get(at("map_svg", health.pk))
    assert b"One counter" in svg.content
    png = visitor.get(at("map_png", health.pk))
    assert png.content.startswith(b"\x89PNG")
