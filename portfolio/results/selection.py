"""Which projects a page, a picture or a file is about: filter and order as the address says them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django import forms
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.forms.layout import laid_out
from assessment.models import Agency, checksum
from portfolio.core.facets import Priority, Zone
from portfolio.models import Project, labels
from portfolio.models.labels import Stage, State, choices

SORTED_BY = {
    "title": ["title_key"],
    "zone": ["zone", "title_key"],
    "priority": ["rank", "title_key"],
    "stage": ["stage_rank", "title_key"],
    "unit": ["unit", "title_key"],
    "budget": ["-budget", "title_key"],
    "changed": ["-changed_at"],
}
ANY = gettext_lazy("All")


def _ranked(field: str, keys: list[str]) -> Case:
    """The position of a field's value in a list: words in the database are not in their order."""
    return Case(
        *(When(**{field: key}, then=Value(place)) for place, key in enumerate(keys)),
        default=Value(len(keys)),
        output_field=IntegerField(),
    )


class SelectionForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False,
        choices=[("", gettext_lazy("Active")), ("closed", gettext_lazy("Closed")), ("all", ANY)],
    )  # fmt: skip
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"), required=False, choices=[("", ANY), *choices(labels.STAGES)]
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    technology = forms.ChoiceField(
        label=gettext_lazy("Technology"),
        required=False,
        choices=[("", ANY), *choices(labels.TECHNOLOGIES)],
    )
    year = forms.ChoiceField(label=gettext_lazy("Year"), required=False)
    zone = forms.ChoiceField(
        label=gettext_lazy("Zone"), required=False, choices=[("", ANY), *choices(labels.ZONES)]
    )
    size = forms.ChoiceField(
        label=gettext_lazy("Size of the dots"),
        required=False,
        choices=[("", gettext_lazy("By priority")), ("budget", gettext_lazy("By budget"))],
    )
    error_title = gettext_lazy("Left out of the selection")
    helper = laid_out("state", "stage", "unit", "technology", "year", "zone", "size", method="get")

    def __init__(self, data: Mapping[str, str], units: list[str], years: list[int]) -> None:
        super().__init__(data, auto_id="select-%s")
        self.fields["unit"].choices = [("", ANY), *((unit, unit) for unit in units)]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", ANY), *((str(y), str(y)) for y in years)]  # type: ignore[attr-defined]


class Selection:
    """The projects of an agency that an address's query asks for. What it says wrongly is left out."""

    def __init__(self, agency: Agency, query: Mapping[str, str] | None) -> None:
        self.agency = agency
        facts = Project.objects.of(agency).kept().values_list("unit", "starts__year", "ends__year")
        known = list(facts.distinct().order_by())
        units = sorted({unit for unit, _start, _end in known if unit}, key=str.casefold)
        years = sorted({y for _unit, *both in known for y in both if y}, reverse=True)
        self.form = SelectionForm(query or {}, units, years)
        self.form.is_valid()
        self.asked: dict[str, str] = {k: v for k, v in self.form.cleaned_data.items() if v}
        sort = query.get("sort", "") if query else ""
        self.sort = sort if sort in SORTED_BY else "title"

    @cached_property
    def is_filtered(self) -> bool:
        return bool(set(self.asked) - {"size"})

    @property
    def by_budget(self) -> bool:
        return self.asked.get("size") == "budget"

    @property
    def projects(self) -> QuerySet[Project]:
        asked = self.asked
        found = Project.objects.of(self.agency).kept()
        state = asked.get("state", State.ACTIVE)
        if state != "all":
            found = found.filter(state=state)
        for field in ("stage", "unit", "zone"):
            if field in asked:
                found = found.filter(**{field: asked[field]})
        if "year" in asked:
            found = found.in_year(int(asked["year"]))
        if "technology" in asked:
            # Stored as a JSON list, where both databases can look for a quoted word.
            found = found.filter(technologies__icontains=f'"{asked["technology"]}"')
        return found.annotate(
            rank=_ranked("priority", list(Priority)), stage_rank=_ranked("stage", list(Stage))
        ).order_by(*SORTED_BY[self.sort], "id")

    @property
    def fingerprint(self) -> str:
        """Changes when any of the projects does."""
        return checksum([[str(pk), at] for pk, at in self.projects.values_list("id", "revision")])

    def query(self, **other: str) -> str:
        """The address's query for the same selection, with something changed; empty values fall out."""
        asked = {**self.asked, "sort": self.sort if self.sort != "title" else "", **other}
        return urlencode({key: value for key, value in asked.items() if value})

    @property
    def words(self) -> str:
        """What is filtered, for captions and files: "stage: Planned, year: 2026"; empty if nothing is."""
        shown = []
        for name in self.form.fields:
            field = self.form.fields[name]
            if name in self.asked and name != "size":
                names = dict(getattr(field, "choices", ()))
                shown.append(f"{field.label}: {names[self.asked[name]]}")
        return ", ".join(shown) or _("all active projects")


ZONE_ORDER = [
    Zone.MISSION, Zone.TRANSFORMATIVE, Zone.ANTICIPATORY, Zone.DISRUPTIVE, Zone.ADAPTIVE, Zone.OPTIMISING,
    Zone.ENHANCEMENT, Zone.SUSTAINING, Zone.MIXED,
]  # fmt: skip
"""Clockwise from the top of the diamond, the middle last."""
