"""The portfolio's PDF, and its chapter in the snapshot's: judged by veraPDF and looked into."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.urls import reverse

from assessment import contributions, pdf, results
from assessment.models import ReportStatus
from assessment.wording import LANGUAGES
from portfolio import tasks, workflow
from portfolio.core.facets import Driver, Priority, Purpose
from portfolio.models import Action, Plan, PortfolioReport, Target
from portfolio.results.portfolio import PortfolioResults
from tests import verapdf
from tests.reading import submit
from tests.verapdf import text

pytestmark = [pytest.mark.pdf, pytest.mark.usefixtures("each_pdf_once")]

HOSTILE = '<img src="file:///etc/passwd"> & “quotes” 🚀'


@pytest.fixture
def stocked(health, luis, snapshot):
    """An agency with everything that a report can show."""
    rows = [
        {
            "title": f"{HOSTILE} {number}" if number == 3 else f"Project {number}",
            "purpose": list(Purpose)[number % 5],
            "driver": list(Driver)[number % 4],
            "priority": list(Priority)[number % 3],
        }
        for number in range(17)
    ]
    workflow.apply_import(health, rows, by=luis)
    shares = {"mission": 40, "anticipatory": 30, "adaptive": 20, "enhancement": 10}
    Target.objects.create(agency=health, shares=shares, reasons=dict.fromkeys(shares, HOSTILE))
    step = {"kind": "add", "project": "", "title": HOSTILE, "priority": "low", "why": ""}
    step |= {"purpose": "all", "driver": "mission"}
    Plan.objects.create(
        agency=health,
        title="Plan",
        decision=HOSTILE,
        owner="Ana",
        decided_on="2026-11-24",
        steps=[step],
    )
    Action.objects.create(agency=health, title="Foresight cell", notes=HOSTILE)
    return health


def test_reports_and_chapters_are_pdf_ua(tools, stocked, snapshot, tmp_path):
    files = []
    for language in LANGUAGES:
        added = contributions.chapters_of(snapshot.submission, language)
        assert len(added) == 1
        made = {
            f"portfolio-{language}.pdf": tasks.render(PortfolioResults(stocked, language)),
            f"snapshot-{language}.pdf": pdf.render_pdf(
                results.of_submission(snapshot.submission, language), added
            ),
        }
        for name, data in made.items():
            files.append(tmp_path / name)
            files[-1].write_bytes(data)
    assert {p.name: faults for p, faults in verapdf.failures_of(files).items() if faults} == {}


def test_what_the_report_says(stocked, snapshot):
    found = PortfolioResults(stocked, "es")
    read = " ".join(text(tasks.render(found)).split())
    for words in (
        "El mapa de proyectos",
        "Project 16",
        "Declarado y real",
        "Plan de acción",
        "Foresight cell",
    ):
        assert words in read
    assert "/etc/passwd" in read  # as words, not as a picture
    assert "root:" not in read
    chapter = pdf.render_pdf(
        results.of_submission(snapshot.submission, "es"),
        contributions.chapters_of(snapshot.submission, "es"),
    )
    assert "Nuestros proyectos" in text(chapter)


def test_a_portfolio_with_nothing_in_it_makes_a_report(health):
    with pikepdf.open(io.BytesIO(tasks.render(PortfolioResults(health, "en")))) as opened:
        assert len(opened.pages) >= 3


def test_the_report_from_asking_to_fetching(
    stocked, luis, client, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("assessment.pdf.render_document", lambda *args: b"%PDF-1.7 made")
    client.force_login(luis)
    with django_capture_on_commit_callbacks(execute=True):
        to = reverse("portfolio:request_report", args=[stocked.pk])
        response = submit(
            client, reverse("portfolio:files", args=[stocked.pk]), {"language": "es"}, to=to
        )
    report = PortfolioReport.objects.get()
    assert report.status == ReportStatus.READY
    page = client.get(response.url).content.decode()
    assert reverse("portfolio:report_file", args=[stocked.pk, report.key]) in page
    fetched = client.get(reverse("portfolio:report_file", args=[stocked.pk, report.key]))
    assert fetched.content == b"%PDF-1.7 made"
    assert (
        "portfolio" in fetched["Content-Disposition"]
        or "portafolio" in fetched["Content-Disposition"]
    )


def test_another_state_of_the_portfolio_is_another_report(stocked, luis, snapshot):
    before = PortfolioResults(stocked, "en").fingerprint
    chapter = contributions.fingerprint(
        snapshot.checksum, contributions.chapters_of(snapshot.submission, "en")
    )
    assert PortfolioResults(stocked, "en").fingerprint == before
    Action.objects.create(agency=stocked, title="One more")
    assert PortfolioResults(stocked, "en").fingerprint != before
    assert (
        contributions.fingerprint(
            snapshot.checksum, contributions.chapters_of(snapshot.submission, "en")
        )
        != chapter
    )
