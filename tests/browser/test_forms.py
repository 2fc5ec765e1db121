"""Forms by hand: the summary leads to the control, words may be spaced out, Escape closes the menu."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessment.models import Agency, Submission, User

from .answering import section_address
from .conftest import PHONE, Visitor

pytestmark = pytest.mark.browser

# WCAG 1.4.12, on everything.
SPACED = """() => { for (const each of document.querySelectorAll("main *")) {
    each.style.letterSpacing = ".12em"; each.style.wordSpacing = ".16em"; each.style.lineHeight = "1.5"; } }"""
SPILT = """() => [...document.querySelectorAll(".steps label, .places label, .choice")].filter(label => {
    const box = label.getBoundingClientRect(), words = label.querySelector("span").getBoundingClientRect();
    return words.left < box.left - 1 || words.right > box.right + 1 || label.scrollWidth > label.clientWidth + 1;
  }).map(label => label.innerText)"""
SIZE = """() => parseFloat(getComputedStyle(document.querySelector(".steps label")).fontSize)"""
ROWS = """() => Math.max(...[...document.querySelectorAll(".steps")].map(
    scale => new Set([...scale.children].map(each => Math.round(each.getBoundingClientRect().top))).size))"""


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_the_words_of_a_scale_have_room(
    visitor: Visitor, luis: User, submission: Submission, language: str
) -> None:
    """In one row on a desktop; below one another on a phone, as large as the text around them."""
    page = visitor(luis, language)
    page.goto(section_address(submission, "purpose"))
    assert page.evaluate(ROWS) == 1
    page = visitor(luis, language, **PHONE)
    page.goto(section_address(submission, "purpose"))
    assert page.evaluate(ROWS) == 5
    assert page.evaluate(SIZE) >= 16
    assert page.evaluate(SPILT) == []
    page.evaluate(SPACED)
    assert page.evaluate(SPILT) == []
    assert not page.evaluate("document.scrollingElement.scrollWidth > innerWidth")


def test_the_summary_has_the_focus_and_leads_to_the_control(
    visitor: Visitor, luis: User, submission: Submission
) -> None:
    page = visitor(luis)
    page.goto(section_address(submission, "profile"))
    page.locator("input[name=people]").fill("many")
    page.locator(".save-bar button").first.click()
    expect(page).to_have_title("Error: Your unit, Portfolio snapshot · Faceta")
    expect(page.locator(".summary-of-errors")).to_be_focused()
    page.locator(".summary-of-errors a").click()
    expect(page.locator("input[name=people]")).to_be_focused()
    expect(page.locator("input[name=people]")).to_have_attribute(
        "aria-describedby", "id_people_error"
    )


def test_a_refused_row_and_a_known_title_say_so_with_the_focus(
    visitor: Visitor, luis: User, health: Agency
) -> None:
    page = visitor(luis)
    row: dict[str, Any] = {"title": "Chatbot", "purpose": "mission", "driver": "adaptive"}
    page.goto(reverse("portfolio:overview", args=[health.pk]))
    page.locator("#add button").click()
    expect(page.locator(".summary-of-errors")).to_be_focused()
    page.get_by_role("link", name="Enter the title of the project.").click()
    expect(page.locator("#quick-title")).to_be_focused()
    for _time in range(2):
        page.locator("#quick-title").fill(row["title"])
        page.locator("#quick-purpose").select_option(row["purpose"])
        page.locator("#quick-driver").select_option(row["driver"])
        page.locator("#add button").click()
    expect(page.locator(".halt")).to_be_focused()
    assert page.title().startswith("Error: ")


def test_escape_closes_the_account_menu(visitor: Visitor, luis: User, health: Agency) -> None:
    page = visitor(luis)
    for name in ("assessment:dashboard", "portfolio:overview"):
        page.goto(reverse(name, args=[health.pk] if "portfolio" in name else []))
        page.locator(".account summary").click()
        expect(page.get_by_role("link", name="Profile")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("link", name="Profile")).to_be_hidden()
        expect(page.locator(".account summary")).to_be_focused()
