"""Which fonts a browser fetches: one at a first visitor, others only for the characters that ask for them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Request

from portfolio.models import Project

from .conftest import DESKTOP

pytestmark = pytest.mark.browser


def fetched(visitor, user, health, title: str) -> set[str]:
    """The files of fonts that the page of projects fetches with a project of this title."""
    values = {"purpose": "mission", "driver": "mission"}
    Project(agency=health, title=title, **values).place().save()
    page = visitor(user, **DESKTOP)
    found: set[str] = set()

    def note(request: Request) -> None:
        if request.resource_type == "font":
            found.add(request.url.rpartition("/")[2].partition(".")[0])

    page.on("request", note)
    page.goto(reverse("portfolio:overview", args=[health.pk]))
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    return found


@pytest.mark.parametrize(
    ("title", "fonts"),
    [
        ("Salud: ñandú, mba’ẽ, “más” → ✓", {"plex"}),
        ("Привет", {"plex", "plex-more"}),
        ("ḻafkeṉ saꞌ", {"plex", "letters"}),
    ],
)
def test_only_what_a_page_needs_is_fetched(visitor, luis, health, title, fonts):
    assert fetched(visitor, luis, health, title) == fonts


@pytest.mark.parametrize("title", ["保健省", "보건복지부", "🚀"])
def test_what_the_system_cannot_draw_comes_from_us(visitor, luis, health, title):
    """A system with a font of its own for it is asked first."""
    found = fetched(visitor, luis, health, title) - {"plex"}
    assert found <= {"sc", "kr", "signs"}
