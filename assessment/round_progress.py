"""How far a round is: its agencies by state and by section, a page of them, and all of them as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from assessment import review
from assessment.deadlines import RoundStage, Standpoint, zone_name
from assessment.files import csv
from assessment.files.writing import WrittenSheet, workbook
from assessment.forms.rounds import STATES
from assessment.instruments import Instrument
from assessment.methods import published
from assessment.models import (
    Agency,
    Membership,
    Participation,
    Role,
    Round,
    SectionRecord,
    Status,
    Submission,
)

STUCK_AFTER = timedelta(days=7)
STAGES = {
    RoundStage.DECLINED: gettext_lazy("Declined"),
    RoundStage.HANDED_IN: gettext_lazy("Handed in"),
    RoundStage.NOT_OPEN: gettext_lazy("Not open yet"),
    RoundStage.NOT_BEGUN: gettext_lazy("Not begun"),
    RoundStage.IN_PROGRESS: gettext_lazy("In progress"),
    RoundStage.DUE: gettext_lazy("Due soon"),
    RoundStage.LATE: gettext_lazy("Late, by permission"),
    RoundStage.CLOSED: gettext_lazy("Time over"),
}


def with_state(found: Round, now: datetime) -> QuerySet[Participation]:
    """The round's agencies, each with `is_begun`, `is_given` (all that is asked is handed in) and `is_lively`."""
    theirs = Submission.objects.filter(round=found, agency=OuterRef("agency_id"))
    lately = SectionRecord.objects.filter(
        submission__round=found,
        submission__agency=OuterRef("agency_id"),
        saved_at__gte=now - STUCK_AFTER,
    )
    given = Q()
    for key in found.instruments.values_list("instrument_key", flat=True):
        given &= Q(Exists(theirs.filter(instrument_key=key).exclude(status=Status.DRAFT)))
    return found.participations.with_last_day().annotate(
        is_begun=Exists(theirs),
        is_lively=Exists(lately),
        is_given=given or Exists(theirs.exclude(status=Status.DRAFT)),
    )


def _over(now: datetime) -> Q:
    """Whose last day is past where they are."""
    by_day: dict[date, list[str]] = {}
    for code, country in review.countries().items():
        by_day.setdefault(now.astimezone(ZoneInfo(country.zone)).date(), []).append(code)
    over = Q()
    for today, codes in by_day.items():
        over |= Q(country__in=codes, last_day__lt=today)
    return over


def conditions(found: Round, now: datetime) -> Mapping[str, Q]:
    """What each of STATES means for rows of `with_state`."""
    active = Q(declined_at=None, is_given=False)
    over = active & (_over(now) if found.is_open else Q(extended_to=None) | _over(now))
    if found.is_draft:
        over = Q(pk=None)
    running = active & ~over
    return {
        "not_begun": running & Q(is_begun=False),
        "begun": running & Q(is_begun=True),
        "stuck": running & Q(is_begun=True) & Q(is_lively=False),
        "handed_in": Q(is_given=True),
        "over": over,
        "declined": Q(is_given=False) & ~Q(declined_at=None),
    }


def counts(found: Round, now: datetime) -> dict[str, int]:
    """How many agencies are in each state; those that are stuck are in progress as well."""
    told = {f"n_{key}": Count("pk", filter=q) for key, q in conditions(found, now).items()}
    numbers = with_state(found, now).aggregate(**told)
    return {key: numbers[f"n_{key}"] for key in STATES}


def agencies_in(found: Round, state: str, now: datetime) -> QuerySet[Agency]:
    """The agencies of a round, or those in a state."""
    rows: QuerySet[Participation] = found.participations.all()
    if state in STATES:
        rows = with_state(found, now).filter(conditions(found, now)[state])
    return Agency.objects.filter(pk__in=rows.values("agency_id"))


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency in the table of a round's progress."""

    participation: Participation
    standpoint: Standpoint
    sections: int = 0  # in which something is saved
    asked: int = 0
    last_at: datetime | None = None
    leads: int = 0

    @property
    def agency(self) -> Agency:
        return self.participation.agency

    @property
    def zone(self) -> str:
        return zone_name(self.agency.time_zone)

    @property
    def stage(self) -> str:
        return str(STAGES[self.standpoint.stage])


