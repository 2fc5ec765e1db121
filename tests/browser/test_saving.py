"""No word is lost: two people at once, no connection, no session, a page left too early."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, Request, Response, Route, expect

from assessment.models import SectionRecord, Submission, User

from .answering import box, option, section_address
from .conftest import Visitor, sign_in

pytestmark = pytest.mark.browser


def state(page: Page) -> Locator:
    return page.locator("#save-state")


def open_section(page: Page, submission: Submission, section: str = "purpose") -> Page:
    page.goto(section_address(submission, section))
    return page


def saved(submission: Submission, section: str = "purpose") -> dict[str, Any]:
    return SectionRecord.objects.get(submission=submission, section=section).answers


def kept(page: Page) -> int:
    """How many sections have words that wait in this browser."""
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('faceta')).length")


def is_autosave(request: Request) -> bool:
    return request.method == "POST" and "hx-request" in request.headers


@contextmanager
def autosave_of(page: Page, *pairs: str) -> Iterator[None]:
    """Waits for the answer to an autosave which had all these in it."""

    def has_all(response: Response) -> bool:
        return is_autosave(response.request) and set(pairs) <= set(
            (response.request.post_data or "").split("&")
        )

    with page.expect_response(has_all):
        yield


class Line:
    """The connection between the page and the server, which can be held up."""

    def __init__(self, page: Page) -> None:
        self.waiting: list[Route] = []
        self.held = True
        page.route("**/submissions/**", self._pass)

    def _pass(self, route: Route) -> None:
        if self.held and is_autosave(route.request):
            self.waiting.append(route)
        else:
            route.continue_()

    def release(self) -> None:
        self.held = False
        for route in self.waiting:
            route.continue_()
        self.waiting.clear()


# --- Two people at once


@pytest.fixture
def compared(visitor: Visitor, ana: User, luis: User, submission: Submission) -> Page:
    """Luis compares his version with Ana's, who was first: she disagrees, he agrees."""
    anas, luis_page = (open_section(visitor(user), submission) for user in (ana, luis))
    option(anas, "q01.mission", "disagree").click()
    expect(state(anas)).to_contain_text("Saved at")

    option(luis_page, "q01.mission", "agree").click()
    expect(state(luis_page)).to_contain_text("answered this differently meanwhile")
    assert saved(submission)["q01"] == {"mission": "disagree"}
    luis_page.clock.install()
    luis_page.get_by_role("button", name="Compare both versions").click()
    versions = luis_page.locator(".versions")
    expect(versions).to_be_focused()
    expect(versions).to_contain_text("Ana saved this section")
    expect(versions.get_by_role("cell")).to_contain_text(["Agree", "Disagree"])
    return luis_page


def test_the_later_one_compares_and_keeps_their_own(compared: Page, submission: Submission) -> None:
    expect(box(compared, "q01.mission", "agree")).to_be_checked()
    compared.get_by_role("button", name="Save my version").click()
    expect(compared.locator(".versions")).to_have_count(0)
    expect(state(compared)).to_contain_text("by Luis")
    assert saved(submission)["q01"] == {"mission": "agree"}
    assert not kept(compared)


def test_the_later_one_compares_and_keeps_what_is_saved(
    compared: Page, submission: Submission
) -> None:
    compared.get_by_role("link", name="Keep the saved version").click()
    expect(compared.locator(".versions")).to_have_count(0)
    expect(box(compared, "q01.mission", "disagree")).to_be_checked()
    expect(state(compared)).to_contain_text("by Ana")
    compared.reload()
    expect(box(compared, "q01.mission", "disagree")).to_be_checked()
    assert saved(submission)["q01"] == {"mission": "disagree"}


def test_nothing_is_overwritten_before_the_choice(compared: Page, submission: Submission) -> None:
    line = Line(compared)
    option(compared, "q01.adaptive", "neutral").click()
    compared.clock.run_for(2_000)
    line.release()
    compared.get_by_role("link", name="Keep the saved version").click()
    expect(box(compared, "q01.mission", "disagree")).to_be_checked()
    assert saved(submission)["q01"] == {"mission": "disagree"}


