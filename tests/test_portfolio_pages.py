"""The portfolio's pages: as people use them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment import workflow as submissions
from portfolio import workflow
from portfolio.models import Action, Plan, Project, Target
from tests.reading import Form, forged, form_with, forms, send, submit


def row(title: str = "One counter", **fields: str) -> dict[str, str]:
    return {
        "title": title,
        "purpose": "mission",
        "driver": "adaptive",
        "priority": "high",
        **fields,
    }


def at(name: str, *args: object) -> str:
    return reverse(f"portfolio:{name}", args=args)


def add(visitor: Client, agency, title: str = "One counter", **fields: str) -> Project:
    added(visitor, agency, row(title, **fields))
    return Project.objects.get(title=title)


def added(visitor: Client, agency, fields: dict[str, str]):
    return submit(visitor, at("overview", agency.pk), fields, to=at("add", agency.pk))


def read(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
@pytest.mark.parametrize("name", ["overview", "balance", "target", "actions", "files", "removed"])
def test_every_page_opens_with_and_without_projects(visitor, health, snapshot, name, language):
    visitor.cookies["django_language"] = language
    assert visitor.get(at(name, health.pk)).status_code == 200
    add(visitor, health)
    assert visitor.get(at(name, health.pk)).status_code == 200


def test_a_row_is_added_with_its_zone_and_its_history(visitor, health):
    project = add(visitor, health, purpose="mission", driver="anticipatory")
    assert project.zone == "transformative"
    assert "change:\xa01</text>" in read(visitor.get(at("overview", health.pk)))
    page = read(visitor.get(at("project", project.pk)))
    assert "<strong>Added</strong>" in page
    assert "Luis" in page


def test_a_project_is_saved_from_the_form_that_its_page_holds(visitor, health):
    project = add(visitor, health)
    page = visitor.get(at("project", project.pk))
    sent = next(found for found in forms(page) if "notes" in found.fields)
    assert (
        visitor.post(at("project", project.pk), sent.filled({"notes": "Began."})).status_code == 302
    )
    project.refresh_from_db()
    assert (project.notes, project.revision) == ("Began.", 2)


def test_the_only_agency_is_where_the_portfolio_leads(visitor, health):
    assert visitor.get(at("agencies")).url == at("overview", health.pk)


def test_target_and_plan(visitor, health):
    add(visitor, health)
    page = at("target", health.pk)
    assert submit(visitor, page, {"mission": "50"}).status_code == 422
    shares = {"mission": "40", "anticipatory": "20", "adaptive": "20", "enhancement": "20"}
    assert submit(visitor, page, shares).status_code == 302
    assert Target.objects.get().shares["mission"] == 40
    submit(visitor, page, {"title": "Next year"}, to=at("new_plan", health.pk))
    plan = Plan.objects.get()
    step = {
        "kind": "add",
        "title": "Foresight cell",
        "purpose": "anticipatory",
        "driver": "anticipatory",
    }
    step |= {"priority": "high", "project": ""}
    place = at("plan", plan.pk)
    opened = form_with(visitor.get(place), "kind")
    assert send(visitor, opened, step).status_code == 302
    plan.refresh_from_db()
    assert len(plan.steps) == 1
    assert "Foresight cell" in read(visitor.get(at("plan", plan.pk)))
    decision = {
        "decision": "We do it.",
        "owner": "Ana",
        "decided_on": "2026-11-24",
    }
    opened = form_with(visitor.get(place), "kind")
    assert submit(visitor, at("decide", plan.pk), decision).status_code == 302
    assert "We do it." in read(visitor.get(at("plan", plan.pk)))
    assert send(visitor, opened, step).status_code == 409


def test_an_action_from_a_recommendation(visitor, health):
    page = at("add_action", health.pk) + "?recommendation=1.1.a"
    assert visitor.get(page).status_code == 200
    data = {"title": "Do it", "owner": "Ana", "due": "2026-12-31", "status": "to_do", "notes": ""}
    assert submit(visitor, page, data, to=page).status_code == 302
    action = Action.objects.get()
    assert "Do it" in read(visitor.get(at("actions", health.pk)))
    move = at("move_action", action.pk)
    submit(visitor, at("actions", health.pk), {"status": "done"}, to=move)
    action.refresh_from_db()
    assert action.status == "done"
    assert action.finished_at


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_out_and_in(visitor, health, form):
    add(visitor, health)
    response = visitor.get(at("export", health.pk, form))
    assert response.status_code == 200
    again = SimpleUploadedFile(f"projects.{form}", response.content)
    response = submit(visitor, at("files", health.pk), {"file": again}, to=at("upload", health.pk))
    assert response.status_code == 200, read(response)
    assert "Nothing: the file says what is saved already." in read(response)


def test_pictures(visitor, health):
    add(visitor, health)
    svg = visitor.get(at("map_svg", health.pk))
    assert b"One counter" in svg.content


# --- Editing, with colleagues and mistakes


def project_form(page) -> Form:
    return next(found for found in forms(page) if "notes" in found.fields)


def test_a_change_is_saved_and_told_in_the_history(visitor, health):
    project = add(visitor, health)
    page = at("project", project.pk)
    data = {"purpose": "enhancement", "budget": "1000", "currency": "PEN", "technologies": "ai"}
    assert submit(visitor, page, data).status_code == 302
    project.refresh_from_db()
    assert project.zone == "optimising"
    assert project.technologies == ["ai"]
    told = read(visitor.get(page))
    assert "<ins>Make what we do more efficient</ins>" in told
    assert "<ins>Artificial intelligence</ins>" in told


def test_two_people_in_one_project_are_told(visitor, health):
    project = add(visitor, health)
    page = at("project", project.pk)
    sent = project_form(visitor.get(page))
    theirs = {"unit": "Theirs", "notes": "Only theirs"}
    assert visitor.post(page, sent.filled(theirs)).status_code == 302
    response = visitor.post(page, sent.filled({"unit": "Mine", "partners": "Only mine"}))
    assert response.status_code == 409
    assert "Unit in charge: Theirs" in read(response)
    again = project_form(response)
    assert [again.fields[name] for name in ("unit", "notes", "partners")] == [
        ["Mine"], ["Only theirs"], ["Only mine"]
    ]  # fmt: skip
    assert visitor.post(page, again.filled({})).status_code == 302
    project.refresh_from_db()
    assert (project.unit, project.notes) == ("Mine", "Only theirs")


def test_two_people_in_different_fields_of_a_project_are_merged(visitor, health):
    project = add(visitor, health)
    page = at("project", project.pk)
    sent = project_form(visitor.get(page))
    assert visitor.post(page, sent.filled({"unit": "Theirs"})).status_code == 302
    response = visitor.post(page, sent.filled({"notes": "Mine"}), follow=True)
    assert "A colleague changed meanwhile, and it is kept: unit in charge." in read(response)
    project.refresh_from_db()
    assert (project.unit, project.notes) == ("Theirs", "Mine")


def test_what_makes_no_sense_together_is_asked_about(visitor, health):
    project = add(visitor, health)
    page = at("project", project.pk)
    sent = project_form(visitor.get(page))
    assert visitor.post(page, sent.filled({"starts": "2026-06-01"})).status_code == 302
    assert visitor.post(page, sent.filled({"ends": "2026-01-01"})).status_code == 409
    project.refresh_from_db()
    assert project.ends is None


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title": ""}, "Enter the title of the project."),
        ({"starts": "2026-02-01", "ends": "2026-01-01"}, "The end is before the start"),
        ({"budget": "5"}, "Say in which currency"),
        ({"lesson": "Never again"}, "close it as well"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"purpose": "nonsense"}, "is not one of the available choices"),
        ({"technologies": "nonsense"}, "is not one of the available choices"),
        ({"unit": "x" * 151}, "at most 150 characters"),
    ],
)
def test_a_mistake_is_explained_and_loses_nothing(visitor, health, changed, told):
    project = add(visitor, health)
    page = visitor.get(at("project", project.pk))
    sent = project_form(page).filled({"notes": "Keep me"}) | changed
    response = forged(visitor, at("project", project.pk), sent)
    assert response.status_code == 422
    assert told in read(response)
    assert "Keep me" in read(response)
    project.refresh_from_db()
    assert project.notes == ""


def test_a_title_much_like_another_is_asked_about(visitor, health):
    add(visitor, health, "Ventanilla única digital")
    response = added(visitor, health, row("ventanilla unica dijital"))
    assert response.status_code == 422
    assert "Is this the same project?" in read(response)
    assert Project.objects.count() == 1
    send(visitor, form_with(response, "title", "anyway"))
    assert Project.objects.count() == 2
    assert added(visitor, health, row("Something else")).status_code == 302


def test_removed_and_restored(visitor, health):
    project = add(visitor, health)
    page = visitor.get(at("project", project.pk))
    visitor.post(at("remove", project.pk))
    assert "No project yet" in read(visitor.get(at("overview", health.pk)))
    assert "One counter" in read(visitor.get(at("removed", health.pk)))
    late = visitor.post(at("project", project.pk), project_form(page).filled({"notes": "To copy"}))
    assert late.status_code == 422
    assert "To copy" in read(late)
    visitor.post(at("restore", project.pk))
    assert "One counter" in read(visitor.get(at("overview", health.pk)))
    assert [v.change for v in project.versions.all()] == ["restored", "removed", "added"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"A", "B"}),
        ("state=closed", {"C"}),
        ("state=all", {"A", "B", "C"}),
        ("stage=pilot", {"A"}),
        ("unit=Health+lab", {"B"}),
        ("technology=ai", {"A"}),
        ("year=2024", {"A"}),
        ("zone=mission", {"A"}),
        ("unit=unknown&year=abc&sort=;drop", {"A", "B"}),
    ],
)
def test_filters(visitor, health, luis, query, shown):
    for title, fields in {
        "A": {
            "stage": "pilot",
            "technologies": ["ai"],
            "starts": "2023-05-01",
            "ends": "2024-05-01",
        },
        "B": {"unit": "Health lab", "driver": "adaptive", "starts": "2026-01-01"},
        "C": {"state": "closed", "technologies": ["generative_ai"]},
    }.items():
        project = Project(
            agency=health, title=title, purpose="mission", **{"driver": "mission", **fields}
        )
        workflow.add(project, luis)
    page = read(visitor.get(at("overview", health.pk) + f"?{query}"))
    assert {t for t in "ABC" if f"<title>{t} (" in page} == shown
    assert {t for t in "ABC" if f'">{t}</a>' in page} == shown


def test_the_number_of_queries_does_not_grow(visitor, health, luis, snapshot):
    def queries(number: int) -> list[int]:
        rows = [
            {"title": f"P {number} {n}", "purpose": "mission", "driver": "adaptive"}
            for n in range(number)
        ]
        workflow.apply_import(health, rows, by=luis)
        found = []
        for name in ("overview", "balance", "target", "map_svg"):
            with CaptureQueriesContext(connection) as captured:
                assert visitor.get(at(name, health.pk)).status_code == 200
            found.append(len(captured))
        return found

    few = queries(5)
    assert queries(300) == few
    assert max(few) <= 15


def test_what_is_said_stands_beside_what_is_done(visitor, health, luis, snapshot):
    for number in range(4):
        add(
            visitor,
            health,
            f"Number {number * 1111}",
            purpose="anticipatory",
            driver="anticipatory",
        )
    page = read(visitor.get(at("balance", health.pk)))
    assert "Anticipatory: the projects make up 100%" in page
    assert "More is done than said." in page
    assert "Mission-oriented: the snapshots speak of" in page
    assert "No project counts for it." in page
    assert "What would help to close the gaps" in page


def test_an_action_made_before_the_next_snapshot_is_followed_up(visitor, health, luis, filled):
    Action.objects.create(agency=health, title="Foresight cell", status="doing")
    assert "What became of it" not in read(visitor.get(at("actions", health.pk)))
    submissions.submit(filled, luis)
    page = read(visitor.get(at("actions", health.pk)))
    assert "What became of it" in page
    assert "Foresight cell: <strong>Under way</strong>" in page


def test_a_link_from_the_results_makes_an_action(visitor, health, snapshot):
    place = reverse("assessment:results_chapter", args=[snapshot.submission.pk, "next"])
    page = read(visitor.get(place))
    link = re.search(r'href="(/portfolio/\d+/actions/add/\?recommendation=[^"]+)"', page)
    assert link
    form = read(visitor.get(link[1]))
    assert 'name="recommendation"' in form


def test_markup_in_titles_stays_words(visitor, health):
    evil = "<script>alert(1)</script>"
    project = add(visitor, health, evil)
    Action.objects.create(agency=health, title=evil, notes=evil)
    for address in (at("overview", health.pk), at("project", project.pk), at("actions", health.pk)):
        assert evil not in read(visitor.get(address))
    assert evil not in visitor.get(at("map_svg", health.pk)).content.decode()


def test_a_step_of_a_plan_becomes_an_action(visitor, health, transport):
    step = {"kind": "close", "project": "", "title": "Old portal", "priority": "low", "why": ""}
    plan = Plan.objects.create(
        agency=health,
        title="Plan",
        steps=[step],
        decision="Yes",
        owner="Ana",
        decided_on="2026-11-24",
    )
    page = at("add_action", health.pk) + f"?plan={plan.pk}&step=0"
    assert "Drop “Old portal”" in read(visitor.get(page))
    assert submit(visitor, page, {"title": "Drop it", "status": "to_do"}).status_code == 302
    assert Action.objects.get().plan == plan
    assert "Drop it" in read(visitor.get(at("plan", plan.pk)))
    theirs = Plan.objects.create(agency=transport, title="Theirs", steps=[step])
    assert "Old portal" not in read(
        visitor.get(at("add_action", health.pk) + f"?plan={theirs.pk}&step=0")
    )
    data = {"title": "Drop it", "status": "to_do", "plan": str(theirs.pk)}
    assert forged(visitor, at("add_action", health.pk), data).status_code == 422


@pytest.mark.parametrize("query", ["plan=nonsense&step=0", "facet=<b>", "recommendation=../x"])
def test_a_link_that_names_nothing_is_an_empty_form(visitor, health, query):
    assert visitor.get(at("add_action", health.pk) + "?" + query).status_code == 200


def test_a_decision_from_a_damaged_page_can_be_sent_again(visitor, health):
    plan = Plan.objects.create(agency=health, title="What-if")
    place = at("decide", plan.pk)
    sent = {"decision": "Yes", "owner": "Ana", "decided_on": "2026-11-24", "revision": "x"}
    page = forged(visitor, place, sent)
    assert page.status_code == 422
    assert "This page was damaged" in read(page)
    assert send(visitor, form_with(page, "decision")).status_code == 302


def test_a_project_that_a_program_made_opens_without_a_history(visitor, health):
    project = Project(agency=health, title="Bare", purpose="mission", driver="mission").place()
    project.save()
    assert visitor.get(at("project", project.pk)).status_code == 200
