"""The whole way: sign in, answer, check, hand in, read the results, take the report home."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from playwright.sync_api import Page, expect

from assessment.instruments import Instrument
from assessment.methods.registry import method_of
from assessment.models import SealedAnswers, Submission, User

from .answering import answer_section, option
from .conftest import DESKTOP, NO_SCRIPTS, PHONE, Visitor, sign_in

pytestmark = pytest.mark.browser

PHONE_WIDTH = PHONE["viewport"]["width"]
Look = Callable[[Page], None]


def fits_a_phone(page: Page) -> None:
    """Nothing to scroll sideways. A window that zoomed out to show more would not count."""
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= PHONE_WIDTH, f"{page.url} is {width} px wide"
    assert page.evaluate("innerWidth") == PHONE_WIDTH


def no_look(page: Page) -> None:
    pass


@pytest.mark.parametrize(
    ("window", "look"),
    [
        pytest.param(DESKTOP, no_look, id="desktop"),
        pytest.param(PHONE, fits_a_phone, id="phone"),
        pytest.param(NO_SCRIPTS, no_look, id="without scripts"),
    ],
)
def test_from_signing_in_to_the_report(
    visitor: Visitor,
    luis: User,
    instrument: Instrument,
    complete_answers: dict[str, Any],
    window: dict[str, Any],
    look: Look,
) -> None:
    answers = {**complete_answers, "profile": {**complete_answers["profile"], "country": "PE"}}
    page = visitor(**window)
    page.goto(reverse("account_login"))
    look(page)
    sign_in(page, luis.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("My assessments")
    look(page)
    page.get_by_role("button", name="Portfolio snapshot").click()
    submission = Submission.objects.get(respondent=luis)

    answer_all(page, instrument, answers, look, scripts="java_script_enabled" not in window)
    change_one(page, submission, look)
    answers["purpose"]["q01"]["mission"] = "neutral"
    hand_in(page, look)

    sealed = SealedAnswers.objects.get(submission=submission)
    assert sealed.answers == answers
    assert sealed.scores == method_of(instrument).scores(instrument, answers)
    page.get_by_role("link", name="Our profile").click()
    look(page)
    shown = page.locator(".scores tbody").first.locator(".number").all_inner_texts()
    assert shown == [str(percent) for percent in sealed.scores["percent"].values()]
    page.get_by_role("link", name="Results at a glance").click()
    take_the_report_home(page, luis, instrument, look)


def answer_all(
    page: Page, instrument: Instrument, answers: dict[str, Any], look: Look, *, scripts: bool
) -> None:
    """All sections, with a break after the third."""
    look(page)
    page.get_by_role("main").get_by_role("link", name=instrument.sections[0].text["en"]).click()
    for number, section in enumerate(instrument.sections, start=1):
        expect(page.get_by_role("heading", level=1)).to_have_text(section.text["en"])
        look(page)
        state = page.locator("#save-state")
        expect(state).to_contain_text("Nothing saved in this section yet")
        answer_section(page, section, answers[section.key])
        if scripts:
            page.keyboard.press("Tab")  # leave the field of the last answer
            expect(state).to_contain_text("Saved at")
        if number == 3:
            page.get_by_role("button", name="Save and leave").click()
            expect(page.locator(".sections .state.done")).to_have_count(3)
            page.get_by_role("link", name="My assessments").first.click()
            look(page)
            page.get_by_role("link", name="Continue").click()
            look(page)
            page.get_by_role("link", name=instrument.sections[3].text["en"]).click()
        elif number == len(instrument.sections):
            page.get_by_role("button", name="Save and check your answers").click()
        else:
            page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    look(page)


def change_one(page: Page, submission: Submission, look: Look) -> None:
    page.get_by_role("link", name=re.compile("Change.*Main attention")).click()
    expect(page).to_have_url(re.compile(r"/purpose/\?from=check#q-q01$"))
    look(page)
    option(page, "q01.mission", "neutral").click()
    page.get_by_role("button", name="Save and return to the check").click()
    expect(page).to_have_url(re.compile(r"/check/(#.*)?$"))
    answers = submission.records.get(section="purpose").answers
    assert answers["q01"]["mission"] == "neutral"


def hand_in(page: Page, look: Look) -> None:
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box")
    look(page)
    page.get_by_label("I have checked the answers").check()
    page.get_by_role("button", name="Hand in").click()
    expect(page).to_have_url(re.compile(r"/handed-in/(#.*)?$"))
    expect(page.get_by_role("status")).to_contain_text("Handed in")
    look(page)
    page.get_by_role("link", name="See the results").click()


def take_the_report_home(page: Page, user: User, instrument: Instrument, look: Look) -> None:
    page.get_by_label("Report as PDF in").select_option("es")
    page.get_by_role("button", name="Get the report").click()
    expect(page.get_by_text("The file is ready.")).to_be_visible()
    look(page)
    with page.expect_download() as waited:
        page.get_by_role("link", name="Download the file").click()
    download = waited.value
    title = slugify(instrument.text["es"])
    today = f"{timezone.now().astimezone(ZoneInfo('America/Lima')):%Y-%m-%d}"
    name = rf"ministry-of-health-{title}-luis-[0-9a-f]{{6}}-{today}-es\.pdf"
    assert re.fullmatch(name, download.suggested_filename)
    assert download.path().read_bytes().startswith(b"%PDF-")
