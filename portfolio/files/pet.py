"""What an export of the reference tool, OPSI's Portfolio Exploration Tool, would bring into a portfolio."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext as _

from assessment.answers import Answers
from assessment.files.table import Faulty
from assessment.instruments import Instrument
from assessment.methods import published
from assessment.methods.points.interchange import read_answers
from assessment.methods.points.printed import PrintedThere, printed_there
from assessment.models import Agency, SealedAnswers
from portfolio.core import pet_export
from portfolio.core.comparison import compare
from portfolio.core.facets import SNAPSHOT
from portfolio.core.pet_export import Export, GivenAnswers, GivenProject, NotAnExport, Origin
from portfolio.models import Project, title_key

from .offer import NewProject, NewSubmission, PortfolioOffer

MOST_SUBMISSIONS = 500  # each is scored four ways for the preview
SOURCE = "OECD-OPSI Portfolio Exploration Tool"


def why_not(error: NotAnExport) -> str:
    if error.column:
        sentence = _(
            "The file looks like an export of the reference tool, but column %(column)d has another heading "
            "than there. Nothing is read by guessing."
        )
        return sentence % {"column": error.column}
    return _(
        "The file looks like an export of the reference tool, but its columns are not those of one."
    )


def offer_of_export(agency: Agency, export: Export, understood: Sequence[str]) -> PortfolioOffer:
    if len(export.answers) > MOST_SUBMISSIONS:
        words = {"most": MOST_SUBMISSIONS}
        raise Faulty([_("The file holds more than %(most)d snapshots. Divide it.") % words])
    if export.goes_on:
        words = {"most": pet_export.MOST_ROWS}
        raise Faulty([_("The file has more than %(most)d rows.") % words])
    parts = ", ".join([*understood, _("export of the reference tool")])
    offer = PortfolioOffer(organisations=export.organisations, had_header=export.had_header)
    offer.understood = _("Read as: %(parts)s.") % {"parts": parts}
    offer.faults = [_sentence(fault) for fault in export.faults]
    offer.refused = len({fault.row for fault in export.faults})
    _add_submissions(offer, agency, export)
    offer.new += _projects(agency, export.projects)
    if offer.is_empty and not offer.faults:
        raise Faulty([_("The file has a header and nothing else.")])
    return offer


def _add_submissions(offer: PortfolioOffer, agency: Agency, export: Export) -> None:
    instrument = published.latest(SNAPSHOT)
    here = _already_here(agency)
    for given in export.answers:
        answers, wrong = read_answers(instrument, given.answers)
        if wrong:
            offer.refuse(given.row, wrong)
        else:
            offer.submissions.append(_submission(instrument, given, answers, here))


def _sentence(fault: pet_export.CellFault) -> str:
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
    found = SealedAnswers.objects.filter(submission__agency=agency).exclude(imported={})
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


def _profile(instrument: Instrument, origin: Origin) -> dict[str, object]:
    """What the reference asks about the organisation, as far as it is asked here as well."""
    sectors = {item.key for item in instrument.question("sectors").items}
    known = [key for key in origin.sectors if key in sectors]
    other = ", ".join(key for key in origin.sectors if key not in sectors)
    profile: dict[str, object] = {"unit": origin.organisation} if origin.organisation else {}
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


def origin_of(one: NewSubmission) -> dict[str, object]:
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
    instrument = published.latest(SNAPSHOT)
    return printed_there(instrument, origin_of(one), one.comparison.management, language)