def rows_of(found: Round, agencies: Sequence[Agency], now: datetime) -> list[AgencyRow]:
    """The table's rows, in the order of the agencies; as many queries for one as for all."""
    pks = [agency.pk for agency in agencies]
    rows = with_state(found, now).filter(agency__in=pks).select_related("agency", "round")
    by_agency = {one.agency_id: one for one in rows}
    saved = SectionRecord.objects.filter(submission__round=found, submission__agency__in=pks)
    done = dict(  # the profile, which several questionnaires have, counts once
        saved.filter(revision__gt=0, respondent=None)
        .values_list("submission__agency")
        .annotate(Count("section", distinct=True))
    )
    last = dict(saved.values_list("submission__agency").annotate(Max("saved_at")))
    leads = dict(
        Membership.objects.filter(agency__in=pks, role=Role.LEAD)
        .values_list("agency")
        .annotate(Count("pk"))
    )
    asked = len({key for one in asked_in(found) for key in (s.key for s in one.sections)})
    return [
        AgencyRow(
            by_agency[pk], _standpoint(by_agency[pk], now), done.get(pk, 0), asked, last.get(pk),
            leads.get(pk, 0),
        )
        for pk in pks
        if pk in by_agency
    ]  # fmt: skip


def _standpoint(one: Participation, now: datetime) -> Standpoint:
    begun, given = one.is_begun, one.is_given  # type: ignore[attr-defined]  # annotated
    found = one.standing(now, begun=begun, handed_in=given)
    if begun and found.stage is RoundStage.NOT_BEGUN:
        return replace(found, stage=RoundStage.IN_PROGRESS)
    return found


def asked_in(found: Round) -> list[Instrument]:
    """The questionnaires of a round, in its versions."""
    return [
        published.get(one.instrument_key, one.instrument_version) for one in found.instruments.all()
    ]


def by_section(found: Round) -> list[tuple[Mapping[str, str], list[tuple[Mapping[str, str], int]]]]:
    """In how many agencies something is saved in each section, questionnaire by questionnaire."""
    saved = SectionRecord.objects.filter(
        submission__round=found, revision__gt=0, respondent=None
    ).values_list("submission__instrument_key", "section")
    numbers = {
        (key, section): number
        for key, section, number in saved.annotate(Count("submission__agency", distinct=True))
    }
    shown = []
    for instrument in asked_in(found):
        sections = [
            (section.text, numbers.get((instrument.key, section.key), 0))
            for section in instrument.sections
        ]
        shown.append((instrument.text, sections))
    return shown


def write(
    found: Round, agencies: Iterable[Agency], form: str, language: str, now: datetime
) -> bytes:
    """The table as `csv` or `xlsx`. No cell is ever a formula."""
    with override(language):
        headings = [
            _("Agency"), _("Country"), _("State"), _("Sections begun"), _("Sections"),
            _("Last activity"), _("Until"), _("Why declined"), _("Consent to comparison"),
        ]  # fmt: skip
        rows = rows_of(found, list(agencies), now)
        lines = [headings, *(_line(row, language) for row in rows)]
        if form == "csv":
            return csv.write(lines, csv.separator_for(language))
        widths = {1: 60, 2: 24, 3: 24, 4: 16, 5: 12, 6: 20, 7: 14, 8: 40, 9: 24}
        page = WrittenSheet(_("agencies"), lines, 1, widths, freeze="A2")
        return workbook([page], _("lists"))


def _line(row: AgencyRow, language: str) -> list[str]:
    one, zone = row.participation, row.agency.time_zone
    at = f"{row.last_at.astimezone(zone):%Y-%m-%d %H:%M}" if row.last_at else ""
    said = {True: _("yes"), False: _("no"), None: ""}[one.consents]
    return [
        row.agency.name,
        review.countries()[row.agency.country].name[language],
        row.stage,
        str(row.sections),
        str(row.asked),
        at,
        str(one.closes_on or ""),
        one.declined_why,
        said,
    ]
