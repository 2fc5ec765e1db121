"""Who may do what: every address of the project, every kind of person, before and after handing in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from assessment import workflow
from assessment.models import (
    Event,
    Invitation,
    JoinRequest,
    Mandate,
    Membership,
    Participation,
    Report,
    ReportStatus,
    Round,
    SealedAnswers,
    Submission,
    User,
    Verb,
)
from tests.conftest import PASSWORD
from tests.made import as_posted
from tests.reading import elements, forged

pytestmark = pytest.mark.usefixtures("each_pdf_once")

# nobody is not signed in, zoe belongs nowhere, luis contributes and answers, ana leads, bia leads another agency
# abroad, rosa reviews this country, paulo reviews another one, adm administers all, pia this country, otto another one,
# root is a superuser and administers all
PEOPLE = (
    "nobody", "zoe", "luis", "ana", "bia", "rosa", "paulo", "adm", "pia", "otto", "root",
)  # fmt: skip
LEADS_TO_SIGN_IN, LEADS_ON = "in", "on"


@dataclass(frozen=True)
class Scene:
    submission: Submission
    report: Report

    @property
    def pk(self) -> list[Any]:
        return [self.submission.pk]


@dataclass(frozen=True)
class Row:
    """What each of PEOPLE gets: a status, "in" for being sent to sign in, "on" for any other redirect."""

    get: str
    post: str
    args: Callable[[Scene], list[Any]] = lambda scene: []
    data: Callable[[Scene], dict[str, Any]] = lambda scene: {}


def same(outcome: int | str) -> str:
    return " ".join([str(outcome)] * len(PEOPLE))


OF_SUBMISSION: dict[str, Any] = {"args": lambda scene: scene.pk}
#       nobody zoe luis ana bia rosa paulo adm pia otto root
READ = "in     404 200  200 404 200  404   200 200 404  200"
SENT = "in     404 on   on  404 on   404   on  on  404  on "
# A draft is for its own agency: everybody else waits until it is handed in, but for who reaches the database anyway.
OPEN = "in     404 200  200 404 403  404   403 403 404  200"
ASKS = "in     404 on   on  404 403  404   403 403 404  on "
# An address that only takes a form leads to the page that holds it; that page says who may see it.
LED = "in on on on on on on on on on on"
ANY_ACCOUNT = "in 200 200 200 200 200 200 200 200 200 200"
FRONT = "200 200 200 200 200 on on on on on on"
NOBODY = "in 404 404 404 404 404 404 404 404 404 404"
NO_APP = NOBODY
GUESTS = "200 on on on on on on on on on on"


def section_answers(scene: Scene) -> dict[str, Any]:
    record = scene.submission.records.get(section="purpose")
    return as_posted(record.answers)


OF_SECTION: dict[str, Any] = {
    "args": lambda scene: [scene.submission.pk, "purpose"],
    "data": section_answers,
}
OF_REPORT: dict[str, Any] = {"args": lambda scene: [scene.submission.pk, scene.report.key]}
OF_EXPORT: dict[str, Any] = {"args": lambda scene: [*scene.pk, "csv"]}
OF_CHAPTER: dict[str, Any] = {"args": lambda scene: [*scene.pk, "profile"]}
ON_PAPER: dict[str, Any] = {"args": lambda scene: [*scene.pk, "es"]}
START: dict[str, Any] = {"args": lambda scene: [scene.submission.agency_id, "portfolio_snapshot"]}
KEY: dict[str, Any] = {"args": lambda scene: ["1", "set-password"]}

# The snapshot has no roles to ask and no statements to differ on; tests/test_maturity_pages.py has the maturity's rows.
NOT_ASKED = "in 404 404 404 404 403 404 403 403 404 404"
OF_STATEMENTS = {
    "assessment:open_questions": Row(
        NOT_ASKED,
        NOT_ASKED,
        **OF_SUBMISSION,
    ),
    "assessment:response": Row(
        NOT_ASKED,
        NOT_ASKED,
        **OF_SECTION,
    ),
}
# Of a person's own answers, only that person sees what they were before.
MINE = "in 404 200 404 404 404 404 404 404 404 404"
MINE_LEADS_ON = "in 404 on 404 404 404 404 404 404 404 404"
NOBODYS = "in 404 404 404 404 404 404 404 404 404 404"


def a_revision(scene: Scene) -> list[Any]:
    record = scene.submission.records.get(section="purpose")
    return [scene.submission.pk, "purpose", record.revisions.get().pk]


OF_REVISION: dict[str, Any] = {"args": a_revision}
OF_HISTORY = {
    "assessment:history": Row(MINE, MINE, **OF_SECTION),
    "assessment:restore": Row(MINE, MINE_LEADS_ON, **OF_REVISION),
    # Nobody has an own view beside the answers of a snapshot.
    "assessment:own_history": Row(NOBODYS, NOBODYS, **OF_SECTION),
    "assessment:own_restore": Row(NOBODYS, NOBODYS, **OF_REVISION),
}
# People of an agency: its members see each other, its leads and administrators change who there is.
MEMBERS = "in 404 200 200 404 404 404 200 200 404 200"
LEADS = "in 404 403 200 404 404 404 200 200 404 200"
FOR_AGENCY: dict[str, Any] = {"args": lambda scene: [scene.submission.agency_id]}
OF_MEMBER: dict[str, Any] = {
    "args": lambda scene: [scene.submission.agency_id, lead_of(scene).pk],
    "data": lambda scene: {"role": "contributor"},
}
OF_INVITATION: dict[str, Any] = {"args": lambda scene: [Invitation.objects.get().pk]}
OF_REQUEST: dict[str, Any] = {
    "args": lambda scene: [scene.submission.agency_id, JoinRequest.objects.get().pk],
    "data": lambda scene: {"answer": "accept"},
}
# Its lead, and who administers its country.
MANAGED = "in 404 404 on 404 404 404 on on 404 on"
KEPT_BY_THEM = "in 403 403 403 403 403 403 200 200 404 200"
LED_BY_THEM = "in 403 403 403 403 403 403 on on 404 on"
OF_OFFICE: dict[str, Any] = {"args": lambda scene: [Mandate.objects.get(user__name="Rosa").pk]}
ADMINISTRATORS = "in 403 403 403 403 403 403 200 200 200 200"
OF_ALL = "in 403 403 403 403 403 403 200 403 403 200"


def lead_of(scene: Scene) -> Membership:
    members = Membership.objects.filter(agency=scene.submission.agency_id)
    return members.order_by("-role").first() or Membership(pk=999_999)


OF_PEOPLE = {
    "assessment:privacy": Row(same(200), same(200)),
    "assessment:invitation": Row(same(404), same(404), lambda scene: ["no-such-token"]),
    "assessment:send_again": Row(LED, MANAGED, **OF_INVITATION),
    "assessment:withdraw": Row(LED, MANAGED, **OF_INVITATION),
    "assessment:join": Row(ANY_ACCOUNT, "in 422 422 422 422 422 422 422 422 422 422"),
    "assessment:people": Row(MEMBERS, MEMBERS, **FOR_AGENCY),
    "assessment:invite": Row(LED, "in 404 403 422 404 404 404 422 422 404 422", **FOR_AGENCY),
    "assessment:invite_many": Row(LED, "in 404 403 422 404 404 404 422 422 404 422", **FOR_AGENCY),
    "assessment:leave": Row(
        "in 404 200 200 404 404 404 404 404 404 404",
        "in 404 on on 404 404 404 404 404 404 404",
        **FOR_AGENCY,
    ),
    "assessment:record_of_agency": Row(MEMBERS, MEMBERS, **FOR_AGENCY),
    "assessment:change_role": Row(LED, "in 404 403 on 404 404 404 on on 404 on", **OF_MEMBER),
    "assessment:remove": Row(LEADS, "in 404 403 on 404 404 404 on on 404 on", **OF_MEMBER),
    "assessment:answer_request": Row(
        LED,
        "in 404 403 on 404 404 404 on on 404 on",
        **OF_REQUEST,
    ),
    "assessment:offices": Row(ADMINISTRATORS, ADMINISTRATORS),
    "assessment:end_office": Row(KEPT_BY_THEM, LED_BY_THEM, **OF_OFFICE),
    "assessment:give_office": Row(LED, "in 403 403 403 403 403 403 422 422 422 422"),
    "assessment:record": Row(ADMINISTRATORS, ADMINISTRATORS),
    "assessment:service": Row(OF_ALL, OF_ALL),
    "assessment:profile": Row(ANY_ACCOUNT, "in 422 422 422 422 422 422 422 422 422 422"),
    # Before the address is changed, the password is asked for once more.
    "assessment:change_address": Row(LED, LED),
    "assessment:withdraw_address": Row(LED, LED),
    "assessment:address": Row(same(404), same(404), lambda scene: ["no-such-token"]),
    "assessment:sign_out_device": Row(LED, NOBODYS, lambda scene: [999_999]),
    "assessment:own_data": Row(ANY_ACCOUNT, ANY_ACCOUNT),
    "assessment:sign_out_everywhere": Row(LED, "in in in in in in in in in in in"),
    # Who leads alone has to hand over first.
    "assessment:close": Row(ANY_ACCOUNT, "in in in on on in in in in in in"),
}
BRING = "in 404 on on 404 403 404 403 403 404 403"
NOT_NOW = "in 404 403 403 404 403 404 403 403 404 403"
KEPT_BY_ADM = "in 404 404 404 404 404 404 200 200 404 200"
ASKED_ADM = "in 404 404 404 404 404 404 422 422 404 422"
LED_ADM = "in 404 404 404 404 404 404 on on 404 on"
# Of no agency: an administrator of another country has a list too.
KEEPERS = "in 404 404 404 404 404 404 200 200 200 200"
ASKED_KEEPERS = "in 404 404 404 404 404 404 422 422 422 422"
LED_KEEPERS = "in 404 404 404 404 404 404 on on on on"
OF_AGENCY: dict[str, Any] = {"args": lambda scene: [scene.submission.agency_id]}
OF_TEMPLATE: dict[str, Any] = {"args": lambda scene: ["csv"]}
OF_AGENCIES: dict[str, Any] = {"args": lambda scene: ["template", "csv"]}


def round_of(scene: Scene) -> Participation:
    """The agency of the scene in a round that is open."""
    found = Participation.objects.filter(round__is_standing=False).first()
    if found:
        return found
    made = Round.objects.create(state="open", closes_on=date.today() + timedelta(days=40))  # noqa: DTZ011
    made.countries.create(country="PE")
    made.instruments.create(instrument_key="portfolio_snapshot", instrument_version=1)
    return Participation.objects.join(made, scene.submission.agency)


OF_ROUND: dict[str, Any] = {"args": lambda scene: [round_of(scene).round_id]}
ASKED: dict[str, Any] = {"args": lambda scene: [round_of(scene).pk]}
OF_ROUNDS = {
    "assessment:rounds": Row(KEEPERS, KEEPERS),
    "assessment:new_round": Row(KEEPERS, ASKED_KEEPERS),
    "assessment:round": Row(KEPT_BY_ADM, KEPT_BY_ADM, **OF_ROUND),
    "assessment:round_sections": Row(KEPT_BY_ADM, KEPT_BY_ADM, **OF_ROUND),
    "assessment:preview_round": Row(KEPT_BY_ADM, KEPT_BY_ADM, **OF_ROUND),
    # It is open already: both say so, and lead to the round.
    "assessment:edit_round": Row(LED_ADM, LED_ADM, **OF_ROUND),
    "assessment:open_round": Row(LED_ADM, LED_ADM, **OF_ROUND),
    "assessment:set_day_of_round": Row(LED_ADM, LED_ADM, **OF_ROUND),
    "assessment:copy_round": Row(LED, LED_ADM, **OF_ROUND),
    "assessment:close_round": Row(KEPT_BY_ADM, LED_ADM, **OF_ROUND),
    "assessment:archive_round": Row(LED, LED_ADM, **OF_ROUND),
    "assessment:extend_round": Row(
        KEPT_BY_ADM, ASKED_ADM, data=lambda scene: {"to": ""}, **OF_ROUND
    ),
    "assessment:ask_agencies": Row(KEPT_BY_ADM, ASKED_ADM, **OF_ROUND),
    "assessment:act_on_agencies": Row(LED_ADM, LED_ADM, **OF_ROUND),
    "assessment:round_export": Row(
        KEPT_BY_ADM, KEPT_BY_ADM, args=lambda scene: [round_of(scene).round_id, "csv"]
    ),
    "assessment:part": Row(
        "in 404 200 200 404 404 404 404 404 404 404",
        "in 404 200 200 404 404 404 404 404 404 404",
        **ASKED,
    ),
    "assessment:start_in_round": Row(
        LED,
        "in 404 on on 404 404 404 404 404 404 404",
        args=lambda scene: [round_of(scene).pk, "portfolio_snapshot"],
    ),
    "assessment:consent": Row(LED, "in 404 403 422 404 404 404 404 404 404 404", **ASKED),
    "assessment:decline": Row(LED, "in 404 403 422 404 404 404 404 404 404 404", **ASKED),
}
DRAFT = {
    # Who only reviews starts with the list.
    "assessment:dashboard": Row(FRONT, FRONT),
    "assessment:glossary": Row(same(200), same(200)),
    "assessment:verify": Row(same(200), same(422)),
    "assessment:tools": Row(same(200), same(200)),
    **OF_PEOPLE,
    **OF_ROUNDS,
    "assessment:handed_in": Row(
        "in 404 on on 404 403 404 403 403 404 on",
        "in 404 on on 404 403 404 403 403 404 on",
        **OF_SUBMISSION,
    ),
    "assessment:start": Row(LED, "in 404 on on 404 404 404 404 404 404 404", **START),
    "assessment:queue": Row(
        "in 403 403 403 403 200 200 200 200 200 200", "in 403 403 403 403 200 200 200 200 200 200"
    ),
    "assessment:picture": Row(
        "in 403 403 403 403 200 200 200 200 200 200", "in 403 403 403 403 200 200 200 200 200 200"
    ),
    "assessment:agencies": Row(KEEPERS, KEEPERS),
    "assessment:new_agency": Row(KEEPERS, ASKED_KEEPERS),
    "assessment:agencies_file": Row(KEEPERS, KEEPERS),
    "assessment:agencies_upload": Row(LED_KEEPERS, ASKED_KEEPERS),
    "assessment:agencies_apply": Row(LED_KEEPERS, ASKED_KEEPERS),
    "assessment:agencies_export": Row(KEEPERS, KEEPERS, **OF_AGENCIES),
    "assessment:invitations_file": Row(KEEPERS, KEEPERS),
    "assessment:invitations_upload": Row(LED_KEEPERS, ASKED_KEEPERS),
    "assessment:invitations_apply": Row(LED_KEEPERS, ASKED_KEEPERS),
    "assessment:invitations_template": Row(KEEPERS, KEEPERS, **OF_TEMPLATE),
    "assessment:agency": Row(KEPT_BY_ADM, ASKED_ADM, **OF_AGENCY),
    "assessment:close_agency": Row(KEPT_BY_ADM, ASKED_ADM, **OF_AGENCY),
    "assessment:reopen_agency": Row(LED, LED_ADM, **OF_AGENCY),
    "assessment:merge_agency": Row(KEPT_BY_ADM, NOBODY, **OF_AGENCY),
    "assessment:overview": Row(OPEN, OPEN, **OF_SUBMISSION),
    "assessment:section": Row(
        "in 404 200 200 404 403 404 403 403 404 403",
        "in 404 on on 404 403 404 403 403 404 403",
        **OF_SECTION,
    ),
    "assessment:check": Row(
        OPEN,
        "in 404 on on 404 403 404 403 403 404 403",
        data=lambda scene: {"confirm": "yes"},
        **OF_SUBMISSION,
    ),
    "assessment:results": Row(OPEN, OPEN, **OF_SUBMISSION),
    "assessment:results_chapter": Row(OPEN, OPEN, **OF_CHAPTER),
    **OF_STATEMENTS,
    **OF_HISTORY,
    "assessment:request_report": Row(
        LED,
        ASKS,
        data=lambda scene: {"language": "es"},
        **OF_SUBMISSION,
    ),
    "assessment:report": Row(OPEN, OPEN, **OF_REPORT),
    "assessment:report_file": Row(OPEN, OPEN, **OF_REPORT),
    "assessment:offline": Row(OPEN, OPEN, **OF_SUBMISSION),
    "assessment:export": Row(OPEN, OPEN, **OF_EXPORT),
    "assessment:questionnaire": Row(OPEN, ASKS, **ON_PAPER),
    # A post without a file, or with a preview that is not there, says so.
    # Fetched, they show the last preview again, or lead to where a file is chosen.
    "assessment:upload": Row(BRING, "in 404 422 422 404 403 404 403 403 404 403", **OF_SUBMISSION),
    "assessment:apply": Row(BRING, "in 404 422 422 404 403 404 403 403 404 403", **OF_SUBMISSION),
    "set_language": Row(same("on"), same("on"), data=lambda scene: {"language": "es"}),
    "account_login": Row(GUESTS, GUESTS),
    # Without a provider there are no such addresses; tests/test_single_sign_on.py has one.
    "single_sign_on": Row(same(404), same(405)),
    "openid_connect_callback": Row(same(404), same(405), args=lambda scene: ["id.example.org"]),
    "account_logout": Row(
        "in 200 200 200 200 200 200 200 200 200 200", "in in in in in in in in in in in"
    ),
    "account_inactive": Row(same(200), same(405)),
    "account_signup": Row(GUESTS, GUESTS),
    "account_change_password": Row(ANY_ACCOUNT, ANY_ACCOUNT),
    "account_reset_password": Row(same(200), same(200)),
    "account_reset_password_done": Row(same(200), same(405)),
    "account_reset_password_from_key": Row(same(200), same(200), **KEY),
    "account_reset_password_from_key_done": Row(same(200), same(405)),
    # Before anything about signing in is shown or changed, the password is asked for once more.
    "account_reauthenticate": Row(ANY_ACCOUNT, ANY_ACCOUNT),
    "mfa_index": Row(ANY_ACCOUNT, "in 405 405 405 405 405 405 405 405 405 405"),
    "mfa_authenticate": Row(LED, LED),  # a step of signing in, and nobody is at it
    "mfa_reauthenticate": Row(LED, LED),
    "mfa_activate_totp": Row(LED, LED),
    "mfa_deactivate_totp": Row(NO_APP, NO_APP),
    # Passkeys are there only with HTTPS; tests/browser/test_passkeys.py uses them.
    **{
        name: Row(same(404), same(404))
        for name in ("mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn")
    },
    "mfa_remove_webauthn": Row(same(404), same(404), args=lambda scene: [1]),
    "mfa_view_recovery_codes": Row(NO_APP, "in 405 405 405 405 405 405 405 405 405 405"),
    "mfa_generate_recovery_codes": Row(LED, LED),
    "mfa_download_recovery_codes": Row(NO_APP, NO_APP),
}
# What handing in changes: the questions lead to the results, and an answer that comes late is shown, not saved.
SEALED = DRAFT | {
    "assessment:handed_in": Row(READ, READ, **OF_SUBMISSION),
    "assessment:overview": Row(SENT, SENT, **OF_SUBMISSION),
    "assessment:section": Row(SENT, "in 404 409 409 404 409 404 409 409 404 409", **OF_SECTION),
    "assessment:restore": Row(MINE_LEADS_ON, MINE_LEADS_ON, **OF_REVISION),
    "assessment:check": Row(SENT, SENT, data=lambda scene: {"confirm": "yes"}, **OF_SUBMISSION),
    "assessment:results": Row(READ, READ, **OF_SUBMISSION),
    "assessment:results_chapter": Row(READ, READ, **OF_CHAPTER),
    "assessment:request_report": Row(
        LED, SENT, data=lambda scene: {"language": "es"}, **OF_SUBMISSION
    ),
    "assessment:report": Row(READ, READ, **OF_REPORT),
    "assessment:report_file": Row(READ, READ, **OF_REPORT),
    "assessment:offline": Row(READ, READ, **OF_SUBMISSION),
    "assessment:export": Row(READ, READ, **OF_EXPORT),
    "assessment:questionnaire": Row(READ, SENT, **ON_PAPER),
    "assessment:upload": Row(NOT_NOW, NOT_NOW, **OF_SUBMISSION),
    "assessment:apply": Row(NOT_NOW, NOT_NOW, **OF_SUBMISSION),
    **{
        name: Row(
            NOBODY,
            NOBODY,
            row.args,
            row.data,
        )
        for name, row in OF_STATEMENTS.items()
    },
}


OF_NOBODY = ("assessment:glossary", "assessment:tools", "assessment:privacy", "assessment:verify")


@pytest.fixture
def people(zoe, luis, ana, bia, rosa, paulo, adm, pia, otto, root) -> dict[str, User | None]:
    known = (zoe, luis, ana, bia, rosa, paulo, adm, pia, otto, root)
    found = {user.name.lower(): user for user in known}
    return {"nobody": None, **found}


def scene_of(submission: Submission) -> Scene:
    report = Report.objects.create(
        submission=submission,
        language="en",
        checksum="0",
        answers=submission.fingerprint(),
        status=ReportStatus.READY,
        content=b"%PDF-1.7",
    )
    return Scene(submission, report)


@pytest.fixture
def at_the_door(health, luis) -> None:
    """Somebody is invited to the agency, and somebody asks to join it."""
    workflow.invite("guest@example.org", luis, "http://x", "en", agency=health)
    asking = User.objects.create_user("asking@example.org", PASSWORD, name="Asking")
    workflow.ask_to_join(asking, health, "", "http://x")


@pytest.fixture
def draft(filled, at_the_door) -> Scene:
    return scene_of(filled)


@pytest.fixture
def sealed(snapshot, at_the_door) -> Scene:
    return scene_of(snapshot.submission)


def visit(person: User | None, method: str, address: str, data: dict[str, Any]) -> str:
    """What this person gets; whatever it did to the database is taken back."""
    client = Client()
    with transaction.atomic():
        if person:
            client.force_login(person)
        response = (
            client.generic(method, address) if method == "GET" else forged(client, address, data)
        )
        transaction.set_rollback(True)
    if response.status_code != 302:
        return str(response.status_code)
    to_sign_in = response["Location"].startswith(reverse("account_login"))
    return LEADS_TO_SIGN_IN if to_sign_in else LEADS_ON


def check(name: str, method: str, row: Row, scene: Scene, people: dict[str, User | None]) -> None:
    address, data = reverse(name, args=row.args(scene)), row.data(scene)
    found = {key: visit(person, method, address, data) for key, person in people.items()}
    expected = (row.get if method == "GET" else row.post).split()
    assert found == dict(zip(PEOPLE, expected, strict=True))


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", DRAFT)
def test_who_gets_what_while_it_is_a_draft(name, method, draft, people):
    check(name, method, DRAFT[name], draft, people)


OF_SUBMISSIONS = [name for name in SEALED if name.startswith("assessment:")]
SHOWN = [name for name in OF_SUBMISSIONS if name not in OF_STATEMENTS]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", OF_SUBMISSIONS)
def test_who_gets_what_once_it_is_handed_in(name, method, sealed, people):
    check(name, method, SEALED[name], sealed, people)


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every name in the URL files, apart from the Django admin's."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name, so it cannot have a row"
            yield prefix + pattern.name
        elif pattern.namespace != "admin":
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from addresses(pattern, prefix + space)


def test_every_address_has_a_row():
    # Those of the portfolio are in tests/test_portfolio_access.py.
    mine = {name for name in addresses() if not name.startswith("portfolio:")}
    assert mine == set(DRAFT)


def test_strangers_learn_nothing_from_a_404(draft, zoe, client):
    """What is not theirs looks like what does not exist."""
    client.force_login(zoe)
    pages = {}
    for pk in (draft.submission.pk, uuid4()):
        response = client.get(reverse("assessment:results", args=[pk]))
        assert response.status_code == 404
        pages[pk] = response.content.decode().replace(str(pk), "")
    theirs, nothing = pages.values()
    assert without_tokens(theirs) == without_tokens(nothing)


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


@pytest.mark.parametrize("name", ["assessment:report", "assessment:report_file"])
def test_a_report_is_found_only_under_its_own_submission(
    name, draft, transport, bia, instrument, client
):
    own = workflow.start(transport, instrument, bia)
    client.force_login(bia)
    assert client.get(reverse(name, args=[own.pk, draft.report.key])).status_code == 404
    hers = scene_of(own)
    assert client.get(reverse(name, args=[own.pk, hers.report.key])).status_code == 200
    assert client.get(reverse(name, args=[draft.submission.pk, hers.report.key])).status_code == 404


def test_who_leaves_the_agency_sees_its_answers_no_more(draft, luis, client):
    client.force_login(luis)
    address = reverse("assessment:overview", args=draft.pk)
    assert client.get(address).status_code == 200
    Membership.objects.filter(user=luis).delete()
    assert client.get(address).status_code == 404
    assert client.get(reverse("assessment:results", args=draft.pk)).status_code == 404


def test_an_account_that_is_switched_off_is_out_at_once(draft, luis, client):
    client.force_login(luis)
    User.objects.filter(pk=luis.pk).update(is_active=False)
    response = client.get(reverse("assessment:overview", args=draft.pk))
    assert response["Location"].startswith(reverse("account_login"))


def test_a_contributor_does_not_hand_in_a_colleagues_answers(draft, ana, luis, client):
    Submission.objects.filter(pk=draft.submission.pk).update(respondent=ana)
    client.force_login(luis)
    address = reverse("assessment:check", args=draft.pk)
    assert forged(client, address, {"confirm": "yes"}).status_code == 403
    assert not SealedAnswers.objects.exists()
    assert b'name="confirm"' not in client.get(address).content


def test_a_post_that_is_refused_changes_nothing(draft, people):
    before = draft.submission.answers()
    for key in ("nobody", "zoe", "bia", "rosa", "paulo", "adm", "pia", "otto", "root"):
        client = Client()
        if person := people[key]:
            client.force_login(person)
        forged(
            client, reverse("assessment:section", args=[*draft.pk, "purpose"]), {"page": "forged"}
        )
        forged(client, reverse("assessment:check", args=draft.pk), {"confirm": "yes"})
    assert Submission.objects.get(pk=draft.submission.pk).answers() == before
    assert Submission.objects.get(pk=draft.submission.pk).is_draft


SEEN_BY_A_SUPERUSER = [name for name, row in DRAFT.items() if row.get == OPEN]


@pytest.mark.parametrize("name", SEEN_BY_A_SUPERUSER)
def test_each_look_of_a_superuser_at_a_draft_is_on_the_agencys_record(name, draft, root, client):
    client.force_login(root)
    assert client.get(reverse(name, args=DRAFT[name].args(draft))).status_code == 200
    seen = Event.objects.filter(verb=Verb.DRAFT_SEEN, agency=draft.submission.agency)
    assert [event.actor_id for event in seen] == [root.pk]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_change_nothing(draft, luis, client, method):
    client.force_login(luis)
    before = draft.submission.answers()
    for name in ("overview", "check", "results"):
        client.generic(method, reverse(f"assessment:{name}", args=draft.pk), "confirm=yes")
    client.generic(method, reverse("assessment:section", args=[*draft.pk, "purpose"]), "revision=1")
    assert Submission.objects.get(pk=draft.submission.pk).answers() == before


# --- What pages offer


def walked(client: Client) -> dict[str, int]:
    """Every page that can be reached by links from the first one, with its status."""
    found: dict[str, int] = {}
    waiting = ["/"]
    while waiting:
        place = waiting.pop()
        if place in found or place.startswith("/admin/"):
            continue
        page = client.get(place)
        found[place] = page.status_code
        if page.status_code == 302:
            waiting.append(page["Location"].split("#")[0])
        elif page["Content-Type"].startswith("text/html"):
            links = (a.get("href") or "" for tag, a in elements(page) if tag == "a")
            joined = (
                urljoin(place, link.split("#")[0]) for link in links if link and link[0] != "#"
            )
            waiting += [address for address in joined if address.startswith("/")]
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_no_link_leads_where_its_reader_may_not_go(
    who, people, sealed, health, transport, instrument
):
    workflow.start(health, instrument, people["ana"])
    workflow.start(transport, instrument, people["bia"])
    client = Client()
    if person := people[who]:
        client.force_login(person)
    closed = {place: code for place, code in walked(client).items() if code not in (200, 302)}
    assert closed == {}


@pytest.mark.parametrize("name", [n for n in DRAFT if n in SHOWN])
def test_what_belongs_to_an_agency_is_kept_by_no_browser_and_no_proxy(
    name, draft, people, luis, adm, client
):
    if name in OF_NOBODY:
        return  # the same for everybody
    row = DRAFT[name]
    kept = row.get in (KEPT_BY_ADM, KEPT_BY_THEM, LED_ADM, KEEPERS, LED_KEEPERS)
    client.force_login(adm if kept else luis)
    address = reverse(name, args=row.args(draft))
    page = client.get(address)
    if page.status_code == 405:
        page = forged(client, address, row.data(draft))
    if page.status_code not in (403, 404):  # says nothing about anybody
        assert "no-store" in page["Cache-Control"]
        assert "private" in page["Cache-Control"]
