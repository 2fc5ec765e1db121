"""The states in which the walk looks at the site. Each is made anew; nobody in it is real."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from assessment import demonstration, workflow
from assessment.methods import published
from assessment.models import (
    EVERYWHERE,
    Agency,
    Mandate,
    Membership,
    Office,
    Report,
    ReportStatus,
    Role,
    SectionRecord,
    Submission,
    User,
)
from portfolio import workflow as projects
from portfolio.models import Action, Plan, PortfolioReport, Project, Target

SNAPSHOT, MATURITY = "portfolio_snapshot", "digital_maturity"
LEANING = {"mission": 3.1, "enhancement": 2.4, "adaptive": 1.5, "anticipatory": 0.9}
PASSWORD = "correct horse battery"


@dataclass
class World:
    """Ana leads the ministry, Luis contributes, Bia leads an agency abroad; Eva belongs to both."""

    health: Agency
    transport: Agency
    people: dict[str, User | None] = field(default_factory=dict)  # by role; None is signed out
    bookmarks: list[str] = field(default_factory=list)  # pages that no link leads to

    @property
    def ana(self) -> User:
        return self.person("lead")

    @property
    def luis(self) -> User:
        return self.person("contributor")

    def person(self, role: str) -> User:
        found = self.people[role]
        assert found
        return found


ROLES = (
    "lead",
    "contributor",
    "member of two agencies",
    "member of another agency",
    "reviewer of the country",
    "reviewer elsewhere",
    "administrator",
    "administrator of the country",
    "superuser",
    "without agency",
    "signed out",
)


def made(state: str) -> World:
    """The people and agencies of every state, and what this state adds."""
    health = Agency.objects.create(name="Ministry of Health", country="PE")
    transport = Agency.objects.create(name="Ministério dos Transportes", country="BR")
    world = World(health, transport)
    belongs = {
        "lead": [(health, Role.LEAD)],
        "contributor": [(health, Role.CONTRIBUTOR)],
        "member of two agencies": [(health, Role.CONTRIBUTOR), (transport, Role.CONTRIBUTOR)],
        "member of another agency": [(transport, Role.LEAD)],
    }
    duties = {
        "reviewer of the country": (Office.REVIEWER, "PE"),
        "reviewer elsewhere": (Office.REVIEWER, "BR"),
        "administrator": (Office.ADMINISTRATOR, EVERYWHERE),
        "administrator of the country": (Office.ADMINISTRATOR, "PE"),
        "superuser": (Office.ADMINISTRATOR, EVERYWHERE),
    }
    for role in ROLES[:-1]:
        name = role.title()
        email = f"{role.replace(' ', '-')}@example.org"
        is_superuser = role == "superuser"
        user = User.objects.create_user(email, PASSWORD, name=name, is_superuser=is_superuser)
        if role in duties:
            office, country = duties[role]
            Mandate.objects.create(user=user, office=office, country=country)
        for agency, rank in belongs.get(role, []):
            Membership.objects.create(user=user, agency=agency, role=rank)
        world.people[role] = user
    world.people["signed out"] = None
    STATES[state](world)
    return world


def begun(agency: Agency, user: User, key: str, sections: int = 0) -> Submission:
    """A submission with its first sections answered."""
    instrument = published.latest(key)
    submission = workflow.start(agency, instrument, user)
    given = complete(key)
    for section in instrument.sections[:sections]:
        submission.records.filter(section=section.key, respondent=None).save_answers(
            given[section.key], revision=0, by=user
        )
    return submission


def complete(key: str) -> dict[str, dict[str, Any]]:
    """Answers to every question, with words that are hard to carry about."""
    instrument = published.latest(key)
    if key == SNAPSHOT:
        answers = demonstration.invented_answers(instrument, LEANING, spread=0.6, seed="walk")
        answers["profile"]["unit"] = 'Planning & "budget" <b>unit</b>, piso 3º'
        return answers
    chance = random.Random("walk")  # noqa: S311 (no secret)
    return {
        section.key: {
            q.key: {
                **demonstration._state(q, 2, chance),
                "comment": "One line,\r\nanother & <more>",
            }
            if q.is_stated
            else PROFILE[q.key]
            for q in section.questions
        }
        for section in instrument.sections
    }


PROFILE = {
    "profile.country": "PE",
    "profile.agency_type": "ministry",
    "profile.size": "250-999",
    "profile.public_services": "yes",
    "profile.local_partners": "yes",
    "profile.personal_data": "yes",
    "profile.automated_decisions": "no",
}


def own_views(submission: Submission, user: User) -> None:
    """What a colleague answered alone, in every other section."""
    for section in submission.instrument.sections[1::2]:
        SectionRecord.objects.create(
            submission=submission,
            section=section.key,
            respondent=user,
            answers=complete(submission.instrument_key)[section.key],
        )


STATES: dict[str, Callable[[World], None]] = {}


def state(make: Callable[[World], None]) -> Callable[[World], None]:
    STATES[make.__name__.replace("_", " ")] = make
    return make


@state
def nothing_begun(world: World) -> None:
    """Agencies with people in them, and nothing else."""


@state
def drafts_without_answers(world: World) -> None:
    begun(world.health, world.luis, SNAPSHOT)
    begun(world.health, world.luis, MATURITY)


@state
def half_a_snapshot(world: World) -> None:
    begun(world.health, world.ana, SNAPSHOT, 3)
    begun(world.health, world.luis, SNAPSHOT, 4)
    begun(world.transport, world.person("member of another agency"), SNAPSHOT, 2)


@state
def a_complete_snapshot(world: World) -> None:
    submission = begun(world.health, world.luis, SNAPSHOT, 99)
    _reports(world, "assessment:report", submission.pk, Report, submission=submission)


@state
def maturity_with_own_views(world: World) -> None:
    submission = begun(world.health, world.ana, MATURITY, 14)
    own_views(submission, world.luis)
    own_views(submission, world.person("member of two agencies"))


@state
def handed_in(world: World) -> None:
    for key in (SNAPSHOT, MATURITY):
        submission = begun(world.health, world.luis, key, 99)
        if key == MATURITY:
            own_views(submission, world.ana)
        workflow.submit(submission, world.ana)
        _reports(world, "assessment:report", submission.pk, Report, submission=submission)
    bia = world.person("member of another agency")
    workflow.submit(begun(world.transport, bia, SNAPSHOT, 99), bia)


@state
def projects_alone(world: World) -> None:
    """A first row, and one brought in from a file, with all the words that there is room for."""
    _project(world, "One counter")
    long = ("\n" + "x" * 99) * 20
    _project(
        world,
        "Everything",
        description=long,
        notes=long,
        partners=long[:1000],
        link="https://example.org/a?b=1&c=2",
    )
    _project(world, "Elsewhere", agency=world.transport)


@state
def a_portfolio_with_everything(world: World) -> None:
    health, luis = world.health, world.luis
    _project(
        world,
        "Planned & dear",
        stage="planned",
        budget=Decimal("1500.50"),
        currency="PEN",
        unit="Lab <1>",
    )
    _project(
        world, "An idea", stage="idea", technologies=["ai", "cloud"], other_technologies="Looms"
    )
    _project(
        world,
        "Closed",
        state="closed",
        lesson="Ask first.\r\nThen build.",
        starts=date(2024, 1, 31),
        ends=date(2025, 6, 1),
    )
    projects.remove(_project(world, "Removed"), luis)
    shares = {"mission": 40, "anticipatory": 20, "adaptive": 20, "enhancement": 20}
    Target.objects.create(agency=health, shares=shares, reasons={"mission": "Law “5” & co."})
    step = {"kind": "add", "project": "", "title": "New cell", "priority": "high", "why": "Gap"}
    step |= {"purpose": "anticipatory", "driver": "adaptive"}
    drop = {"kind": "close", "project": "", "title": "Old", "priority": "low", "why": ""}
    Plan.objects.create(agency=health, title="What-if", steps=[step, drop])
    plan = Plan.objects.create(
        agency=health,
        title="Agreed",
        steps=[step],
        decision="Yes.",
        owner="Ana",
        decided_on=date(2026, 5, 4),
    )
    for status in ("to_do", "doing", "done", "dropped"):
        Action.objects.create(
            agency=health, title=f"Act {status}", status=status, notes="One\r\ntwo"
        )
    Action.objects.create(
        agency=health,
        title="From the plan",
        plan=plan,
        facet="adaptive",
        recommendation="1.1.a",
        due=date(2026, 12, 31),
    )
    _reports(world, "portfolio:report", health.pk, PortfolioReport, agency=health)
    workflow.submit(begun(health, luis, SNAPSHOT, 99), luis)


def _project(world: World, title: str, agency: Agency | None = None, **fields: Any) -> Project:
    made = {"purpose": "mission", "driver": "adaptive", "priority": "low", **fields}
    return projects.add(Project(agency=agency or world.health, title=title, **made), world.luis)


def _reports(world: World, name: str, pk: Any, model: Any, **owner: Any) -> None:
    """One asked for, one ready, one that failed."""
    for status, language in (
        (ReportStatus.REQUESTED, "en"),
        (ReportStatus.READY, "es"),
        (ReportStatus.FAILED, "pt-br"),
    ):
        made = model.objects.create(
            **owner, checksum="0", language=language, status=status, content=b"%PDF-1.7"
        )
        world.bookmarks.append(reverse(name, args=[pk, made.key]))
