"""The agencies, whatever they are and were called, and who administers them."""

from __future__ import annotations

from datetime import date
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assessment import review
from assessment.agency_names import APART, found_by, name_key, searched
from assessment.characters import cured
from assessment.deadlines import zone_name

from .people import Membership, Office, User, validate_country
from .reach import administered, deciding_for, reach


class Level(models.TextChoices):
    NATIONAL = "national", _("National")
    REGIONAL = "regional", _("Regional, provincial or of a federal state")
    LOCAL = "local", _("Municipal or local")


class AgencyKind(models.TextChoices):
    """The keys are those of the maturity's question on the type of agency, as far as it has them."""

    DIGITAL_AUTHORITY = "national-digital-authority", _("National digital authority")
    MINISTRY = "ministry", _("Ministry or secretariat")
    SECTOR_AGENCY = "sector-agency", _("Sector agency or authority")
    SUBNATIONAL_GOVERNMENT = "subnational-government", _("Government of a region or municipality")
    PUBLIC_COMPANY = "public-company", _("Public company")
    OTHER = "other", _("Another public body")


class Size(models.TextChoices):
    """People who work there; the keys are those of the maturity's question."""

    UNDER_50 = "under-50", _("Fewer than 50 people")
    FROM_50 = "50-249", _("50 to 249 people")
    FROM_250 = "250-999", _("250 to 999 people")
    FROM_1000 = "1000-or-more", _("1,000 people or more")


class Sector(models.TextChoices):
    """The keys are those of the snapshot's question on areas of work."""

    ECONOMIC = "economic", _("Economic affairs")
    EDUCATION = "education", _("Education")
    EMPLOYMENT = "employment", _("Employment and labour")
    ENVIRONMENTAL = "environmental", _("Environmental protection")
    EXTERNAL = "external", _("Foreign affairs")
    HEALTH = "health", _("Health")
    HOUSING = "housing", _("Housing and community services")
    INFORMATION = "information", _("Information and communication")
    PUBLIC_ADMIN = "public_admin", _("Public administration")
    PUBLIC_ORDER = "public_order", _("Public order and safety")
    RECREATION = "recreation", _("Recreation and culture")
    SCIENCE = "science", _("Science and technology")
    TRANSPORT = "transport", _("Transport")
    OTHER = "other", _("Other areas")


def validate_sectors(keys: Any) -> None:
    if not isinstance(keys, list) or any(key not in Sector.values for key in keys):
        raise ValidationError(_("Use a list of areas of work."))


class AgencyQuerySet(models.QuerySet["Agency"]):
    def of(self, user: User) -> Self:
        """The agencies this person is a member of."""
        return self.filter(memberships__user=user)

    def visible_to(self, user: User) -> Self:
        return self.filter(reach(user)).distinct()

    def with_people_shown_to(self, user: User) -> Self:
        """Those whose people and record a person may see: members their own, administrators theirs."""
        if not user.is_administrator:
            return self.of(user)
        mine = Membership.objects.filter(user=user).values("agency_id")
        return (
            self
            if user.is_platform_administrator
            else self.filter(administered(user) | Q(pk__in=mine))
        )

    def administered_by(self, user: User) -> Self:
        """Those that a person may change, merge and close."""
        return self.filter(administered(user))

    def decided_on_by(self, user: User, *offices: Office) -> Self:
        """Those about which a person may decide by an office: no own ones."""
        return self.filter(deciding_for(user, "", *offices))

    def standing(self) -> Self:
        """Those that were not merged into others."""
        return self.filter(merged_into=None)

    def open(self) -> Self:
        return self.standing().filter(closed_on=None)

    def closed(self) -> Self:
        return self.standing().exclude(closed_on=None)

    def merged(self) -> Self:
        return self.exclude(merged_into=None)

    def without_lead(self) -> Self:
        """Open ones that nobody leads who can sign in: an administrator names somebody."""
        leads = Membership.objects.leading().filter(agency=OuterRef("pk"))
        return self.open().exclude(Exists(leads))

    def searched(self, text: str) -> Self:
        """Those whose name, or an earlier one, has all the words, in any spelling of them."""
        found = self
        for word, short in searched(text):
            found = found.filter(Q(found_by__contains=word) | Q(found_by__contains=short))
        return found


