"""The reference tool's exports: read back exactly, compared with what was printed, refused where they are not sound."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from assessment.models import SealedAnswers, Submission
from portfolio.core import pet_columns, php_csv
from portfolio.core.pet_export import NotAnExport, read
from portfolio.models import Project
from tests import reference_files as files
from tests.bringing import upload
from tests.made import patient, vectors
from tests.reading import form_to, send
from tests.test_facets import maps

MANAGEMENT = json.loads(
    Path(__file__).with_name("data").joinpath("printed_management.json").read_text(encoding="utf-8")
)


@pytest.fixture(autouse=True)
def invented(monkeypatch) -> None:
    made = files.invented_map()
    monkeypatch.setattr(pet_columns, "column_map", lambda: made)


def deployed(vector: dict[str, Any]) -> dict[str, Any]:
    """What the site printed, the points for management among it."""
    return {**vector["expected"]["as-deployed"], "management": MANAGEMENT[vector["id"]]}


def complete(number: int = 10) -> list[dict[str, Any]]:
    return [v for v in vectors() if deployed(v)["management"]][:number]


def module1(chosen: list[dict[str, Any]], *, header: bool = True) -> str:
    rows = [
        files.fputcsv(
            files.answers_row("module1", v["answers"], deployed(v), meta=[str(n), *files.META[1:]])
        )
        for n, v in enumerate(chosen, start=1)
    ]
    return (files.header("module1") if header else "") + "".join(rows)


def solo(projects: list[tuple[str, str, str, str]], *, header: bool = True) -> str:
    rows = [files.fputcsv(files.project_row(*project)) for project in projects]
    return (files.header("solo") if header else "") + "".join(rows)


def bring_in(visitor: Client, agency, page: str, **data: str) -> None:
    data = {"organisation": "Ministry of Health", **data}
    response = send(visitor, form_to(page, reverse("portfolio:apply", args=[agency.pk])), data)
    assert response.status_code == 302, response.content.decode()


# --- Reading


FIELDS = st.text(st.sampled_from('ab,"\\\n é'), max_size=12).filter(lambda t: not t.endswith("\\"))


@patient
@given(st.lists(st.lists(FIELDS, min_size=2, max_size=5), min_size=1, max_size=4))
def test_what_php_writes_is_read_back(lines):
    assert php_csv.read("".join(map(files.fputcsv, lines))) == lines


def test_a_field_that_ends_with_a_backslash_is_found_by_the_number_of_columns():
    text = solo([("Archive C:\\", "all", "mission", "low"), ("Next", "all", "mission", "low")])
    assert [p.title for p in read(text).projects] == ["Archive C:\\", "Next"]


@pytest.mark.parametrize("header", [True, False])
def test_the_answers_of_every_vector_come_back_exactly(header):
    chosen = [v for v in vectors() if deployed(v)["management"]]
    export = read(module1(chosen, header=header))
    assert export.had_header == header
    assert not export.faults
    for given_answers, vector in zip(export.answers, chosen, strict=True):
        said = {key: value for key, value in vector["answers"].items() if value not in ({}, [])}
        left_out = {key: said.pop(key) for key in given_answers.unusable}
        assert {key: v for key, v in said.items() if key not in left_out} == given_answers.answers


def test_the_projects_of_every_map_come_back_exactly():
    for vector in maps():
        told = [(p["id"], p["purpose"], p["driver"], p["priority"]) for p in vector["projects"]]
        for header in (True, False):
            if not told and not header:
                continue
            found = read(solo(told, header=header)).projects
            assert [(p.title, p.purpose, p.driver, p.priority) for p in found] == told
            assert {p.title: p.zone for p in found} == vector["expected"]["corrected"]["zone"]
            assert all(p.printed_zone == p.zone for p in found)


def test_the_combined_file_with_a_map():
    vector = complete(1)[0]
    row = files.answers_row(
        "combined", vector["answers"], deployed(vector), {"mission": 3, "mixed": 1}
    )
    found = read(files.header("combined") + files.fputcsv(row))
    assert found.answers[0].counts["mission"] == 3
    # Without an author the tool puts such rows under the header of the projects' file.
    assert read(files.header("solo") + files.fputcsv(row)).answers[0].answers == vector["answers"]


def test_a_moved_column_is_named():
    lines = module1(complete(1)).split("\n")
    cells = php_csv.read(lines[0])[0]
    cells[20], cells[21] = cells[21], cells[20]
    with pytest.raises(NotAnExport) as error:
        read(files.fputcsv(cells) + lines[1] + "\n")
    assert error.value.column == 21


# --- Bringing it in


def test_snapshots_come_in_sealed_and_compared(visitor, health):
    chosen = complete(5)
    status, page = upload(visitor, health, module1(chosen, header=False))
    assert status == 200
    assert "The file has no header row" in page
    assert "María" not in page
    assert not Submission.objects.exists()
    bring_in(visitor, health, page)
    found = SealedAnswers.objects.order_by("pk")
    assert len(found) == 5
    for snapshot, vector in zip(found, chosen, strict=True):
        assert snapshot.intact
        assert snapshot.imported["is_as_printed"], (snapshot.imported, deployed(vector))
        assert snapshot.imported["printed"] == deployed(vector)["percent"]
        assert snapshot.scores["raw"] == vector["expected"]["corrected"]["raw"]
        assert "Pérez" not in json.dumps(snapshot.imported, ensure_ascii=False)
    results = visitor.get(reverse("assessment:results", args=[found[0].submission.pk]))
    assert "Brought along from the reference tool" in results.content.decode()


def test_what_was_brought_along_before_is_left_out(visitor, health):
    text = module1(complete(3))
    bring_in(visitor, health, upload(visitor, health, text)[1])
    _status, page = upload(visitor, health, text)
    assert "brought along before" in page
    bring_in(visitor, health, page)
    assert SealedAnswers.objects.count() == 3


def test_a_changed_figure_is_noticed(visitor, health):
    vector = complete(1)[0]
    printed = json.loads(json.dumps(deployed(vector)))
    printed["percent"]["mission"] += 3
    row = files.fputcsv(files.answers_row("module1", vector["answers"], printed))
    status, page = upload(visitor, health, files.header("module1") + row)
    assert status == 200
    assert "do not give what it printed" in page


def test_projects_come_in_once(visitor, health):
    text = solo([("Water", "mission", "mission", "high"), ("Forms", "all", "adaptive", "low")])
    bring_in(visitor, health, upload(visitor, health, text)[1])
    assert set(Project.objects.values_list("title", "zone")) == {
        ("Water", "mission"),
        ("Forms", "mixed"),
    }
    page = upload(visitor, health, text)[1]
    assert "There is one already: Water" in page
    bring_in(visitor, health, page)
    assert Project.objects.count() == 2
    bring_in(visitor, health, upload(visitor, health, text)[1], repeated="on")
    assert Project.objects.count() == 4


def test_rows_of_other_organisations_are_asked_about(visitor, health):
    other = [*files.META[:4], "Ministry of Peace", *files.META[5:]]
    text = solo([("Water", "mission", "mission", "high")]) + files.fputcsv(
        files.project_row("Forms", "all", "adaptive", "low", other)
    )
    page = upload(visitor, health, text)[1]
    offered = re.findall(r'name="organisation" value="([^"]+)"([^>]*)', page)
    assert [name for name, rest in offered if "checked" in rest] == ["Ministry of Health"]
    assert len(offered) == 2
    bring_in(visitor, health, page)
    assert [p.title for p in Project.objects.all()] == ["Water"]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda t: t.replace("Neutral", "Definitely", 1), "“Definitely” is not something"),
        (lambda t: t.rsplit(",", 3)[0] + "\n", "columns, which none of the reference"),
        (lambda t: t.replace("Id,", "Number,", 1), "Row 1: it has 117 columns"),
        (lambda t: t.split("\n", 1)[0] + "\n", "header and nothing else"),
        (lambda t: t.replace("é", "\x00"), "not a table"),
    ],
)
def test_a_broken_export_is_reported_and_changes_nothing(visitor, health, spoil, told):
    status, page = upload(visitor, health, spoil(module1(complete(12))))
    assert status == 422
    assert told in page
    assert not Submission.objects.exists()


@pytest.mark.parametrize("kind", ["xlsx", "semicolons"])
def test_an_export_that_a_spreadsheet_saved_again(visitor, health, kind):
    lines = php_csv.read(module1(complete(2)))
    if kind == "xlsx":
        book = Workbook()
        for line in lines:
            book.active.append([int(c) if c.isdigit() else c or None for c in line])
        out = io.BytesIO()
        book.save(out)
        status, page = upload(visitor, health, out.getvalue(), "export.xlsx")
    else:
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(lines)
        status, page = upload(visitor, health, text.getvalue())
    assert status == 200, page
    bring_in(visitor, health, page)
    assert [s.imported["is_as_printed"] for s in SealedAnswers.objects.all()] == [True, True]
