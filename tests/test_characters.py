"""Characters that some output cannot hold: cured at every entrance, and once more where text goes out."""

from __future__ import annotations

import json
import unicodedata
from xml.dom.minidom import parseString

import pytest
from django.contrib.admin.sites import site
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessment.characters import cured, cured_all
from assessment.models import Submission, User
from assessment.pdf.glyphs import printable
from portfolio import workflow
from portfolio.models import Action, Plan, Project
from portfolio.results import drawing
from portfolio.results.selection import Selection
from tests.conftest import PASSWORD
from tests.reading import forged, form, forms
from tests.test_admin import addresses_of_the_admin, everything, people
from tests.test_saving import end_session

__all__ = ["everything", "people"]  # fixtures

BAD = "a\0b\x0bc\x1fd\ufffee"
CURED = "ab\ncde"
any_text = st.text(st.characters(codec=None, categories=None))  # halves of pairs as well


# --- The rule


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("plain ñandú", "plain ñandú"),
        ("\t\r\n", "\t\r\n"),
        (BAD, CURED),
        ("a\x0c\x85\u2028\u2029b", "a\n\n\n\nb"),
        ("\x7f\x80\x9f", ""),
        ("cut \ud83d", "cut "),
        ("\ude00 cut", " cut"),
        ("two halves \ud83d\ude00", "two halves 😀"),
        ("\ufdd0\ufdef\uffff\U0001fffe\U0010ffff", ""),
        ("e\u0301 g\u0303 l\u0331", "é g̃ ḻ"),
        ("\uf0b7 \uf0a7 \uf0d8 \uf0fc \uf061", "• ▪ ➢ ✓ •"),
        ("👩🏽‍⚕️ \u202egnp\u202c a\u200bb\u00ad", "👩🏽‍⚕️ \u202egnp\u202c a\u200bb\u00ad"),
        ("\ufffd \ue000 \U000f0000", "\ufffd \ue000 \U000f0000"),
    ],
)
def test_what_becomes_of_a_text(text, expected):
    assert cured(text) == expected


@given(any_text)
def test_a_cured_text_suits_utf8_xml_and_postgresql(text):
    found = cured(text)
    found.encode()
    parseString(f"<a>{found.replace('&', '&amp;').replace('<', '&lt;')}</a>".encode())  # noqa: S318
    assert "\0" not in found
    assert unicodedata.is_normalized("NFC", found)
    assert cured(found) == found


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Co", "Cn", "Zl", "Zp"])))
def test_a_text_that_every_output_can_hold_is_only_composed(text):
    assert cured(text) == unicodedata.normalize("NFC", text)


def test_a_json_value_is_cured_through_and_through():
    value = {"a\0": ["x\x0b", {"b": BAD}], "n": 1, "t": True, "none": None}
    assert cured_all(value) == {"a": ["x\n", {"b": CURED}], "n": 1, "t": True, "none": None}


# --- Entrances


def test_forms_of_the_portfolio(as_luis, health):
    post = {"title": BAD, "purpose": "mission", "driver": "mission", "priority": "low"}
    assert forged(as_luis, reverse("portfolio:add", args=[health.pk]), post).status_code == 302
    project = Project.objects.get()
    page = as_luis.get(reverse("portfolio:project", args=[project.pk]))
    sent = next(f for f in forms(page) if "notes" in f.fields).filled({"notes": BAD})
    assert as_luis.post(reverse("portfolio:project", args=[project.pk]), sent).status_code == 302
    project.refresh_from_db()
    assert project.notes.replace("\r\n", "\n") == CURED
    forged(as_luis, reverse("portfolio:new_plan", args=[health.pk]), {"title": BAD})
    assert Plan.objects.get().title == CURED
    action = {"title": BAD, "status": "to_do", "owner": BAD}
    forged(as_luis, reverse("portfolio:add_action", args=[health.pk]), action)
    assert Action.objects.get().owner == CURED


@pytest.mark.parametrize("name", ["upload", "apply"])
@pytest.mark.parametrize("app", ["assessment", "portfolio"])
def test_tokens_of_imports(as_luis, submission, app, name):
    owner = submission.pk if app == "assessment" else submission.agency_id
    page = forged(
        as_luis, reverse(f"{app}:{name}", args=[owner]), {"token": f"{BAD}:\0", "choice": BAD}
    )
    assert page.status_code == 422


def test_a_plan_that_is_changed(as_luis, health):
    plan = Plan.objects.create(agency=health, title="Plan")
    address = reverse("portfolio:plan", args=[plan.pk])
    step = {"kind": "add", "project": BAD, "title": BAD, "purpose": "mission", "driver": "mission"}
    step |= {"priority": "low", "why": BAD, "revision": "0"}
    assert forged(as_luis, address, step).status_code in (302, 422)
    decision = {"decision": BAD, "owner": BAD, "decided_on": "2026-11-24", "revision": "1"}
    forged(as_luis, reverse("portfolio:decide", args=[plan.pk]), decision)
    assert as_luis.get(address).status_code == 200


QUERIES = [
    "q",
    "q%00",
    "zone",
    "page",
    "country",
    "status",
    "role",
    "set",
    "ask",
    "to",
    "preset",
    "plan",
    "facet",
]


def test_filters_in_addresses(as_luis, submission, health):
    names = {
        "assessment": ["results", "open_questions", "overview"],
        "portfolio": ["overview", "target", "add_action", "map_svg", "removed"],
    }
    for app, pages in names.items():
        for page in pages:
            owner = submission.pk if app == "assessment" else health.pk
            query = "&".join(f"{name}=a%00%0b%ed%a0%bd" for name in QUERIES)
            found = as_luis.get(reverse(f"{app}:{page}", args=[owner]) + f"?{query}")
            assert found.status_code in (200, 302, 404), page
    for address in (reverse("assessment:glossary"), reverse("portfolio:agencies"), "/"):
        assert as_luis.get(f"{address}?q=a%00&page=%00").status_code in (200, 302)


