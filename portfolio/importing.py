"""What a file would bring into a portfolio: worked out first, shown, and only then done."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment import instruments
from assessment import workflow as submissions
from assessment.answers import Answers
from assessment.instruments import Instrument
from assessment.interchange import from_reference
from assessment.models import Agency, Snapshot, User
from assessment.results import PrintedThere, printed_there
from assessment.workbook import Faulty, decoded

from . import reference_export, table, workflow
from .comparison import Comparison, compare
from .facets import Zone, zone_of
from .models import Project, Stale, title_key
from .reference_export import GivenAnswers, GivenProject, NotAnExport, Origin
from .stated import SNAPSHOT
from .table import MOST_FAULTS, Brought

MOST_BYTES = 5_000_000
MOST_PROJECTS = 10_000  # of an agency: a map of more is of no use to anybody
MOST_SUBMISSIONS = 500  # each is scored four ways for the preview
SOURCE = "OECD-OPSI Portfolio Exploration Tool"


@dataclass(frozen=True, slots=True)
class NewProject:
    """A project to add. `same` is the title of one that is there already; empty: none is."""

    row: int
    values: Mapping[str, Any]
    zone: Zone
    printed_zone: str = ""  # what the reference's file says; empty: not from there
    organisation: str = ""
    same: str = ""

    @property
    def differs(self) -> bool:
        return bool(self.printed_zone) and self.printed_zone != self.zone


@dataclass(frozen=True, slots=True)
class ChangedProject:
    row: int
    key: str
    title: str
    revision: int
    values: Mapping[str, Any]
    columns: list[str]  # names of what changes


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """A person's snapshot to seal. `is_here`: it was brought along before."""

    row: int
    origin: Origin
    answers: Answers
    comparison: Comparison
    unusable: tuple[str, ...]
    projects: int  # that the combined export counts on this person's map
    is_here: bool = False


@dataclass(slots=True)
class Offer:
    """Everything that a file would do."""

    new: list[NewProject] = field(default_factory=list)
    changed: list[ChangedProject] = field(default_factory=list)
    submissions: list[NewSubmission] = field(default_factory=list)
    organisations: dict[str, int] = field(default_factory=dict)  # only of the reference's exports
    had_header: bool = True

    @property
    def repeated(self) -> int:
        return sum(1 for project in self.new if project.same)

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.submissions)


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
    if name.lower().endswith(".csv"):
        text = decoded(data)
        if reference_export.looks_like_one(text):
            return _from_reference(agency, text)
    return _from_table(agency, table.read(data, name))


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


def _from_reference(agency: Agency, text: str) -> Offer:
    try:
        export = reference_export.read(text)
    except NotAnExport as error:
        if error.column:
            sentence = _(
                "The file looks like an export of the reference tool, but column %(column)d has another heading "
                "than there. Nothing is read by guessing."
            )
            raise Faulty([sentence % {"column": error.column}]) from None
        raise Faulty(
            [
                _(
                    "The file looks like an export of the reference tool, but its columns are not those of one."
                )
            ]
        ) from None
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


@dataclass(frozen=True, slots=True)
class Done:
    projects: int
    changed: int
    submissions: int


def take_over(
    agency: Agency, offer: Offer, by: User, *, organisations: Collection[str], repeated: bool
) -> Done:
    """Do what was shown: all or nothing. Raises Stale if a project was saved meanwhile.

    `organisations` are those whose rows are wanted; `repeated` brings in titles that are there already.
    """

    def wanted(organisation: str) -> bool:
        return not offer.organisations or organisation in organisations

    new = [p.values for p in offer.new if wanted(p.organisation) and (repeated or not p.same)]
    sealed = [s for s in offer.submissions if wanted(s.origin.organisation) and not s.is_here]
    changes = {c.key: (c.revision, c.values) for c in offer.changed}
    batch = workflow.prepare(agency, new, changes, by)
    instrument = instruments.latest(SNAPSHOT)
    with transaction.atomic():
        batch.write()
        for one in sealed:
            submissions.seal_imported(agency, instrument, one.answers, by=by, origin=_origin(one))
    return Done(len(batch.added), len(batch.changed), len(sealed))


def _origin(one: NewSubmission) -> dict[str, Any]:
    """What is kept with the sealed answers about where they come from."""
    return {
        "source": SOURCE,
        "reference": one.origin.reference,
        "organisation": one.origin.organisation,
        "date": one.origin.date,
        "printed": {f.facet: f.printed for f in one.comparison.facets if f.printed is not None},
        "steps": {f.facet: list(f.steps) for f in one.comparison.facets},
        "management": {
            "printed": one.comparison.management_printed,
            "as_deployed": one.comparison.management_as_deployed,
        },
        "unusable": list(one.unusable),
        "is_as_printed": one.comparison.is_as_printed,
    }


def printed(one: NewSubmission, language: str) -> PrintedThere:
    """What the site printed for a snapshot, and what it gives here."""
    instrument = instruments.latest(SNAPSHOT)
    return printed_there(instrument, _origin(one), one.comparison.management, language)


__all__ = ["MOST_BYTES", "Done", "Offer", "Stale", "offer_of", "printed", "take_over"]
