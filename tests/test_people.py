"""Accounts and agencies as the database keeps them; and what the project checks about itself."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessment.methods import published
from assessment.models import Agency, Membership
from assessment.models.people import validate_countries
from assessment.wording import DeclarationError
from tests.reading import form
from tests.starting import settings_of

PROJECT = "assessment.config.settings"


@pytest.mark.parametrize("codes", ["PE", None, 7, {"PE": 1}, ["pe"], ["PE", "FR"], [None]])
def test_only_a_list_of_countries_of_the_region_is_one(codes):
    with pytest.raises(ValidationError):
        validate_countries(codes)


def test_a_person_has_one_role_in_an_agency(luis, health):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=luis, agency=health, role="lead")


def test_an_agency_is_named_once_in_a_country(health):
    Agency.objects.create(name=health.name, country="CO")
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(name=health.name, country=health.country)


# --- What the project checks about itself


def test_the_project_finds_no_fault_with_itself():
    assert run_checks() == []


def test_a_damaged_declaration_shows_in_the_checks(monkeypatch):
    def fail():
        raise DeclarationError("es.yaml: not text: q01")

    monkeypatch.setattr(published, "all_instruments", fail)
    assert [(e.id, e.msg) for e in run_checks()] == [("assessment.E001", "es.yaml: not text: q01")]


def start(**environment: str) -> str:
    """What a server would say that starts with these settings and no others."""
    kept = {key: os.environ[key] for key in ("PATH",) if key in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); print('started')"],
        env={**kept, "DJANGO_SETTINGS_MODULE": "assessment.config.settings", **environment},
        cwd=project.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return (done.stdout + done.stderr).strip().splitlines()[-1]


def test_a_server_without_a_secret_does_not_start():
    assert "Set SECRET_KEY" in start(ALLOWED_HOSTS="faceta.example")
    assert "Set ALLOWED_HOSTS" in start(SECRET_KEY="x" * 50)
    assert start(SECRET_KEY="x" * 50, ALLOWED_HOSTS="faceta.example") == "started"


def test_earlier_secrets_are_read_from_the_environment():
    def found(**environment: str) -> dict[str, object]:
        return settings_of("SECRET_KEY", "SECRET_KEY_FALLBACKS", **environment)

    assert (
        found(SECRET_KEY="new", ALLOWED_HOSTS="x", DJANGO_SETTINGS_MODULE=PROJECT)[
            "SECRET_KEY_FALLBACKS"
        ]
        == []
    )
    both = found(
        SECRET_KEY="new",
        SECRET_KEY_FALLBACKS="old older",
        ALLOWED_HOSTS="x",
        DJANGO_SETTINGS_MODULE=PROJECT,
    )
    assert both == {"SECRET_KEY": "new", "SECRET_KEY_FALLBACKS": ["old", "older"]}


def test_a_new_secret_signs_nobody_out_while_the_earlier_one_is_known(client, luis, settings):
    client.force_login(luis)
    page = reverse("assessment:profile")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-new-one-of-this-installation-0123456789"
    assert client.get(page).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(page).status_code == 200  # the session is the new secret's by now
    settings.SECRET_KEY = "another-one-without-the-one-before-0123456789"
    assert client.get(page).status_code == 302


# --- Faults of the server


def test_a_fault_shows_a_page_that_needs_nothing(client, luis, monkeypatch):
    """Whatever broke may break the common frame too: no navigation, no account."""

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret detail")

    client.force_login(luis)
    client.raise_request_exception = False
    monkeypatch.setattr("assessment.views.dashboard.render", fail)
    client.cookies[project.LANGUAGE_COOKIE_NAME] = "es"
    page = client.get("/")
    assert page.status_code == 500
    assert "secret detail" not in page.content.decode()
    assert 'lang="es"' in page.content.decode()
    assert luis.email not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "field"), [("account_login", "login"), ("account_reset_password", "email")]
)
def test_an_address_typed_before_signing_in_survives_another_language(client, db, name, field):
    held = form(client.get(reverse(name)), "account")
    sent = held.filled({field: "luis@example.org"}, ("language", "es"))
    led = client.post(f"{reverse('set_language')}?next={reverse(name)}", sent)
    page = client.get(led["Location"])
    assert '<html lang="es">' in page.content.decode()
    assert form(page, "account").fields[field] == ["luis@example.org"]
