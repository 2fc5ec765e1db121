"""By keyboard alone: Tab, arrows, space and Enter reach everything, and one always sees where one is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from assessment.instruments import Instrument, kinds
from assessment.models import SealedAnswers, Submission, User
from tests.conftest import PASSWORD

from .answering import box, section_address
from .conftest import Visitor

pytestmark = pytest.mark.browser

MOST_STOPS = 120
HAS_FOCUS = "element => element === document.activeElement"


def tab_to(page: Page, target: Locator) -> None:
    target.wait_for()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if target.evaluate(HAS_FOCUS):
            return
    pytest.fail(f"The Tab key does not reach {target}")


def choose(page: Page, name: str, value: str, arrow: str = "ArrowRight") -> None:
    """Tab to a group of radio buttons and go on with an arrow to the one with this value."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            break
    else:
        pytest.fail(f"The Tab key does not reach {name}")
    page.keyboard.press("Space")
    for _ in range(MOST_STOPS):
        if box(page, name, value).evaluate(HAS_FOCUS):
            break
        page.keyboard.press(arrow)
    expect(box(page, name, value)).to_be_checked()


@pytest.fixture
def without_purpose(filled: Submission) -> Submission:
    """Luis's draft, complete but for one section, which has a ranking."""
    filled.records.filter(section="purpose").update(answers={}, revision=0, saved_at=None)
    return filled


def test_a_section_with_a_ranking_and_handing_in(
    visitor: Visitor,
    luis: User,
    without_purpose: Submission,
    instrument: Instrument,
    complete_answers: dict[str, Any],
) -> None:
    page = visitor()
    page.goto(reverse("account_login"))
    tab_to(page, page.locator("main input[name=login]"))
    page.keyboard.type(luis.email)
    tab_to(page, page.locator("main input[name=password]"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    follow(page, page.get_by_role("link", name="Continue"))
    follow(page, page.get_by_role("link", name=instrument.section("purpose").text["en"]))

    wanted = complete_answers["purpose"]
    for question in instrument.section("purpose").questions:
        given = wanted[question.key]
        if question.kind is kinds.RANKING:
            # In the order of the page, in which no arrow passes over a place that is taken.
            given = wanted[question.key] = {
                item.key: place for place, item in enumerate(question.items, start=1)
            }
        for place, (item, value) in enumerate(given.items(), start=1):
            back = question.kind is kinds.RANKING and place > 1
            arrow = "ArrowLeft" if back else "ArrowRight"
            choose(page, f"{question.key}.{item}", str(value), arrow)
    expect(page.locator("#save-state")).to_contain_text("Saved at")
    follow(page, page.get_by_role("button", name="Save and continue"))
    expect(page).to_have_url(re.compile("/risk/$"))
    assert without_purpose.records.get(section="purpose").answers == wanted

    follow(page, page.get_by_role("link", name="Check your answers"))
    tab_to(page, page.get_by_label("I have checked the answers"))
    page.keyboard.press("Space")
    follow(page, page.get_by_role("button", name="Hand in"))
    expect(page.get_by_role("status")).to_contain_text("Handed in")
    assert SealedAnswers.objects.get(submission=without_purpose).answers["purpose"] == wanted


def follow(page: Page, target: Locator) -> None:
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_arrows_put_a_ranking_in_any_order(
    visitor: Visitor, luis: User, submission: Submission
) -> None:
    order = {"enhancement": "3", "mission": "1", "anticipatory": "4", "adaptive": "2"}
    page = visitor(luis)
    page.goto(section_address(submission, "purpose"))
    for item, place in order.items():
        choose(page, f"q02.{item}", place)
    for item, place in order.items():
        expect(box(page, f"q02.{item}", place)).to_be_checked()
