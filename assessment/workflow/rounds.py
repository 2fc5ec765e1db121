"""Everything that changes a round or who takes part in it. Letters that time brings: `round_letters`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessment.methods import published
from assessment.models import (
    Agency,
    Participation,
    Round,
    RoundCountry,
    RoundInstrument,
    RoundState,
    User,
    Verb,
)

from .record import record
from .round_letters import tell_extended, tell_openings

TEXTS = ("title", "introduction", "privacy")
FIELDS = (*TEXTS, "opens_on", "closes_on")
AT_ONCE = 100  # letters that a person waits for; `manage.py tick` writes the others
BATCH = 500


class RoundMoved(Exception):
    """The round is not in the state any more in which this can be done, or was saved by somebody else."""


class NotLater(Exception):
    """More time is a later day than the one that holds."""


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What a form says about a round."""

    values: Mapping[str, Any]  # of FIELDS
    countries: Sequence[str]
    instruments: Sequence[str]  # keys; the latest version of each


def _locked(found: Round, *states: RoundState) -> Round:
    locked = Round.objects.select_for_update().get(pk=found.pk)
    if locked.is_standing or locked.state not in states:
        raise RoundMoved
    return locked


def _note(
    verb: Verb, by: User | None, found: Round, agency: Agency | None = None, **facts: object
) -> None:
    record(verb, by, agency, str(found), round=found.pk, **facts)


@transaction.atomic
def create_round(plan: RoundPlan, by: User) -> Round:
    made = Round.objects.create(**plan.values, made_by=by)
    _ask(made, plan)
    _note(Verb.ROUND_MADE, by, made)
    return made


def _ask(found: Round, plan: RoundPlan) -> None:
    found.countries.all().delete()
    found.instruments.all().delete()
    RoundCountry.objects.bulk_create(RoundCountry(round=found, country=c) for c in plan.countries)
    RoundInstrument.objects.bulk_create(
        RoundInstrument(
            round=found, instrument_key=key, instrument_version=published.latest(key).version
        )
        for key in plan.instruments
    )


@transaction.atomic
def copy_round(found: Round, by: User) -> Round:
    """A new one in preparation, with the same words, countries and questionnaires, without dates or agencies."""
    values = {field: getattr(found, field) for field in TEXTS}
    keys = list(found.instruments.values_list("instrument_key", flat=True))
    return create_round(RoundPlan(values, found.country_codes, keys), by)


@transaction.atomic
def edit_round(found: Round, plan: RoundPlan, by: User, *, revision: int) -> Round:
    """Change a round in preparation. Raises RoundMoved if it is open, or somebody else saved it."""
    locked = _locked(found, RoundState.DRAFT)
    if locked.revision != revision:
        raise RoundMoved
    for field, value in plan.values.items():
        setattr(locked, field, value)
    locked.revision += 1
    locked.save()
    _ask(locked, plan)
    gone = locked.participations.exclude(country__in=plan.countries)
    gone.delete()  # nobody was told yet
    _note(Verb.ROUND_CHANGED, by, locked)
    return locked


@transaction.atomic
def invite_agencies(found: Round, agencies: Iterable[Agency], by: User) -> int:
    """Ask these agencies, where they are of the round's countries and not closed. Returns how many are new."""
    locked = _locked(found, RoundState.DRAFT, RoundState.OPEN)
    pks = [agency.pk for agency in agencies]
    there = set(locked.participations.values_list("agency_id", flat=True))
    countries = locked.country_codes
    new = [
        Participation(round=locked, agency=a, country=a.country, kind=a.kind, size=a.size)
        for a in Agency.objects.open().filter(country__in=countries, pk__in=pks)
        if a.pk not in there
    ]
    Participation.objects.bulk_create(new, batch_size=BATCH)
    if new:
        _note(Verb.ROUND_INVITED, by, locked, agencies=[one.agency_id for one in new])
    if locked.is_open:
        tell_openings(locked, AT_ONCE)
    return len(new)


@transaction.atomic
def take_out(participation: Participation, by: User) -> None:
    """An agency is not asked after all; only while the round is in preparation."""
    locked = _locked(participation.round, RoundState.DRAFT)
    participation.delete()
    _note(Verb.ROUND_CHANGED, by, locked, participation.agency)


