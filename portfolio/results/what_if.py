"""What-ifs: the steps of a plan and what they would change; and balances that a target can begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment import wording
from portfolio.core import balance
from portfolio.core.balance import Placed, Shares, Step, Weighing
from portfolio.core.facets import Driver, Facet, Priority, Purpose, zone_of
from portfolio.models import Plan, Project, labels, step_place

from .portfolio import PortfolioResults

PRESETS: Mapping[str, Promise] = {
    "actual": gettext_lazy("As the projects are today"),
    "stated": gettext_lazy("As the snapshots say"),
    "even": gettext_lazy("Even: a quarter each"),
}


def preset_of(name: str, results: PortfolioResults) -> dict[Facet, int] | None:
    """The four percentages of a preset; None where there is none."""
    said = results.stated.shares if results.stated else None
    known: Mapping[str, Shares | None] = {
        "actual": results.actual,
        "stated": said,
        "even": balance.in_shares(dict.fromkeys(Facet, 1)),
    }
    found = known.get(name)
    return balance.whole_percent(found) if found else None


def presets(results: PortfolioResults) -> list[tuple[str, Promise]]:
    """Those that can be used: without projects or snapshots there is nothing to begin with."""
    return [(name, label) for name, label in PRESETS.items() if preset_of(name, results)]


@dataclass(frozen=True, slots=True)
class ShareChange:
    """A facet's share before and after the steps, and the target; all in percent, as words."""

    facet: Facet
    name: str
    before: str
    after: str
    target: str


@dataclass(frozen=True)
class WhatIf:
    """A plan's steps on the portfolio as it is now."""

    plan: Plan
    language: str

    @cached_property
    def results(self) -> PortfolioResults:
        return PortfolioResults(self.plan.agency, self.language)

    @cached_property
    def planned(self) -> list[Project]:
        """Projects that have not begun: those can still be moved or dropped."""
        projects = Project.objects.of(self.plan.agency).active()
        return list(projects.filter(stage__in=labels.NOT_BEGUN))

    @cached_property
    def placed(self) -> list[Placed]:
        steps = [_step(step) for step in self.plan.steps]
        return balance.after(self.results.placed, steps)

    @property
    def before(self) -> Shares | None:
        return self.results.actual

    @cached_property
    def after(self) -> Shares | None:
        return balance.distribution(self.placed, Weighing.NUMBER).shares

    @property
    def changes(self) -> list[ShareChange]:
        before, after = self.results.percents(self.before), self.results.percents(self.after)
        wanted = self.results.percents(self.results.wanted)
        return [
            ShareChange(
                f, str(labels.FACETS[f]), before.get(f, ""), after.get(f, ""), wanted.get(f, "")
            )
            for f in Facet
        ]

    def _fit(self, shares: Shares | None) -> str:
        wanted = self.results.wanted
        if shares is None or wanted is None:
            return ""
        return self.results.percent(balance.alignment(shares, wanted))

    @property
    def fit_before(self) -> str:
        """How much of the portfolio is where the target would have it."""
        return self._fit(self.before)

    @property
    def fit_after(self) -> str:
        return self._fit(self.after)

    @property
    def steps(self) -> list[tuple[int, str, str, str]]:
        """Number, what a form calls it, words and reason of each step."""
        return [
            (number, step_place(number, step), words_of(step), step.get("why", ""))
            for number, step in enumerate(self.plan.steps)
        ]

    @property
    def picture(self) -> dict[str, object]:
        """What is kept with a decision: whole percentages of target, before and after."""
        known = {"target": self.results.wanted, "before": self.before, "after": self.after}
        return {name: balance.whole_percent(s) for name, s in known.items() if s is not None}

    @property
    def decided_changes(self) -> list[ShareChange]:
        """As it stood on the day of the decision."""

        def told(name: str, facet: Facet) -> str:
            value = self.plan.picture.get(name, {}).get(facet)
            return "" if value is None else wording.percent(value, self.language)

        return [
            ShareChange(
                f, str(labels.FACETS[f]), told("before", f), told("after", f), told("target", f)
            )
            for f in Facet
        ]


def _step(step: Mapping[str, str]) -> Step:
    zone = None
    if step["kind"] != "close":
        zone = zone_of(Purpose(step["purpose"]), Driver(step["driver"]))
    return Step(step.get("project", ""), step["title"], zone, Priority(step["priority"]))


def words_of(step: Mapping[str, str]) -> str:
    title = step["title"]
    if step["kind"] == "close":
        return _("Drop “%(title)s”") % {"title": title}
    zone = labels.ZONES[zone_of(Purpose(step["purpose"]), Driver(step["driver"]))]
    told = (
        _("Move “%(title)s” to: %(zone)s")
        if step["kind"] == "move"
        else _("Add “%(title)s”: %(zone)s")
    )
    return told % {"title": title, "zone": zone}
