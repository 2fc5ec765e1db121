"""The report of the digital maturity and the questionnaire on paper, judged by veraPDF and looked into."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from assessment import pdf
from assessment.methods import published
from assessment.methods.results import Author
from assessment.methods.weighted_mean.interchange import read_answers
from assessment.methods.weighted_mean.shape import declared
from assessment.results import results_of
from assessment.wording import LANGUAGES
from tests import verapdf
from tests.agencies import agency
from tests.verapdf import text

pytestmark = [pytest.mark.pdf, pytest.mark.usefixtures("each_pdf_once")]
INSTRUMENT = published.get("digital_maturity", 1)
AUTHOR = Author("Agência de <Serviços> 🚀", "UY", "", datetime(2026, 5, 1, tzinfo=UTC))


def report(seed: int, language: str) -> bytes:
    answers, _faults = read_answers(INSTRUMENT, agency(INSTRUMENT, seed))
    return pdf.render_pdf(results_of(INSTRUMENT, answers, AUTHOR, language))


def test_reports_and_questionnaires_are_pdf_ua(tools, tmp_path):
    files: list[Path] = []
    for seed, language in enumerate(LANGUAGES, start=2):
        made = {
            f"report-{language}.pdf": report(seed, language),
            f"paper-{language}.pdf": pdf.render_questionnaire(INSTRUMENT, "Agência", language),
        }
        for name, data in made.items():
            files.append(tmp_path / name)
            files[-1].write_bytes(data)
    assert {
        path.name: faults for path, faults in verapdf.failures_of(files).items() if faults
    } == {}


# Two of the reports above, and one of usual length in place of the one that has 86 pages.
@pytest.mark.parametrize(("seed", "language"), [(2, "en"), (7, "es"), (4, "pt-br")])
def test_the_first_page_is_the_summary_and_the_last_the_method(seed, language):
    made = report(seed, language)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert 20 <= len(opened.pages) <= 45
        assert str(opened.Root.Lang).lower() == language
    read = text(made)
    for area in declared(INSTRUMENT).areas:
        assert area.text[language] in read


def test_an_empty_draft_makes_a_report():
    assert pdf.render_pdf(results_of(INSTRUMENT, {}, AUTHOR, "en"))
