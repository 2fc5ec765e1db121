"""Version 2 of the digital maturity through its pages, its report and its files."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.urls import reverse

from assessment import exchange, pdf, workflow
from assessment.methods.mean_of_people.results import MeanOfPeopleResults
from assessment.methods.published import get
from assessment.methods.registry import method_of
from assessment.methods.results import Author
from assessment.models import Submission
from assessment.results import of_submission, results_of
from assessment.wording import LANGUAGES
from tests import verapdf
from tests.maturity2 import vectors
from tests.reading import forms, words
from tests.test_maturity_pages import address, fill, shared, uploaded
from tests.verapdf import text

INSTRUMENT = get("digital_maturity", 2)
AUTHOR = Author("Agência de <Serviços> 🚀", "UY", "", datetime(2026, 5, 1, tzinfo=UTC))


@pytest.fixture
def maturity(health, luis) -> Submission:
    return workflow.start(health, INSTRUMENT, luis)


def results(raw: dict[str, Any], language: str = "en") -> MeanOfPeopleResults:
    # The reference names countries in words; a page knows codes.
    profile = {key: value for key, value in raw["profile"].items() if key != "profile.country"}
    answers, faults = method_of(INSTRUMENT).read_answers(
        INSTRUMENT, {"profile": profile, "answers": raw["answers"]}
    )
    assert faults == []
    found = results_of(INSTRUMENT, answers, AUTHOR, language)
    assert isinstance(found, MeanOfPeopleResults)
    return found


def vector(kind: str) -> dict[str, Any]:
    return next(one for one in vectors() if one["kind"] == kind)


@pytest.mark.parametrize(("language", "seed"), [("en", 3), ("es", 4), ("pt-br", 7)])
def test_the_results_page_shows_stated_beside_supported(as_luis, luis, maturity, language, seed):
    fill(maturity, seed, luis)
    as_luis.cookies["django_language"] = language
    first = as_luis.get(address("results", maturity)).content.decode()
    page = as_luis.get(address("results_chapter", maturity, "profile")).content.decode()
    found = of_submission(Submission.objects.get(pk=maturity.pk), language)
    for area in found.areas:
        if area.figure.is_reported:
            assert f"<strong>{area.figure.score}</strong>" in first
        for part in area.dimensions:
            if part.figure.is_reported:
                cells = f"<strong>{part.figure.score}</strong></td>"
                cells += f'<td class="number">{part.figure.evidence_backed}</td>'
                assert cells in page


@pytest.mark.parametrize("kind", ["three people", "one person", "near borders", "all highest"])
def test_the_level_in_words_is_that_of_the_command(kind):
    raw = vector(kind)
    ours, theirs = results(raw).overall_level, raw["expected"]["headline"]["level_text"]
    assert ours.replace("“", "'").replace("”", "'") == theirs


def test_a_withheld_score_still_has_its_interval():
    found = results(vector("withheld"))
    assert not found.overall.is_reported
    assert found.overall_level == ""
    html = pdf.render_html(found)
    assert "There is no overall score" in html


def test_the_overall_number_can_be_switched_off(as_luis, luis, maturity, settings):
    fill(maturity, 3, luis)
    assert "All areas together" in words(as_luis.get(address("results", maturity)))
    settings.OVERALL_SCORE = False
    assert "All areas together" not in words(as_luis.get(address("results", maturity)))


def test_hints_are_questions_and_name_nobody():
    found = results(vector("copied colleague"))
    told = [hint.text for hint in found.hints]
    assert any("Did colleagues answer together?" in one for one in told)
    page = pdf.render_html(found)
    assert "Did colleagues answer together?" in page
    broken = results(vector("contradictions"))
    pairs = [hint for hint in broken.hints if len(hint.questions) == 2]
    assert pairs
    page = pdf.render_html(broken)
    for hint in pairs:
        assert hint.text in page
        assert all(question.short["en"] in page for question in hint.questions)


def test_what_was_left_out_is_counted_with_the_floor():
    raw = vector("many not applicable")
    found, steering = results(raw), raw["expected"]["steering"]
    told = " ".join(found.told.left_out)
    assert f"{steering['n_not_applicable']} questions do not apply." in told
    if steering.get("largest_gain"):
        assert f"would reach {steering['displayed_floor']}:" in told


def test_agreements_without_names_are_told():
    found = results(vector("agreed without record"))
    assert "as one person's" in found.told.unrecorded
    assert results(vector("three people")).told.unrecorded == ""


def test_evidence_that_does_not_count_is_told_with_its_reason():
    raw = next(
        one for one in vectors() if len(one["expected"]["evidence"].get("insubstantial", ())) > 2
    )
    found = results(raw)
    assert len(found.weak_evidence) == len(raw["expected"]["evidence"]["insubstantial"])
    assert all(why for why, _questions in found.weak_evidence)


def test_what_if_shows_what_moves_and_saves_nothing(as_luis, luis, maturity):
    fill(maturity, 3, luis)
    place = address("results_chapter", maturity, "what-if")
    page = as_luis.get(place, {"ask": "gov.leadership.sponsor"})
    trial = next(form for form in forms(page) if "to" in form.kinds)
    sent = trial.filled({"to": "l4"})
    if sent == trial.filled({}):
        sent = trial.filled({"to": "l0"})
    before = shared(maturity, "gov-leadership").answers
    page = as_luis.get(place, sent)
    assert "What would change" in words(page)
    assert "Leadership" in words(page)
    assert shared(maturity, "gov-leadership").answers == before


def test_handed_in_it_keeps_its_version_and_scores(as_luis, luis, maturity):
    fill(maturity, 4, luis)
    workflow.submit(maturity, luis)
    sealed = Submission.objects.get(pk=maturity.pk)
    assert sealed.instrument_version == 2
    assert {"headline", "overall", "quality"} <= sealed.sealed.scores.keys()
    content = json.loads(as_luis.get(address("export", maturity, "json")).content)
    assert content["scores"]["headline"] == sealed.sealed.scores["headline"]
    assert content["schema"]["$defs"]["output"]["properties"]["headline"]
    assert as_luis.get(address("results", maturity)).status_code == 200


@pytest.mark.parametrize("kind", list(exchange.FORMATS))
def test_an_export_comes_back_as_it_was(as_luis, luis, maturity, kind):
    fill(maturity, 4, luis)
    data = as_luis.get(address("export", maturity, kind)).content
    page = uploaded(as_luis, maturity, f"a.{kind}", data)
    assert "the file says what is saved already" in words(page)


def test_a_reviewer_chooses_among_instruments_not_versions(client, rosa):
    client.force_login(rosa)
    page = client.get(reverse("assessment:queue")).content.decode()
    assert page.count('value="digital_maturity"') == 1


@pytest.mark.pdf
@pytest.mark.usefixtures("each_pdf_once")
def test_its_reports_are_pdf_ua_and_begin_with_the_summary(tools, tmp_path):
    files: list[Path] = []
    for kind, language in zip(("three people", "odd evidence", "empty"), LANGUAGES, strict=True):
        made = pdf.render_pdf(results(vector(kind), language))
        files.append(tmp_path / f"{language}.pdf")
        files[-1].write_bytes(made)
        with pikepdf.open(io.BytesIO(made)) as opened:
            assert str(opened.Root.Lang).lower() == language
    assert "All areas together" in text(files[0].read_bytes())
    assert {p.name: faults for p, faults in verapdf.failures_of(files).items() if faults} == {}