def test_a_section_handed_in_meanwhile_shows_what_was_typed(
    visitor: Visitor, ana: User, luis: User, filled: Submission
) -> None:
    luis_page = open_section(visitor(luis), filled, "profile")
    anas = visitor(ana)
    anas.goto(f"/submissions/{filled.pk}/check/")
    anas.get_by_label("I have checked the answers").check()
    anas.get_by_role("button", name="Hand in").click()
    expect(anas.get_by_role("status")).to_contain_text("Handed in")

    luis_page.locator("input[name=unit]").fill("Too late")
    luis_page.keyboard.press("Tab")
    expect(state(luis_page)).to_contain_text("handed in meanwhile")
    luis_page.get_by_role("button", name="See what you typed").click()
    expect(luis_page.get_by_role("main")).to_contain_text("Too late")
    assert saved(filled, "profile")["unit"] != "Too late"


# --- No connection


def test_words_typed_offline_are_kept_and_saved_later(
    visitor: Visitor, luis: User, submission: Submission
) -> None:
    page = open_section(visitor(luis), submission, "profile")
    page.context.set_offline(True)
    page.locator("input[name=unit]").fill("Planning")
    page.keyboard.press("Tab")
    expect(state(page)).to_contain_text("No connection.")
    page.locator("input[name=people]").fill("12")
    page.keyboard.press("Tab")
    assert kept(page) == 1
    assert "unit" not in saved(submission, "profile")

    page.context.set_offline(False)  # the browser tells the page
    expect(state(page)).to_contain_text("Saved at")
    assert saved(submission, "profile") == {"country": "PE", "unit": "Planning", "people": 12}
    assert not kept(page)


def test_a_server_that_stumbles_costs_no_word(
    visitor: Visitor, luis: User, submission: Submission
) -> None:
    page = open_section(visitor(luis), submission, "profile")
    page.route("**/profile/", lambda route: route.fulfill(status=502, body="Bad gateway"))
    page.locator("input[name=unit]").fill("Planning")
    page.keyboard.press("Tab")
    expect(state(page)).to_contain_text("Not saved yet")
    page.unroute("**/profile/")
    page.reload()
    expect(page.locator("input[name=unit]")).to_have_value("Planning")
    expect(state(page)).to_contain_text("Saved at")
    assert saved(submission, "profile")["unit"] == "Planning"


def test_a_page_reloaded_too_early_has_the_words_again(
    visitor: Visitor, luis: User, submission: Submission
) -> None:
    page = open_section(visitor(luis), submission, "profile")
    page.locator("input[name=unit]").press_sequentially("Planning")  # still in the field
    page.reload()
    expect(page.locator("input[name=unit]")).to_have_value("Planning")
    expect(state(page)).to_contain_text("Saved at")
    assert saved(submission, "profile")["unit"] == "Planning"
    page.reload()
    expect(state(page)).to_contain_text("Saved at")
    assert not kept(page)


def test_words_of_one_person_do_not_wait_for_another(
    visitor: Visitor, ana: User, luis: User, submission: Submission
) -> None:
    page = open_section(visitor(luis), submission, "profile")
    page.locator("input[name=unit]").press_sequentially("Planning")
    let_another_in(page, ana)
    open_section(page, submission, "profile")
    expect(page.locator("input[name=unit]")).to_have_value("")
    expect(state(page)).to_contain_text("Nothing saved")


def let_another_in(page: Page, user: User) -> None:
    page.goto("/")
    page.locator(".account summary").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, user.email)
    expect(page.get_by_role("heading", name="My assessments")).to_be_visible()


# --- No session


