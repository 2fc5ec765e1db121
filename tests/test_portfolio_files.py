"""Tables of projects out and in: any language, all or nothing, and nothing hostile gets through."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from assessment.files import reading
from assessment.files.table import Faulty
from assessment.wording import LANGUAGES
from portfolio import workflow
from portfolio.core.facets import Driver, Priority, Purpose
from portfolio.files import rows as table_rows
from portfolio.files import table
from portfolio.files.rows import Brought
from portfolio.forms import saved_marks
from portfolio.models import ENTERED, ChangeKind, Project, labels
from tests.bringing import upload
from tests.reading import forged, form_to, send

FULL: dict[str, Any] = {
    "title": "=HYPERLINK(1)",
    "purpose": "mission",
    "driver": "adaptive",
    "priority": "high",
    "stage": "pilot",
    "unit": "@unit",
    "description": "two\nlines, “quoted”",
    "starts": date(2025, 1, 31),
    "ends": date(2026, 12, 1),
    "budget": Decimal("1200000.50"),
    "currency": "PEN",
    "technologies": ["ai", "blockchain"],
    "other_technologies": "+lidar",
    "partners": "-a; b",
    "link": "https://example.org/?a=1&b=2",
    "notes": "'quoted",
    "state": "closed",
    "lesson": "Ask first",
}


def read(data: bytes) -> list[Brought]:
    """The rows of a file; Faulty with the first row's faults."""
    found = list(table_rows.read(reading.read(data), {}).rows)
    for row in found:
        if row.faults:
            raise Faulty(row.faults)
    return found


@pytest.fixture(autouse=True)
def _in_english():
    """Pages that other tests fetched leave their language behind."""
    with override("en"):
        yield


def apply(visitor: Client, agency, page: str, **data: str):
    """Press the button under the preview, with these boxes ticked."""
    return send(visitor, form_to(page, reverse("portfolio:apply", args=[agency.pk])), data)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_comes_back_as_it_was(health, luis, kind, language):
    project = workflow.add(Project(agency=health, **FULL), luis)
    (row,) = read(table.write([project], kind, language))
    assert row.key == str(project.pk)
    assert dict(row.values) == FULL


words = st.text(st.sampled_from("ab é=+-@'\",;\n"), max_size=20).map(str.strip)


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(words.filter(bool), words, words), min_size=1, max_size=3),
    st.sampled_from(["csv", "xlsx"]),
    st.sampled_from(LANGUAGES),
)
def test_any_words_come_back_as_they_were(told, kind, language):
    projects = [
        Project(title=title, unit=unit, notes=notes, purpose="all", driver="mission")
        for title, unit, notes in told
    ]
    rows = read(table.write(projects, kind, language))
    found = [(r.values["title"], r.values.get("unit", ""), r.values.get("notes", "")) for r in rows]
    assert found == told


