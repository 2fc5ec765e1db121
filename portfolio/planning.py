"""Targets and what-ifs: presets, steps, and what they would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment import wording
from assessment.forms.layout import Group, laid_out
from assessment.forms.loaded import LoadedField
from assessment.merging import marks

from .core import balance
from .core.balance import Placed, Shares, Step, Weighing
from .core.facets import Driver, Facet, Priority, Purpose, zone_of
from .forms import asking
from .models import Plan, Project, Target, labels, step_place
from .results import PortfolioResults

PRESETS: Mapping[str, Promise] = {
    "actual": gettext_lazy("As the projects are today"),
    "stated": gettext_lazy("As the snapshots say"),
    "even": gettext_lazy("Even: a quarter each"),
}


def preset(name: str, results: PortfolioResults) -> dict[Facet, int] | None:
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
    return [(name, label) for name, label in PRESETS.items() if preset(name, results)]


class TargetForm(forms.Form):
    """A percentage and a reason for each facet."""

    loaded = LoadedField()
    helper = laid_out(
        *(
            Group(
                labels.FACETS[facet],
                Div(facet, f"{facet}_reason", css_class="share-fields"),
                hint=labels.ROLES[facet],
                css_id=facet,
                css_class=f"facet {facet} share-row",
            )
            for facet in Facet
        )
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for facet in Facet:
            name = str(labels.FACETS[facet])
            told = _("Enter the percentage for “%(facet)s”.") % {"facet": name}
            range_ = _("Enter a whole number from 0 to 100.")
            share = forms.IntegerField(
                label=_("Percent"),
                min_value=0,
                max_value=100,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "data-share": ""}),
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), range_)
                | asking(told),
            )
            reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
            share.short = reason.short = name  # type: ignore[attr-defined]  # for the summary of errors
            self.fields |= {facet: share, f"{facet}_reason": reason}

    @classmethod
    def of(cls, target: Target | None, shares: Mapping[Facet, int] | None) -> TargetForm:
        """The form with what is saved, or with a preset in its place."""
        known = target.values() if target else {}
        initial: dict[str, Any] = {"loaded": marks(known, known)}
        saved = target.shares if target else {}
        initial |= {str(facet): share for facet, share in (shares or saved).items()}
        if target:
            initial |= {f"{facet}_reason": words for facet, words in target.reasons.items()}
        return cls(initial=initial)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        given = [data[facet] for facet in Facet if facet in data]
        if len(given) == len(Facet) and sum(given) != 100:
            raise forms.ValidationError(
                _("The four add up to %(sum)d. They must add up to 100.") % {"sum": sum(given)}
            )
        return data

    def show(self, values: Mapping[str, Any], keys: Iterable[str]) -> None:
        """Draw these of the values, as `values` gives them, in place of what is saved."""
        for key in keys:
            self.initial.update(values[key] if key == "shares" else {f"{key}_reason": values[key]})

    def values(self) -> dict[str, Any]:
        """What was typed, as `Target.values` gives what is saved."""
        shares = {str(facet): self.cleaned_data[facet] for facet in Facet}
        reasons = {str(facet): self.cleaned_data[f"{facet}_reason"] for facet in Facet}
        return {"shares": shares, **reasons}


@dataclass(frozen=True, slots=True)
class Change:
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

    @property
    def planned_choices(self) -> list[tuple[str, str]]:
        return [(str(p.pk), f"{p.title} ({p.get_zone_display()})") for p in self.planned]

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
    def changes(self) -> list[Change]:
        before, after = self.results.percents(self.before), self.results.percents(self.after)
        wanted = self.results.percents(self.results.wanted)
        return [
            Change(f, str(labels.FACETS[f]), before.get(f, ""), after.get(f, ""), wanted.get(f, ""))
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
    def picture(self) -> dict[str, Any]:
        """What is kept with a decision: whole percentages of target, before and after."""
        known = {"target": self.results.wanted, "before": self.before, "after": self.after}
        return {name: balance.whole_percent(s) for name, s in known.items() if s is not None}

    @property
    def decided_changes(self) -> list[Change]:
        """As it stood on the day of the decision."""

        def told(name: str, facet: Facet) -> str:
            value = self.plan.picture.get(name, {}).get(facet)
            return "" if value is None else wording.percent(value, self.language)

        return [
            Change(f, str(labels.FACETS[f]), told("before", f), told("after", f), told("target", f))
            for f in Facet
        ]


def _step(step: Mapping[str, str]) -> Step:
    zone = None
    if step["kind"] != "close":
        zone = zone_of(Purpose(step["purpose"]), Driver(step["driver"]))
    return Step(step.get("project", ""), step["title"], zone, Priority(step["priority"]))


def step_of(data: Mapping[str, Any], what_if: WhatIf) -> dict[str, str]:
    """A step as the plan keeps it, from a valid form."""
    titles = {str(project.pk): project.title for project in what_if.planned}
    step = {
        "kind": data["kind"],
        "project": "" if data["kind"] == "add" else data["project"],
        "title": data["title"] if data["kind"] == "add" else titles[data["project"]],
        "priority": data["priority"],
        "why": data["why"],
    }
    if data["kind"] != "close":
        step |= {"purpose": data["purpose"], "driver": data["driver"]}
    return step


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
