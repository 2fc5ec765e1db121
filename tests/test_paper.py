"""The questionnaire on paper can be filled in with a pen; questions have one number on page, paper and in files."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from assessment import pdf
from assessment.files.questionnaire import rows_of
from assessment.methods import published
from assessment.wording import LANGUAGES
from tests.verapdf import text

INSTRUMENTS = pytest.mark.parametrize(
    "instrument", published.all_instruments(), ids=lambda i: i.key
)


def on_paper(instrument, language: str = "en") -> str:
    sections = [
        (section, [(q, None) for q in section.questions]) for section in instrument.sections
    ]
    with override(language):
        return render_to_string(
            "assessment/questionnaire.html",
            {
                "instrument": instrument,
                "agency": "Ministry",
                "sections": sections,
                "language": language,
            },
        )


def test_the_questions_of_the_snapshot_have_the_numbers_of_the_reference():
    for question in published.latest("portfolio_snapshot").questions:
        named = re.fullmatch(r"q(\d\d)", question.key)
        assert question.number == (int(named[1]) if named else 0)


@INSTRUMENTS
def test_what_counts_is_numbered_in_one_row(instrument):
    numbers = [q.number for q in instrument.questions if q.number]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(bool(q.number) == bool(q.scored or q.weight) for q in instrument.questions)


@INSTRUMENTS
def test_a_row_of_a_file_begins_with_the_number(instrument):
    for row in rows_of(instrument, {}, "en"):
        number = instrument.question(row.question).number
        assert row.text.startswith(f"{number}. ") == bool(number)


def test_a_page_numbers_its_questions(client, submission, ana):
    client.force_login(ana)
    page = client.get(reverse("assessment:section", args=[submission.pk, "purpose"]))
    asked = submission.instrument.question("q01").text["en"]
    assert f"1. {asked}" in page.content.decode()


@INSTRUMENTS
def test_there_is_a_place_for_every_mark(instrument):
    """A circle a step of a scale, a square to write a place in, a mark for each choice, lines for evidence."""
    html = on_paper(instrument)
    grids = [q for q in instrument.questions if q.kind.has_scale]
    assert html.count('class="ring"') == sum(len(q.items) * len(q.scale) for q in grids)
    ranked = [q for q in instrument.questions if q.kind.each_once]
    assert html.count('class="paper-places"') == len(ranked)
    chosen = [
        q for q in instrument.questions
        if not (q.kind.is_written or q.kind.has_scale or q.kind.each_once)
    ]  # fmt: skip
    for several, name in ((True, "many"), (False, "one")):
        lists = sum(q.kind.several is several for q in chosen)
        assert html.count(f'<ul class="paper-choices {name}">') >= lists
    remarks = 6
    lines = sum(2 * q.wants_evidence for q in instrument.questions) + remarks
    lines += sum(3 if q.longest > 200 else 1 for q in instrument.questions if q.kind.is_written)
    assert html.count('class="line"') == lines


@pytest.mark.pdf
@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_asks_for_name_and_date_and_says_how(language):
    instrument = published.latest("portfolio_snapshot")
    read = " ".join(text(pdf.render_questionnaire(instrument, "Ministry", language)).split())
    with override(language):
        html = on_paper(instrument, language)
    for sentence in re.findall(r"<(?:th scope=\"row\"|li[^>]*)>([^<]{4,40})</", html)[:10]:
        assert sentence in read
    assert f"24. {instrument.question('q24').text[language][:20]}" in read
