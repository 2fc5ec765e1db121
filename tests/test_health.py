"""Probes: what they are told when all is well, when something is away, and before the first migration."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from django.utils import timezone

from assessment import health
from assessment.models import MOST_TRIES, Heartbeat, Letter, Part

WORKER = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def well(db) -> None:
    call_command("tick")
    Heartbeat.objects.beat(Part.BACKUP)


def probe(what: str, **more: str):
    return Client(raise_request_exception=False).get(f"/health/{what}", **more)


def letter(**fields) -> Letter:
    about = {"address": "a@example.org", "kind": "x", "language": "en", "due_at": timezone.now()}
    return Letter.objects.create(subject="S", body="B", **{**about, **fields})


def test_who_lives_says_so_without_asking_the_database():
    page = probe("live")
    assert (page.status_code, page.json()) == (200, {"status": "ok"})


def test_all_is_well(well):
    page = probe("all")
    assert (page.status_code, page.json()["status"]) == (200, "ok")
    assert set(page.json()["checks"]) == {
        "database", "disk", "migrations", "clock", "mail", "backup"
    }  # fmt: skip


@override_settings(ALLOWED_HOSTS=["faceta.example.gov"], SECURE_SSL_REDIRECT=True)
@pytest.mark.parametrize("what", ["live", "ready", "all"])
def test_a_probe_needs_neither_the_name_of_the_host_nor_https(well, what):
    assert probe(what, HTTP_HOST="10.0.0.7").status_code == 200


class Gone:
    """A connection to a server that was stopped."""

    def cursor(self) -> None:
        raise OperationalError("connection to server at 10.1.2.3 refused: password secret")

    def close(self) -> None:
        """As every connection can."""


def test_a_database_that_is_away_is_told_in_a_sentence(monkeypatch):
    monkeypatch.setattr(health, "connection", Gone())
    page = probe("ready")
    assert page.status_code == 503
    assert page.json()["checks"]["database"]["told"] == "The database does not answer."
    assert "10.1.2.3" not in page.content.decode()
    assert "secret" not in page.content.decode()


def test_a_fault_in_looking_shows_no_traceback(monkeypatch):
    def broken() -> list[health.HealthCheck]:
        raise ZeroDivisionError("words")

    monkeypatch.setattr(health, "look", broken)
    page = probe("ready")
    assert (page.status_code, page.json()) == (503, {"status": "fault"})


@override_settings(TASKS=WORKER)
def test_a_silent_worker_alarms_but_takes_no_page_away(well):
    assert probe("ready").json()["status"] == "degraded"
    assert (probe("ready").status_code, probe("all").status_code) == (200, 503)
    Heartbeat.objects.beat(Part.WORKER, "one")
    assert (probe("all").status_code, probe("all").json()["status"]) == (200, "ok")
    Heartbeat.objects.filter(name="one").update(at=timezone.now() - timedelta(minutes=4))
    assert not probe("all").json()["checks"]["worker"]["ok"]


def test_a_clock_that_stands_still_is_told(well):
    Heartbeat.objects.filter(part=Part.TICK).update(at=timezone.now() - timedelta(minutes=6))
    assert not probe("ready").json()["checks"]["clock"]["ok"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"error": "refused", "attempts": 1}, "tried again"),
        ({"error": "refused", "attempts": MOST_TRIES}, "given up"),
        ({"due_at": timezone.now() - timedelta(hours=1)}, "nobody sends"),
    ],
)
def test_what_is_wrong_with_the_mail(well, fields, told):
    letter(**fields)
    found = probe("all").json()["checks"]["mail"]
    assert not found["ok"]
    assert told in found["told"]


@pytest.mark.parametrize(("free", "status"), [(2**20, 503), (2**29, 200), (2**40, 200)])
def test_a_full_disk_stops_a_low_one_warns(well, monkeypatch, free, status):
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": free}))
    page = probe("ready")
    assert page.status_code == status
    assert page.json()["checks"]["disk"]["ok"] is (free > 2**30)


@override_settings(WAIT_FOR_MIGRATIONS=True)
def test_new_code_before_its_migrations_says_so_and_goes_on_by_itself(well):
    row = MigrationRecorder.Migration.objects.get(app="assessment", name="0024_heartbeats")
    row.delete()
    client = Client()
    page = client.get("/", HTTP_ACCEPT_LANGUAGE="en")
    assert page.status_code == 503
    assert "being brought up to date" in page.content.decode()
    assert page.headers["Retry-After"]
    assert client.get("/health/live").status_code == 200
    assert not client.get("/health/ready").json()["checks"]["migrations"]["ok"]
    row.save(force_insert=True)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(("what", "status"), [("nothing", 404), ("", 404), ("ready/", 200)])
def test_other_addresses_below(well, what, status):
    assert probe(what).status_code == status


def test_nobody_posts_to_a_probe(db):
    assert Client(enforce_csrf_checks=True).post("/health/ready").status_code == 405