def test_words_outlive_the_session(visitor: Visitor, luis: User, submission: Submission) -> None:
    page = open_section(visitor(luis), submission, "profile")
    Session.objects.all().delete()
    page.locator("input[name=unit]").fill("Planning")
    page.keyboard.press("Tab")
    expect(state(page)).to_contain_text("Your session has ended")
    page.get_by_role("button", name="Sign in and save").click()
    sign_in(page, luis.email)
    expect(page.locator("input[name=unit]")).to_have_value("Planning")
    expect(page.locator(".messages")).to_contain_text("What you had typed is back")
    page.get_by_role("button", name="Save and leave").click()
    expect(page.get_by_role("heading", name="Portfolio snapshot")).to_be_visible()
    assert saved(submission, "profile")["unit"] == "Planning"
    open_section(page, submission, "profile")
    expect(state(page)).to_contain_text("Saved at")
    assert not kept(page)


def test_words_that_are_back_and_left_unsaved_are_still_kept(
    visitor: Visitor, luis: User, submission: Submission
) -> None:
    page = open_section(visitor(luis), submission, "profile")
    Session.objects.all().delete()
    page.locator("input[name=unit]").fill("Planning")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Sign in and save").click()
    sign_in(page, luis.email)
    expect(page.locator("input[name=unit]")).to_have_value("Planning")
    page.goto("/")  # without a word about leaving
    open_section(page, submission, "profile")
    expect(page.locator("input[name=unit]")).to_have_value("Planning")
    expect(state(page)).to_contain_text("Saved at")


def test_words_outlive_all_cookies(visitor: Visitor, luis: User, submission: Submission) -> None:
    page = open_section(visitor(luis), submission, "profile")
    page.context.clear_cookies()
    page.locator("input[name=unit]").fill("Planning")
    page.keyboard.press("Tab")
    expect(state(page)).to_contain_text("kept in this browser")
    open_section(page, submission, "profile")
    sign_in(page, luis.email)
    expect(page.locator("input[name=unit]")).to_have_value("Planning")
    expect(state(page)).to_contain_text("Saved at")
    assert saved(submission, "profile")["unit"] == "Planning"


def test_without_scripts_words_outlive_the_session(
    visitor: Visitor, luis: User, submission: Submission
) -> None:
    page = open_section(visitor(luis, java_script_enabled=False), submission, "profile")
    Session.objects.all().delete()
    page.locator("input[name=unit]").fill("Planning")
    page.get_by_role("button", name="Save and continue").click()
    sign_in(page, luis.email)
    expect(page.locator("input[name=unit]")).to_have_value("Planning")
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_url(re.compile("/purpose/$"))
    assert saved(submission, "profile")["unit"] == "Planning"


# --- One's own two saves


@pytest.mark.parametrize(
    ("button", "arrival"),
    [
        ("Save and continue", r"/risk/$"),
        ("Previous", r"/profile/$"),
        ("Save and leave", r"/submissions/[^/]+/$"),
    ],
)
def test_a_button_during_an_autosave_is_no_conflict_with_oneself(
    visitor: Visitor, luis: User, submission: Submission, button: str, arrival: str
) -> None:
    page = open_section(visitor(luis), submission)
    line = Line(page)
    option(page, "q01.mission", "agree").click()
    expect(state(page)).to_contain_text("Saving")
    option(page, "q01.adaptive", "neutral").click()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Purpose and strategy")
    line.release()
    expect(page).to_have_url(re.compile(arrival))
    assert saved(submission)["q01"] == {"mission": "agree", "adaptive": "neutral"}
    open_section(page, submission)
    expect(state(page)).to_contain_text("Saved at")
    assert not kept(page)


def test_quick_answers_are_all_saved(visitor: Visitor, luis: User, submission: Submission) -> None:
    page = open_section(visitor(luis), submission)
    line = Line(page)
    for item, value in [("mission", "agree"), ("enhancement", "neutral"), ("adaptive", "disagree")]:
        option(page, f"q01.{item}", value).click()
    expect(state(page)).to_contain_text("Saving")
    option(page, "q01.anticipatory", "agree").click()
    with autosave_of(page, "q01.mission=agree", "q01.anticipatory=agree"):
        line.release()
    expect(state(page)).to_contain_text("Saved at")
    assert not kept(page)
    assert saved(submission)["q01"] == {
        "mission": "agree",
        "enhancement": "neutral",
        "adaptive": "disagree",
        "anticipatory": "agree",
    }


