"""Every form, and everything that can come between typing and saving: nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessment import workflow
from assessment.methods import published
from assessment.models import Membership, Submission, User
from portfolio import workflow as projects
from portfolio.models import Action, Plan, Project

from .conftest import NO_SCRIPTS, Visitor, sign_in

pytestmark = pytest.mark.browser

WORDS = "Lo que escribí: ñ, ã & <b>"


@dataclass(frozen=True)
class Typing:
    """A page, the words that are typed into it, and the button that sends them."""

    address: str
    name: str  # of the field for words
    button: str
    words: str = WORDS


def section(luis: User) -> Typing:
    agency = luis.memberships.get().agency
    submission = workflow.start(agency, published.latest("portfolio_snapshot"), luis)
    address = reverse("assessment:section", args=[submission.pk, "profile"])
    return Typing(address, "unit", ".save-bar button[value=leave]")


def own_view(luis: User) -> Typing:
    agency = luis.memberships.get().agency
    submission = workflow.start(agency, published.latest("digital_maturity"), luis)
    address = reverse("assessment:response", args=[submission.pk, "gov-leadership"])
    return Typing(address, "gov.leadership.sponsor.comment", ".save-bar button")


def quick_row(luis: User) -> Typing:
    return Typing(reverse("portfolio:overview", args=[_agency(luis)]), "title", "#quick .button")


def project(luis: User) -> Typing:
    agency = _agency(luis)
    made = Project(agency_id=agency, title="One counter", purpose="mission", driver="mission")
    projects.add(made, luis)
    return Typing(reverse("portfolio:project", args=[made.pk]), "notes", "#project .button")


def new_action(luis: User) -> Typing:
    return Typing(reverse("portfolio:add_action", args=[_agency(luis)]), "title", "#action .button")


def action(luis: User) -> Typing:
    made = Action.objects.create(agency_id=_agency(luis), title="Foresight cell")
    return Typing(reverse("portfolio:action", args=[made.pk]), "notes", "#action .button")


def target(luis: User) -> Typing:
    return Typing(
        reverse("portfolio:target", args=[_agency(luis)]), "mission_reason", "#set .button"
    )


def step(luis: User) -> Typing:
    plan = Plan.objects.create(agency_id=_agency(luis), title="What-if")
    return Typing(reverse("portfolio:plan", args=[plan.pk]), "title", "#step .button")


def decision(luis: User) -> Typing:
    plan = Plan.objects.create(agency_id=_agency(luis), title="What-if")
    return Typing(reverse("portfolio:decide", args=[plan.pk]), "decision", "#decide .button")


def _agency(luis: User) -> int:
    return luis.memberships.get().agency_id


Make = Callable[[User], Typing]
FORMS: list[Make] = [
    section, own_view, quick_row, project, new_action, action, target, step, decision,
]  # fmt: skip
# One window goes through all forms: what is looked at is each form, not the window.
scripts = pytest.mark.parametrize("options", [{}, NO_SCRIPTS], ids=["scripts", "no scripts"])


def field(page: Page, typing: Typing) -> Any:
    return page.locator(f'main [name="{typing.name}"]')


def unfolded(page: Page) -> None:
    """Comments are folded away; without scripts a person presses the summary, as here."""
    for fold in page.locator("main details.extras:not([open]) > summary").all()[:1]:
        fold.click()


def typed(page: Page, typing: Typing) -> None:
    page.goto(typing.address)
    unfolded(page)
    field(page, typing).press_sequentially(typing.words)


@scripts
def test_another_language_keeps_the_words(
    visitor: Visitor, luis: User, options: dict[str, Any]
) -> None:
    page = visitor(luis, **options)
    for make in FORMS:
        typing = make(luis)
        typed(page, typing)
        for button, code in (("ES", "es"), ("PT", "pt-br")):
            page.locator(".languages button", has_text=button).click()
            expect(page.locator("html")).to_have_attribute("lang", code)
            if make is own_view:  # saving leads on to the shared page
                page.goto(typing.address)
            expect(field(page, typing), make.__name__).to_have_value(typing.words)


@scripts
def test_a_lost_session_gives_the_words_back(
    visitor: Visitor, luis: User, options: dict[str, Any]
) -> None:
    page = visitor(luis, **options)
    for make in FORMS:
        typing = make(luis)
        typed(page, typing)
        Session.objects.all().delete()
        page.locator(typing.button).first.click()
        again = page.get_by_role(
            "button", name="Sign in and save"
        )  # a save in the background told so first
        expect(again.or_(page.locator("main input[name=login]"))).to_be_visible()
        if again.count():
            again.click()
        sign_in(page, luis.email)
        expect(field(page, typing), make.__name__).to_have_value(typing.words)


def test_a_reload_gives_the_words_back(visitor: Visitor, luis: User) -> None:
    page = visitor(luis)
    for make in FORMS:
        typing = make(luis)
        typed(page, typing)
        page.reload()
        expect(field(page, typing), make.__name__).to_have_value(typing.words)


def test_without_a_line_the_page_stays_and_says_so(visitor: Visitor, luis: User) -> None:
    page = visitor(luis)
    for make in FORMS:
        typing = make(luis)
        typed(page, typing)
        page.context.set_offline(True)
        page.locator(typing.button).first.click()
        expect(page.locator("main"), make.__name__).to_contain_text("No connection.")
        expect(field(page, typing), make.__name__).to_have_value(typing.words)
        page.context.set_offline(False)


@scripts
def test_a_person_who_was_removed_can_copy_the_words(
    visitor: Visitor, luis: User, options: dict[str, Any]
) -> None:
    page = visitor(luis, **options)
    membership = luis.memberships.get()
    for make in FORMS:
        page.context.clear_cookies(name="django_language")
        typing = make(luis)
        typed(page, typing)
        Membership.objects.filter(user=luis).delete()
        page.locator(typing.button).first.click()
        expect(page.locator("h1"), make.__name__).to_have_text("This could not be saved")
        expect(page.locator(".typed"), make.__name__).to_contain_text(typing.words)
        page.locator(".languages button", has_text="ES").click()
        expect(page.locator("html")).to_have_attribute("lang", "es")
        expect(page.locator(".typed"), make.__name__).to_contain_text(typing.words)
        membership.save(force_insert=True)


def test_a_server_that_cannot_be_reached_is_no_page_of_the_browsers(
    visitor: Visitor, luis: User
) -> None:
    """The browser thinks that it has a line; what is typed finds out that it has not."""
    page = visitor(luis)
    typing = project(luis)
    page.goto(typing.address)
    page.route("**/*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        field(page, typing).press_sequentially(typing.words)
    page.locator(typing.button).first.click()
    expect(page.locator("main")).to_contain_text("No connection.")
    page.unroute_all()
    page.locator(typing.button).first.click()
    expect(page.locator(".message")).to_have_text("Saved.")


def test_what_was_saved_does_not_come_back(visitor: Visitor, luis: User) -> None:
    typing = project(luis)
    page = visitor(luis)
    typed(page, typing)
    page.locator(typing.button).first.click()
    expect(page.locator(".message")).to_have_text("Saved.")
    Project.objects.update(notes="Changed since", revision=9)
    page.goto(typing.address)
    expect(field(page, typing)).to_have_value("Changed since")
    expect(page.locator(".kept-words")).to_have_count(0)


def test_words_that_came_back_can_be_discarded(visitor: Visitor, luis: User) -> None:
    typing = project(luis)
    page = visitor(luis)
    typed(page, typing)
    page.reload()
    page.get_by_role("button", name="Discard it").click()
    expect(field(page, typing)).to_have_value("")
    page.reload()
    expect(field(page, typing)).to_have_value("")


def test_handed_in_meanwhile_keeps_the_words_in_another_language(
    visitor: Visitor, luis: User
) -> None:
    typing = section(luis)
    page = visitor(luis, **NO_SCRIPTS)
    typed(page, typing)
    Submission.objects.update(status="submitted")
    try:
        page.locator(typing.button).first.click()
        expect(page.locator("main")).to_contain_text(typing.words)
    finally:
        Submission.objects.update(status="draft")
