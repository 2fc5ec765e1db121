"""From a file to what it would do: tables of projects, and the reference tool's exports."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from assessment.files import csv, excel, reading
from assessment.files.table import Faulty
from assessment.models import Agency
from portfolio.core import pet_export
from portfolio.core.facets import zone_of
from portfolio.core.pet_export import NotAnExport
from portfolio.models import ENTERED, Project
from portfolio.workflow import MOST_PROJECTS, has_room

from . import pet, rows
from .offer import ChangedProject, NewProject, PortfolioOffer
from .rows import Brought, Rows, contradicted


def offer_of(
    agency: Agency, data: bytes, answers: Mapping[str, str] | None = None
) -> PortfolioOffer:
    """What a file would do to an agency's portfolio. Raises Faulty; nothing is changed.

    `answers` are those to the questions that the file left open before.
    """
    offer = _offer(agency, data, answers or {})
    if not has_room(agency, offer.fresh):
        raise no_room()
    return offer


def no_room() -> Faulty:
    """What is told where a file brings more projects than there is room for."""
    return Faulty([_("A portfolio has room for %(most)d projects.") % {"most": MOST_PROJECTS}])


def _offer(agency: Agency, data: bytes, answers: Mapping[str, str]) -> PortfolioOffer:
    """An export of the reference tool, as it was written or saved again by a spreadsheet, or a table."""
    try:
        if not excel.is_workbook(data):
            text, encoding = csv.decoded(data)
            if pet_export.looks_like_one(text):
                return pet.offer_of_export(agency, pet_export.read(text), [encoding])
        found = reading.read(data)
        lines = [(line.number, line.cells) for line in found.sheets[0].lines]
        if export := pet_export.from_table(lines):
            return pet.offer_of_export(agency, export, found.understood)
    except NotAnExport as error:
        raise Faulty([pet.why_not(error)]) from None
    return _from_table(agency, rows.read(found, answers))


def _from_table(agency: Agency, found: Rows) -> PortfolioOffer:
    projects = {str(p.pk): p for p in Project.objects.of(agency).kept()}
    titles = {p.title_key: p.title for p in projects.values()}
    offer = PortfolioOffer(understood=found.understood, questions=found.questions)
    seen: set[str] = set()
    for row in found.rows:
        faults = list(row.faults)
        if row.key and (row.key not in projects or row.key in seen):
            faults.append(_("there is no project with this id here, or it is in the file twice."))
        seen.add(row.key)
        change = _changed(projects[row.key], row) if row.key and not faults else None
        faults += contradicted(change.after) if change and change.before else []
        if faults:
            offer.refuse(row.number, faults)
        elif change:
            offer.same += not change.before
            offer.changed += [change] if change.before else []
        else:
            offer.new.append(_new(row, titles))
    return offer


def _new(row: Brought, titles: dict[str, str]) -> NewProject:
    zone = zone_of(str(row.values["purpose"]), str(row.values["driver"]))
    same = titles.get(row.title_key, "")
    titles.setdefault(row.title_key, str(row.values["title"]))
    return NewProject(row.number, row.values, zone, same=same)


def _changed(saved: Project, row: Brought) -> ChangedProject:
    """What a row changes in the project it names."""
    before = {
        column: getattr(saved, column)
        for column, value in row.values.items()
        if not _is_same(getattr(saved, column), value)
    }
    values = {column: row.values[column] for column in before}
    after = {**{column: getattr(saved, column) for column in ENTERED}, **values}
    return ChangedProject(
        row.number, row.key, saved.title, saved.revision, values, before, after
    )  # fmt: skip


def _is_same(old: object, new: object) -> bool:
    """Line ends are no difference: browsers send two characters, workbooks keep one."""
    if isinstance(old, str) and isinstance(new, str):
        return old.replace("\r\n", "\n").strip() == new.replace("\r\n", "\n")
    return bool(old == new)
