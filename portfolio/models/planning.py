"""The balance an agency wants, the what-ifs that lead there, and the actions that follow."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.merging import mark
from assessment.models import Agency, Membership, User, reach

from . import labels
from .labels import ActionStatus, choices


class Stale(Exception):
    """Someone else saved this first."""


class TooMany(Exception):
    """There is no room for what is to be added."""


class PlanningQuerySet(models.QuerySet[Any]):
    """What belongs to an agency and is edited by its members, one after the other."""

    def visible_to(self, user: User) -> Self:
        return self.filter(reach(user, "agency__"))

    def editable_by(self, user: User) -> Self:
        return self.filter(agency__in=Membership.objects.filter(user=user).values("agency_id"))

    def save_fields(self, *, revision: int, by: User, **fields: object) -> None:
        """Save if nobody saved since `revision`, in one conditional UPDATE. Raises Stale."""
        saved = self.filter(revision=revision).update(
            **fields,
            revision=F("revision") + 1,
            changed_by_name=str(by),
            changed_at=timezone.now(),
        )
        if not saved:
            raise Stale


class Planned(models.Model):
    """What target, plan and action have in common."""

    revision = models.PositiveIntegerField(default=0)
    changed_by_name = models.CharField(max_length=150, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Target(Planned):
    """The balance an agency wants: four whole percentages that add up to 100, each with a reason."""

    agency = models.OneToOneField(Agency, models.CASCADE, related_name="portfolio_target")
    shares = models.JSONField(default=dict)  # facet -> percent; empty: not set yet
    reasons = models.JSONField(default=dict)  # facet -> words

    objects = PlanningQuerySet.as_manager()

    class Meta:
        verbose_name = _("balance aimed at")
        verbose_name_plural = _("balances aimed at")

    def __str__(self) -> str:
        return f"{self.agency}: {self.shares}"

    def values(self) -> dict[str, object]:
        """What people enter: the four shares as one value, and the reason of each facet."""
        return {"shares": self.shares, **self.reasons}


class Plan(Planned):
    """A what-if: steps that would change the portfolio, and what was decided about them.

    A step is `{"kind": "move" | "add" | "close", "project": id, "title", "purpose", "driver", "priority", "why"}`.
    Steps never touch the projects themselves.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="portfolio_plans")
    title = models.CharField(_("title"), max_length=200)
    steps = models.JSONField(default=list)
    decision = models.TextField(_("decision"), max_length=2000, blank=True)
    owner = models.CharField(_("who sees to it"), max_length=150, blank=True)
    decided_on = models.DateField(_("date of the decision"), null=True, blank=True)
    # What was seen on the day of the decision: target, before and after, in percent by facet.
    picture = models.JSONField(default=dict)

    objects = PlanningQuerySet.as_manager()

    class Meta:
        verbose_name = _("what-if or plan")
        verbose_name_plural = _("what-ifs and plans")
        ordering = [F("decided_on").desc(nulls_first=True), "-changed_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_decided(self) -> bool:
        return self.decided_on is not None


def step_place(number: int, step: Mapping[str, str]) -> str:
    """What a step is called in a form: its number, and a mark of what it says."""
    return f"{number}.{mark(step)}"


class Action(Planned):
    """Something that somebody does by a day."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="portfolio_actions")
    title = models.CharField(_("what is to be done"), max_length=300)
    owner = models.CharField(_("who sees to it"), max_length=150, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    status = models.CharField(
        _("state"), max_length=10, choices=choices(labels.PROGRESS), default=ActionStatus.TO_DO
    )
    notes = models.TextField(_("notes"), max_length=2000, blank=True)
    # Where it comes from: an action of the review, a facet whose share should grow or shrink, a decided plan.
    recommendation = models.CharField(max_length=10, blank=True)
    facet = models.CharField(max_length=20, blank=True, choices=choices(labels.FACETS))
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="actions")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = PlanningQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = [F("due").asc(nulls_last=True), "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        return self.status in (ActionStatus.DONE, ActionStatus.DROPPED)

    def is_late_on(self, today: date) -> bool:
        return not self.is_finished and self.due is not None and self.due < today
