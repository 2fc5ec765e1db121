"""Projects of an agency, and their history."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessment.models import Agency, Membership, User, reach
from portfolio.core.facets import Driver, Priority, Purpose, zone_of

from . import labels
from .labels import State, choices

LONGEST_KEY = 400


def title_key(title: str) -> str:
    """What two spellings of one title have in common: letters and digits without case and accents.

    At most 400 characters: one Arabic ligature alone can stand for 18 letters.
    """
    plain = unicodedata.normalize("NFKD", title.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())[:LONGEST_KEY]


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(reach(user, "agency__"))

    def editable_by(self, user: User) -> Self:
        """Contributors and leads of the agency."""
        return self.filter(agency__in=Membership.objects.filter(user=user).values("agency_id"))

    def of(self, agency: Agency) -> Self:
        return self.filter(agency=agency)

    def kept(self) -> Self:
        return self.filter(removed_at=None)

    def removed(self) -> Self:
        return self.exclude(removed_at=None)

    def active(self) -> Self:
        """What the map shows unless it is asked for more, and what balance and target are counted on."""
        return self.kept().filter(state=State.ACTIVE)

    def in_year(self, year: int) -> Self:
        """Projects that ran, run or will run in a year; those without dates are in every year."""
        begun = Q(starts=None) | Q(starts__year__lte=year)
        return self.filter(begun, Q(ends=None) | Q(ends__year__gte=year))


class Project(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="projects", verbose_name=_("agency")
    )
    title = models.CharField(_("title"), max_length=200)
    title_key = models.CharField(max_length=LONGEST_KEY, editable=False)
    purpose = models.CharField(_("purpose"), max_length=20, choices=choices(labels.PURPOSES))
    driver = models.CharField(_("driver"), max_length=20, choices=choices(labels.DRIVERS))
    priority = models.CharField(
        _("priority"), max_length=10, choices=choices(labels.PRIORITIES), default=Priority.MEDIUM
    )
    # Follows from purpose and driver; stored, so that the database can count and filter.
    zone = models.CharField(_("zone"), max_length=20, choices=choices(labels.ZONES), editable=False)
    description = models.TextField(_("short description"), max_length=2000, blank=True)
    unit = models.CharField(_("unit in charge"), max_length=150, blank=True)
    stage = models.CharField(
        _("stage"), max_length=20, choices=choices(labels.STAGES), blank=True, default=""
    )
    starts = models.DateField(_("start"), null=True, blank=True)
    ends = models.DateField(_("end"), null=True, blank=True)
    budget = models.DecimalField(
        _("budget"), max_digits=15, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=[(c, c) for c in labels.CURRENCIES], blank=True
    )
    technologies = models.JSONField(_("technologies"), default=list, blank=True)
    other_technologies = models.CharField(_("other technologies"), max_length=200, blank=True)
    partners = models.TextField(_("partners"), max_length=1000, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    notes = models.TextField(_("notes"), max_length=2000, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=choices(labels.STATES), default=State.ACTIVE
    )
    lesson = models.TextField(_("lesson learned"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["title", "id"]
        indexes = [models.Index(fields=["agency", "title_key"], name="project_of_a_title")]

    def __str__(self) -> str:
        return self.title

    def place(self) -> Self:
        """Work out what follows from the other fields. To be called before every save."""
        self.zone = zone_of(Purpose(self.purpose), Driver(self.driver))
        self.title_key = title_key(self.title)
        return self

    @property
    def is_active(self) -> bool:
        return self.state == State.ACTIVE

    @property
    def technology_names(self) -> list[str]:
        """Names of the technologies, those of the list first."""
        known = [
            str(labels.TECHNOLOGIES[key]) for key in self.technologies if key in labels.TECHNOLOGIES
        ]
        return known + ([self.other_technologies] if self.other_technologies else [])

    def values(self) -> dict[str, object]:
        """What people enter about a project, as JSON can hold it."""
        return {name: _plain(getattr(self, name)) for name in ENTERED}


# What people enter, in the order of forms and files.
ENTERED = (
    "title", "purpose", "driver", "priority", "stage", "unit", "description", "starts", "ends", "budget", "currency",
    "technologies", "other_technologies", "partners", "link", "notes", "state", "lesson",
)  # fmt: skip


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | list) else str(value)


def contradictions(data: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What fits each other in no project: the field to look at, and a sentence."""
    starts, ends = data.get("starts"), data.get("ends")
    if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
        yield "ends", gettext("The end is before the start.")
    if data.get("budget") is not None and not data.get("currency"):
        yield "currency", gettext("Say in which currency the budget is.")
    if data.get("lesson") and data.get("state") != State.CLOSED:
        yield "state", gettext("A lesson learned belongs to a closed project: close it as well.")


class ChangeKind(models.TextChoices):
    ADDED = "added", _("Added")
    IMPORTED = "imported", _("Brought in from a file")
    EDITED = "edited", _("Changed")
    REMOVED = "removed", _("Removed")
    RESTORED = "restored", _("Restored")


class ProjectVersion(models.Model):
    """A project as it was after one change. Written once."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="versions")
    change = models.CharField(max_length=10, choices=ChangeKind)
    values = models.JSONField()
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    by_name = models.CharField(max_length=150)  # kept as words beside the account
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.project}, {self.at:%Y-%m-%d %H:%M}"

    def differences(self, before: Mapping[str, object]) -> list[str]:
        """The fields in which this version differs from an earlier one's values."""
        return [name for name in ENTERED if self.values.get(name) != before.get(name)]