class Agency(models.Model):
    name = models.CharField(_("name"), max_length=200)
    # What all spellings of the name have in common, and what a search looks through. See `keyed`.
    name_key = models.CharField(max_length=430, editable=False)
    found_by = models.TextField(editable=False, default="")
    country = models.CharField(_("country"), max_length=2, validators=[validate_country])
    level = models.CharField(_("level"), max_length=20, choices=Level, default=Level.NATIONAL)
    kind = models.CharField(_("type of agency"), max_length=40, choices=AgencyKind, blank=True)
    size = models.CharField(_("size"), max_length=20, choices=Size, blank=True)
    sectors = models.JSONField(
        _("areas of work"), default=list, blank=True, validators=[validate_sectors]
    )
    parent = models.ForeignKey(
        "self", models.SET_NULL, related_name="children", null=True, blank=True,
        verbose_name=_("part of"),
    )  # fmt: skip
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="absorbed", null=True, blank=True,
        verbose_name=_("merged into"),
    )  # fmt: skip
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name"]
        indexes = [
            models.Index(fields=["name_key", "id"], name="agencies_by_name"),
            models.Index(fields=["country", "name_key", "id"], name="agencies_of_country"),
        ]
        constraints = [
            # One that was merged keeps its name, which the other may take.
            models.UniqueConstraint(
                fields=["name_key", "country"],
                condition=Q(merged_into=None),
                name="one_agency_of_a_key",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="no_agency_in_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is None or "name" in fields:
            self.keyed()
            kwargs["update_fields"] = fields and {*fields, "name_key", "found_by"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """What no form may save: a name without letters, one that is there, a country left with sealed answers."""
        super().clean()
        self.keyed()
        if not self.name_key:
            raise ValidationError({"name": gettext("Enter a name with letters.")})
        twins = Agency.objects.standing().filter(name_key=self.name_key, country=self.country)
        if self.merged_into_id is None and twins.exclude(pk=self.pk).exists():
            raise ValidationError({"name": gettext("There is an agency of this name already.")})
        if self.pk and self.is_tied_to_country and self._moves():
            sentence = gettext("Answers were handed in under this country; it cannot be changed.")
            raise ValidationError({"country": sentence})

    def _moves(self) -> bool:
        return not Agency.objects.filter(pk=self.pk, country=self.country).exists()

    def keyed(self, earlier: list[str] | None = None) -> Self:
        """Work out what follows from the name and earlier ones. To be called before rows are written in bulk."""
        self.name = " ".join(cured(self.name).split())
        if name_key(self.name) != self.name_key.partition(APART)[0]:
            self.name_key = name_key(self.name)
        if earlier is None:
            earlier = [old.name for old in self.names.all()] if self.pk else []
        self.found_by = found_by([self.name, *earlier])
        return self

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    @property
    def is_tied_to_country(self) -> bool:
        """Sealed answers say in which country they were given."""
        return self.submissions.filter(latest_seal__isnull=False).exists()

    @property
    def zone_name(self) -> str:
        return zone_name(self.time_zone)

    @property
    def time_zone(self) -> ZoneInfo:
        """That of the country's capital: dates are shown as people there read them."""
        return ZoneInfo(review.countries()[self.country].zone)

    @property
    def today(self) -> date:
        return timezone.localdate(timezone=self.time_zone)

    @cached_property
    def country_name(self) -> str:
        return review.countries()[self.country].name[get_language() or "en"]

    @property
    def sector_names(self) -> list[str]:
        return [str(Sector(key).label) for key in self.sectors if key in Sector.values]


class AgencyName(models.Model):
    """A name that an agency had, or that an agency had that was merged into it."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=430, editable=False)
    until = models.DateTimeField(_("until"), default=timezone.now)

    class Meta:
        verbose_name = _("earlier name")
        verbose_name_plural = _("earlier names")
        ordering = ["-until", "-id"]
        indexes = [models.Index(fields=["name_key"], name="earlier_names_by_key")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)
