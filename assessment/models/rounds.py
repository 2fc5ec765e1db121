"""Rounds: what is asked of which agencies, and until when. The standing round is for those that begin by themselves."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessment.deadlines import Period, RoundStage, Standpoint, standing

from .agencies import Agency
from .people import User, validate_country
from .reach import administered_countries, reach

STANDING = Q(is_standing=True)


class RoundState(models.TextChoices):
    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")


class RoundQuerySet(models.QuerySet["Round"]):
    def administered_by(self, user: User) -> Self:
        """Those of countries that a person administers, every one of them; the standing round is nobody's."""
        mine = administered_countries(user)
        if not mine:
            return self.none()
        others = RoundCountry.objects.exclude(country__in=mine).values("round_id")
        return self.filter(is_standing=False).exclude(pk__in=others)

    def standing(self) -> Round:
        """The round of agencies that begin by themselves. It is there from the first migration on."""
        return self.get_or_create(is_standing=True, defaults={"state": RoundState.OPEN})[0]


class Round(models.Model):
    title = models.JSONField(_("title"), default=dict, blank=True)  # by language
    introduction = models.JSONField(_("introduction"), default=dict, blank=True)
    privacy = models.JSONField(_("privacy notice"), default=dict, blank=True)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState, default=RoundState.DRAFT
    )
    is_standing = models.BooleanField(default=False, editable=False)
    made_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    # How addresses of the installation begin: for letters that time brings, which come from no request.
    site = models.CharField(max_length=300, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[RoundQuerySet] = RoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_standing"], condition=STANDING, name="one_standing_round"
            )
        ]

    def __str__(self) -> str:
        return self.words("title") or str(_("Self-assessment"))

    def words(self, field: str) -> str:
        """A text in the reader's language, else in the first in which it was written."""
        texts = getattr(self, field)
        return str(texts.get(get_language() or "en") or next(filter(None, texts.values()), ""))

    @property
    def introduction_words(self) -> str:
        return self.words("introduction")

    @property
    def privacy_words(self) -> str:
        return self.words("privacy")

    @property
    def is_draft(self) -> bool:
        return self.state == RoundState.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == RoundState.OPEN

    @property
    def country_codes(self) -> list[str]:
        return [one.country for one in self.countries.all()]


class RoundCountry(models.Model):
    """A country whose agencies may be asked: rows, so that a database can tell whose round it is."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="countries")
    country = models.CharField(_("country"), max_length=2, validators=[validate_country])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "country"], name="one_country_per_round")
        ]

    def __str__(self) -> str:
        return self.country


class RoundInstrument(models.Model):
    """A questionnaire that a round asks, in the version of the day it was made."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="instruments")
    instrument_key = models.SlugField(_("instrument"))
    instrument_version = models.PositiveSmallIntegerField(_("version"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "instrument_key"], name="one_version_per_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument_key} {self.instrument_version}"


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, user: User) -> Self:
        """Those of agencies in a person's reach."""
        return self.filter(reach(user, "agency__"))

    def for_member(self, user: User) -> Self:
        """What is asked of a person's own agencies."""
        return self.filter(agency__memberships__user=user)

    def with_last_day(self) -> Self:
        """Each with `last_day`, the later of the round's date and its own."""
        closes = F("round__closes_on")
        return self.annotate(
            last_day=Coalesce(Greatest("extended_to", closes), "extended_to", closes)
        )

    def join(self, round: Round, agency: Agency) -> Participation:
        """The agency in the round: as it was when it joined, if it is there."""
        as_of_today = {field: getattr(agency, field) for field in ("country", "kind", "size")}
        return self.get_or_create(round=round, agency=agency, defaults=as_of_today)[0]


class Participation(models.Model):
    """An agency in a round, with what it was when it joined."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="participations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="participations")
    country = models.CharField(_("country"), max_length=2)
    kind = models.CharField(_("type of agency"), max_length=40, blank=True)
    size = models.CharField(_("size"), max_length=20, blank=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    declined_why = models.TextField(_("why"), blank=True)
    declined_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    extended_why = models.TextField(_("why"), blank=True)
    extended_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    # Whether its figures may stand beside those of others; None: not asked, or not said.
    consents = models.BooleanField(_("consent to comparison"), null=True, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    consented_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    # What its people were told, so that `manage.py tick` need not look through letters.
    told_opening = models.BooleanField(default=False, editable=False)
    reminded = models.PositiveSmallIntegerField(null=True, editable=False)  # the last: 14, 7 or 1
    told_closing = models.BooleanField(default=False, editable=False)

    objects: ClassVar[ParticipationQuerySet] = ParticipationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("participation in a round")
        verbose_name_plural = _("participations in rounds")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "agency"], name="one_participation_each")
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.round}"

    @property
    def period(self) -> Period:
        found = self.round
        return Period(found.opens_on, found.closes_on, self.extended_to, is_open=found.is_open)

    @property
    def closes_on(self) -> date | None:
        """The last day on which this agency may answer."""
        return self.period.last_day

    def standing(
        self, now: datetime | None = None, *, begun: bool = False, handed_in: bool = False
    ) -> Standpoint:
        return standing(
            self.period,
            self.agency.time_zone,
            now or timezone.now(),
            is_begun=begun,
            is_handed_in=handed_in,
            is_declined=self.declined_at is not None,
            was_opened=not self.round.is_draft,
        )

    @property
    def takes_answers(self) -> bool:
        """Whether the agency may answer now."""
        return self.standing().stage.takes_answers

    @property
    def is_closed(self) -> bool:
        return self.standing().stage is RoundStage.CLOSED

    def answered(self) -> bool:
        """Whether everything that the round asks of the agency is handed in: one of each questionnaire at least."""
        asked = set(self.round.instruments.values_list("instrument_key", flat=True))
        given = self.round.submissions.filter(agency=self.agency_id).exclude(status="draft")
        return bool(asked) and asked <= set(given.values_list("instrument_key", flat=True))
