"""One value, one figure: the same digits in table, sentence, picture, page and PDF."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessment import contributions, results
from assessment.figures import whole, whole_percents
from portfolio import tasks, workflow
from portfolio.core import balance
from portfolio.core.facets import Driver, Facet, Priority, Purpose
from portfolio.models import Plan, Target
from portfolio.results.portfolio import PortfolioResults
from portfolio.results.what_if import WhatIf
from portfolio.templatetags.portfolio_words import share_percent
from tests.verapdf import text

NAMES = {
    "Mission-oriented": Facet.MISSION,
    "Enhancement-oriented": Facet.ENHANCEMENT,
    "Adaptive": Facet.ADAPTIVE,
    "Anticipatory": Facet.ANTICIPATORY,
}
# A facet's name, a colon, and words with figures up to the end of the sentence.
SENTENCE = re.compile(rf"({'|'.join(NAMES)}): ([^:.]*?\d+%[^:.]*)")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Fraction(25, 2), 13),
        (Fraction(27, 2), 14),
        (Fraction(75, 2), 38),
        (Fraction(99, 8), 12),
        (Fraction(0), 0),
        (12.5, 13),
        (0.49, 0),
    ],
)
def test_halves_round_up(number, shown):
    assert whole(number) == shown


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9).filter(sum))
def test_whole_percentages_add_up_and_none_is_a_point_off(parts):
    shares = {n: Fraction(part, sum(parts)) for n, part in enumerate(parts)}
    found = whole_percents(shares)
    assert sum(found.values()) == 100
    assert list(found) == list(shares)
    assert all(abs(found[n] - 100 * share) < 1 for n, share in shares.items())


def test_equal_remainders_go_to_the_first():
    assert whole_percents(dict.fromkeys("abc", Fraction(1, 3))) == {"a": 34, "b": 33, "c": 33}


@pytest.fixture
def thirds(health, luis, snapshot):
    """Three facets with a third each: 34, 33 and 33 in the table, and each 33 on its own."""
    rows = [
        {"title": f"Project {n}", "purpose": p, "driver": d, "priority": Priority.LOW}
        for n, (p, d) in enumerate(
            [
                (Purpose.MISSION, Driver.MISSION),
                (Purpose.ENHANCEMENT, Driver.ENHANCEMENT),
                (Purpose.ADAPTIVE, Driver.ADAPTIVE),
            ]
        )
    ]
    workflow.apply_import(health, rows, by=luis)
    return health


def columns(found: PortfolioResults) -> dict[Facet, set[str]]:
    """The figures of each facet in the table of shares."""
    return {row.facet: {row.stated, row.target, *row.actual.values()} - {""} for row in found.rows}


def told(words: str) -> list[tuple[Facet, str]]:
    """Each figure that is told of a facet in a sentence or list."""
    return [
        (NAMES[name], figure)
        for name, sentence in SENTENCE.findall(words)
        for figure in re.findall(r"\d+%", sentence)
    ]


def read(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<title>.*?</title>|<[^>]+>", " ", html))


@pytest.mark.parametrize("with_target", [False, True])
def test_what_is_told_of_a_facet_stands_in_the_table(thirds, luis, client, with_target):
    if with_target:
        shares = {"mission": 1, "anticipatory": 49, "adaptive": 25, "enhancement": 25}
        Target.objects.create(agency=thirds, shares=shares, reasons={})
    found = PortfolioResults(thirds, "en")
    known = columns(found)
    client.force_login(luis)
    pages = [
        client.get(reverse(f"portfolio:{name}", args=[thirds.pk])).content.decode()
        for name in ("balance", "target")
    ]
    figures = [told(read(page)) for page in pages]
    assert len(figures[0]) >= 4
    assert len(figures[1]) >= 4 * with_target
    assert (Facet.MISSION, "34%") in figures[0]
    for facet, figure in figures[0] + figures[1]:
        assert figure in known[facet], (facet, figure)
    for sentence in (d.sentence for d in found.differences):
        assert sentence in read(pages[0])


@pytest.mark.pdf
def test_page_and_both_reports_tell_the_same_figures(thirds, snapshot, luis, client):
    from assessment import pdf

    shares = {"mission": 1, "anticipatory": 49, "adaptive": 25, "enhancement": 25}
    Target.objects.create(agency=thirds, shares=shares, reasons={})
    found = PortfolioResults(thirds, "en")
    client.force_login(luis)
    page = read(client.get(reverse("portfolio:balance", args=[thirds.pk])).content.decode())
    shown = results.of_submission(snapshot.submission, "en")
    reports = [
        text(tasks.render(found)),
        text(pdf.render_pdf(shown, contributions.chapters_of(snapshot.submission, "en"))),
    ]
    known, alignment = (
        columns(found),
        f"agree with what the organisation says about itself to {found.alignment}",
    )
    for words in (page, *reports):
        assert alignment in words
        for sentence in (d.sentence for d in found.differences):
            assert sentence in words
    for words in reports:
        part = words[words.index("Stated and actual") :]
        part = part[: part.rindex("→") + 6]
        assert len(told(part)) >= 10
        for facet, figure in told(part):
            assert figure in known[facet], (facet, figure)


def test_a_what_if_tells_the_shares_and_the_fit_of_the_table(thirds, luis, client):
    shares = {"mission": 33, "anticipatory": 1, "adaptive": 33, "enhancement": 33}
    Target.objects.create(agency=thirds, shares=shares, reasons={})
    plan = Plan.objects.create(agency=thirds, title="Plan")
    found, what_if = PortfolioResults(thirds, "en"), WhatIf(plan, "en")
    assert [change.before for change in what_if.changes] == [r.actual["number"] for r in found.rows]
    assert [change.target for change in what_if.changes] == [r.target for r in found.rows]
    assert what_if.fit_before == found.fit
    picture = {facet: f"{value}%" for facet, value in what_if.picture["before"].items()}
    assert picture == found.percents(found.actual)


@pytest.mark.parametrize(("share", "shown"), [(Fraction(1, 8), "13%"), (Fraction(3, 200), "2%")])
def test_a_share_alone_rounds_halves_up_in_templates_and_sentences(health, share, shown):
    assert share_percent(share) == shown == PortfolioResults(health, "en").percent(share)


def test_a_target_is_shown_as_it_was_typed(health):
    typed = {"mission": 7, "anticipatory": 41, "adaptive": 29, "enhancement": 23}
    wanted = balance.in_shares({facet: typed[facet] for facet in Facet})
    assert wanted
    assert balance.whole_percent(wanted) == typed
