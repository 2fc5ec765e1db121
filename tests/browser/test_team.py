"""From an administrator's list of agencies to a team: invited, joined, handed over, left; on a phone, in Spanish."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessment.models import Agency, User

from .conftest import PASSWORD, PHONE, Visitor
from .test_journey import fits_a_phone

pytestmark = pytest.mark.browser

AGENCIES = "name,country\nInstituto de Obras,Peru\nRegistro Civil,Peru\nOficina de Compras,Peru\n"
PEOPLE = (
    "agency,email,role,language\n"
    "registro civil,marta@registro.example,lead,es\n"
    "Instituto de Obras,olga@obras.example,lead,\n"
)
AGENCIES_LIST = reverse("assessment:agencies")


def link_in_the_mail(to: str) -> str:
    """The way in of the last letter to an address."""
    letter = [each for each in mail.outbox if each.to == [to]][-1]
    found = re.search(r"https?://[^/]+(/invitations/\S+)", str(letter.body))
    assert found
    return found[1]


def comes_in(page: Page, email: str, name: str) -> None:
    """Somebody new opens the link in a mail and chooses name and password."""
    page.goto(link_in_the_mail(email))
    fits_a_phone(page)
    page.get_by_label("Nombre").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=again]").fill(PASSWORD)
    page.locator("#come-in button").last.click()
    expect(page.get_by_text("Registro Civil").first).to_be_visible()
    fits_a_phone(page)


def invites(page: Page, email: str) -> None:
    form = page.locator("form[action$='/invite/']")
    form.locator("input[name=email]").fill(email)
    form.locator("button").last.click()
    expect(page.get_by_text(email).first).to_be_visible()


def test_an_administrator_a_lead_and_those_they_bring(
    visitor: Visitor, adm: User, zoe: User, tmp_path: Path
) -> None:
    file = tmp_path / "agencies.csv"
    file.write_text(AGENCIES)
    office = visitor(adm)
    office.goto(reverse("assessment:agencies_file"))
    office.locator("#id_file").set_input_files(file)
    office.locator("#bring button").click()
    expect(office.locator("#preview")).to_be_visible()
    office.locator("form[action$='/apply/'] button").first.click()
    expect(office.get_by_role("link", name="Registro Civil")).to_be_visible()
    agency = Agency.objects.get(name="Registro Civil")
    people = reverse("assessment:people", args=[agency.pk])
    file.write_text(PEOPLE)
    office.goto(AGENCIES_LIST)
    office.get_by_role("link", name="Invite people from a file").click()
    office.locator("#id_file").set_input_files(file)
    office.locator("#bring button").click()
    expect(office.locator("#preview")).to_contain_text("marta@registro.example")
    office.get_by_role("button", name="Send these invitations").click()
    expect(office.get_by_text("2 people invited.")).to_be_visible()

    marta = visitor(language="es", **PHONE)
    comes_in(marta, "marta@registro.example", "Marta Solís")
    marta.goto(people)
    invites(marta, "ivan@registro.example")
    marta.locator("main details.fold > summary").click()
    marta.locator("textarea[name=lines]").fill("Pía Rojas <pia@registro.example>")
    marta.locator("form[action$='/invite-many/'] button").last.click()
    fits_a_phone(marta)
    marta.locator("form[action$='/invite-many/'] button[name=send]").click()
    expect(marta.get_by_text("pia@registro.example").first).to_be_visible()
    for email, name in (("ivan", "Iván Paz"), ("pia", "Pía Rojas")):
        comes_in(visitor(language="es", **PHONE), f"{email}@registro.example", name)

    asking = visitor(zoe, "es", **PHONE)
    asking.goto("/")
    asking.locator("main a[href$='/join/']").first.click()
    asking.locator("input[name=q]").fill("civil registro")
    asking.locator("form.filters button").click()
    asking.get_by_label("Registro Civil").check()
    asking.locator("main form[method=post] button").last.click()
    fits_a_phone(asking)
    marta.goto(people)
    marta.locator("button[name=answer][value=accept]").click()
    expect(marta.get_by_role("row", name=zoe.name)).to_be_visible()

    # The lead hands over to Iván and leaves; what is left has its lead.
    row = marta.get_by_role("row", name="Iván Paz")
    row.locator("button[name=role][value=lead]").click()
    marta.goto(reverse("assessment:leave", args=[agency.pk]))
    marta.locator("main form button").last.click()
    expect(marta).not_to_have_url(re.compile("leave"))
    roles = dict(agency.memberships.values_list("user__name", "role"))
    assert roles == {"Iván Paz": "lead", "Pía Rojas": "contributor", zoe.name: "contributor"}
