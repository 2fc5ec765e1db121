"""Two windows on one section: only what both changed is asked about, and nobody conflicts with themselves."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Submission
from tests.reading import elements, form, words

HTMX = {"hx-request": "true"}


@pytest.fixture
def place(submission) -> str:
    return reverse("assessment:section", args=[submission.pk, "profile"])


@pytest.fixture
def as_ana(ana) -> Client:
    client = Client()
    client.force_login(ana)
    return client


def answers(submission: Submission, section: str = "profile") -> dict[str, object]:
    found: dict[str, object] = submission.records.get(section=section).answers
    return found


def test_what_only_one_of_two_changed_is_merged(as_luis, as_ana, submission, place):
    his, hers = form(as_luis.get(place)), form(as_ana.get(place))
    assert as_ana.post(place, hers.filled({"unit": "Hers"})).status_code == 302
    assert as_luis.post(place, his.filled({"people": "50"})).status_code == 302
    assert answers(submission) == {"unit": "Hers", "people": 50, "country": "PE"}


def test_a_page_that_stays_open_is_told_what_a_colleague_changed(as_luis, as_ana, place):
    his, hers = form(as_luis.get(place)), form(as_ana.get(place))
    as_ana.post(place, hers.filled({"unit": "Hers"}))
    page = as_luis.post(place, his.filled({"people": "50"}), headers=HTMX)
    assert page.status_code == 200
    assert "Changed by somebody else meanwhile: " in words(page)


def test_a_page_that_stays_open_never_undoes_a_colleagues_answer(
    as_luis, as_ana, submission, place
):
    """Its second save still shows the old answer to a question that its person never touched."""
    his, hers = form(as_luis.get(place)), form(as_ana.get(place))
    as_ana.post(place, hers.filled({"unit": "Hers"}))
    for people in ("50", "60"):
        page = as_luis.post(place, his.filled({"people": people}), headers=HTMX)
        given = [each for _tag, each in elements(page) if each.get("name") == "loaded"]
        his.fields["loaded"] = [given[0]["value"] or ""]
    assert answers(submission) == {"unit": "Hers", "people": 60, "country": "PE"}


def test_only_the_question_that_both_changed_is_asked_about(as_luis, as_ana, submission, place):
    his, hers = form(as_luis.get(place)), form(as_ana.get(place))
    as_ana.post(place, hers.filled({"unit": "Hers", "people": "40"}))
    page = as_luis.post(place, his.filled({"unit": "His", "sectors": ["health"]}))
    assert page.status_code == 409
    assert "Two versions of one answer" in words(page)
    assert answers(submission)["sectors"] == ["health"]
    assert answers(submission)["unit"] == "Hers"
    again = form(page)
    assert (again.fields["unit"], again.fields["people"]) == (["His"], ["40"])
    assert as_luis.post(place, again.filled({})).status_code == 302
    assert answers(submission) == {
        "unit": "His", "people": 40, "sectors": ["health"], "country": "PE"
    }  # fmt: skip


def test_an_answer_that_never_arrived_is_no_conflict_with_oneself(as_luis, submission, place):
    sent = form(as_luis.get(place))
    assert (
        as_luis.post(place, sent.filled({"unit": "H", "turn": 1}), headers=HTMX).status_code == 200
    )
    later = sent.filled(
        {"unit": "Health", "people": "9", "turn": 2}
    )  # still with the marks of before
    assert as_luis.post(place, later, headers=HTMX).status_code == 200
    assert answers(submission) == {"unit": "Health", "people": 9, "country": "PE"}


def test_a_change_of_mind_after_an_answer_that_never_arrived_counts(as_luis, submission, place):
    sent = form(as_luis.get(place))
    as_luis.post(place, sent.filled({"unit": "Health", "turn": 1}), headers=HTMX)
    as_luis.post(place, sent.filled({"unit": "", "turn": 2}), headers=HTMX)
    assert "unit" not in answers(submission)


def test_a_save_that_was_overtaken_on_its_way_changes_nothing(as_luis, submission, place):
    sent = form(as_luis.get(place))
    as_luis.post(place, sent.filled({"unit": "Health", "turn": 2}), headers=HTMX)
    page = as_luis.post(place, sent.filled({"unit": "Hea", "turn": 1}), headers=HTMX)
    assert page.status_code == 200
    assert answers(submission)["unit"] == "Health"


def test_a_colleague_between_two_of_ones_own_saves_is_asked_about(
    as_luis, as_ana, submission, place
):
    sent = form(as_luis.get(place))
    as_luis.post(place, sent.filled({"unit": "H", "turn": 1}), headers=HTMX)
    as_ana.post(place, form(as_ana.get(place)).filled({"unit": "Hers"}))
    page = as_luis.post(place, sent.filled({"unit": "Health", "turn": 2}), headers=HTMX)
    assert page.status_code == 409
    assert answers(submission)["unit"] == "Hers"


def test_two_tabs_of_one_person_are_merged_too(as_luis, submission, place):
    one, other = form(as_luis.get(place)), form(as_luis.get(place))
    as_luis.post(place, one.filled({"unit": "In the first"}))
    assert as_luis.post(place, other.filled({"people": "7"})).status_code == 302
    assert answers(submission) == {"unit": "In the first", "people": 7, "country": "PE"}


def test_pressing_save_without_a_change_takes_no_authorship(as_ana, as_luis, submission, place):
    as_luis.post(place, form(as_luis.get(place)).filled({"unit": "His"}))
    as_ana.post(place, form(as_ana.get(place)).filled({}))
    assert str(submission.records.get(section="profile").saved_by) == "Luis"
