"""Everybody walks through the whole site, in each state, and uses every form that they find."""

from __future__ import annotations

import logging
from time import process_time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.template import Template
from django.test import Client
from django.test.utils import _TestState
from django.urls import reverse

from assessment.models import Submission
from portfolio.files import table
from portfolio.models import Project

from .states import MATURITY, ROLES, SNAPSHOT, STATES, begun, made
from .walker import FEW, Fault, Walk

# Where each field of each form is changed; elsewhere some of each form.
THOROUGH = {
    "half a snapshot": 200,
    "a portfolio with everything": 200,
    "maturity with own views": 6,
}

# They see what a contributor or an administrator sees, and walk where it is worth the while.
LIKE_ANOTHER = {
    "member of two agencies", "member of another agency", "reviewer elsewhere", "superuser", "without agency",
}  # fmt: skip


# Who there is changes there under the walker's feet: tests/test_coming_in.py, test_agencies.py and
# test_second_factor.py go their ways.
OF_PEOPLE = tuple(
    f"assessment:{name}"
    for name in (
        "agenc", "new_agency", "close", "reopen", "merge_agency", "people", "invit", "offices", "profile", "join",
        "leave", "remove", "record", "change_role", "sign_out", "send_again", "withdraw", "answer_request",
    )
)  # fmt: skip


def passed_by(state: str) -> tuple[str, ...]:
    """Beginnings of names: the admin is Django's, and an empty portfolio is walked through once."""
    drafts = ("snapshot", "own views", "drafts")
    # A file that was handed in elsewhere is looked at in tests/test_seals.py.
    always = ("assessment:verify", "admin:", "mfa_", "openid_connect", "socialaccount", *OF_PEOPLE)
    return (*always, "portfolio:") if any(word in state for word in drafts) else always


@pytest.fixture
def quick(monkeypatch) -> None:
    """Pictures and documents are drawn elsewhere; here it counts that one comes."""
    for name in ("render_document", "render_pdf", "render_questionnaire"):
        monkeypatch.setattr(f"assessment.pdf.{name}", lambda *args, **kwargs: b"%PDF-1.7")
    # Django's test tools copy the context of every template that is drawn; nobody asks for it here.
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)  # refusals are many
    monkeypatch.setattr("portfolio.results.drawing.png", lambda *args: b"\x89PNG")


@pytest.fixture(scope="module")
def returned(django_db_setup, django_db_blocker) -> dict[str, list[SimpleUploadedFile]]:
    """Files to bring in: the product's own, as somebody took them away and filled them in."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = made("nothing begun")
        client = Client()
        client.force_login(world.luis)
        drafts = [begun(world.health, world.luis, key, 99) for key in (SNAPSHOT, MATURITY)]
        answers = {
            d.instrument_key: [taken(client, d, form) for form in ("xlsx", "csv", "json")]
            for d in drafts
        }
        tables = [
            SimpleUploadedFile(f"projects.{form}", table.write(new_projects(), form, "en"))
            for form in ("xlsx", "csv")
        ]
        transaction.set_rollback(True)
    return {**answers, "portfolio:upload": tables}


def taken(client: Client, draft: Submission, form: str) -> SimpleUploadedFile:
    data = client.get(reverse("assessment:export", args=[draft.pk, form])).content
    return SimpleUploadedFile(f"{draft.instrument_key}.{form}", data)


def new_projects() -> list[Project]:
    titles = ("One counter", "Brought along")
    return [Project(id="", title=t, purpose="mission", driver="mission").place() for t in titles]


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_every_form_works_for_everybody(state, quick, returned):
    world, walk = made(state), Walk(THOROUGH.get(state, FEW), returned, passed_by(state))
    start = process_time()
    for role in ROLES:
        if walk.is_thorough or state == "nothing begun" or role not in LIKE_ANOTHER:
            walk.by(role, world.people[role], world.bookmarks)
    print(f"{state}: {dict(walk.count)}, {process_time() - start:.1f} s")  # noqa: T201
    assert not walk.faults, told(state, walk.faults)


def told(state: str, faults: list[Fault]) -> str:
    """A table: role, address, form, field, status, and what was expected."""
    rows = [f"{len(faults)} faults; {state}:", " | ".join(Fault._fields)]
    return "\n".join(rows + [" | ".join(fault) for fault in faults])
