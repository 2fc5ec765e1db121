"""Where a table stands in its file, whose it is, what the preview says, and that just this happens."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from assessment import workflow
from assessment.files import questionnaire
from assessment.methods import published
from portfolio import workflow as portfolio_workflow
from portfolio.models import Project
from tests.bringing import HEAD, applied, brought, sent, to_answers, to_portfolio
from tests.reading import words

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
    maturity = workflow.start(health, published.get("digital_maturity", 1), luis)
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
    maturity = published.latest("digital_maturity")
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
    maturity_of = published.latest("digital_maturity")
    maturity = workflow.start(health, maturity_of, luis)
    hiding = next(
        q for q in maturity_of.questions if q.shown_if and q.is_stated and q.kind.key == "single"
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
    assert "Projects: 1 new, 0 with a title that is there already" in words(page)
    assert "rows refused: 1." in words(page)
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
    assert "Notes" not in words(page).split("What would happen")[1].split("Download")[0]
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


@pytest.mark.parametrize(
    ("cell", "people"),
    [("40.0", 40), ("40,00", 40), ("4E+01", 40), ("1E+06", 1_000_000), ("1.250", 1250), ("40", 40)],
)
def test_whole_numbers_as_other_programs_store_them(visitor, submission, cell, people):
    applied(
        visitor,
        brought(visitor, to_answers(submission), f'question,item,answer\npeople,,"{cell}"\n'),
    )
    assert submission.records.get(section="profile").answers == {"country": "PE", "people": people}


def test_an_answer_without_a_question_is_not_lost_without_a_word(visitor, submission):
    lines = "question,item,answer\nunit,,Salud\n,,agree\n"
    page = brought(visitor, to_answers(submission), lines)
    assert "Row 3: the row has an answer and no question." in words(page)


def test_what_is_left_aside_is_told(visitor, health):
    lines = [[*HEAD.split(","), "Presupuesto total"], [*ROW, 12]]
    data = workbook(("2025", lines), ("2026", lines))
    page = words(brought(visitor, to_portfolio(health), data))
    assert "Columns left aside: Presupuesto total." in page
    assert "Sheets left aside: 2026." in page


def test_titles_that_are_there_are_counted_apart(visitor, luis, health):
    portfolio_workflow.add(
        Project(agency=health, title="A", purpose="mission", driver="mission", priority="low"), luis
    )
    page = brought(visitor, to_portfolio(health), f"{HEAD}\nA,mission,mission\nB,mission,mission\n")
    assert "Projects: 1 new, 1 with a title that is there already" in words(page)
    applied(visitor, page)
    assert Project.objects.count() == 2
