"""Characters that some output cannot hold, files that go out, and the command line."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from itertools import product
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse

from assessment import workflow
from assessment.files import names, reading
from assessment.methods import published
from portfolio.files import table
from portfolio.models import Project
from tests.bringing import CASES, applied, brought, case, to_answers, to_portfolio
from tests.reading import forged

# --- 10, 30: characters


def test_a_vertical_tab_becomes_a_line_and_every_export_works(visitor, health):
    applied(visitor, brought(visitor, to_portfolio(health), case("R10_vertical_tab.csv")))
    assert Project.objects.get().notes == "línea 1\nlínea 2"
    for kind in ("csv", "xlsx"):
        assert visitor.get(reverse("portfolio:export", args=[health.pk, kind])).status_code == 200


NASTY = "a\x0bb\x00c\ud83dd\ufffee_x000B_=1+1"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_every_export_of_answers_works_for_every_stored_text(visitor, submission, luis, kind):
    told = {"unit": "\x0bvieja \ufffe_x000B_"}
    submission.records.filter(section="profile").save_answers(told, revision=0, by=luis)
    file = visitor.get(reverse("assessment:export", args=[submission.pk, kind]))
    assert file.status_code == 200
    page = brought(visitor, to_answers(submission), file.content)
    assert page.status_code == 200


@pytest.mark.parametrize("form_of", ["csv", "xlsx"])
def test_every_export_of_projects_works_for_every_stored_text(form_of):
    project = Project(title=NASTY, purpose="mission", driver="mission")
    found = reading.read(table.write([project], form_of, "en"))
    assert found.sheets[0].lines[1].cell(1) == "a\nbcde_x000B_=1+1"


def test_half_an_emoji_in_json_is_cured(visitor, health, luis):
    maturity = workflow.start(health, published.get("digital_maturity", 1), luis)
    page = brought(visitor, to_answers(maturity), case("R30_half_emoji.json"))
    applied(visitor, page)
    saved = maturity.records.get(section="gov-leadership").answers["gov.leadership.sponsor"]
    assert saved == {"choice": "l2", "comment": "texto cortado"}


@pytest.mark.parametrize(
    "said",
    [{"choice": "l99"}, {"choice": ["l1"]}, {"choice": {}}, {"na": "whim"}, {"choice": None}, "l1", 7, [], [7],
     [["l1"]], None, {"choice": "l1", "evidence": {"a": 1}}],
)  # fmt: skip
def test_json_with_anything_in_it_gets_a_sentence(visitor, health, luis, said):
    maturity = workflow.start(health, published.get("digital_maturity", 1), luis)
    content = json.loads(case("R30_half_emoji.json"))
    content["answers"]["gov-leadership"] = {"gov.leadership.sponsor": said}
    page = brought(visitor, to_answers(maturity), json.dumps(content))
    assert page.status_code in (200, 422)
    for wrong in ([], 7, {"x": []}, {"gov-leadership": []}, {"gov-leadership": {"x": 1}}):
        content["answers"] = wrong
        assert brought(visitor, to_answers(maturity), json.dumps(content)).status_code == 422


@pytest.mark.parametrize("token", ["\0" * 20, "a\0" * 10, "x" * 5000, "", "..", "%00", "é" * 20])
def test_a_strangers_token_never_reaches_the_database(visitor, submission, health, token):
    for address in (
        reverse("assessment:apply", args=[submission.pk]),
        reverse("assessment:upload", args=[submission.pk]),
        reverse("portfolio:apply", args=[health.pk]),
    ):
        assert forged(visitor, address, {"token": token}).status_code == 422


# --- Going out


@pytest.mark.parametrize(
    ("language", "country", "mark"),
    [("es", "PE", ";"), ("pt-br", "BR", ";"), ("en", "PE", ","), ("es", "MX", ",")],
)
def test_csv_opens_with_columns_by_a_double_click(
    visitor, submission, health, language, country, mark
):
    health.country = country
    health.save()
    for address in (
        reverse("assessment:export", args=[submission.pk, "csv"]),
        reverse("portfolio:template", args=[health.pk, "csv"]),
    ):
        data = visitor.get(address, {"language": language}).content
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.split(b"\r\n")[0].count(mark.encode()) > 9


SHEETS = {
    "en": ("answers", "projects"),
    "es": ("respuestas", "proyectos"),
    "pt-br": ("respostas", "projetos"),
}


@pytest.mark.parametrize("language", SHEETS)
def test_sheets_have_names_in_the_files_language(visitor, submission, health, language):
    sheet, projects = SHEETS[language]
    query = {"language": language}
    data = visitor.get(reverse("assessment:export", args=[submission.pk, "xlsx"]), query).content
    assert openpyxl.load_workbook(io.BytesIO(data)).active.title == sheet
    data = visitor.get(reverse("portfolio:template", args=[health.pk, "xlsx"]), query).content
    assert openpyxl.load_workbook(io.BytesIO(data)).active.title == projects


def test_names_of_downloads_are_short_and_differ(visitor, submission, snapshot, health, luis):
    health.name = "Ministerio de Desarrollo Productivo y Economía Social " * 3
    health.save()
    luis.name = "María de los Ángeles Fernández-Larraín y Undurraga"
    luis.save()
    pages = [
        ("assessment:export", submission.pk), ("portfolio:export", health.pk), ("portfolio:template", health.pk),
    ]  # fmt: skip
    found = set()
    for language, kind, (name, pk) in product(("en", "es"), ("xlsx", "csv"), pages):
        file = visitor.get(reverse(name, args=[pk, kind]), {"language": language})
        found.add(re.search('filename="([^"]+)"', file["Content-Disposition"])[1])
    assert len(found) == 12
    assert max(map(len, found)) <= 100
    assert sum("maria-de-los-angeles" in name for name in found) == 4


def test_names_that_are_cut_stay_apart(submission):
    at = submission.started_at
    cut = {names.file_name("x" * 90 + end, at=at, ending="pdf") for end in "ab"}
    assert len(cut) == 2


# --- 19, 41: the command line


def score(*arguments: str) -> Any:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "score", *arguments]
    return subprocess.run(command, capture_output=True, timeout=60, check=False)


def test_an_export_is_scored_on_the_command_line():
    file = CASES / "R19_web_export.json"
    done = score("portfolio_snapshot", str(file))
    assert json.loads(done.stdout) == json.loads(file.read_text())["scores"]


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_every_export_is_scored_like_the_answers_it_holds(visitor, snapshot, tmp_path, kind):
    address = reverse("assessment:export", args=[snapshot.submission_id, kind])
    file = tmp_path / f"export.{kind}"
    file.write_bytes(visitor.get(address, {"language": "es"}).content)
    done = score("portfolio_snapshot", str(file))
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == json.loads(json.dumps(snapshot.scores))


def test_a_table_with_faults_gets_sentences(tmp_path):
    file = tmp_path / "answers.csv"
    file.write_text("question,item,answer\nq01,mission,perhaps\npeople,,many\n")
    done = score("portfolio_snapshot", str(file))
    assert done.returncode == 2
    assert (
        "Row 2: “perhaps” is not one of the answers: write one as the questionnaire words it.\n"
        in done.stderr.decode()
    )
    assert "Row 3: Write a whole number" in done.stderr.decode()


@pytest.mark.parametrize(
    ("change", "told"),
    [({"version": 9}, "version 9"), ({"answers": []}, "must be a JSON object"),
     ({"answers": {"x": {}}}, "unknown section"), ({"answers": {"purpose": {"q01": {"mission": 4}}}}, "q01: mission")],
)  # fmt: skip
def test_an_export_with_faults_gets_sentences(tmp_path, change, told):
    content = json.loads((CASES / "R19_web_export.json").read_text())
    file = tmp_path / "export.json"
    file.write_text(json.dumps({**content, **change}))
    done = score("portfolio_snapshot", str(file))
    assert done.returncode == 2
    assert told in done.stderr.decode()


def test_a_reader_that_has_enough_is_no_fault(tmp_path):
    many = tmp_path / "many.jsonl"
    many.write_text((CASES.parent / "portfolio_vectors.jsonl").read_text() * 5)
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "score", "portfolio_snapshot"]
    running = subprocess.Popen(
        [*command, str(many)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout.readline().startswith(b'{"id"')
    running.stdout.close()  # as `head -1` does
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait(60) == 1