# --- What the scripts add to a question


def test_a_place_that_is_taken_changes_hands(
    visitor: Visitor, luis: User, submission: Submission
) -> None:
    page = open_section(visitor(luis), submission)
    option(page, "q02.mission", "1").click()
    option(page, "q02.adaptive", "2").click()
    option(page, "q02.adaptive", "1").click()
    expect(box(page, "q02.mission", "2")).to_be_checked()
    with autosave_of(page, "q02.adaptive=1", "q02.enhancement=2", "q02.mission="):
        option(page, "q02.enhancement", "2").click()  # had no place: so mission has none now
    expect(box(page, "q02.mission", "")).to_be_checked()
    assert saved(submission)["q02"] == {"adaptive": 1, "enhancement": 2}


def test_dragging_gives_a_place_to_what_is_dragged_only(
    visitor: Visitor, luis: User, submission: Submission
) -> None:
    page = open_section(visitor(luis), submission)
    rows = page.locator("#q-q02 .rank")
    rows.first.evaluate("row => row.scrollIntoView({block: 'start'})")
    start, goal = rows.last.locator(".handle").bounding_box(), rows.first.bounding_box()
    assert start
    assert goal
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, goal["y"] + 2, steps=5)
    with autosave_of(page, "q02.adaptive=1"):
        page.mouse.up()
    assert saved(submission)["q02"] == {"adaptive": 1}


def test_none_of_these_and_the_others_exclude_each_other(
    visitor: Visitor, luis: User, submission: Submission
) -> None:
    page = open_section(visitor(luis), submission, "horizons")
    option(page, "q10", "mission").click()
    option(page, "q10", "adaptive").click()
    option(page, "q10", "none").click()
    expect(page.locator("input[name=q10]:checked")).to_have_count(1)
    with autosave_of(page, "q10=adaptive"):
        option(page, "q10", "adaptive").click()
    expect(box(page, "q10", "none")).not_to_be_checked()
    assert saved(submission, "horizons")["q10"] == ["adaptive"]


def test_an_answer_can_be_cleared(visitor: Visitor, luis: User, filled: Submission) -> None:
    page = open_section(visitor(luis), filled)
    button = page.locator("#q-q01").get_by_role("button", name="Clear this answer")
    with page.expect_response(lambda answer: is_autosave(answer.request)):
        button.click()
    expect(page.locator("#q-q01 input:checked")).to_have_count(0)
    expect(button).to_be_focused()
    expect(page.locator("#q-q01 .told")).to_have_text("The answer is cleared.")
    expect(page.get_by_role("status").filter(has_text="The answer is cleared.")).to_have_count(1)
    expect(page.locator("#q-q03 input:checked")).to_have_count(4)
    assert set(saved(filled)) == {"q02", "q03", "q04"}


# --- Another language


def test_another_language_keeps_what_is_typed(
    visitor: Visitor, luis: User, submission: Submission
) -> None:
    page = open_section(visitor(luis), submission, "profile")
    page.locator("input[name=unit]").press_sequentially("Planeación")
    page.locator("input[name=people]").fill("many")  # cannot be saved
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("input[name=unit]")).to_have_value("Planeación")
    expect(page.locator("input[name=people]")).to_have_value("many")
    page.locator("input[name=people]").fill("12")
    page.get_by_role("button", name="Português").click()
    expect(page.locator("html")).to_have_attribute("lang", "pt-br")
    expect(page.locator("input[name=people]")).to_have_value("12")
    assert saved(submission, "profile") == {"country": "PE", "unit": "Planeación", "people": 12}


def test_another_language_keeps_the_address_on_the_sign_in_page(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/account/login/")
    page.locator("main input[name=login]").press_sequentially("luis@example.org")
    page.locator("main input[name=password]").press_sequentially("secret")
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("main input[name=login]")).to_have_value("luis@example.org")
    expect(page.locator("main input[name=password]")).to_have_value("")
    assert not page.evaluate("Object.values(sessionStorage).join().includes('secret')")
