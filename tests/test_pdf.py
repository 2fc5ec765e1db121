"""The report as PDF: what is in it, and that everybody can read it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from assessment import pdf
from assessment.methods.points.results import PointsResults
from assessment.methods.results import Author
from assessment.models import Submission

from . import verapdf
from .verapdf import text

pytestmark = [pytest.mark.pdf, pytest.mark.usefixtures("each_pdf_once")]
LANGUAGES = ("en", "es", "pt-br")
HOSTILE = (
    "😀 漢字 \u202etfel-ot-thgir\u202c <script>alert(1)</script> =1+1 "
    '<img src="http://127.0.0.1:9/x.png"> <img src="file:///etc/passwd"> & ñandú ação'
)
SEALED = Author(
    agency="Secretaría de Educação e Niñez",
    country="CO",
    respondent="Úrsula Peña",
    as_of=datetime(2026, 11, 23, 12, tzinfo=UTC),
    sealed_by="João Conceição",
    checksum="c0ffee" + "0" * 58,
)


@pytest.fixture
def hostile(complete_answers) -> dict[str, Any]:
    answers = {**complete_answers, "profile": {**complete_answers["profile"], "unit": HOSTILE}}
    answers["profile"]["country"] = "CO"
    return answers


class Headings(HTMLParser):
    """The words of h1 to h4, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in {"h2", "h3", "h4"}:
            self.inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in {"h2", "h3", "h4"}

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1] += data


def test_every_report_is_pdf_ua(tools, instrument, complete_answers, hostile, tmp_path):
    draft = Author("Agência Única", "BR", "Zé", datetime.now(UTC))
    files: list[Path] = []
    for language in LANGUAGES:
        for name, answers, author in (
            ("sealed", complete_answers, SEALED),
            ("hostile", hostile, SEALED),
            ("draft", {"purpose": complete_answers["purpose"]}, draft),
        ):
            path = tmp_path / f"{name}-{language}.pdf"
            path.write_bytes(pdf.render_pdf(PointsResults(instrument, answers, author, language)))
            files.append(path)
    assert {
        path.name: faults for path, faults in verapdf.failures_of(files).items() if faults
    } == {}
    assert {path.name: found for path in files if (found := verapdf.outloud_errors(path))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_cover_and_the_end_say(instrument, complete_answers, language):
    results = PointsResults(instrument, complete_answers, SEALED, language)
    made = pdf.render_pdf(results)
    read = text(made)
    for words in (SEALED.agency, SEALED.respondent, SEALED.sealed_by, SEALED.checksum, "2026"):
        assert words in read
    assert instrument.text[language] in read
    assert results.scorecard.group.text[language] in read
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert str(opened.Root.Lang).lower() == language
        assert SEALED.agency in str(opened.docinfo.Title)
        with opened.open_outline() as outline:
            assert len(outline.root) >= 1
        for page in opened.pages:
            for font in page.Resources.get("/Font", {}).values():
                described = font.get("/DescendantFonts", [font])[0].FontDescriptor
                assert "/FontFile2" in described or "/FontFile3" in described


def test_hostile_words_are_drawn_as_words_and_turn_nothing_around(instrument, hostile):
    html = pdf.render_html(PointsResults(instrument, hostile, SEALED, "es"))
    assert "<script>" not in html
    assert "<img" not in html
    assert "\u202e" not in html
    assert {"😀", "漢"} <= set(html)  # other faces draw them
    read = text(pdf.render_pdf(PointsResults(instrument, hostile, SEALED, "es")))
    assert "ñandú ação" in read
    assert "=1+1" in read


def test_page_and_report_have_the_same_headings(instrument, complete_answers):
    results = PointsResults(instrument, complete_answers, SEALED, "es")
    shown = {"results": results, "submission": Submission()}
    with override("es"):
        chapters = [render_to_string(one.template, shown) for one in results.chapters]
        report = Headings(pdf.render_html(results)).found
    assert report[1:] == Headings("".join(chapters)).found  # the first is the contents


def test_a_draft_is_called_provisional_with_what_is_answered(instrument, complete_answers):
    draft = Author("Agência", "BR", "Zé", datetime.now(UTC))
    answers = {"purpose": complete_answers["purpose"]}
    read = text(pdf.render_pdf(PointsResults(instrument, answers, draft, "en")))
    assert "4 of 28 questions answered" in read
    assert "not answered yet" in read  # portfolio management
    assert "Checksum" not in read


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/hostname"])
def test_the_renderer_fetches_nothing(address, instrument, complete_answers, monkeypatch):
    monkeypatch.setattr(
        pdf,
        "render_html",
        lambda results, chapters: f'<html lang="en"><title>x</title><img src="{address}" alt="x">',
    )
    from weasyprint import urls

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError(f"{address} was opened")

    monkeypatch.setattr(urls.URLFetcher, "open", refuse, raising=False)
    assert pdf.render_pdf(PointsResults(instrument, complete_answers, SEALED, "en"))
