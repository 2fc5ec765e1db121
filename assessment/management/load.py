"""Rows to measure with: agencies of a round at every stage, the same for a number wherever they are made."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from assessment import demonstration, review
from assessment.methods import published
from assessment.models import (
    Agency,
    Membership,
    Office,
    Participation,
    Role,
    Round,
    SectionRecord,
    Submission,
    User,
)
from assessment.workflow import rounds

ADMINISTRATOR = demonstration.address("load")
BATCH = 1000
KINDS = ("ministry", "sector-agency", "other")
EACH = 10  # of a hundred agencies: so many declined, and so many have not begun


@transaction.atomic
def fill(number: int) -> Round:
    """An administrator, agencies with a lead each, and a round that they answer."""
    chance = Random(number)  # noqa: S311 (no secret)
    admin = User.objects.create_user(
        ADMINISTRATOR, demonstration.PASSWORD, name="Load", office=Office.ADMINISTRATOR
    )
    codes = sorted(review.countries())
    agencies = Agency.objects.bulk_create(
        (
            Agency(
                name=f"Agency {n:06}", country=chance.choice(codes), kind=chance.choice(KINDS)
            ).keyed([])
            for n in range(number)
        ),
        batch_size=BATCH,
    )
    _give_leads(agencies)
    day = timezone.localdate() + timedelta(days=30)
    values = {"title": {"en": f"Round of {number} agencies"}, "closes_on": day}
    plan = rounds.RoundPlan(values, codes, ["digital_maturity"])
    made = rounds.create_round(plan, admin)
    rounds.invite_agencies(made, agencies, admin)
    Round.objects.filter(pk=made.pk).update(state="open", opens_on=timezone.localdate())
    Participation.objects.filter(round=made).update(told_opening=True)
    _answer(made, agencies, chance)
    return made


def _give_leads(agencies: list[Agency]) -> None:
    people = User.objects.bulk_create(
        (
            User(email=f"lead{n}@{demonstration.DOMAIN}", name=f"Lead {n}", password="!")  # noqa: S106 (nobody signs in)
            for n in range(len(agencies))
        ),
        batch_size=BATCH,
    )
    Membership.objects.bulk_create(
        (
            Membership(user=user, agency=agency, role=Role.LEAD)
            for user, agency in zip(people, agencies, strict=True)
        ),
        batch_size=BATCH,
    )


def _answer(made: Round, agencies: list[Agency], chance: Random) -> None:
    """A tenth declined, a tenth has not begun, the others stand somewhere in the questionnaire."""
    instrument, now = published.latest("digital_maturity"), timezone.now()
    declined = [agency.pk for agency in agencies[::EACH]]
    asked = Participation.objects.filter(round=made, agency__in=declined)
    asked.update(declined_at=now, declined_why="Being merged.")
    answering = [agency for n, agency in enumerate(agencies) if n % EACH > 1]
    drafts = Submission.objects.bulk_create(
        (
            Submission(
                round=made,
                agency=agency,
                instrument_key=instrument.key,
                instrument_version=instrument.version,
            )
            for agency in answering
        ),
        batch_size=BATCH,
    )
    records = []
    for draft in drafts:
        reached, at = chance.randrange(24), now - timedelta(days=chance.randrange(20))
        for place, section in enumerate(instrument.sections):
            saved = {"revision": 1, "saved_at": at} if place < reached else {}
            records.append(SectionRecord(submission=draft, section=section.key, **saved))
    SectionRecord.objects.bulk_create(records, batch_size=BATCH)
