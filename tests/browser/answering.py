"""How a person gives answers on the page: by pressing what is labelled with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from playwright.sync_api import Locator, Page

from assessment.instruments import Question, Section, kinds
from assessment.models import Submission


def section_address(submission: Submission, section: str) -> str:
    return reverse("assessment:section", args=[submission.pk, section])


def option(page: Page, name: str, value: str) -> Locator:
    """The words beside a radio button or a box, which can be pressed like it."""
    return page.locator(f'label:has(input[name="{name}"][value="{value}"])')


def box(page: Page, name: str, value: str) -> Locator:
    return page.locator(f'input[name="{name}"][value="{value}"]')


def answer_section(page: Page, section: Section, answers: Mapping[str, Any]) -> None:
    for question in section.questions:
        if question.key in answers:
            answer(page, question, answers[question.key])


def answer(page: Page, question: Question, value: Any) -> None:
    match question.kind:
        case kinds.GRID | kinds.RANKING:
            for item, given in value.items():
                option(page, f"{question.key}.{item}", str(given)).click()
        case kinds.MULTIPLE:
            for item in value:
                option(page, question.key, item).click()
        case kinds.SINGLE:
            option(page, question.key, value).click()
        case kinds.COUNTRY:
            page.locator(f"select[name={question.key}]").select_option(value)
        case _:
            page.locator(f"input[name={question.key}]").fill(str(value))
