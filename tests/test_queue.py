"""The list for reviewers and administrators: only what is in their reach, narrowed as they wish."""

from __future__ import annotations

import pytest
from django.urls import reverse

from assessment import workflow
from assessment.models import Agency, Submission
from tests.conftest import appoint, person
from tests.reading import Form, elements, forms, words

QUEUE = reverse("assessment:queue")


@pytest.fixture
def abroad(transport, bia, instrument) -> Submission:
    return workflow.start(transport, instrument, bia)


def listed(page) -> set[str]:
    """The submissions that have a row, whether or not their results may be read."""
    rows = (attributes.get("id") or "" for tag, attributes in elements(page) if tag == "tr")
    return {row.removeprefix("submission-") for row in rows if row}


def filters(page) -> Form:
    return next(found for found in forms(page) if "country" in found.choices)


def ids(*submissions: Submission) -> set[str]:
    return {str(submission.pk) for submission in submissions}


def test_everyone_sees_what_is_in_their_reach(client, submission, abroad, rosa, paulo, adm):
    reach = {rosa: ids(submission), paulo: ids(abroad), adm: ids(submission, abroad)}
    for user, expected in reach.items():
        client.force_login(user)
        assert listed(client.get(QUEUE)) == expected


def test_a_draft_in_the_list_is_linked_for_those_who_may_read_it(
    client, submission, rosa, adm, root
):
    results = reverse("assessment:results", args=[submission.pk])
    for user, linked in {rosa: False, adm: False, root: True}.items():
        client.force_login(user)
        assert (results in client.get(QUEUE).content.decode()) is linked


def test_a_reviewer_of_two_countries_sees_both(client, submission, abroad, rosa):
    appoint(rosa, "reviewer", "BR")
    client.force_login(rosa)
    assert listed(client.get(QUEUE)) == ids(submission, abroad)


def test_countries_and_agencies_out_of_reach_cannot_be_chosen(client, submission, abroad, rosa):
    client.force_login(rosa)
    page = client.get(QUEUE)
    choices = filters(page).choices
    assert choices["country"] == ["", "PE"]
    assert "agency" not in choices  # a field to search with: a menu would tell who there is
    assert abroad.agency.name not in words(page)


@pytest.mark.parametrize("query", ["country=BR", "agency={abroad}", "country=BR&status=draft"])
def test_a_filter_never_widens_the_reach(client, submission, abroad, rosa, query):
    client.force_login(rosa)
    page = client.get(f"{QUEUE}?{query.format(abroad=abroad.agency.name)}")
    assert listed(page) <= ids(submission)
    assert abroad.agency.name not in words(page)


def test_the_list_can_be_narrowed_by_country_agency_and_state(as_adm, snapshot, abroad, health):
    sealed = snapshot.submission
    for query, expected in {
        "country=PE": ids(sealed),
        "country=BR": ids(abroad),
        f"agency={health.name[3:9].upper()}": ids(sealed),
        "agency=nobody": set(),
        "status=draft": ids(abroad),
        "status=submitted": ids(sealed),
        "instrument=portfolio_snapshot": ids(sealed, abroad),
        "country=PE&status=draft": set(),
        "": ids(sealed, abroad),
    }.items():
        assert listed(as_adm.get(f"{QUEUE}?{query}")) == expected, query
    assert "Nothing matches" in words(as_adm.get(f"{QUEUE}?country=PE&status=draft"))


def test_the_filter_that_was_chosen_is_shown_as_chosen(as_adm, snapshot):
    chosen = filters(as_adm.get(f"{QUEUE}?country=PE&status=submitted")).fields
    assert (chosen["country"], chosen["status"]) == (["PE"], ["submitted"])


@pytest.mark.parametrize(
    "query",
    ["country=XX", "agency=0", "agency=%00", f"agency={'9' * 40}", "status=lost", "after=x",
     "after=2026-11-26_x", f"before={'9' * 40}", "after=%00", "end=", "after=1&before=2", "after=2026-11-26T00:00:00_0",
     "after=9999-12-31T23:59:59-14:00_00000000-0000-0000-0000-000000000000", "instrument=horoscope", "end=1&end=2",
     "a[]=1"],
)  # fmt: skip
def test_a_strange_query_shows_a_page(as_adm, submission, query):
    assert as_adm.get(f"{QUEUE}?{query}").status_code == 200


@pytest.fixture
def sixty(instrument) -> list[Submission]:
    made = []
    for number in range(60):
        agency = Agency.objects.create(
            name=f"Agency {number:02}", country="PE" if number % 2 else "BR"
        )
        made.append(workflow.start(agency, instrument, person(f"p{number}", agency)))
    return made


def leading(page, rel: str) -> str:
    """Where a link of the list's pages leads."""
    links = (a for tag, a in elements(page) if tag == "a")
    return QUEUE + str(next(a["href"] for a in links if a.get("rel") == rel))


def test_sixty_submissions_take_two_pages_and_all_are_there(as_adm, sixty):
    first = as_adm.get(QUEUE)
    second = as_adm.get(leading(first, "next"))
    assert "60 submissions" in words(first)
    assert (len(listed(first)), len(listed(second))) == (50, 10)
    assert listed(first) | listed(second) == ids(*sixty)
    assert listed(as_adm.get(leading(second, "prev"))) == listed(first)
    assert listed(as_adm.get(leading(second, "first"))) == listed(first)
    assert listed(as_adm.get(leading(first, "last"))) == ids(
        *sixty[:50]
    )  # the oldest, a page of them


def test_rows_of_one_moment_are_all_shown_once(as_adm, sixty):
    Submission.objects.update(started_at=sixty[0].started_at)
    first = as_adm.get(QUEUE)
    second = as_adm.get(leading(first, "next"))
    assert not listed(first) & listed(second)
    assert listed(first) | listed(second) == ids(*sixty)


def test_a_long_list_is_not_counted_to_its_end(as_adm, sixty, monkeypatch):
    monkeypatch.setattr("assessment.views.paging.COUNTED", 20)
    assert "More than 20 submissions" in words(as_adm.get(QUEUE))


def test_the_next_page_keeps_the_filter(as_adm, sixty, health, luis, instrument):
    for number in range(60, 120):
        agency = Agency.objects.create(name=f"Agency {number}", country="PE")
        workflow.start(agency, instrument, person(f"p{number}", agency))
    page = as_adm.get(f"{QUEUE}?country=PE")
    second = as_adm.get(leading(page, "next"))
    assert "90 submissions" in words(second)
    assert len(listed(second)) == 40


def test_the_list_asks_the_database_as_often_for_sixty_as_for_one(
    as_adm, submission, sixty, django_assert_max_num_queries, django_assert_num_queries
):
    as_adm.get(QUEUE)  # the first time, the session notes when it was used
    with django_assert_max_num_queries(10) as many:
        as_adm.get(QUEUE)
    Submission.objects.exclude(pk=submission.pk).delete()
    with django_assert_num_queries(len(many)):
        as_adm.get(QUEUE)


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_the_list_speaks_the_readers_language(as_adm, snapshot, language, instrument):
    as_adm.cookies["django_language"] = language
    page = as_adm.get(QUEUE)
    assert f'<html lang="{language}"' in page.content.decode()
    assert instrument.text[language] in words(page)
