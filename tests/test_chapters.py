"""The results: the whole at a glance, and a chapter for each question that it raises."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from assessment import workflow
from assessment.methods import published

from .reading import words
from .test_maturity_pages import fill

LANGUAGES = ("en", "es", "pt-br")


@pytest.fixture(params=["portfolio_snapshot", "digital_maturity"])
def begun(request, health, luis, complete_answers):
    """A draft with answers, of each kind."""
    submission = workflow.start(health, published.latest(request.param), luis)
    if request.param == "digital_maturity":
        fill(submission, 2, luis)
        return submission
    for section, answers in complete_answers.items():
        submission.records.filter(section=section).update(answers=answers)
    return submission


def links(page) -> list[str]:
    """The addresses of the page's main part, without its fragments."""
    main = page.content.decode().partition("<main")[2]
    return [unescape(each).partition("#")[0] for each in re.findall(r'href="([^"]+)"', main)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_first_page_every_chapter_is_reached_and_each_leads_on(
    client, luis, begun, language
):
    client.cookies["django_language"] = language
    client.force_login(luis)
    first = reverse("assessment:results", args=[begun.pk])
    listed = client.get(first).content.decode().partition('id="chapters"')[2].partition("</nav>")[0]
    chapters = re.findall(r'href="([^"]+)"', listed)
    assert len(chapters) > 5
    walked, at = [], chapters[0]
    while at not in walked:
        walked.append(at)
        page = client.get(at)
        assert page.status_code == 200
        held = page.content.decode()
        assert held.count('aria-current="page"') >= 1
        assert held.count("<h1") == 1
        onward = held.partition('class="onward"')[2].partition("</p>")[0]
        at = (re.findall(r'href="([^"]+)"', onward) or [at])[0]
    assert walked == chapters


def test_no_fragment_points_nowhere(client, luis, begun):
    client.force_login(luis)
    first = reverse("assessment:results", args=[begun.pk])
    pages = {first: client.get(first).content.decode()}
    for address in set(re.findall(rf'href="({first}[\w-]+/)', pages[first])):
        pages[address] = client.get(address).content.decode()
    for address, page in pages.items():
        for path, anchor in re.findall(r'href="([^"?#]*)#([^"]+)"', page.partition("<main")[2]):
            if (target := pages.get(path or address)) is not None:
                assert f'id="{anchor}"' in target, (address, path, anchor)


def test_a_chapter_that_there_is_not_is_not_found(client, luis, begun):
    client.force_login(luis)
    for name in ("nothing", "summary", "results"):
        place = reverse("assessment:results_chapter", args=[begun.pk, name])
        assert client.get(place).status_code == 404


def test_nothing_answered_has_no_chapters(client, luis, health):
    empty = workflow.start(health, published.latest("digital_maturity"), luis)
    client.force_login(luis)
    place = reverse("assessment:results", args=[empty.pk])
    page = client.get(place)
    assert "there is no profile to show" in words(page)
    assert not [each for each in links(page) if each.startswith(place) and each != place]
    assert client.get(f"{place}profile/").status_code == 404
