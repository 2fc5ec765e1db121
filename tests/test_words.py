"""Dates and percentages as each language writes them, and the hour of the agency's country."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from assessment import pdf, review
from assessment.methods.points.results import PointsResults
from assessment.methods.results import Author
from assessment.templatetags.assessment_words import day, moment, percent

MIDNIGHT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"), [("en", "49%"), ("es", "49\u00a0%"), ("pt-br", "49%")]
)
def test_a_percentage(language, written):
    with override(language):
        assert percent(49) == written


def test_portuguese_months_are_small():
    with override("pt-br"):
        assert day(MIDNIGHT) == "24 de novembro de 2026"


def test_a_moment_has_hours_from_0_to_24_and_no_full_stop_at_the_end():
    with override("en"):
        assert moment(MIDNIGHT).endswith(", 01:30 (UTC)")
        assert moment(MIDNIGHT.astimezone(ZoneInfo("America/Bogota"))).endswith(", 20:30 (Bogotá)")


def test_every_country_has_a_time_zone():
    for country in review.countries().values():
        assert ZoneInfo(country.zone)


def test_a_report_bears_the_date_of_the_agency_and_not_of_greenwich(instrument, complete_answers):
    author = Author("Ministerio", "PE", "Ana", MIDNIGHT, "Ana", "0" * 64)
    html = pdf.render_html(PointsResults(instrument, complete_answers, author, "es"))
    assert "23 de noviembre de 2026" in html
    assert "24 de noviembre" not in html
