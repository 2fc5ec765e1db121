"""The seams hold: a kind of question and a scoring method are added from outside, and every output knows them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from assessment import workflow
from assessment.files.questionnaire import rows_of, write_csv
from assessment.instruments.kinds import KINDS
from assessment.instruments.question import Kind
from assessment.methods import published
from assessment.methods.registry import METHODS
from assessment.models import Submission
from tests.reading import form, form_to, forms, words

from .added.slider import Slider
from .added.tally import TallyMethod

ADDED = Path(__file__).with_name("added")
LANGUAGES = ("en", "es", "pt-br")


@pytest.fixture
def pulse(monkeypatch, settings):
    """The added instrument, as the only one there is."""
    monkeypatch.setitem(KINDS, Slider.key, Slider())
    monkeypatch.setitem(METHODS, TallyMethod.key, TallyMethod())
    monkeypatch.setattr(published, "DATA", ADDED / "data")
    pages = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**pages, "DIRS": [*pages["DIRS"], ADDED / "templates"]}]
    _forget()
    yield published.latest("pulse")
    _forget()


def _forget() -> None:
    for kept in (published.all_instruments, published.get, published.latest):
        kept.cache_clear()


def test_every_kind_is_a_row_of_one_table():
    kinds = {cls for kind in KINDS.values() for cls in type(kind).__mro__ if cls is not Kind}
    assert _all_kinds() - {Slider} <= kinds
    assert {kind.key: kind for kind in KINDS.values()} == KINDS


def _all_kinds(kind: type[Kind] = Kind) -> set[type[Kind]]:
    return {one for sub in kind.__subclasses__() for one in {sub, *_all_kinds(sub)}}


def test_a_kind_and_a_method_from_outside_go_the_whole_way(
    client, ana, health, pulse, django_capture_on_commit_callbacks
):
    client.force_login(ana)
    page = client.get(reverse("assessment:dashboard"))
    start = next(f for f in forms(page) if f.action.endswith("/pulse/"))
    page = client.post(start.action, start.filled({}), follow=True)
    submission = Submission.objects.get()

    # The page's form, with its limits; what is wrong is told, what is right is kept.
    place = reverse("assessment:section", args=[submission.pk, "mood"])
    page = client.get(place)
    assert "Move the handle." in words(page)
    assert form(page).kinds["energy"] == "range"
    wrong = client.post(place, form(page).filled({"energy": 11, "trust": 4}))
    assert wrong.status_code == 422
    page = client.post(place, form(wrong).filled({"energy": 7}, ("go", "next")), follow=True)
    assert page.redirect_chain
    assert "7 / 10" in words(page)

    # A file out and in again, with one answer changed by hand.
    submission = Submission.objects.get()
    rows = [replace(row, answer="4") for row in rows_of(pulse, submission.answers(), "es")]
    offline = reverse("assessment:offline", args=[submission.pk])
    upload = form_to(client.get(offline), reverse("assessment:upload", args=[submission.pk]))
    file = SimpleUploadedFile("pulse.csv", write_csv(rows))
    told = client.post(upload.action, upload.filled({"file": file}), follow=True)
    assert "7 / 10" in words(told)
    assert "4 / 10" in words(told)

    # Handed in, sealed with its scores, shown and printed.
    check = reverse("assessment:check", args=[submission.pk])
    client.post(check, form_to(client.get(check), "").filled({"confirm": "yes"}))
    page = client.get(reverse("assessment:results", args=[submission.pk]))
    assert "1 of 2 reached" in words(page)
    sealed = Submission.objects.get()
    for language in LANGUAGES:
        with django_capture_on_commit_callbacks(execute=True):
            report = workflow.request_report(sealed, language)
        report.refresh_from_db()
        with pikepdf.open(BytesIO(report.content)) as pdf:
            assert pdf.pages
    exported = client.get(reverse("assessment:export", args=[sealed.pk, "json"]))
    assert exported.json()["answers"] == {"mood": {"energy": 7, "trust": 4}}


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ({"energy": 9, "trust": 6}, {"reached": 2}),
        ({"energy": "much"}, None),
    ],
)
def test_the_command_line_scores_it(pulse, tmp_path, line, printed):
    file = tmp_path / "lines.jsonl"
    file.write_text(json.dumps(line))
    out = StringIO()
    if printed is None:
        with pytest.raises(SystemExit):
            call_command("score", "pulse", str(file), stdout=out, stderr=StringIO())
        return
    call_command("score", "pulse", str(file), stdout=out)
    assert json.loads(out.getvalue()) == printed


def test_assessment_works_without_the_portfolio():
    walk = subprocess.run(
        [sys.executable, Path(__file__).with_name("alone.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert walk.stdout.endswith("well\n"), walk.stderr