def test_the_queue_of_submissions(client, rosa, snapshot):
    client.force_login(rosa)
    for name in ("q", "country", "instrument", "status", "state", "page", "order", "agency"):
        page = client.get(reverse("assessment:queue") + f"?{name}=P%00E")
        assert page.status_code == 200, name


def test_queries_of_the_admin(as_root, everything):
    for address in addresses_of_the_admin():
        found = as_root.get(f"{address}?q=a%00b&o=%00&p=%00&e=%00&_changelist_filters=q%3D%00")
        assert found.status_code in (200, 302, 403, 404, 405), address
    for model in site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        for key in ("a\0b", "9" * 40, "\0"):
            assert as_root.get(reverse(name, args=[key])).status_code in (302, 404), model


@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_pages_of_the_account(client, luis, name):
    fields = {"login": "lu\0is@example.org", "email": "lu\0is@example.org", "password": PASSWORD}
    assert forged(client, reverse(name) + "?next=%00", fields).status_code == 302


def test_a_password_is_not_changed_silently(client, luis):
    """NUL in it is a sentence beside the field; an accent apart stays apart."""
    login = {"login": luis.email, "password": f"{PASSWORD}\0"}
    page = forged(client, reverse("account_login"), login)
    assert page.status_code == 200
    assert "_auth_user_id" not in client.session
    client.force_login(luis)
    address = reverse("account_change_password")
    for new, status in (("e\0" * 12, 200), ("cafe\u0301 y lluvia larga", 302)):
        post = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert forged(client, address, post).status_code == status
    luis.refresh_from_db()
    assert luis.check_password("cafe\u0301 y lluvia larga")


def test_cookies(client, luis):
    """A value in quotes can hold any character by its number; the session's is looked up in the database."""
    for cookie in (r'sessionid="\000aaaaaaaaaa"', r'django_language="\000"', r'messages="\000"'):
        found = client.get("/", headers={"cookie": cookie})
        assert found.status_code in (200, 302), cookie


def test_a_form_that_waited_while_nobody_was_signed_in(client, luis, submission):
    address = reverse("assessment:section", args=[submission.pk, "profile"])
    client.force_login(luis)
    client.get(address)
    end_session(client)
    forged(client, address, {"page": "forged", "unit": BAD})
    forged(client, reverse("account_login"), {"login": luis.email, "password": PASSWORD})
    assert form(client.get(address)).fields["unit"][0].replace("\r\n", "\n") in (
        CURED,
        CURED.replace("\n", " "),
    )


def test_what_a_program_saves(submission, luis):
    record = submission.records.get(section="profile")
    submission.records.filter(pk=record.pk).save_answers(
        {"unit": BAD + "\ud83d"}, revision=record.revision, by=luis
    )
    assert submission.records.get(section="profile").answers == {"unit": CURED}


def test_rows_of_a_file(health, luis):
    row = {"title": BAD, "purpose": "mission", "driver": "mission", "priority": "low"}
    workflow.apply_import(health, [row], by=luis)
    assert Project.objects.get().title == CURED


def test_a_title_whose_letters_stand_for_many(as_luis, health):
    """One ligature of 18 letters, 200 times."""
    post = {"title": "\ufdfa" * 200, "purpose": "mission", "driver": "mission", "priority": "low"}
    assert forged(as_luis, reverse("portfolio:add", args=[health.pk]), post).status_code == 302


def test_people_made_on_the_command_line(db):
    call_command("createsuperuser", email="eva@example.org", name="E\0va\udc80", interactive=False)
    assert User.objects.get().name == "Eva"


# --- What was stored before


OLD = "one\x0btwo \x1b \ufffe"


def test_pages_show_what_was_stored_before(as_luis, submission):
    record = submission.records.get(section="profile")
    half = "" if connection.vendor == "postgresql" else "\ud83d"  # which refuses it
    answers = {"unit": OLD + half, "people": 4}
    submission.records.filter(pk=record.pk).update(answers=answers)
    for name in ("overview", "check", "results"):
        assert as_luis.get(reverse(f"assessment:{name}", args=[submission.pk])).status_code == 200
    fresh = Submission.objects.get(pk=submission.pk)
    assert fresh.answers()["profile"]["unit"] == cured(OLD)
    fresh.fingerprint()


def test_pictures_are_xml_whatever_was_stored_before(health):
    health.name = f"Ministry {OLD}"
    Project(agency=health, title=OLD, purpose="mission", driver="mission").place().save()
    selection = Selection(health, None)
    picture = drawing.map_of(selection)
    parseString(drawing.svg(picture, drawing.title_of(selection, 1), standalone=True))  # noqa: S318


def test_reports_hold_no_such_character():
    assert printable(f"<p>{OLD}\ud83d</p>") == "<p>one\ntwo  </p>"


def test_a_line_to_score_may_hold_any_character(tmp_path, capsys):
    """Nothing is stored, and who said what is told apart by the very text: it is counted as it is."""
    said = [{"choice": "l2", "comment": r"cut \ud83d", "who": r"a\u0000"}]
    line = json.dumps({"answers": {"gov.leadership.sponsor": said}}).replace("\\\\", "\\")
    file = tmp_path / "lines.jsonl"
    file.write_text(line, encoding="utf-8")
    call_command("score", "digital_maturity", str(file))
    assert json.loads(capsys.readouterr().out)["dimensions"]
