"""Every page of the platform, in every state that looks different, and the way to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page

from assessment import workflow
from assessment.instruments import Instrument
from assessment.models import Agency, Report, ReportStatus, Round, Submission, User

from .answering import box, section_address
from .conftest import let_in


@dataclass
class Stage:
    """A window of Luis's, and what there is to see in it."""

    page: Page
    address: str
    ana: User
    luis: User
    rosa: User
    adm: User
    complete: Submission  # Luis's draft
    begun: Submission  # Carla's draft
    empty: Submission  # Dora's draft
    sealed: Submission  # Ana's

    def go(self, name: str, *args: Any) -> None:
        self.page.goto(reverse(name, args=args))

    def be(self, user: User | None) -> None:
        self.page.context.clear_cookies(name="sessionid")
        if user:
            let_in(self.page.context, user, self.address)

    def open_section(self, submission: Submission, section: str) -> None:
        self.page.goto(section_address(submission, section))

    def press(self, button: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(button).first.click()


Scene = Callable[[Stage], None]
SCENES: dict[str, Scene] = {}


def scene(play: Scene) -> Scene:
    SCENES[play.__name__.replace("_", " ")] = play
    return play


def set_up(
    agency: Agency, people: dict[str, User], instrument: Instrument, answers: dict[str, Any]
) -> dict[str, Submission]:
    """The submissions that the scenes show; more than one page of them for the reviewer."""
    drafts = {key: workflow.start(agency, instrument, people[key]) for key in people}
    for key, sections in (("luis", 6), ("ana", 6), ("carla", 3)):
        for section in instrument.sections[:sections]:
            records = drafts[key].records.filter(section=section.key)
            records.save_answers(answers[section.key], revision=0, by=people[key])
    workflow.submit(drafts["ana"], people["ana"])
    others = Agency.objects.bulk_create(
        Agency(name=f"Office {number}", country=agency.country).keyed([]) for number in range(51)
    )
    Submission.objects.bulk_create(
        Submission(
            round=Round.objects.standing(),
            agency=other,
            instrument_key=instrument.key,
            instrument_version=1,
        )
        for other in others
    )
    return {
        "complete": drafts["luis"],
        "begun": drafts["carla"],
        "empty": drafts["dora"],
        "sealed": Submission.objects.get(pk=drafts["ana"].pk),
    }


# --- Before signing in


@scene
def sign_in(stage: Stage) -> None:
    stage.be(None)
    stage.go("account_login")


@scene
def sign_in_refused(stage: Stage) -> None:
    sign_in(stage)
    stage.page.locator("main input[name=login]").fill("nobody@example.org")
    stage.page.locator("main input[name=password]").fill("wrong")
    stage.press("main form button")


@scene
def signing_up_is_closed(stage: Stage) -> None:
    stage.be(None)
    stage.go("account_signup")


@scene
def closed_account(stage: Stage) -> None:
    stage.go("account_inactive")


@scene
def password_forgotten(stage: Stage) -> None:
    stage.be(None)
    stage.go("account_reset_password")


@scene
def password_forgotten_refused(stage: Stage) -> None:
    password_forgotten(stage)
    stage.page.locator("main input[name=email]").fill("not an address")
    stage.press("main form button")


@scene
def password_link_sent(stage: Stage) -> None:
    password_forgotten(stage)
    stage.page.locator("main input[name=email]").fill(stage.luis.email)
    stage.press("main form button")


@scene
def password_set_anew(stage: Stage) -> None:
    password_link_sent(stage)
    link = re.search(r"https?://\S+/key/\S+", mail.outbox[-1].body)
    assert link
    stage.page.goto(link[0])


@scene
def password_set_anew_refused(stage: Stage) -> None:
    password_set_anew(stage)
    stage.page.locator("main input[name=password1]").fill("short")
    stage.press("main form button")


@scene
def password_is_set(stage: Stage) -> None:
    stage.go("account_reset_password_from_key_done")


@scene
def password_link_used_up(stage: Stage) -> None:
    stage.be(None)
    stage.go("account_reset_password_from_key", "1", "used-up")


@scene
def glossary_for_everybody(stage: Stage) -> None:
    stage.be(None)
    stage.go("assessment:glossary")


# --- Luis's own


@scene
def dashboard(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.go("assessment:dashboard")


@scene
def account_menu(stage: Stage) -> None:
    dashboard(stage)
    stage.page.locator(".account summary").click()


@scene
def password_change(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.go("account_change_password")


@scene
def signing_out(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.go("account_logout")


@scene
def overview(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.go("assessment:overview", stage.begun.pk)


@scene
def section_profile(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.open_section(stage.begun, "profile")


@scene
def section_purpose(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.open_section(stage.begun, "purpose")


@scene
def section_not_begun(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.open_section(stage.empty, "purpose")


@scene
def section_risk(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.open_section(stage.begun, "risk")


@scene
def section_horizons(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.open_section(stage.complete, "horizons")


@scene
def section_methods_with_help(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.open_section(stage.complete, "methods")
    unfold(stage.page)


@scene
def section_management(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.open_section(stage.complete, "management")


@scene
def section_with_errors(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.open_section(stage.begun, "profile")
    stage.page.locator("input[name=people]").fill("many")
    stage.press(".save-bar button")


@scene
def section_in_conflict(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.open_section(stage.begun, "purpose")
    record = stage.begun.records.get(section="purpose")
    grid = {**record.answers["q01"], "mission": "neutral"}
    others = {**record.answers, "q01": grid}
    record.__class__.objects.filter(pk=record.pk).save_answers(
        others, revision=record.revision, by=stage.rosa
    )
    box(stage.page, "q01.mission", "strongly_disagree").check()
    stage.press(".save-bar button")


@scene
def handed_in_meanwhile(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.open_section(stage.empty, "profile")
    mine = Submission.objects.filter(pk=stage.empty.pk)
    mine.update(status="submitted")
    stage.press(".save-bar button")
    mine.update(status="draft")


@scene
def check_with_open_questions(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.go("assessment:check", stage.begun.pk)


@scene
def check_complete(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.go("assessment:check", stage.complete.pk)


@scene
def check_unconfirmed(stage: Stage) -> None:
    check_complete(stage)
    stage.press(".hand-in button")


# --- Results


@scene
def results_of_nothing(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.go("assessment:results", stage.empty.pk)


@scene
def results_of_a_draft(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.go("assessment:results", stage.begun.pk)
    unfold(stage.page)


@scene
def results_handed_in(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.go("assessment:results", stage.sealed.pk)


def _chapter(stage: Stage, chapter: str) -> None:
    stage.be(stage.luis)
    stage.go("assessment:results_chapter", stage.sealed.pk, chapter)
    unfold(stage.page)


@scene
def results_profile(stage: Stage) -> None:
    _chapter(stage, "profile")


@scene
def results_meaning(stage: Stage) -> None:
    _chapter(stage, "meaning")


@scene
def results_why(stage: Stage) -> None:
    _chapter(stage, "why")


@scene
def results_region(stage: Stage) -> None:
    _chapter(stage, "region")


@scene
def results_next(stage: Stage) -> None:
    _chapter(stage, "next")


@scene
def results_answers(stage: Stage) -> None:
    _chapter(stage, "answers-given")


@scene
def results_method(stage: Stage) -> None:
    _chapter(stage, "method")


def _report(stage: Stage, status: ReportStatus, error: str = "") -> None:
    stage.be(stage.luis)
    found, _created = Report.objects.update_or_create(
        submission=stage.sealed,
        checksum=stage.sealed.sealed.checksum,
        language="es",
        defaults={
            "answers": stage.sealed.sealed.checksum,
            "status": status,
            "error": error,
        },
    )
    stage.go("assessment:report", stage.sealed.pk, found.key)


@scene
def report_waited_for(stage: Stage) -> None:
    _report(stage, ReportStatus.REQUESTED)


@scene
def report_failed(stage: Stage) -> None:
    _report(stage, ReportStatus.FAILED, "rendering")


@scene
def report_ready(stage: Stage) -> None:
    _report(stage, ReportStatus.READY)


# --- Others


@scene
def queue(stage: Stage) -> None:
    stage.be(stage.rosa)
    stage.page.goto(reverse("assessment:queue") + "?end=1")


@scene
def queue_without_a_match(stage: Stage) -> None:
    stage.be(stage.rosa)
    stage.page.goto(reverse("assessment:queue") + "?status=submitted&country=PE&agency=nobody")


@scene
def reviewers_look_at_a_draft(stage: Stage) -> None:
    stage.be(stage.rosa)
    stage.go("assessment:check", stage.begun.pk)


@scene
def reviewers_dashboard(stage: Stage) -> None:
    stage.be(stage.rosa)
    stage.go("assessment:dashboard")


@scene
def not_found(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.page.goto("/no-such-page/")


@scene
def not_allowed(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.go("assessment:queue")


@scene
def expired_page(stage: Stage) -> None:
    stage.be(stage.luis)
    stage.open_section(stage.begun, "profile")
    stage.page.context.clear_cookies(name="csrftoken")
    stage.press(".save-bar button")


def unfold(page: Page) -> None:
    page.evaluate(
        "document.querySelectorAll('main details').forEach(each => { each.open = true; })"
    )
