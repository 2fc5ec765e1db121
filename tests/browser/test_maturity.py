"""The digital maturity in a real browser: judged by axe in three languages, and answered without scripts."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessment import demonstration
from assessment.models import Agency, Submission, User

from .axe import judged_by_axe
from .conftest import DESKTOP, NO_SCRIPTS, Visitor
from .test_accessibility import SKIPPED_HEADINGS, judged_on_a_phone

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "es", "pt-br")


@pytest.fixture
def begun(health: Agency, luis: User, ana: User) -> Submission:
    """Ten sections, some with Ana's own views."""
    return demonstration.assess(health, luis, 2.3, ana, "half done")


@pytest.fixture
def sealed(transport: Agency, bia: User) -> Submission:
    return demonstration.assess(transport, bia, 2.8, None, "handed in")


def at(name: str, submission: Submission, *args: str) -> str:
    return reverse(f"assessment:{name}", args=[submission.pk, *args])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_maturity_can_be_used_by_everybody(
    visitor: Visitor, begun: Submission, sealed: Submission, luis: User, bia: User, language: str
) -> None:
    first, later = begun.instrument.sections[1].key, begun.instrument.sections[4].key
    pages = {
        luis: [
            at("overview", begun),
            at("section", begun, first),
            at("section", begun, later),
            at("response", begun, first),
            at("open_questions", begun),
            at("offline", begun),
            at("check", begun),
            at("results", begun),
        ],
        bia: [at("results", sealed)]
        + [
            at("results_chapter", sealed, one)
            for one in ("strengths", "profile", "next", "find-out", "detail", "what-if", "region")
        ],
    }
    faults = {}
    for person, addresses in pages.items():
        page = visitor(person, language, **DESKTOP)
        for address in addresses:
            page.goto(address)
            found = judged_by_axe(page) + judged_on_a_phone(page, width=True)
            found += page.evaluate(SKIPPED_HEADINGS)
            if page.locator("h1").count() != 1:
                found.append("has not exactly one h1")
            if found:
                faults[address] = found
    assert not faults


def test_a_statement_is_answered_without_scripts(
    visitor: Visitor, begun: Submission, luis: User
) -> None:
    section = begun.instrument.sections[12]
    question = next(q for q in section.questions if q.shown_if is None)
    page = visitor(luis, **NO_SCRIPTS)
    page.goto(at("section", begun, section.key))
    box = page.locator(
        f'input[name^="{question.key}"][type=radio], input[name^="{question.key}"][type=checkbox]'
    )
    box.first.check()
    page.locator(".save-bar button").first.click()
    page.goto(at("section", begun, section.key))
    expect(box.first).to_be_checked()
    assert begun.records.get(section=section.key, respondent=None).answers[question.key]
