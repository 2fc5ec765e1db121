"""From a file to what it would do: tables of projects, and the reference tool's exports."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from assessment.answers import Answers
from assessment.files import csv, excel, reading
from assessment.files.table import Faulty
from assessment.instruments import Instrument
from assessment.methods import published
from assessment.methods.points.interchange import read_answers
from assessment.models import Agency, Snapshot
from portfolio.core import pet_export
from portfolio.core.comparison import compare
from portfolio.core.facets import zone_of
from portfolio.core.pet_export import Export, GivenAnswers, GivenProject, NotAnExport, Origin
from portfolio.models import ENTERED, Project, title_key
from portfolio.stated import SNAPSHOT

from . import rows
from .offer import ChangedProject, NewProject, NewSubmission, Offer
from .room import refuse_too_many
from .rows import Brought, Rows, contradicted

MOST_SUBMISSIONS = 500  # each is scored four ways for the preview


def offer_of(agency: Agency, data: bytes, answers: Mapping[str, str] | None = None) -> Offer:
    """What a file would do to an agency's portfolio. Raises Faulty; nothing is changed.

    `answers` are those to the questions that the file left open before.
    """
    offer = _offer(agency, data, answers or {})
    refuse_too_many(agency, offer.fresh)
    return offer


def _offer(agency: Agency, data: bytes, answers: Mapping[str, str]) -> Offer:
    """An export of the reference tool, as it was written or saved again by a spreadsheet, or a table."""
    try:
        if not excel.is_workbook(data):
            text, encoding = csv.decoded(data)
            if pet_export.looks_like_one(text):
                return _from_reference(agency, pet_export.read(text), [encoding])
        found = reading.read(data)
        lines = [(line.number, line.cells) for line in found.sheets[0].lines]
        if export := pet_export.from_table(lines):
            return _from_reference(agency, export, found.understood)
    except NotAnExport as error:
        raise Faulty([_not_an_export(error)]) from None
    return _from_table(agency, rows.read(found, answers))


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


def _from_table(agency: Agency, found: Rows) -> Offer:
    projects = {str(p.pk): p for p in Project.objects.of(agency).kept()}
    titles = {p.title_key: p.title for p in projects.values()}
    offer = Offer(understood=found.understood, questions=found.questions)
    seen: set[str] = set()
    for row in found.rows:
        faults = list(row.faults)
        if row.key and (row.key not in projects or row.key in seen):
            faults.append(_("there is no project with this id here, or it is in the file twice."))
        seen.add(row.key)
        change = _changed(projects[row.key], row) if row.key and not faults else None
        faults += contradicted(change.after) if change and change.before else []
        if faults:
            _refuse(offer, row.number, faults)
        elif change:
            offer.same += not change.before
            offer.changed += [change] if change.before else []
        else:
            offer.new.append(_new(row, titles))
    return offer


def _refuse(offer: Offer, number: int, faults: Sequence[str]) -> None:
    sentence = _("Row %(number)d: %(sentence)s")
    offer.refused += 1
    offer.faults += [sentence % {"number": number, "sentence": fault} for fault in faults]


def _new(row: Brought, titles: dict[str, str]) -> NewProject:
    zone = zone_of(row.values["purpose"], row.values["driver"])
    same = titles.get(row.title_key, "")
    titles.setdefault(row.title_key, row.values["title"])
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


def _is_same(old: Any, new: Any) -> bool:
    """Line ends are no difference: browsers send two characters, workbooks keep one."""
    if isinstance(old, str) and isinstance(new, str):
        return old.replace("\r\n", "\n").strip() == new.replace("\r\n", "\n")
    return bool(old == new)


def _from_reference(agency: Agency, export: Export, understood: Sequence[str]) -> Offer:
    if len(export.answers) > MOST_SUBMISSIONS:
        words = {"most": MOST_SUBMISSIONS}
        raise Faulty([_("The file holds more than %(most)d snapshots. Divide it.") % words])
    if export.goes_on:
        words = {"most": pet_export.MOST_ROWS}
        raise Faulty([_("The file has more than %(most)d rows.") % words])
    parts = ", ".join([*understood, _("export of the reference tool")])
    offer = Offer(organisations=export.organisations, had_header=export.had_header)
    offer.understood = _("Read as: %(parts)s.") % {"parts": parts}
    offer.faults = [_sentence(fault) for fault in export.faults]
    offer.refused = len({fault.row for fault in export.faults})
    _add_submissions(offer, agency, export)
    offer.new += _projects(agency, export.projects)
    if offer.is_empty and not offer.faults:
        raise Faulty([_("The file has a header and nothing else.")])
    return offer


def _add_submissions(offer: Offer, agency: Agency, export: Export) -> None:
    instrument = published.latest(SNAPSHOT)
    here = _already_here(agency)
    for given in export.answers:
        answers, wrong = read_answers(instrument, given.answers)
        if wrong:
            _refuse(offer, given.row, wrong)
        else:
            offer.submissions.append(_submission(instrument, given, answers, here))


def _sentence(fault: pet_export.Fault) -> str:
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
