"""What a reader is shown of a portfolio, page and PDF alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import charts, palette, review, wording
from assessment.figures import whole
from assessment.methods import published
from assessment.methods.points.advice import advise as called_for
from assessment.methods.points.scoring import score
from assessment.models import Agency, checksum
from assessment.review import Practice
from portfolio.core import balance
from portfolio.core.advice import FacetAdvice, advise
from portfolio.core.balance import Distribution, Gap, Placed, Shares, Weighing
from portfolio.core.facets import SNAPSHOT, Facet, Priority, Zone
from portfolio.core.geometry import ProjectMap
from portfolio.models import Action, Plan, Project, Target, labels
from portfolio.models.labels import ActionStatus

from . import drawing, stated
from .differences import Difference, difference
from .selection import ZONE_ORDER, Selection
from .stated import Stated


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A facet in a table of shares; None where something is not known."""

    facet: Facet
    name: str
    stated: str
    actual: Mapping[str, str]  # weighing -> percent
    target: str
    bars: list[tuple[str, str, charts.Meter]]  # what, percent, bar


@dataclass(frozen=True)
class PortfolioResults:
    """An agency's portfolio in one language. `until`: the snapshots sealed by then, for a report of that day."""

    agency: Agency
    language: str
    until: datetime | None = None

    @cached_property
    def placed(self) -> list[Placed]:
        fields = ("pk", "title", "zone", "priority", "budget", "currency")
        rows = Project.objects.of(self.agency).active().values_list(*fields)
        return [
            Placed(str(pk), title, Zone(zone), Priority(priority), budget, currency)
            for pk, title, zone, priority, budget, currency in rows
        ]

    @property
    def is_empty(self) -> bool:
        return not self.placed

    @cached_property
    def distributions(self) -> list[Distribution]:
        return [balance.distribution(self.placed, weighing) for weighing in Weighing]

    @property
    def by_number(self) -> Distribution:
        return self.distributions[0]

    @property
    def actual(self) -> Shares | None:
        return self.by_number.shares

    @cached_property
    def stated(self) -> Stated | None:
        return stated.combined(self.agency, self.until)

    @cached_property
    def target(self) -> Target | None:
        return Target.objects.filter(agency=self.agency).first()

    @cached_property
    def wanted(self) -> Shares | None:
        if self.target is None or not self.target.shares:
            return None
        return balance.in_shares({facet: self.target.shares[facet] for facet in Facet})

    @cached_property
    def alignment(self) -> str:
        """The alignment of the portfolio with the snapshots in percent; empty: one of the two is missing."""
        if self.actual is None or self.stated is None or self.stated.shares is None:
            return ""
        return self.percent(balance.alignment(self.actual, self.stated.shares))

    @property
    def pointing(self) -> int:
        """Projects that point to a facet: all but the mixed ones."""
        return int(self.by_number.counted * (1 - self.by_number.mixed))

    @cached_property
    def alignment_by_chance(self) -> str:
        """What an agency whose projects follow its words would show with as many projects; empty like `alignment`."""
        if not self.alignment or self.stated is None or self.stated.shares is None:
            return ""
        return self.percent(balance.alignment_by_chance(self.stated.shares, self.pointing))

    @cached_property
    def fit(self) -> str:
        """The alignment with the target, in percent; empty: one of the two is missing."""
        if self.actual is None or self.wanted is None:
            return ""
        return self.percent(balance.alignment(self.actual, self.wanted))

    def percent(self, share: Fraction) -> str:
        """A figure that stands alone, such as an alignment: rounded once from the exact value."""
        return wording.percent(whole(100 * share), self.language)

    def percents(self, found: Shares | None) -> dict[Facet, str]:
        """The shares of a balance as they are shown everywhere; they add up to 100. Empty: there is none."""
        if found is None:
            return {}
        shown = balance.whole_percent(found)
        return {facet: wording.percent(value, self.language) for facet, value in shown.items()}

    @cached_property
    def rows(self) -> list[ShareRow]:
        said = self.stated.shares if self.stated else None
        told, wanted = self.percents(said), self.percents(self.wanted)
        actual = {d.weighing: self.percents(d.shares) for d in self.distributions}
        return [
            ShareRow(
                facet,
                str(labels.FACETS[facet]),
                told.get(facet, ""),
                {weighing: found.get(facet, "") for weighing, found in actual.items()},
                wanted.get(facet, ""),
                [
                    (name, percents[facet], self._bar(found, facet))
                    for name, found, percents in (
                        (_("Stated"), said, told),
                        (_("Actual"), self.actual, actual[Weighing.NUMBER]),
                        (_("Target"), self.wanted, wanted),
                    )
                    if found is not None
                ],
            )
            for facet in Facet
        ]

    def _bar(self, found: Shares, facet: Facet) -> charts.Meter:
        return charts.meter(float(found[facet]), 1, [], palette.COLOURS[facet])

    @cached_property
    def differences(self) -> list[Difference]:
        """Where portfolio and snapshots differ most; empty where one of them is missing."""
        if self.actual is None or self.stated is None or self.stated.shares is None:
            return []
        found = balance.gaps(self.actual, self.stated.shares)
        told, actual = self.percents(self.stated.shares), self.percents(self.actual)
        return [
            difference(
                gap,
                self.placed,
                self.stated,
                stated=told[gap.facet],
                actual=actual[gap.facet],
                language=self.language,
            )
            for gap in found
            if gap.is_worth_saying
        ]

    @cached_property
    def aim(self) -> Shares | None:
        """What gaps are measured to: the target where there is one, else what is stated."""
        return self.wanted or (self.stated.shares if self.stated else None)

    @cached_property
    def gaps(self) -> list[Gap]:
        """From the portfolio to the aim, the largest first."""
        return balance.gaps(self.actual, self.aim) if self.actual and self.aim else []

    @property
    def shown_gaps(self) -> list[tuple[Gap, str, str]]:
        """The gaps with both shares as words, the same as in the table of shares."""
        actual, aim = self.percents(self.actual), self.percents(self.aim)
        return [(gap, actual[gap.facet], aim[gap.facet]) for gap in self.gaps]

    @cached_property
    def advice(self) -> list[FacetAdvice]:
        instrument = published.latest(SNAPSHOT)
        numbers: set[str] = set()
        for snapshot in self.stated.snapshots[-stated.EXPLAINED :] if self.stated else []:
            answered = published.get(snapshot.instrument_key, snapshot.instrument_version)
            card = score(answered, snapshot.answers)
            given = called_for(answered, snapshot.answers, card, self.agency.country)
            numbers |= {one.action.number for one in given}
        return advise(instrument, self.gaps, numbers, self.agency.country)

    @property
    def advice_cards(self) -> list[tuple[FacetAdvice, list[tuple[Practice, str]]]]:
        """The advice with each practice and the names of its countries; empty for an organisation's work."""
        known = review.countries()
        return [
            (
                one,
                [
                    (p, ", ".join(known[c].name[self.language] for c in p.countries if c in known))
                    for p in one.practices
                ],
            )
            for one in self.advice
        ]

    @cached_property
    def selection(self) -> Selection:
        return Selection(self.agency, None)

    @cached_property
    def map(self) -> ProjectMap:
        return drawing.map_of(self.selection)

    @property
    def svg(self) -> str:
        return drawing.svg(self.map, drawing.title_of(self.selection, len(self.placed)))

    @cached_property
    def zones(self) -> list[tuple[Zone, str, list[tuple[int, Project]]]]:
        """The projects of each zone with their numbers on the map; zones without any are left out."""
        numbers = self.map.numbers
        found: dict[Zone, list[tuple[int, Project]]] = {zone: [] for zone in ZONE_ORDER}
        for project in Project.objects.of(self.agency).active():
            if number := numbers.get(str(project.pk)):
                found[Zone(project.zone)].append((number, project))
        return [
            (zone, str(labels.ZONES[zone]), sorted(rows, key=lambda row: row[0]))
            for zone, rows in found.items()
            if rows
        ]

    @cached_property
    def plans(self) -> list[Plan]:
        return list(Plan.objects.filter(agency=self.agency))

    @property
    def decided(self) -> list[Plan]:
        return [plan for plan in self.plans if plan.is_decided]

    @cached_property
    def actions(self) -> list[Action]:
        return list(Action.objects.filter(agency=self.agency))

    @property
    def board(self) -> list[tuple[str, str, list[Action]]]:
        """The actions by how far they are."""
        return [
            (status, str(labels.PROGRESS[status]), [a for a in self.actions if a.status == status])
            for status in ActionStatus
        ]

    @cached_property
    def followed_up(self) -> list[Action]:
        """The actions that were agreed before the latest snapshot: what became of them is this round's question."""
        if not self.stated:
            return []
        # A seal has whole seconds: what was agreed in that second came before it.
        latest = self.stated.latest + timedelta(seconds=1)
        return [a for a in self.actions if a.created_at < latest]

    @property
    def today(self) -> date:
        return timezone.localdate(timezone=self.agency.time_zone)

    @cached_property
    def fingerprint(self) -> str:
        """Changes when anything in the report does."""
        projects = Project.objects.of(self.agency).active().order_by("pk")
        target = self.target
        return checksum(
            {
                "projects": [
                    [str(pk), revision] for pk, revision in projects.values_list("pk", "revision")
                ],
                "target": [target.revision, target.shares] if target else None,
                "plans": [[str(plan.pk), plan.revision] for plan in self.plans],
                "actions": [[action.pk, action.revision] for action in self.actions],
                "snapshots": [s.checksum for s in self.stated.snapshots] if self.stated else [],
                "day": self.today.isoformat(),  # what is late depends on it
                "agency": [self.agency.name, self.agency.country],
            }
        )
