"""Who may do what with a portfolio: every address, every kind of person, in pages and downloads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessment.forms.loaded import LoadedField
from assessment.models import Agency, ReportStatus, User
from portfolio import workflow
from portfolio.forms import saved_marks
from portfolio.models import ENTERED, Action, Plan, PortfolioReport, Project
from tests.reading import forged, form_to, send, submit
from tests.test_access import PEOPLE, addresses, people, visit

__all__ = ["people"]


@dataclass(frozen=True)
class Scene:
    agency: Agency
    project: Project
    plan: Plan
    action: Action
    report: PortfolioReport


@dataclass(frozen=True)
class Row:
    """What each of PEOPLE gets, as in tests/test_access.py."""

    get: str
    post: str
    args: Callable[[Scene], list[Any]] = lambda scene: [scene.agency.pk]
    data: Callable[[Scene], dict[str, Any]] = lambda scene: {}


#        nobody zoe luis ana bia rosa paulo adm pia otto root
READ = "in     404 200  200 404 200  404   200 200 404 200"
EDIT = "in     404 on   on  404 403  404   403 403 404 403"
SAID = "in     404 422  422 404 403  404   403 403 404 403"  # a post without what it needs
ANYONE_WHO_READS = "in 404 on on 404 on 404 on on 404 on"
EVERYBODY = "in 200 on on on 200 200 200 200 200 200"
ONLY_POST = "in on on on on on on on on on on"  # leads to the page that holds the form

QUICK = {"title": "Another", "purpose": "mission", "driver": "mission", "priority": "low"}
SHARES = {"mission": "25", "anticipatory": "25", "adaptive": "25", "enhancement": "25"}
STEP = {"kind": "add", "project": "", "title": "New", "purpose": "all", "driver": "mission"}
STEP |= {"priority": "low", "revision": "0"}
DECISION = {"decision": "Yes", "owner": "Ana", "decided_on": "2026-11-24", "revision": "0"}
ACTION = {"title": "Do", "status": "to_do", "revision": "0"}


def of_project(scene: Scene) -> list[Any]:
    return [scene.project.pk]


def of_plan(scene: Scene) -> list[Any]:
    return [scene.plan.pk]


def of_action(scene: Scene) -> list[Any]:
    return [scene.action.pk]


def of_report(scene: Scene) -> list[Any]:
    return [scene.agency.pk, scene.report.key]


def of_form(scene: Scene) -> list[Any]:
    return [scene.agency.pk, "csv"]


def fields(scene: Scene) -> dict[str, Any]:
    loaded = LoadedField().prepare_value(saved_marks(scene.project, ENTERED))
    return {**QUICK, "title": scene.project.title, "state": "active", "loaded": loaded}


ROWS = {
    "agencies": Row(
        "in 200 on on on 200 200 200 200 200 200",
        "in 200 on on on 200 200 200 200 200 200",
        lambda scene: [],
    ),
    "overview": Row(READ, READ),
    "add": Row(ONLY_POST, EDIT, data=lambda scene: QUICK),
    "removed": Row(READ, READ),
    "map_svg": Row(READ, READ),
    "map_png": Row(READ, ANYONE_WHO_READS),
    "project": Row(READ, EDIT, of_project, fields),
    "remove": Row(ONLY_POST, EDIT, of_project),
    "restore": Row(ONLY_POST, EDIT, of_project),
    "balance": Row(READ, READ),
    "target": Row(READ, EDIT, data=lambda scene: {**SHARES, "revision": "0"}),
    "new_plan": Row(ONLY_POST, EDIT),
    "plan": Row(READ, EDIT, of_plan, lambda scene: STEP),
    "decide": Row(
        "in 404 200 200 404 403 404 403 403 404 403", EDIT, of_plan, lambda scene: DECISION
    ),
    "delete_plan": Row(ONLY_POST, EDIT, of_plan),
    "actions": Row(READ, READ),
    "add_action": Row(
        "in 404 200 200 404 403 404 403 403 404 403", EDIT, data=lambda scene: ACTION
    ),
    "action": Row(READ, EDIT, of_action, lambda scene: ACTION),
    "move_action": Row(ONLY_POST, EDIT, of_action, lambda scene: {"status": "done"}),
    "files": Row(READ, READ),
    "export": Row(READ, READ, of_form),
    "template": Row(READ, READ, of_form),
    "upload": Row(EDIT, SAID),
    "apply": Row(EDIT, SAID),
    "request_report": Row(ONLY_POST, ANYONE_WHO_READS, data=lambda scene: {"language": "es"}),
    "report": Row(READ, READ, of_report),
    "report_file": Row(READ, READ, of_report),
}


@pytest.fixture
def scene(health, luis) -> Scene:
    return scene_of(health, luis)


def scene_of(agency: Agency, user: User) -> Scene:
    project = Project(agency=agency, title="One counter", purpose="mission", driver="adaptive")
    return Scene(
        agency,
        workflow.add(project, user),
        Plan.objects.create(agency=agency, title="What-if"),
        Action.objects.create(agency=agency, title="Do"),
        PortfolioReport.objects.create(
            agency=agency,
            language="en",
            checksum="0",
            status=ReportStatus.READY,
            content=b"%PDF-1.7",
        ),
    )


def test_every_address_of_the_portfolio_has_a_row():
    mine = {name.partition(":")[2] for name in addresses() if name.startswith("portfolio:")}
    assert mine == set(ROWS)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", ROWS)
def test_who_gets_what(name, method, scene, people, monkeypatch):
    monkeypatch.setattr("assessment.pdf.render_document", lambda *args: b"%PDF-1.7")
    monkeypatch.setattr("portfolio.results.drawing.png", lambda *args: b"\x89PNG")
    row = ROWS[name]
    address, data = reverse(f"portfolio:{name}", args=row.args(scene)), row.data(scene)
    found = {key: visit(person, method, address, data) for key, person in people.items()}
    expected = (row.get if method == "GET" else row.post).split()
    assert found == dict(zip(PEOPLE, expected, strict=True))


@pytest.mark.parametrize("name", ["report", "report_file"])
def test_a_report_is_found_only_under_its_own_agency(name, scene, transport, bia):
    hers = scene_of(transport, bia)
    client = Client()
    client.force_login(bia)
    address = f"portfolio:{name}"
    assert client.get(reverse(address, args=[transport.pk, scene.report.key])).status_code == 404
    assert client.get(reverse(address, args=[scene.agency.pk, hers.report.key])).status_code == 404
    assert client.get(reverse(address, args=[transport.pk, hers.report.key])).status_code == 200


def test_a_file_cannot_change_another_agencys_project(scene, transport, bia):
    """An id from elsewhere is as unknown as one that was made up."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = Client()
    client.force_login(bia)
    table = f"id,title,purpose,driver\n{scene.project.pk},Mine now,mission,mission\n"
    file = SimpleUploadedFile("projects.csv", table.encode())
    response = forged(client, reverse("portfolio:upload", args=[transport.pk]), {"file": file})
    assert response.status_code == 422
    assert "One counter" not in response.content.decode()
    scene.project.refresh_from_db()
    assert scene.project.title == "One counter"


def test_a_what_if_cannot_name_another_agencys_project(scene, transport, bia):
    client = Client()
    client.force_login(bia)
    plan = Plan.objects.create(agency=transport, title="Mine")
    step = {**STEP, "kind": "close", "project": str(scene.project.pk)}
    assert forged(client, reverse("portfolio:plan", args=[plan.pk]), step).status_code == 422
    plan.refresh_from_db()
    assert plan.steps == []


def test_a_preview_belongs_to_who_made_it(scene, ana, luis):
    from django.core.files.uploadedfile import SimpleUploadedFile

    first, second = Client(), Client()
    first.force_login(luis)
    second.force_login(ana)
    table = b"title,purpose,driver\nFresh,mission,mission\n"
    upload, apply = (reverse(f"portfolio:{n}", args=[scene.agency.pk]) for n in ("upload", "apply"))
    files = reverse("portfolio:files", args=[scene.agency.pk])
    page = submit(first, files, {"file": SimpleUploadedFile("p.csv", table)}, to=upload)
    offered = form_to(page, apply)
    token = offered.fields["token"]
    assert forged(second, apply, {"token": token}).status_code == 422
    assert send(first, offered).status_code == 302
    assert Project.objects.filter(title="Fresh").count() == 1
