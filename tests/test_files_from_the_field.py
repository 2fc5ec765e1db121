"""Files that people really have (tests/data/cases, made by us): read right by both doors, or asked about.

Nothing is guessed in silence.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessment import instruments, workflow
from assessment.files import names, questionnaire, reading, text
from assessment.models import Submission
from portfolio import table
from portfolio import workflow as portfolio_workflow
from portfolio.models import Project
from tests.reading import Form, form, words

CASES = Path(__file__).parent / "data" / "cases"
SNAPSHOT = instruments.latest("portfolio_snapshot")
HEAD = "title,purpose,driver"


def case(name: str) -> bytes:
    return (CASES / name).read_bytes()


@pytest.fixture
def visitor(client, luis) -> Client:
    client.force_login(luis)
    return client


def brought(visitor: Client, address: str, data: bytes | str, language: str = "en") -> Any:
    visitor.cookies["django_language"] = language
    data = data.encode() if isinstance(data, str) else data
    return visitor.post(address, {"file": SimpleUploadedFile("file", data)})


def to_answers(submission: Submission) -> str:
    return reverse("assessment:upload", args=[submission.pk])


def to_portfolio(agency: Any) -> str:
    return reverse("portfolio:upload", args=[agency.pk])


def sent(visitor: Client, page: Any, name: str, **answers: Any) -> Any:
    found: Form = form(page, name)
    return visitor.post(found.action, found.filled(answers))


def applied(visitor: Client, page: Any, **answers: Any) -> Any:
    assert page.status_code in (200, 422), words(page)
    done = sent(visitor, page, "apply", **answers)
    assert done.status_code == 302, words(done)
    return done


# --- 02, 09, 35: one table, saved by any program


ANSWERS = {
    "R02_excel_es_ansi_semicolon.csv": 706,
    "R02_excel_es_utf8_semicolon.csv": 706,
    "R09_strict.xlsx": 1250,
    "R09_calc.ods": 1250,
    "R35_libreoffice.xlsx": 1250,
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_that_a_regional_spreadsheet_saved(visitor, submission, name):
    page = brought(visitor, to_answers(submission), case(name))
    assert page.status_code == 200, words(page)
    applied(visitor, page)
    assert submission.records.get(section="profile").answers["people"] == ANSWERS[name]


def dialects(lines: list[list[str]]) -> dict[str, bytes]:
    def made(separator: str, newline: str = "\r\n") -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=separator, lineterminator=newline).writerows(lines)
        return out.getvalue()

    return {
        "commas": made(",").encode(),
        "semicolons with a mark": made(";").encode("utf-8-sig"),
        "tabs, UTF-16": made("\t").encode("utf-16"),
        "tabs, UTF-16 BE": b"\xfe\xff" + made("\t").encode("utf-16-be"),
        "UTF-16 without a mark": made(";").encode("utf-16-le"),
        "Windows": made(";").encode("cp1252"),
        "DOS": made(";").encode("cp850"),
        "Macintosh": made(";", "\r").encode("mac_roman"),
        "a line that names the separator": b"sep=;\r\n" + made(";").encode("cp1252"),
        "the same in quotes": b'\xef\xbb\xbf"sep=|"\n' + made("|", "\n").encode(),
    }


PROJECTS = [
    ["Título", "Propósito", "Impulso", "Descripción breve"],
    ["Ventanilla única", "Responder a nuevas necesidades de los usuarios", "mission", "uno, dos\ny «tres»; 5"],
    ["Niñez, año 2", "Responder a nuevas necesidades de los usuarios", "mission", 'con "comillas", y, más, comas'],
]  # fmt: skip
SAID = {
    "commas": "commas, UTF-8",
    "semicolons with a mark": "semicolons, UTF-8",
    "tabs, UTF-16": "tabs, UTF-16",
    "Windows": "semicolons, Windows-1252",
    "Macintosh": "semicolons, Macintosh",
}


@pytest.mark.parametrize("name", dialects(PROJECTS))
def test_every_dialect_is_read_alike_by_the_portfolio(visitor, health, name):
    page = brought(visitor, to_portfolio(health), dialects(PROJECTS)[name])
    assert f"Read as: {SAID.get(name, '')}" in words(page)
    applied(visitor, page)
    found = {p.title: p.description.replace("\r\n", "\n") for p in Project.objects.all()}
    assert found == {line[0]: line[3] for line in PROJECTS[1:]}


@pytest.mark.parametrize("name", dialects(PROJECTS))
def test_every_dialect_is_read_alike_by_the_questionnaire(visitor, submission, name):
    lines = [["question", "item", "answer"], ["unit", "", "Ministério da Educação, «uno»; dos"]]
    page = brought(visitor, to_answers(submission), dialects(lines)[name])
    applied(visitor, page)
    assert submission.records.get(section="profile").answers["unit"] == lines[1][2]


def test_a_portfolio_that_a_spanish_excel_saved(visitor, health):
    page = brought(visitor, to_portfolio(health), case("R02_portfolio_excel_es_ansi.csv"))
    assert "semicolons, Windows-1252" in words(page)
    applied(visitor, page)
    assert Project.objects.get().title == "Ventanilla única de trámites"


def test_the_separator_of_a_table_full_of_commas():
    lines = [f"a{n};x, y, z, and, so, on;1,5" for n in range(5)]
    assert text.separator("\n".join(["a;b;c", *lines]))[0] == ";"


# --- 04: dates


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_dates_are_read_by_the_file_and_not_by_the_page(visitor, health, language):
    page = brought(visitor, to_portfolio(health), case("R04_dates_dmy.csv"), language)
    applied(visitor, page)
    project = Project.objects.get()
    assert (project.starts, project.ends) == (date(2026, 4, 3), date(2026, 12, 5))


@pytest.mark.parametrize(
    ("cells", "starts"),
    [
        (["13/04/2026", "03/04/2026"], [date(2026, 4, 13), date(2026, 4, 3)]),
        (["04/13/2026", "03/04/2026"], [date(2026, 4, 13), date(2026, 3, 4)]),
        (["2026-04-03", "2026/5/6"], [date(2026, 4, 3), date(2026, 5, 6)]),
        (["3 de abril de 2026", "03-abr-26"], [date(2026, 4, 3), date(2026, 4, 3)]),
        (["3. Apr 2026".replace(".", ""), "April 3, 2026"], [date(2026, 4, 3)] * 2),
        (["03/03/2026", "2026-04-03 00:00:00"], [date(2026, 3, 3), date(2026, 4, 3)]),
    ],
)
def test_one_order_that_fits_all_rows_is_no_question(visitor, health, cells, starts):
    lines = [f'P{n},mission,mission,"{cell}"' for n, cell in enumerate(cells)]
    page = brought(visitor, to_portfolio(health), "\n".join([f"{HEAD},start", *lines]))
    applied(visitor, page)
    assert [p.starts for p in Project.objects.order_by("title")] == starts


@pytest.mark.parametrize(
    ("order", "starts", "shown"),
    [("day", date(2026, 4, 3), "April 3, 2026"), ("month", date(2026, 3, 4), "March 4, 2026")],
)
def test_dates_that_can_be_two_are_asked_about(visitor, health, order, starts, shown):
    data = f"{HEAD},start\nA,mission,mission,03/04/2026\n"
    page = brought(visitor, to_portfolio(health), data)
    assert page.status_code == 200
    assert "“03/04/2026” means April 3, 2026" in words(page)
    assert 'id="apply"' not in page.content.decode()
    asked = form(page, "reading")
    assert asked.choices["dates"] == ["day", "month"]
    assert "dates" not in asked.fields  # nothing is chosen for the person
    unanswered = sent(visitor, page, "reading")
    assert unanswered.status_code == 422
    page = sent(visitor, page, "reading", dates=order)
    assert f"Start: {shown}" in words(page)
    applied(visitor, page)
    assert Project.objects.get().starts == starts


def test_what_is_open_cannot_be_taken_over(visitor, health):
    data = f"{HEAD},start\nA,mission,mission,03/04/2026\n"
    asked = form(brought(visitor, to_portfolio(health), data), "reading")
    address = reverse("portfolio:apply", args=[health.pk])
    page = visitor.post(address, {"token": asked.fields["token"]})
    assert page.status_code in (200, 422)
    assert not Project.objects.exists()


def test_a_date_that_lost_its_form_is_refused_with_row_and_column(visitor, health):
    page = brought(visitor, to_portfolio(health), case("R35_date_as_number.xlsx"))
    assert page.status_code == 422
    assert re.search("Row 3: Start: “46115” is not a date", words(page))


# --- 05: amounts


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("1.250.000,50", "1250000.50"), ("1250000,50", "1250000.50"), ("1,250,000.50", "1250000.50"),
     ("12,50", "12.50"), ("12.50", "12.50"), ("1 250 000", "1250000"), ("1'250,000.50", "1250000.50"),
     ("1,25E+06", "1250000"), ("S/ 1.250,00", "1250"), ("0.500", "0.50"), ("1.250.000", "1250000")],
)  # fmt: skip
def test_amounts_as_the_region_writes_them(visitor, health, cell, amount):
    data = f'{HEAD},budget,currency\nA,mission,mission,"{cell}",PEN\n'
    applied(visitor, brought(visitor, to_portfolio(health), data))
    assert Project.objects.get().budget == Decimal(amount)


@pytest.mark.parametrize("name", ["R05_budget_1.250.000,50.csv", "R05_budget_1250000,50.csv"])
def test_the_budgets_of_the_cases(visitor, health, name):
    applied(visitor, brought(visitor, to_portfolio(health), case(name)))
    assert Project.objects.get().budget == Decimal("1250000.50")


@pytest.mark.parametrize(
    ("mark", "amount", "shown"),
    [("comma", "12500", "Budget: 12,500.00"), ("point", "12.5", "Budget: 12.50")],
)
def test_an_amount_that_can_be_two_is_asked_about(visitor, health, mark, amount, shown):
    page = brought(visitor, to_portfolio(health), case("R05_budget_12.500.csv"))
    page = sent(visitor, page, "reading", amounts=mark)
    assert shown in words(page)
    applied(visitor, page)
    assert Project.objects.get().budget == Decimal(amount)


def test_another_amount_of_the_file_can_tell(visitor, health):
    data = (
        f'{HEAD},budget,currency\nA,mission,mission,12.500,PEN\nB,mission,mission,"1.000,5",PEN\n'
    )
    applied(visitor, brought(visitor, to_portfolio(health), data))
    assert Project.objects.get(title="A").budget == Decimal(12500)


def test_numbers_that_are_stored_as_numbers_are_no_question(visitor, health):
    book = openpyxl.Workbook()
    for line in (["title", "purpose", "driver", "budget", "currency", "start"],
                 ["A", "mission", "mission", 12500.0, "PEN", date(2026, 4, 3)],
                 ["B", "mission", "mission", 12.5, "PEN", None]):  # fmt: skip
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    applied(visitor, brought(visitor, to_portfolio(health), out.getvalue()))
    found = Project.objects.order_by("title")
    assert [p.budget for p in found] == [Decimal(12500), Decimal("12.5")]
    assert found[0].starts == date(2026, 4, 3)


@pytest.mark.parametrize("typed", ["1.250.000,50", "1250000,50", "1,250,000.50", " 1 250 000,50 "])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_budget_typed_into_the_page(visitor, luis, health, typed, language):
    visitor.cookies["django_language"] = language
    project = portfolio_workflow.add(
        Project(agency=health, title="A", purpose="mission", driver="mission", priority="low"), luis
    )
    address = reverse("portfolio:project", args=[project.pk])
    found = _form_with(visitor.get(address), "budget")
    assert (
        visitor.post(address, found.filled({"budget": typed, "currency": "PEN"})).status_code == 302
    )
    project.refresh_from_db()
    assert project.budget == Decimal("1250000.50")
    held = _form_with(visitor.get(address), "budget")
    assert visitor.post(address, held.filled({})).status_code == 302
    project.refresh_from_db()
    assert project.budget == Decimal("1250000.50")


def test_a_typed_budget_that_can_be_two_is_asked_about(visitor, luis, health):
    project = portfolio_workflow.add(
        Project(agency=health, title="A", purpose="mission", driver="mission", priority="low"), luis
    )
    address = reverse("portfolio:project", args=[project.pk])
    found = _form_with(visitor.get(address), "budget")
    page = visitor.post(address, found.filled({"budget": "12.500", "currency": "PEN"}))
    assert page.status_code == 422
    assert "“12.500” can mean two amounts. Write 12500 or 12.50." in words(page)


def _form_with(page: Any, name: str) -> Form:
    from tests.reading import forms

    return next(found for found in forms(page) if name in found.fields)


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
    maturity = workflow.start(health, instruments.latest("digital_maturity"), luis)
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
    maturity = workflow.start(health, instruments.latest("digital_maturity"), luis)
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
        assert visitor.post(address, {"token": token}).status_code == 422


# --- Where the table stands, and whose it is


def workbook(*sheets: tuple[str, list[list[Any]]], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets:
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
        if merged:
            sheet.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROW = ["A", "mission", "mission"]


def test_headings_below_a_title_on_the_second_sheet(visitor, health):
    data = workbook(
        ("Portada", [["Ministerio"], ["2026"]]),
        ("Datos", [["Proyectos de 2026"], [], [None, *HEAD.split(",")], [None, *ROW]]),
    )
    page = brought(visitor, to_portfolio(health), data)
    assert "workbook, sheet “Datos”, headings in row 3" in words(page)
    applied(visitor, page)
    assert Project.objects.get().title == "A"


def test_a_heading_that_is_missing_is_told_with_sheet_and_row(visitor, health):
    data = workbook(
        ("Portada", [["x"]]), ("Datos", [["t"], ["title", "purpose"], ["A", "mission"]])
    )
    page = brought(visitor, to_portfolio(health), data)
    assert "Sheet “Datos”, row 2: missing columns: Driver." in words(page)


def test_merged_cells_and_rows_far_below(visitor, health):
    lines = [
        ["Todos", None, None],
        HEAD.split(","),
        ROW,
        *[[None]] * 3000,
        ["B", "mission", "mission"],
    ]
    page = brought(visitor, to_portfolio(health), workbook(("S", lines), merged="A1:C1"))
    applied(visitor, page)
    assert sorted(p.title for p in Project.objects.all()) == ["A", "B"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_file_of_another_questionnaire_is_refused_in_every_form(
    visitor, submission, health, luis, kind
):
    maturity = workflow.start(health, instruments.latest("digital_maturity"), luis)
    file = visitor.get(reverse("assessment:export", args=[maturity.pk, kind])).content
    page = brought(visitor, to_answers(submission), file)
    assert page.status_code == 422
    assert (
        "belongs to another questionnaire or another version of it (digital_maturity 1)"
        in words(page)
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_answers_that_do_not_count_are_marked(kind, language):
    maturity = instruments.latest("digital_maturity")
    hiding = next(q for q in maturity.questions if q.shown_if)
    source = maturity.question(hiding.shown_if.question)
    other = next(i.key for i in source.items if i.key != hiding.shown_if.answer)
    answers = {source.section: {source.key: other}}
    marked = {
        row.question for row in questionnaire.rows_of(maturity, answers, language) if row.note
    }
    assert hiding.key in marked
    assert source.key not in marked


def test_the_preview_says_what_does_not_count(visitor, health, luis):
    maturity_of = instruments.latest("digital_maturity")
    maturity = workflow.start(health, maturity_of, luis)
    hiding = next(
        q for q in maturity_of.questions if q.shown_if and q.is_stated and q.kind.value == "single"
    )
    source = maturity_of.question(hiding.shown_if.question)
    other = next(i.key for i in source.items if i.key != hiding.shown_if.answer)
    lines = f"question,item,answer\n{source.key},,{other}\n{hiding.key},,{hiding.items[0].key}\n"
    page = brought(visitor, to_answers(maturity), lines)
    assert "Does not count: another answer hides this question." in words(page)


# --- The preview, and what it promises


def test_good_rows_come_in_without_the_faulty_ones_when_the_person_says_so(visitor, health):
    page = brought(
        visitor, to_portfolio(health), f"{HEAD}\nA,mission,mission\nB,nonsense,mission\n"
    )
    assert page.status_code == 422
    assert "Projects: 1 new, 0 changed, 0 as they are saved; rows refused: 1." in words(page)
    again = sent(visitor, page, "apply")
    assert again.status_code == 422
    assert not Project.objects.exists()
    applied(visitor, again, leave_faulty="on")
    assert [p.title for p in Project.objects.all()] == ["A"]


def test_good_answers_come_in_without_the_faulty_ones(visitor, submission):
    lines = (
        "question,item,answer\nunit,,Salud\npeople,,muchas\nq02,mission,1\nq02,adaptive,1\nzzz,,1\n"
    )
    page = brought(visitor, to_answers(submission), lines)
    assert page.status_code == 422
    assert (
        "Questions: 1 answered for the first time, 0 changed, 0 as they are saved, 3 refused."
        in words(page)
    )
    assert "Row 3: Write a whole number" in words(page)
    applied(visitor, page, leave_faulty="on")
    assert submission.records.get(section="profile").answers["unit"] == "Salud"
    assert submission.records.get(section="purpose").answers == {}


def test_every_value_that_changes_is_shown_before_and_after(visitor, luis, health):
    project = portfolio_workflow.add(
        Project(agency=health, title="Agua", purpose="mission", driver="mission", priority="low", notes="a\r\nb"), luis
    )  # fmt: skip
    lines = f'id,{HEAD},priority,notes\n{project.pk},Agua limpia,,,high,"a\nb"\n'
    page = brought(visitor, to_portfolio(health), lines)
    assert "Title Agua Agua limpia" in words(page)
    assert "Priority Low High" in words(page)
    assert "Notes" not in words(page).split("What would happen")[1].split("Take away")[0]
    applied(visitor, page)
    project.refresh_from_db()
    assert (project.title, project.priority, project.notes) == ("Agua limpia", "high", "a\r\nb")


def test_an_empty_cell_leaves_parts_of_an_answer_as_they_are(visitor, submission, luis):
    saved = {
        "q01": {"mission": "agree", "adaptive": "neutral"},
        "q02": {"mission": 1, "adaptive": 2},
    }
    submission.records.filter(section="purpose").save_answers(saved, revision=0, by=luis)
    lines = "question,item,answer\nq01,mission,disagree\nq02,mission,2\nq02,adaptive,\n"
    applied(visitor, brought(visitor, to_answers(submission), lines))
    now = submission.records.get(section="purpose").answers
    assert now["q01"] == {"mission": "disagree", "adaptive": "neutral"}
    assert now["q02"] == {"mission": 2}


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_a_preview_is_fetched_again_in_any_language(visitor, health, submission, language):
    for address, data in (
        (to_portfolio(health), f"{HEAD},start\nA,mission,mission,03/04/2026\nB,no,mission,\n"),
        (to_answers(submission), "question,item,answer\nunit,,Salud\npeople,,muchas\n"),
    ):
        first = brought(visitor, address, data)
        visitor.cookies["django_language"] = language
        again = visitor.get(address)
        assert again.status_code == first.status_code == 422
        assert 'id="preview"' in again.content.decode()
        assert visitor.get(address.replace("upload", "apply")).status_code == 422


def test_a_refused_file_is_told_again_when_the_page_is_fetched(visitor, health):
    first = brought(visitor, to_portfolio(health), "nothing,here\n1,2\n")
    again = visitor.get(to_portfolio(health))
    assert first.status_code == again.status_code == 422
    assert "Missing: Title, Purpose, Driver" in words(again)


def test_without_a_file_the_address_leads_to_the_form(visitor, health, submission):
    assert visitor.get(to_portfolio(health))["Location"] == reverse(
        "portfolio:files", args=[health.pk]
    )
    assert visitor.get(to_answers(submission))["Location"] == reverse(
        "assessment:offline", args=[submission.pk]
    )


def test_what_was_promised_is_what_happens(visitor, luis, health):
    page = brought(visitor, to_portfolio(health), f"{HEAD}\nA,mission,mission\n")
    portfolio_workflow.add(
        Project(agency=health, title="a", purpose="mission", driver="mission", priority="low"), luis
    )
    stale = sent(visitor, page, "apply")
    assert stale.status_code == 409
    assert "There is one already: a" in words(stale)
    assert Project.objects.count() == 1


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
