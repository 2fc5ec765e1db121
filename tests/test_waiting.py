"""Files that take a while: asked for by a form, made once for what they show, and fetched at the same address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment import made, tasks, workflow
from assessment.models import Agency, AgencyFile, ReportStatus
from assessment.workflow import files
from portfolio.models import Project
from portfolio.workflow import projects
from tests.reading import Button, form_to, send, words

PNG = b"\x89PNG made"
HTMX = {"hx-request": "true"}


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """The languages of the maps that were drawn, in place of the slow drawing."""
    languages: list[str] = []

    def png(found: Any, title: str, language: str, country: str) -> bytes:
        languages.append(language)
        return PNG

    monkeypatch.setattr("portfolio.results.drawing.png", png)
    return languages


@pytest.fixture
def project(health, ana) -> Project:
    about = {"title": "One counter", "purpose": "mission", "driver": "adaptive"}
    return projects.add(Project(agency=health, **about), ana)


@pytest.fixture
def as_ana(client, ana, project) -> Client:
    client.force_login(ana)
    return client


def map_of(agency: Agency, query: str = "") -> str:
    return reverse("portfolio:map_png", args=[agency.pk]) + query


@pytest.fixture
def ask(as_ana, drawn, django_capture_on_commit_callbacks) -> Callable[[str], Any]:
    """Press the button; the work beside the request is done at once."""

    def ask(address: str) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            response = as_ana.post(address)
        assert response.status_code == 302
        return as_ana.get(response["Location"])

    return ask


# --- Asking


def test_looking_makes_nothing_and_offers_the_form_that_does(as_ana, health, drawn):
    page = as_ana.get(map_of(health))
    assert "It takes a few seconds" in words(page)
    assert form_to(page, map_of(health)).method == "post"
    assert (drawn, AgencyFile.objects.count()) == ([], 0)


def test_the_page_with_the_map_has_a_button_for_its_selection(
    as_ana, health, drawn, django_capture_on_commit_callbacks
):
    address = map_of(health, "?zone=mission")
    page = as_ana.get(reverse("portfolio:overview", args=[health.pk]) + "?zone=mission")
    with django_capture_on_commit_callbacks(execute=True):
        send(as_ana, form_to(page, address), {})
    assert as_ana.get(address).content == PNG


def test_the_file_is_private_and_has_its_name(ask, health):
    file = ask(map_of(health))
    assert (file.content, file["Content-Type"]) == (PNG, "image/png")
    assert file["Content-Disposition"].endswith('-en.png"')
    assert file["Cache-Control"] == "private, no-store"


def test_the_same_is_made_once(ask, health, drawn):
    for _time in range(2):
        assert ask(map_of(health)).content == PNG
    assert drawn == ["en"]


@pytest.mark.parametrize("other", ["?zone=mission", "?size=budget"])
def test_another_selection_is_another_file(ask, health, drawn, other):
    ask(map_of(health)), ask(map_of(health, other))
    assert len(drawn) == 2


def test_what_changed_is_made_anew(ask, as_ana, health, project, drawn):
    ask(map_of(health))
    Project.objects.filter(pk=project.pk).update(revision=2, title="Two counters")
    assert "It takes a few seconds" in words(as_ana.get(map_of(health)))
    ask(map_of(health))
    assert len(drawn) == 2


@pytest.mark.parametrize("what", ["name", "build"])
def test_another_name_or_program_makes_it_anew(ask, health, drawn, monkeypatch, what):
    ask(map_of(health))
    if what == "name":
        Agency.objects.filter(pk=health.pk).update(name="Ministry of Wellbeing")
    else:
        monkeypatch.setattr(made, "build", lambda: "another")
    ask(map_of(health))
    assert len(drawn) == 2


# --- Waiting


def test_who_waits_is_told_and_can_look_again(as_ana, health, drawn):
    as_ana.post(map_of(health))
    page = as_ana.get(map_of(health))
    assert "The file is being made" in words(page)
    assert f'href="{map_of(health)}"' in page.content.decode()
    part = as_ana.get(map_of(health), headers=HTMX).content.decode()
    assert "<html" not in part
    assert f'hx-get="{map_of(health)}"' in part
    tasks.make_file.call(AgencyFile.objects.get().pk)
    part = as_ana.get(map_of(health), headers=HTMX).content.decode()
    assert "The file is ready" in part
    assert "hx-get" not in part


def test_asking_twice_is_one_piece_of_work(as_ana, health, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        as_ana.post(map_of(health)), as_ana.post(map_of(health))
    assert (len(callbacks), AgencyFile.objects.count()) == (1, 1)


def test_a_failure_is_told_and_can_be_tried_again(as_ana, ask, health, drawn):
    as_ana.post(map_of(health))
    AgencyFile.objects.update(status=ReportStatus.FAILED, error="rendering")
    page = as_ana.get(map_of(health))
    assert "The file could not be made" in words(page)
    assert ask(form_to(page, map_of(health)).action).content == PNG


def test_what_a_killed_worker_left_is_made_after_all(as_ana, health, drawn):
    as_ana.post(map_of(health))
    hour_ago = timezone.now() - timedelta(hours=1)
    AgencyFile.objects.update(status=ReportStatus.RENDERING, started_at=hour_ago, attempts=1)
    assert as_ana.get(map_of(health)).content == PNG


# --- Who, and how much


def test_strangers_find_nothing_and_ask_for_nothing(client, zoe, bia, ask, health):
    ask(map_of(health))
    for person in (zoe, bia):
        client.force_login(person)
        for call in (client.get, client.post):
            assert call(map_of(health, "?zone=mission")).status_code == 404
    assert AgencyFile.objects.count() == 1


def test_another_site_cannot_ask(ana, project, health):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    assert client.post(map_of(health)).status_code == 403
    assert not AgencyFile.objects.exists()


def test_an_agency_keeps_so_many_files_and_none_for_ever(ask, health, transport, monkeypatch):
    monkeypatch.setattr(files, "MOST_FILES", 3)
    old = AgencyFile.objects.create(
        agency=transport,
        kind="map-png",
        language="en",
        checksum="old",
        requested_at=timezone.now() - files.FILES_KEPT - timedelta(hours=1),
    )
    for zone in ("mission", "adaptive", "anticipatory", "enhancement"):
        ask(map_of(health, f"?zone={zone}"))
    assert health.files.count() == 3
    assert not AgencyFile.objects.filter(pk=old.pk).exists()


# --- The other files


def test_a_table_of_many_projects_is_made_beside_the_request(
    as_ana, ask, health, project, monkeypatch
):
    address = reverse("portfolio:export", args=[health.pk, "csv"]) + "?language=es"
    at_once = as_ana.get(address)
    monkeypatch.setattr("portfolio.views.files.AT_ONCE", 0)
    assert "It takes a few seconds" in words(as_ana.get(address))
    later = ask(address)
    assert later.content == at_once.content
    assert later["Content-Disposition"] == at_once["Content-Disposition"]


def test_the_questionnaire_on_paper_is_one_for_the_agency(
    client,
    submission,
    luis,
    ana,
    health,
    instrument,
    monkeypatch,
    django_capture_on_commit_callbacks,
):
    rendered = []
    monkeypatch.setattr(
        "assessment.pdf.render_questionnaire", lambda *about: rendered.append(about) or b"%PDF"
    )
    others = workflow.start(health, instrument, ana)
    for person, one in ((luis, submission), (ana, others)):
        client.force_login(person)
        page = client.get(reverse("assessment:offline", args=[one.pk]))
        form = form_to(page, reverse("assessment:questionnaire", args=[one.pk, "en"]))
        with django_capture_on_commit_callbacks(execute=True):
            found = send(client, form, {}, Button("language", "es"))
        file = client.get(found["Location"])
        assert (file.content, file["Content-Type"]) == (b"%PDF", "application/pdf")
    assert [about[1:] for about in rendered] == [("Ministry of Health", "es")]
