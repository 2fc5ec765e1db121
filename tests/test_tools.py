"""The page of tools: public, complete, and searched without a script."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from assessment import review
from assessment.review.advice.actions import advised_actions
from assessment.wording import LANGUAGES

TOOLS = "/tools/"


def listed(page):
    return [tool.key for tool in page.context["tools"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tool_is_there_in_the_readers_language(client, db, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get(TOOLS)
    assert listed(page) == list(review.tools())
    assert len(listed(page)) == 42
    content = page.content.decode()
    for tool in review.tools().values():
        assert f'id="tool-{tool.key}"' in content
        assert tool.month[language].replace("'", "&#x27;") in content


def test_only_names_of_their_own_are_the_same_in_two_languages():
    for tool in review.tools().values():
        for text in (tool.what, tool.hour, tool.month):
            assert len(set(text.values())) == len(LANGUAGES)


def test_the_glossary_and_every_page_lead_there(client, db):
    assert f'href="{TOOLS}"' in client.get(reverse("assessment:glossary")).content.decode()


def test_words_narrow_the_list_whatever_their_accents_and_capitals(client, db):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    found = listed(client.get(TOOLS, {"q": "INNOVACION anticipatoria"}))
    assert "aig" in found
    assert len(found) < len(review.tools())


def test_what_matches_nothing_says_so(client, db):
    page = client.get(TOOLS, {"q": "zzzz"})
    assert listed(page) == []
    assert "Nothing matches." in page.content.decode()


def test_a_search_longer_than_it_may_be_shows_everything_and_what_is_wrong(client, db):
    page = client.get(TOOLS, {"q": "x" * 201})
    assert len(listed(page)) == 42
    assert page.context["form"].errors["q"]


def test_tools_and_actions_name_each_other():
    for number, action in advised_actions().items():
        for key in action.tools:
            assert number in {served.number for served in review.tools()[key].actions}
