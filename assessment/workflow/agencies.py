"""Everything that changes an agency itself: made, renamed, changed, closed, merged. Nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from assessment.agency_names import Names
from assessment.models import Agency, AgencyName, MadeFile, Report, Status, User, Verb

from .record import record

CHANGED = ("name", "country", "level", "kind", "size", "sectors", "parent")


class StaleAgency(Exception):
    """Someone else saved this agency first."""


class ImpossibleParent(Exception):
    """An agency cannot be part of itself, of one of its own parts, or of another country's."""


@transaction.atomic
def create(values: Mapping[str, Any], by: User) -> Agency:
    """A new agency. Raises ValidationError; `values` are those of CHANGED, as far as they are known."""
    agency = Agency(**values)
    agency.full_clean()
    _refuse_parent(agency)
    _write(agency)
    record(Verb.AGENCY_ADDED, by, agency, agency.name)
    return agency


def _write(agency: Agency) -> None:
    """Two at once may both have found the name free: the database lets one of them have it."""
    try:
        with transaction.atomic():
            agency.save()
    except IntegrityError:
        raise ValidationError({"name": _("There is an agency of this name already.")}) from None


@transaction.atomic
def create_all(rows: Sequence[Mapping[str, Any]], by: User) -> list[Agency]:
    """Many at once, all or none. A `parent` may be the key of another row's name. Raises StaleAgency."""
    made = [Agency(**{**row, "parent": None}).keyed([]) for row in rows]
    for agency in made:
        agency.clean_fields(exclude=["parent", "merged_into"])
    if len({(a.name_key, a.country) for a in made}) < len(made) or _are_there(made):
        raise StaleAgency
    Agency.objects.bulk_create(made, batch_size=500)
    _give_parents(made, rows)
    pks = [agency.pk for agency in made]  # one event a file: thousands would keep everybody waiting
    record(Verb.AGENCIES_ADDED, by, None, str(len(made)), agencies=pks)
    return made


def _are_there(made: Sequence[Agency]) -> bool:
    countries = {agency.country for agency in made}
    known = Agency.objects.standing().filter(country__in=countries)
    taken = set(known.values_list("name_key", "country"))
    return any((agency.name_key, agency.country) in taken for agency in made)


def _give_parents(made: Sequence[Agency], rows: Sequence[Mapping[str, Any]]) -> None:
    """Only now do the rows of a file have numbers to refer to."""
    by_key = {(agency.name_key, agency.country): agency for agency in made}
    for agency, row in zip(made, rows, strict=True):
        parent = row.get("parent")
        agency.parent = by_key[parent, agency.country] if isinstance(parent, str) else parent
    children = [agency for agency in made if agency.parent]
    for agency in children:
        _refuse_parent(agency)
    Agency.objects.bulk_update(children, ["parent"], batch_size=500)


@transaction.atomic
def change(agency: Agency, values: Mapping[str, Any], by: User, *, revision: int) -> Agency:
    """Save what was changed; an earlier name is kept. Raises StaleAgency, ValidationError, ImpossibleParent."""
    locked = Agency.objects.select_for_update().get(pk=agency.pk)
    if locked.revision != revision or locked.merged_into_id:
        raise StaleAgency
    before, told = locked.name, _told(locked)
    for field, value in values.items():
        setattr(locked, field, value)
    locked.full_clean(exclude=["merged_into"])
    _refuse_parent(locked)
    if locked.name != before:
        AgencyName.objects.create(agency=locked, name=before)
        drop_reports(locked)
    locked.revision += 1
    _write(locked)
    after = _told(locked)
    changed = {field: [told[field], after[field]] for field in after if told[field] != after[field]}
    record(Verb.AGENCY_CHANGED, by, locked, locked.name, **changed)
    return locked


def _told(agency: Agency) -> dict[str, object]:
    """What can be changed, as the record keeps it."""
    told: dict[str, object] = {field: getattr(agency, field) for field in CHANGED[:-1]}
    return {**told, "parent": agency.parent.name if agency.parent else ""}


def drop_reports(agency: Agency) -> None:
    """PDFs that carry a name which is not the agency's any more: of drafts, and of what other apps keep.

    They are made anew when somebody asks. A worker that is at one finds its row gone, which it takes well.
    """
    Report.objects.filter(submission__agency=agency, submission__status=Status.DRAFT).delete()
    for relation in Agency._meta.related_objects:  # noqa: SLF001
        if issubclass(relation.related_model, MadeFile):
            rows = relation.related_model._default_manager  # noqa: SLF001
            rows.filter(**{relation.field.name: agency}).delete()


def _refuse_parent(agency: Agency) -> None:
    """Walk up from the parent, which takes as many steps as the state has layers."""
    above, seen = agency.parent, {agency.pk}
    if above and (above.country != agency.country or above.merged_into_id):
        raise ImpossibleParent
    while above:
        if above.pk in seen:
            raise ImpossibleParent
        seen.add(above.pk)
        above = above.parent


@transaction.atomic
def close(agency: Agency, on: date, by: User) -> None:
    """The agency is no more; what it answered stays, and nothing new is begun for it."""
    _set_closed(agency, on)
    record(Verb.AGENCY_CLOSED, by, agency, agency.name, on=on.isoformat())


@transaction.atomic
def reopen(agency: Agency, by: User) -> None:
    _set_closed(agency, None)
    record(Verb.AGENCY_REOPENED, by, agency, agency.name)


def _set_closed(agency: Agency, on: date | None) -> None:
    if (
        not Agency.objects.standing()
        .filter(pk=agency.pk)
        .update(closed_on=on, revision=F("revision") + 1)
    ):
        raise StaleAgency
    agency.refresh_from_db()


def names_in(country: str) -> Names:
    """Every name in a country, earlier ones too, to look for those that mean the same."""
    own = Agency.objects.standing().filter(country=country).values_list("pk", "name_key")
    earlier = AgencyName.objects.filter(agency__country=country, agency__merged_into=None)
    return Names([*own, *earlier.values_list("agency_id", "name_key")])


def alike(name_key: str, country: str, besides: Iterable[int] = ()) -> list[Agency]:
    """Agencies that may be meant by this name, the likeliest first."""
    names = names_in(country)
    found = dict.fromkeys([*names.same(name_key), *names.like(name_key)])
    wanted = [pk for pk in found if pk not in set(besides)]
    agencies = Agency.objects.in_bulk(wanted)
    return [agencies[pk] for pk in wanted]
