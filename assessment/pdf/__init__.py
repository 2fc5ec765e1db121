"""The only door to WeasyPrint. Nothing in a report can reach the network or a file outside the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import fontpkg_ibm_plex_sans
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from assessment import reference
from assessment.instruments import Instrument, Question
from assessment.results import Results
from assessment.wording import Text

from .glyphs import printable
from .tagging import complete_tags

FONT = Path(fontpkg_ibm_plex_sans.__file__).parent / "files" / "IBMPlexSans[wdth,wght].ttf"


def render_html(results: Results) -> str:
    """The report as HTML, in the results' language, with printable characters only."""
    zone = ZoneInfo(reference.countries()[results.author.country].zone)
    with override(results.language), timezone.override(zone):
        agency = results.author.agency
        language = results.language
        context = {"results": results, "language": language, "agency": agency, "for_print": True}
        html = render_to_string(results.report_template, context)
    return printable(html, FONT)


def render_pdf(results: Results) -> bytes:
    """The report as tagged PDF/UA-1."""
    return _pdf(render_html(results))


def render_questionnaire(instrument: Instrument, agency: str, language: str) -> bytes:
    """The questions to fill in by hand, as tagged PDF/UA-1."""
    sections = [
        (section, [(q, _condition(instrument, q)) for q in section.questions])
        for section in instrument.sections
    ]
    context = {
        "instrument": instrument,
        "agency": agency,
        "language": language,
        "sections": sections,
    }
    with override(language):
        html = render_to_string("assessment/questionnaire.html", context)
    return _pdf(printable(html, FONT))


def _condition(instrument: Instrument, question: Question) -> tuple[Text, Text] | None:
    """The question and the answer that make this one appear."""
    if question.shown_if is None:
        return None
    asked = instrument.question(question.shown_if.question)
    return asked.text, asked.item(question.shown_if.answer).text


def _pdf(html: str) -> bytes:
    # Loading Pango and HarfBuzz takes half a second: only who makes a PDF should wait.
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    stylesheet, font_config = _styles()
    # User text is in these pages: data URIs are all they may refer to.
    document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    made = document.write_pdf(
        stylesheets=[stylesheet],
        font_config=font_config,
        pdf_variant="pdf/ua-1",
        finisher=complete_tags,
    )
    assert isinstance(made, bytes)
    return made


@cache
def _styles() -> tuple[Any, Any]:
    """The report's style sheet with its font, read once in the life of a worker."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    font_config = FontConfiguration()
    face = f'@font-face {{ font-family: "Plex"; src: url("{FONT.as_uri()}"); }}\n'
    sheet = (settings.BASE_DIR / "static" / "css" / "report.css").read_text(encoding="utf-8")
    return CSS(string=face + sheet, font_config=font_config), font_config
