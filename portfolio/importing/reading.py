"""From a file to what it would do: tables of projects, and the reference tool's exports."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from assessment import instruments
from assessment.answers import Answers
from assessment.instruments import Instrument
from assessment.interchange import from_reference
from assessment.models import Agency, Snapshot
from assessment.workbook import Faulty, decoded, read_table
from portfolio import reference_export, table
from portfolio.comparison import compare
from portfolio.facets import zone_of
from portfolio.models import Project, title_key
from portfolio.reference_export import Export, GivenAnswers, GivenProject, NotAnExport, Origin
from portfolio.stated import SNAPSHOT
from portfolio.table import MOST_FAULTS, Brought

from .offer import ChangedProject, NewProject, NewSubmission, Offer

MOST_PROJECTS = 10_000  # of an agency: a map of more is of no use to anybody
MOST_SUBMISSIONS = 500  # each is scored four ways for the preview


def offer_of(agency: Agency, name: str, data: bytes) -> Offer:
    """What a file would do to an agency's portfolio. Raises Faulty; nothing is changed."""
    offer = _offer(agency, name, data)
    if Project.objects.of(agency).kept().count() + len(offer.new) > MOST_PROJECTS:
        words = {"most": MOST_PROJECTS}
        raise Faulty([_("A portfolio has room for %(most)d projects.") % words])
    return offer


def _offer(agency: Agency, name: str, data: bytes) -> Offer:
    if not name.lower().endswith((".csv", ".xlsx")):
        raise Faulty([_("Bring a file that ends with .csv or .xlsx.")])
    try:
        export, lines = _opened(name, data)
    except NotAnExport as error:
        raise Faulty([_not_an_export(error)]) from None
    return _from_reference(agency, export) if export else _from_table(agency, table.rows_of(lines))


def _opened(name: str, data: bytes) -> tuple[Export | None, list[list[str]]]:
    """What is in a file: an export of the reference tool, as it was written or saved again, or a table."""
    if name.lower().endswith(".csv"):
        text = decoded(data)
        if reference_export.looks_like_one(text):
            return reference_export.read(text), []
    lines = read_table(data, name, table.MOST_ROWS)
    return reference_export.from_table(lines), lines


def _not_an_export(error: NotAnExport) -> str:
    if error.column:
        sentence = _(
            "The file looks like an export of the reference tool, but column %(column)d has another heading "
            "than there. Nothing is read by guessing."
        )
        return sentence % {"column": error.column}
    return _(
        "The file looks like an export of the reference tool, but its columns are not those of one."
    )


def _from_table(agency: Agency, rows: Sequence[Brought]) -> Offer:
    projects = {str(p.pk): p for p in Project.objects.of(agency).kept()}
    titles = {p.title_key: p.title for p in projects.values()}
    offer, faults = Offer(), list[str]()
    seen: set[str] = set()
    for row in rows:
        if row.key and (row.key not in projects or row.key in seen):
            faults.append(
                _(
                    "Row %(number)d: there is no project with this id here, or it is in the file twice."
                )
                % {"number": row.number}
            )
        elif row.key:
            seen.add(row.key)
            offer.changed += _changed(projects, row)
        else:
            zone = zone_of(row.values["purpose"], row.values["driver"])
            offer.new.append(
                NewProject(row.number, row.values, zone, same=titles.get(row.title_key, ""))
            )
            titles.setdefault(row.title_key, row.values["title"])
    if faults:
        raise Faulty(faults[:MOST_FAULTS])
    return offer


def _changed(projects: Mapping[str, Project], row: Brought) -> Iterator[ChangedProject]:
    saved = projects[row.key]
    if columns := list(table.changes(projects, row)):
        yield ChangedProject(
            row.number, row.key, saved.title, saved.revision, row.values,
            [table.heading(column) for column in columns],
        )  # fmt: skip


def _from_reference(agency: Agency, export: Export) -> Offer:
    faults = [_sentence(fault) for fault in export.faults]
    if len(export.answers) > MOST_SUBMISSIONS:
        words = {"most": MOST_SUBMISSIONS}
        raise Faulty([_("The file holds more than %(most)d snapshots. Divide it.") % words])
    instrument = instruments.latest(SNAPSHOT)
    here = _already_here(agency)
    offer = Offer(organisations=export.organisations, had_header=export.had_header)
    for given in export.answers:
        answers, wrong = from_reference(instrument, given.answers)
        faults += [
            _("Row %(number)d: %(sentence)s") % {"number": given.row, "sentence": w} for w in wrong
        ]
        if not wrong:
            offer.submissions.append(_submission(instrument, given, answers, here))
    offer.new += _projects(agency, export.projects)
    if faults:
        raise Faulty(faults[:MOST_FAULTS])
    if offer.is_empty:
        raise Faulty([_("The file has a header and nothing else.")])
    return offer


def _sentence(fault: reference_export.Fault) -> str:
    words = {"row": fault.row, "column": fault.column, "text": fault.text}
    if not fault.column:
        return (
            _(
                "Row %(row)d: it has %(text)s columns, which none of the reference tool's exports has."
            )
            % words
        )
    return (
        _(
            "Row %(row)d, column %(column)d: “%(text)s” is not something the reference tool writes there."
        )
        % words
    )


def _already_here(agency: Agency) -> set[tuple[str, str]]:
    """The reference's number and organisation of what was brought along before."""
    found = Snapshot.objects.filter(submission__agency=agency).exclude(imported={})
    return {
        (o.get("reference", ""), o.get("organisation", ""))
        for o in found.values_list("imported", flat=True)
    }


def _submission(
    instrument: Instrument, given: GivenAnswers, answers: Answers, here: Collection[tuple[str, str]]
) -> NewSubmission:
    answers = dict(answers) | {"profile": _profile(instrument, given.origin)}
    comparison = compare(instrument, answers, given.answers, given.percent, given.management)
    key = (given.origin.reference, given.origin.organisation)
    return NewSubmission(
        given.row,
        given.origin,
        answers,
        comparison,
        given.unusable,
        sum(given.counts.values()),
        key in here,
    )


def _profile(instrument: Instrument, origin: Origin) -> dict[str, Any]:
    """What the reference asks about the organisation, as far as it is asked here as well."""
    sectors = {item.key for item in instrument.question("sectors").items}
    known = [key for key in origin.sectors if key in sectors]
    other = ", ".join(key for key in origin.sectors if key not in sectors)
    profile: dict[str, Any] = {"unit": origin.organisation} if origin.organisation else {}
    if origin.people.isdigit() and 0 < int(origin.people) <= instrument.question("people").most:
        profile["people"] = int(origin.people)
    if known or other:
        profile["sectors"] = known + (["other"] if other else [])
    if other:
        profile["sector_other"] = other[: instrument.question("sector_other").longest]
    return profile


def _projects(agency: Agency, given: Sequence[GivenProject]) -> Iterator[NewProject]:
    titles = {
        p.title_key: p.title for p in Project.objects.of(agency).kept().only("title", "title_key")
    }
    for one in given:
        values = {
            "title": one.title,
            "purpose": str(one.purpose),
            "driver": str(one.driver),
            "priority": str(one.priority),
        }
        key = title_key(one.title)
        yield NewProject(
            one.row,
            values,
            one.zone,
            one.printed_zone,
            one.origin.organisation,
            titles.get(key, ""),
        )
        titles.setdefault(key, one.title)
