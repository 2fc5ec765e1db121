"""The only door to WeasyPrint. Nothing in a report can reach the network or a file outside the package."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from assessment import palette, review
from assessment.fonts import PLEX, WEIGHTS, Face, needed_for
from assessment.instruments import Instrument, Question
from assessment.methods.results import Results
from assessment.wording import Text

from .glyphs import printable
from .tagging import complete_tags


def render_html(results: Results, chapters: Sequence[object] = ()) -> str:
    """The report as HTML, in the results' language, with printable characters only.

    `chapters` are those that other apps add (assessment/contributions.py).
    """
    author = results.author
    context = {"results": results, "chapters": chapters, "agency": author.agency}
    return document_html(results.report_template, context, results.language, author.country)


def render_pdf(results: Results, chapters: Sequence[object] = ()) -> bytes:
    """The report as tagged PDF/UA-1."""
    return _pdf(render_html(results, chapters))


def document_html(template: str, context: Mapping[str, object], language: str, country: str) -> str:
    """Any report as HTML: in its language, with the dates of its country, with printable characters only."""
    zone = ZoneInfo(review.countries()[country].zone)
    with override(language), timezone.override(zone):
        html = render_to_string(template, {**context, "language": language, "for_print": True})
    return printable(html)


def render_document(
    template: str, context: Mapping[str, object], language: str, country: str
) -> bytes:
    """Any report as tagged PDF/UA-1."""
    return _pdf(document_html(template, context, language, country))


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
    return _pdf(printable(html))


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

    faces = needed_for(html)
    stylesheet, font_config = _styles(faces)
    families = ", ".join(face.family for face in (PLEX, *faces))
    html = html.replace('font-family="Plex', f'font-family="{families}')  # of pictures
    # User text is in these pages: data URIs are all they may refer to.
    document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    with _without_collecting():
        made = document.write_pdf(
            stylesheets=[stylesheet],
            font_config=font_config,
            pdf_variant="pdf/ua-1",
            finisher=complete_tags,
        )
    assert isinstance(made, bytes)
    return made


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A layout is a million objects that all stay until the end: looking through them again and again finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _plex() -> list[tuple[str, Path, str]]:
    """Plex in the weights of the style sheet, cut by `manage.py subset_fonts`; the variable font is slower to set."""
    files = [(weight, Path(settings.FONTS_DIR) / f"plex-{weight}.ttf") for weight in WEIGHTS]
    if not all(file.exists() for _weight, file in files):
        return [(PLEX.family, PLEX.file, "")]
    return [(PLEX.family, file, f"font-weight: {weight}; ") for weight, file in files]


@lru_cache(maxsize=8)
def _styles(faces: tuple[Face, ...] = ()) -> tuple[object, object]:
    """The report's style sheet with its fonts, read once in the life of a worker: most reports need Plex alone."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    font_config = FontConfiguration()
    shipped = "".join(
        f'@font-face {{ font-family: "{family}"; src: url("{file.as_uri()}"); {weight}}}\n'
        for family, file, weight in [*_plex(), *((face.family, face.file, "") for face in faces)]
    )
    sheet = (settings.BASE_DIR / "static" / "css" / "report.css").read_text(encoding="utf-8")
    sheet = sheet.replace(" Plex;", f" {', '.join(face.family for face in (PLEX, *faces))};")
    drawn = "\n".join((shipped, palette.hues(), palette.on_paper(sheet)))
    return CSS(string=drawn, font_config=font_config), font_config