def test_no_cell_is_a_formula(health, luis):
    project = workflow.add(Project(agency=health, **FULL), luis)
    text = table.write([project], "csv", "en").decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    sheet = load_workbook(io.BytesIO(table.write([project], "xlsx", "en"))).worksheets[0]
    assert {cell.data_type for line in sheet for cell in line} <= {"s", "n"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_names_every_choice_and_takes_a_row(language):
    sheet = load_workbook(io.BytesIO(table.write([], "xlsx", language))).worksheets[0]
    assert sheet.max_row == 1
    assert len(sheet.data_validations.dataValidation) == len(table.NAMES)


def test_semicolons_and_names_in_any_language():
    data = "Título;Propósito;Impulso;Prioridad\nAgua;Responder a nuevas necesidades de los usuarios;Missions;Alta\n"
    with pytest.raises(Faulty) as error:
        read(data.encode())
    assert (
        "Driver: “Missions” is not one of the choices: take one from the lists of the template."
        in error.value.faults[0]
    )
    (row,) = read(data.replace("Missions", "Mission").encode())
    assert row.values == {
        "title": "Agua",
        "purpose": Purpose.ADAPTIVE,
        "driver": Driver.MISSION,
        "priority": Priority.HIGH,
    }


def xlsx(*lines: list[Any], spoil: str = "") -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    if spoil:
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(spoil, b"x")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    return out.getvalue()


HEAD = "title,purpose,driver\n"
TITLES = ["title", "purpose", "driver"]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("x.csv", "", "empty"),
        ("x.csv", HEAD, "no project"),
        ("x.csv", "name,goal\nA,B\n", "Missing: Title, Purpose, Driver"),
        ("x.csv", "Água,1\n".encode("latin-1"), "Missing: Title, Purpose, Driver"),
        ("x.csv", "a,b".encode("utf-16"), "Missing: Title, Purpose, Driver"),
        ("x.csv", b"%PDF-1.7\n\x00\x00", "not a table"),
        ("x.csv", b"PK\x03\x04\x00\x00", "cannot be read as an Excel workbook"),
        ("x.csv", HEAD + 'A,"mission,mission\n', "not readable as CSV"),
        ("x.csv", HEAD + "A,nonsense,mission\n", "Row 2: Purpose: “nonsense” is not one"),
        ("x.csv", HEAD + ",mission,mission\n", "Row 2: Title is missing"),
        ("x.csv", HEAD + "A" * 201 + ",mission,mission\n", "Row 2: Title: Ensure this value has"),
        ("x.csv", HEAD + "A" * 2001 + ",mission,mission\n", "Row 2: a cell is too long"),
        ("x.csv", HEAD + "A,mission,mission\n" * 10001, "more than 10000 rows"),
        ("x.csv", "title,purpose,driver,start\nA,mission,mission,soon\n", "Row 2: Start:"),
        ("x.csv", "title,purpose,driver,budget\nA,mission,mission,-1\n", "Row 2: Budget:"),
        ("x.csv", "title,purpose,driver,budget\nA,mission,mission,1\n", "in which currency"),
        ("x.csv", "title,purpose,driver,link\nA,mission,mission,javascript:1\n", "Row 2: Link:"),
        ("x.csv", "id,title,purpose,driver\n1,A,mission,mission\n", "no project with this id"),
        ("x.xlsx", b"PK nonsense", "cannot be read as an Excel workbook"),
        ("x.xlsx", xlsx(TITLES, ["=1+1", "mission", "mission"]), "Cell A2 holds a formula"),
        ("x.xlsx", xlsx(TITLES, spoil="xl/vbaProject.bin"), "holds macros"),
        ("x.xlsx", bomb(), "too large"),
        ("x.ods", b"", "empty"),
        ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Save it without a password as .xlsx"),
        ("x.csv", b"a" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_file_that_is_not_sound_is_reported_and_changes_nothing(
    visitor, health, name, data, told
):
    status, page = upload(visitor, health, data, name)
    assert status == 422
    assert told in page.replace("&quot;", '"')
    assert "Nothing was taken over" in page
    assert not Project.objects.exists()


def test_no_file_at_all(visitor, health):
    response = visitor.post(reverse("portfolio:upload", args=[health.pk]))
    assert response.status_code == 422
    assert "Choose a file first" in response.content.decode()


def test_rows_change_what_they_name_and_keep_what_they_leave_empty(visitor, health, luis):
    project = workflow.add(Project(agency=health, **FULL), luis)
    data = f"id,title,priority,unit\n{project.pk},New title,low,\n".replace(
        "title,priority", "title,purpose,driver,priority"
    ).replace("New title,low", "New title,,,low")
    status, page = upload(visitor, health, data)
    assert status == 200, page
    assert "One project changes" in page
    project.refresh_from_db()
    assert project.title == FULL["title"]
    assert apply(visitor, health, page).status_code == 302
    project.refresh_from_db()
    assert (project.title, project.priority, project.unit) == ("New title", "low", "@unit")
    assert project.zone == "mixed"
    assert project.versions.first().change == ChangeKind.IMPORTED
    history = visitor.get(reverse("portfolio:project", args=[project.pk])).content.decode()
    assert "<ins>New title</ins>" in history


def test_what_a_colleague_saved_meanwhile_is_not_overwritten(visitor, health, luis):
    project = workflow.add(Project(agency=health, **FULL), luis)
    status, page = upload(
        visitor, health, f"id,title,purpose,driver\n{project.pk},Mine,,\n,Fresh,mission,mission\n"
    )
    loaded = saved_marks(project, ENTERED)
    theirs = {name: getattr(project, name) for name in ENTERED} | {"title": "Theirs"}
    workflow.edit(project, theirs, loaded, by=luis)
    response = apply(visitor, health, page)
    assert response.status_code == 409
    assert status == 200
    assert set(Project.objects.values_list("title", flat=True)) == {"Theirs"}
    again = apply(visitor, health, response.content.decode())
    assert again.status_code == 302
    assert set(Project.objects.values_list("title", flat=True)) == {"Mine", "Fresh"}


def test_titles_that_are_there_are_brought_in_only_on_request(visitor, health, luis):
    workflow.add(Project(agency=health, **{**FULL, "title": "Água limpa"}), luis)
    status, page = upload(visitor, health, HEAD + "AGUA  LIMPA!,mission,mission\n")
    assert "There is one already: Água limpa" in page
    assert apply(visitor, health, page).status_code == 302
    assert Project.objects.count() == 1
    assert status == 200


def test_an_old_preview_is_gone(visitor, health):
    response = forged(visitor, reverse("portfolio:apply", args=[health.pk]), {"token": "made-up"})
    assert response.status_code == 422


def test_export_of_a_selection(visitor, health, luis):
    workflow.add(Project(agency=health, **{**FULL, "title": "Closed one"}), luis)
    open_one = {**FULL, "title": "Open one", "state": "active", "lesson": ""}
    workflow.add(Project(agency=health, **open_one), luis)
    address = reverse("portfolio:export", args=[health.pk, "csv"])
    both = visitor.get(address).content.decode()
    assert "Closed one" in both
    assert "Open one" in both
    assert "Open one" not in visitor.get(address + "?state=closed").content.decode()
    assert visitor.get(address + "?language=xx").status_code == 404
    assert visitor.get(address.replace("csv", "ods")).status_code == 404


def test_every_label_is_read_in_every_language():
    for names in (*table.NAMES.values(), labels.TECHNOLOGIES):
        assert len(names) == len({str(name).casefold() for name in names.values()})
