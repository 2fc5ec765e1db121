"""An administrator keeps the agencies: on a phone, by keyboard, without scripts; and every page as axe sees it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessment.models import Agency, Membership, User
from assessment.workflow import agencies as steps

from .axe import judged_by_axe
from .conftest import DESKTOP, NO_SCRIPTS, PHONE, Visitor
from .test_accessibility import SMALL_TARGETS, WIDER_THAN_THE_WINDOW

pytestmark = pytest.mark.browser
LIST = reverse("assessment:agencies")
FILE = (
    "name,country\nInstituto Uno,Guatemala\nMinistry of Health and Welfare,Peru\nNowhere,Atlantis\n"
)
INVITED = (
    "agency,email,role,language\n"
    "Ministry of Health and Population,one@salud.gob.example,lead,es\n"
    "Ministry of Health and Population,ana@x.example,,\n"
    "Ministry of Helth and Population,two@salud.gob.example,,\n"
)


@pytest.fixture
def twin(health: Agency, ana: User) -> Agency:
    twin = Agency.objects.create(name="Ministry of Health and Population", country="PE")
    Membership.objects.create(user=ana, agency=twin)
    return twin


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_every_page_can_be_used_by_everybody(
    visitor: Visitor, adm: User, health: Agency, twin: Agency, language: str, tmp_path: Path
) -> None:
    steps.change(
        health,
        {
            "name": "Ministry of Well-being and of everything that makes people in the regions feel better"
        },
        adm,
        revision=health.revision,
    )
    page, faults = visitor(adm, language, **DESKTOP), {}

    def judge(name: str) -> None:
        found = judged_by_axe(page)
        page.set_viewport_size(PHONE["viewport"])
        found += page.evaluate(SMALL_TARGETS)
        if page.evaluate(WIDER_THAN_THE_WINDOW):
            found.append("must be scrolled sideways")
        page.set_viewport_size(DESKTOP["viewport"])
        if found:
            faults[name] = found

    one, other = (str(agency.pk) for agency in (health, twin))
    for address in (
        LIST, f"{LIST}?state=merged", f"{LIST}new/", f"{LIST}{one}/", f"{LIST}{one}/close/", f"{LIST}{other}/merge/",
        f"{LIST}{other}/merge/?into={one}", f"{LIST}file/",
    ):  # fmt: skip
        page.goto(address)
        judge(address)
    page.goto(f"{LIST}new/")
    page.locator("#id_name").fill("Ministry of Health and Welfare")
    page.locator("#id_country").select_option("PE")
    page.locator("#agency .actions button").click()
    expect(page.locator("#alike")).to_be_visible()
    judge("resembling")
    file = tmp_path / "agencies.csv"
    file.write_text(FILE)
    page.goto(f"{LIST}file/")
    page.locator("#id_file").set_input_files(file)
    page.locator("#bring button").click()
    expect(page.locator("#preview")).to_be_visible()
    judge("preview")
    file.write_text(INVITED)
    page.goto(f"{LIST}invite/")
    judge("inviting")
    page.locator("#id_file").set_input_files(file)
    page.locator("#bring button").click()
    expect(page.locator("#preview")).to_be_visible()
    judge("preview of invitations")
    assert not faults


def test_an_agency_is_added_and_merged_on_a_phone_without_scripts(
    visitor: Visitor, adm: User, health: Agency, ana: User
) -> None:
    page = visitor(adm, **{**NO_SCRIPTS, "viewport": PHONE["viewport"]})
    page.goto(LIST)
    page.get_by_role("link", name="Add an agency").click()
    page.get_by_label("Name").fill("Ministry of Health and Welfare")
    page.get_by_label("Country").select_option("PE")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("It is another agency").check()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ministry of Health and Welfare")
    page.get_by_role("link", name="It is the same as another agency").click()
    page.get_by_role("link", name="Ministry of Health", exact=True).click()
    page.get_by_label("both are the same agency").check()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ministry of Health")
    expect(page.locator("#main")).to_contain_text("Ministry of Health and Welfare")
    assert Agency.objects.standing().get() == health


def test_an_agency_is_renamed_by_keyboard(visitor: Visitor, adm: User, health: Agency) -> None:
    page = visitor(adm, **DESKTOP)
    page.goto(f"{LIST}{health.pk}/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "id_name":
            break
    page.keyboard.press("Control+A")
    page.keyboard.type("Ministry of Well-being")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ministry of Well-being")
    expect(page.locator("#names + ul")).to_have_text(re.compile("Ministry of Health"))