@transaction.atomic
def open_round(found: Round, by: User | None, site: str) -> Round:
    """From now on agencies answer; their leads are told."""
    locked = _locked(found, RoundState.DRAFT)
    locked.state = RoundState.OPEN
    if by or locked.opens_on is None:  # else time has come
        locked.opens_on = timezone.localdate()
    locked.site = site or locked.site
    locked.save()
    for one in locked.participations.select_related("agency"):  # as they are on this day
        agency = one.agency
        if (one.kind, one.size) != (agency.kind, agency.size):
            one.kind, one.size = agency.kind, agency.size
            one.save(update_fields=["kind", "size"])
    _note(Verb.ROUND_OPENED, by, locked, agencies=locked.participations.count())
    tell_openings(locked, AT_ONCE)
    return locked


@transaction.atomic
def schedule(found: Round, by: User, site: str, on: date) -> Round:
    """Have `manage.py tick` open the round on a day."""
    locked = _locked(found, RoundState.DRAFT)
    locked.opens_on, locked.site = on, site
    locked.save(update_fields=["opens_on", "site"])
    _note(Verb.ROUND_CHANGED, by, locked, opens_on=on.isoformat())
    return locked


@transaction.atomic
def extend_round(found: Round, to: date, why: str, by: User) -> Round:
    """A later day for everybody; a closed round is open again. Raises NotLater."""
    locked = _locked(found, RoundState.OPEN, RoundState.CLOSED)
    if locked.closes_on is None or to <= locked.closes_on:
        raise NotLater
    before, locked.closes_on = locked.closes_on, to
    locked.state = RoundState.OPEN
    locked.save(update_fields=["closes_on", "state"])
    locked.participations.update(reminded=None, told_closing=False)
    was, now = before.isoformat(), to.isoformat()
    _note(Verb.ROUND_EXTENDED, by, locked, before=was, to=now, why=why)
    return locked


@transaction.atomic
def extend_one(participation: Participation, to: date, why: str, by: User) -> Participation:
    """A later day for one agency, which may answer although the round is over for others. Raises NotLater."""
    locked = _locked(participation.round, RoundState.OPEN, RoundState.CLOSED)
    one = Participation.objects.select_for_update().get(pk=participation.pk)
    one.round = locked
    if one.closes_on is None or to <= one.closes_on:
        raise NotLater
    one.extended_to, one.extended_why, one.extended_by = to, why, by
    one.reminded, one.told_closing = None, False
    one.save()
    _note(Verb.ROUND_EXTENDED, by, locked, one.agency, to=to.isoformat(), why=why)
    tell_extended(one, why)
    return one


@transaction.atomic
def extend_some(rows: Iterable[Participation], to: date, why: str, by: User) -> None:
    """A later day for each of these, or for none. Raises NotLater."""
    for one in rows:
        extend_one(one, to, why, by)


@transaction.atomic
def close_round(found: Round, by: User | None) -> Round:
    """Nothing more is taken, but from those who have more time. Letters: `manage.py tick`."""
    locked = _locked(found, RoundState.OPEN)
    locked.state = RoundState.CLOSED
    locked.save(update_fields=["state"])
    _note(Verb.ROUND_CLOSED, by, locked)
    return locked


@transaction.atomic
def archive_round(found: Round, by: User) -> Round:
    locked = _locked(found, RoundState.CLOSED)
    locked.state = RoundState.ARCHIVED
    locked.save(update_fields=["state"])
    _note(Verb.ROUND_ARCHIVED, by, locked)
    return locked


@transaction.atomic
def decline(participation: Participation, why: str, by: User) -> Participation:
    """The agency does not take part, and says why. Raises RoundMoved once its time is over."""
    one = Participation.objects.select_for_update().get(pk=participation.pk)
    if one.round.is_standing or not one.takes_answers:
        raise RoundMoved
    one.declined_at, one.declined_why, one.declined_by = timezone.now(), why, by
    one.save(update_fields=["declined_at", "declined_why", "declined_by"])
    _note(Verb.ROUND_DECLINED, by, one.round, one.agency, why=why)
    return one


@transaction.atomic
def consent(participation: Participation, by: User, *, agrees: bool) -> Participation:
    """Whether the agency's figures may stand beside those of others. Raises RoundMoved once its time is over."""
    one = Participation.objects.select_for_update().get(pk=participation.pk)
    if one.round.is_standing or not one.takes_answers:
        raise RoundMoved
    one.consents, one.consented_at, one.consented_by = agrees, timezone.now(), by
    one.save(update_fields=["consents", "consented_at", "consented_by"])
    _note(Verb.ROUND_CONSENT, by, one.round, one.agency, agrees=agrees)
    return one
