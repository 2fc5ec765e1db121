"""The portfolio as people use it: by keyboard alone, with a finger, without scripts, and judged by axe."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessment.models import Agency, SealedAnswers, User
from portfolio import workflow
from portfolio.core.facets import Driver, Priority, Purpose
from portfolio.models import Action, Plan, Project, Target

from .axe import judged_by_axe
from .conftest import DESKTOP, NO_SCRIPTS, PHONE, Visitor
from .test_accessibility import SKIPPED_HEADINGS, judged_on_a_phone
from .test_keyboard import tab_to

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "es", "pt-br")


def at(name: str, *args: object) -> str:
    return reverse(f"portfolio:{name}", args=args)


@pytest.fixture
def stocked(health: Agency, luis: User, snapshot: SealedAnswers) -> Agency:
    """The ministry with a snapshot, 17 projects, a target, a what-if, a plan and actions."""
    rows = [
        {
            "title": f"Project {number}",
            "purpose": list(Purpose)[number % 5],
            "driver": list(Driver)[number % 4],
            "priority": list(Priority)[number % 3],
            "stage": ["planned", "pilot", ""][number % 3],
        }
        for number in range(17)
    ]
    workflow.apply_import(health, rows, by=luis)
    shares = {"mission": 40, "anticipatory": 30, "adaptive": 20, "enhancement": 10}
    Target.objects.create(agency=health, shares=shares, reasons=dict.fromkeys(shares, "Why not"))
    steps = [{"kind": "close", "project": "", "title": "Gone", "priority": "low", "why": "No use"}]
    Plan.objects.create(agency=health, title="What-if", steps=steps)
    Plan.objects.create(
        agency=health, title="Plan", decision="Yes", owner="Ana", decided_on=date(2026, 11, 24)
    )
    Action.objects.create(agency=health, title="Foresight cell", due=date(2026, 1, 1))
    return health


def addresses(agency: Agency) -> dict[str, str]:
    project = Project.objects.of(agency).first()
    assert project
    undecided, decided = (
        Plan.objects.get(agency=agency, decided_on__isnull=missing).pk for missing in (True, False)
    )
    action = Action.objects.get(agency=agency)
    return {
        "overview": at("overview", agency.pk),
        "selection": at("overview", agency.pk) + "?stage=planned&size=budget&sort=zone",
        "project": at("project", project.pk),
        "balance": at("balance", agency.pk),
        "target": at("target", agency.pk),
        "preset": at("target", agency.pk) + "?preset=even",
        "what-if": at("plan", undecided),
        "plan": at("plan", decided),
        "board": at("actions", agency.pk),
        "list": at("actions", agency.pk) + "?view=list",
        "action": at("action", action.pk),
        "new action": at("add_action", agency.pk) + "?facet=mission",
        "files": at("files", agency.pk),
        "removed": at("removed", agency.pk),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_used_by_everybody(
    visitor: Visitor, stocked: Agency, luis: User, language: str
) -> None:
    page, faults = visitor(luis, language, **DESKTOP), {}
    for name, address in addresses(stocked).items():
        page.goto(address)
        found = judged_by_axe(page) + judged_on_a_phone(page, width=True)
        found += page.evaluate(SKIPPED_HEADINGS)
        if page.locator("h1").count() != 1:
            found.append("has not exactly one h1")
        if found:
            faults[name] = found
    assert not faults


def test_an_empty_portfolio_and_a_refused_file(
    visitor: Visitor, health: Agency, luis: User
) -> None:
    page = visitor(luis, "es", **DESKTOP)
    page.goto(at("overview", health.pk))
    assert judged_by_axe(page) == []
    page.goto(at("files", health.pk))
    file = {"name": "x.csv", "mimeType": "text/csv", "buffer": b"\xff\xfe\x00"}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    with page.expect_navigation():
        page.locator("form[enctype] button").click()
    expect(page.locator("[role=alert]")).to_contain_text("OpenDocument")
    assert judged_by_axe(page) == []


def enter(page: Page, title: str, purpose: str, driver: str) -> None:
    """Type a row: the title has the focus already."""
    page.keyboard.type(title)
    for choice in (purpose, driver):
        page.keyboard.press("Tab")
        page.keyboard.type(choice)
    page.keyboard.press("Tab")  # the priority stays as it is
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_portfolio_is_entered_by_keyboard_alone(
    visitor: Visitor, health: Agency, luis: User
) -> None:
    page = visitor(luis, **DESKTOP)
    page.goto(at("overview", health.pk))
    tab_to(page, page.locator("#quick-title"))
    for number in range(3):
        enter(page, f"Line {number}", "Make what", "Political")
        expect(page.locator("#quick-title")).to_be_focused()  # ready for the next one
    titles = Project.objects.order_by("title").values_list("title", "zone")
    assert list(titles) == [(f"Line {number}", "sustaining") for number in range(3)]
    enter(page, "line 2", "Make what", "Political")
    expect(page.get_by_role("alert")).to_contain_text("Line 2")
    assert Project.objects.count() == 3


def test_the_map_by_keyboard(visitor: Visitor, stocked: Agency, luis: User) -> None:
    """One stop for the whole map; arrows go from dot to dot and the label follows."""
    page = visitor(luis, **DESKTOP)
    page.goto(at("overview", stocked.pk))
    dots = page.locator(".map .dots a")
    assert dots.count() == 17
    assert page.locator('.map .dots a[tabindex="0"]').count() == 1
    tab_to(page, dots.first)
    told = page.locator("[data-map-label]")
    first = told.inner_text()
    page.keyboard.press("ArrowDown")
    expect(told).not_to_have_text(first)
    chosen = told.inner_text().split(" (")[0]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(chosen)


def test_a_tap_near_a_dot_shows_its_title(visitor: Visitor, stocked: Agency, luis: User) -> None:
    page = visitor(luis, **PHONE)
    page.goto(at("overview", stocked.pk))
    page.locator(".map .dots circle").first.tap(force=True)
    link = page.locator("[data-map-label] a")
    expect(link).to_contain_text("Project")
    title = link.inner_text().split(" (")[0]
    with page.expect_navigation():
        link.tap()
    expect(page.locator("h1")).to_have_text(title)


def test_without_scripts(visitor: Visitor, stocked: Agency, luis: User) -> None:
    page = visitor(luis, **NO_SCRIPTS)
    page.goto(at("overview", stocked.pk))
    page.locator("#quick-title").fill("By hand")
    page.locator("#quick-purpose").select_option("mission")
    page.locator("#quick-driver").select_option("adaptive")
    page.locator(".quick button").click()
    expect(page.locator(".message")).to_contain_text("By hand")
    page.goto(at("actions", stocked.pk))
    page.locator(".move select").select_option("done")
    page.locator(".move button").click()
    assert Action.objects.get().status == "done"
