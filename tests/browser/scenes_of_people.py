"""The pages about people: coming in, who belongs, offices, profile, the record and the second step."""

from __future__ import annotations

import re

from django.core import mail
from django.urls import reverse

from assessment import workflow
from assessment.models import Invitation
from assessment.workflow import invitations

from .scenes import Stage, scene

GUEST = "guest@example.org"


def _invite(stage: Stage, email: str = GUEST) -> str:
    """The address in the letter."""
    Invitation.objects.filter(email=email).delete()
    agency = stage.begun.agency
    invitations.invite(email, stage.ana, stage.address, "es", agency=agency)
    found = re.search(r"https?://[^/]+(/invitations/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def _people(stage: Stage) -> None:
    stage.be(stage.ana)
    stage.go("assessment:people", stage.begun.agency_id)


# --- For strangers


@scene
def front_page(stage: Stage) -> None:
    stage.be(None)
    stage.go("assessment:dashboard")


@scene
def privacy(stage: Stage) -> None:
    stage.be(None)
    stage.go("assessment:privacy")


@scene
def invitation(stage: Stage) -> None:
    stage.be(None)
    stage.page.goto(_invite(stage))


@scene
def invitation_accepted_wrongly(stage: Stage) -> None:
    invitation(stage)
    stage.page.locator("main input[name=name]").fill("G")
    stage.page.locator("main input[name=password]").fill("short")
    stage.press("main form button")


@scene
def invitation_to_somebody_else(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.page.goto(_invite(stage))


@scene
def invitation_withdrawn(stage: Stage) -> None:
    stage.be(None)
    link = _invite(stage)
    Invitation.objects.filter(email=GUEST).delete()
    stage.page.goto(link)


# --- Within an agency


@scene
def people_of_an_agency(stage: Stage) -> None:
    _invite(stage)
    _people(stage)


@scene
def invitation_refused(stage: Stage) -> None:
    _people(stage)
    stage.page.locator("main input[name=email]").fill("not an address")
    stage.press("form[action$='/invite/'] button")


@scene
def many_invited_with_a_preview(stage: Stage) -> None:
    _people(stage)
    stage.page.locator("textarea[name=lines]").evaluate(
        "(field, lines) => { field.closest('details')?.setAttribute('open', ''); field.value = lines; }",
        f"{stage.luis.email}\nnobody\nPia <pia@example.org>, lead",
    )
    stage.press("form[action$='/invite-many/'] button")


@scene
def removing_somebody(stage: Stage) -> None:
    stage.be(stage.ana)
    stage.go("assessment:remove", stage.begun.agency_id, stage.luis.pk)


@scene
def leaving(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.go("assessment:leave", stage.begun.agency_id)


@scene
def record_of_an_agency(stage: Stage) -> None:
    stage.be(stage.ana)
    stage.go("assessment:record_of_agency", stage.begun.agency_id)


# --- Oneself


@scene
def asking_to_join(stage: Stage) -> None:
    stage.be(stage.rosa)
    stage.page.goto(reverse("assessment:join") + "?q=health")


@scene
def profile(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.go("assessment:profile")


@scene
def closing_the_account(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.go("assessment:close")


@scene
def second_step(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.go("mfa_index")


# --- Administrators


@scene
def offices(stage: Stage) -> None:
    stage.be(stage.adm)
    stage.go("assessment:offices")


@scene
def offices_with_history(stage: Stage) -> None:
    """Who gave what, and one that ended."""
    stage.be(stage.adm)
    given = workflow.give(stage.luis, "reviewer", "BR", stage.adm, "http://localhost")
    workflow.end(given, stage.adm)
    stage.go("assessment:offices")
    stage.page.locator("details.fold summary").click()


@scene
def ending_an_office(stage: Stage) -> None:
    stage.be(stage.adm)
    stage.go("assessment:end_office", stage.rosa.mandates.get().pk)


@scene
def record_of_all(stage: Stage) -> None:
    stage.be(stage.adm)
    stage.go("assessment:record")
