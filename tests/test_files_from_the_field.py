"""Files that people really have: read right by both doors, or asked about; nothing is guessed in silence."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from assessment.files import text
from portfolio import workflow as portfolio_workflow
from portfolio.models import Project
from tests.bringing import HEAD, applied, brought, case, sent, to_answers, to_portfolio
from tests.reading import Form, forged, form, forms, words

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
    page = forged(visitor, address, {"token": asked.fields["token"]})
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
    assert "Budget: 12.500 (not decided yet)" in words(page)
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
    return next(found for found in forms(page) if name in found.fields)
