"""Pages about people and agencies with few and with many of them. Run by hand: python tests/benchmarks/people.py

The same pages with 100 agencies and 500 people, and with 2,000 and 10,000, each person with five events on record:
milliseconds of the worker's CPU a request, queries, and how many times as long the many take as the few. The goals: as
many queries, and under twice the time.

Uses SQLite in a folder of its own, or DATABASE_URL, an empty database.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.benchmarks.pages import cookie_of, prepare, queries, server, tell

SIZES = (100, 2_000)
PEOPLE = 5  # an agency
EVENTS = 5  # a person
GOAL = 2.0


def grow(first: int, size: int) -> None:
    """Agencies from the first to the last number, with people, a round of invitations and events."""
    from django.utils import timezone

    from assessment.models import Agency, Event, Invitation, Membership, Role, User, Verb

    now = timezone.now()
    agencies = Agency.objects.bulk_create(
        Agency(name=f"Office of matter {n:06}", country="PE").keyed([]) for n in range(first, size)
    )
    people = User.objects.bulk_create(
        User(email=f"p{n}.{k}@example.org", name=f"Person {n} {k}", password="!")
        for n in range(first, size)
        for k in range(PEOPLE)
    )
    Membership.objects.bulk_create(
        Membership(
            user=person,
            agency=agencies[place // PEOPLE],
            role=Role.CONTRIBUTOR if place % PEOPLE else Role.LEAD,
        )
        for place, person in enumerate(people)
    )
    Invitation.objects.bulk_create(
        Invitation(
            email=f"i{agency.pk}@example.org", agency=agency, invited_by_name="Person", language="es",
            token_hash=f"{agency.pk:064}", sent_at=now, expires_at=now + timedelta(days=9),
        )
        for agency in agencies
    )  # fmt: skip
    Event.objects.bulk_create(
        Event(
            at=now, actor=person, actor_name=person.name, verb=Verb.choices[0][0],
            agency=agencies[place // PEOPLE], about=person.email, hash=f"{person.pk:060}{turn:04}",
        )
        for place, person in enumerate(people)
        for turn in range(EVENTS)
    )  # fmt: skip


def asked() -> list[tuple[str, Any, str]]:
    """What is looked at, by whom."""
    from django.urls import reverse

    from assessment.models import Agency, Membership, Role, User

    admin = User.objects.get(email="l@example.org")
    country = User.objects.get(email="c@example.org")
    agency = Agency.objects.earliest("pk")
    lead = Membership.objects.get(agency=agency, role=Role.LEAD).user
    alone = User.objects.get(email="alone@example.org")
    of_agency = [agency.pk]
    return [
        ("front page, alone", alone, "/"),
        ("asking to join", alone, reverse("assessment:join") + "?q=matter"),
        ("dashboard of a lead", lead, "/"),
        ("people of an agency", lead, reverse("assessment:people", args=of_agency)),
        ("record of an agency", lead, reverse("assessment:record_of_agency", args=of_agency)),
        ("profile", lead, reverse("assessment:profile")),
        ("agencies", admin, reverse("assessment:agencies")),
        ("agencies, searched", admin, reverse("assessment:agencies") + "?q=000050"),
        ("one agency", admin, reverse("assessment:agency", args=of_agency)),
        ("merging", admin, reverse("assessment:merge_agency", args=of_agency)),
        ("offices", admin, reverse("assessment:offices")),
        ("record", admin, reverse("assessment:record")),
        ("record, searched", admin, reverse("assessment:record") + "?q=p50.1"),
        ("agencies of a country", country, reverse("assessment:agencies")),
        ("those without a lead", country, reverse("assessment:agencies") + "?state=without_lead"),
        ("record of a country", country, reverse("assessment:record")),
    ]


def main() -> None:
    from assessment.models import User

    boss = User.objects.create_user("l@example.org", "benchmark", name="L")
    boss.mandates.create(office="administrator")
    keeper = User.objects.create_user("c@example.org", "benchmark", name="C")
    keeper.mandates.create(office="administrator", country="PE")
    User.objects.create_user("alone@example.org", "benchmark", name="Alone")
    few: dict[str, tuple[float, int]] = {}
    there = 0
    for size in SIZES:
        grow(there, size)
        there = size
        with server() as worker:
            bare = worker.read("/bare/", cookie_of(User.objects.get(email="l@example.org")))
            for name, person, address in asked():
                took, _times = worker.cost(worker.read(address, cookie_of(person)), bare)
                made = queries(person, address)
                before, queries_before = few.setdefault(name, (took, made))
                more = took / before
                beyond = "   BEYOND" if more > GOAL or made != queries_before else ""
                tell(
                    f"{size:6} {name:32} {took:6.1f} ms {made:4} queries {more:5.2f} times{beyond}"
                )


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        prepare(folder)
        main()
