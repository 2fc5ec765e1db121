"""Duties for a country or for all of them, apart from any role in an agency; and what people may see by them."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assessment import review

from .people import Membership, Office, User, validate_country

EVERYWHERE = ""  # as the country of a mandate


def name_of_country(code: str) -> str:
    if code == EVERYWHERE:
        return gettext("All countries")
    return review.countries()[code].name[get_language() or "en"]


class MandateQuerySet(models.QuerySet["Mandate"]):
    def current(self) -> Self:
        today = timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=today), since__lte=today)

    def kept_by(self, user: User) -> Self:
        """Those that an administrator gives and ends: of a country only those of that country."""
        if user.is_platform_administrator:
            return self
        return self.filter(country__in=administered_countries(user))

    def ended(self) -> Self:
        return self.filter(until__lte=timezone.localdate())

    def of_administrators(self, country: str = EVERYWHERE) -> Self:
        """Of people who can sign in and administer this country, or all of them."""
        office = self.current().filter(office=Office.ADMINISTRATOR)
        return office.filter(country=country, user__is_active=True)


class Mandate(models.Model):
    """An office that a person holds for a country, or for every one, for a time."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="mandates", verbose_name=_("person")
    )
    office = models.CharField(_("office"), max_length=20, choices=Office)
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[validate_country]
    )
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)  # the first day without it
    given_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("given by")
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office", "country"],
                condition=Q(until=None),
                name="one_lasting_mandate_of_a_kind",
            ),
            models.CheckConstraint(condition=~Q(office=Office.NONE), name="mandate_has_an_office"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="mandate_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.office} {self.country}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.user.forget_duties()

    @property
    def country_name(self) -> str:
        return name_of_country(self.country)


def countries_of(user: User, *offices: Office) -> frozenset[str]:
    """The countries for which a person holds one of these offices, or any."""
    held = {m.country for m in user.duties if not offices or m.office in offices}
    return frozenset(review.countries()) if EVERYWHERE in held else frozenset(held)


def administered_countries(user: User) -> frozenset[str]:
    """The countries whose agencies a person keeps, said once; none for who is no administrator."""
    return countries_of(user, Office.ADMINISTRATOR)


def _mine(user: User, agency: str) -> Q:
    return Q(**{f"{agency}pk__in": Membership.objects.filter(user=user).values("agency_id")})


def reach(user: User, agency: str = "") -> Q:
    """Which agencies a person may see, said once. `agency` is the path to the agency, e.g. "agency__"."""
    if not user.duties:  # a join is quicker; nobody is a member of an agency twice
        return Q(**{f"{agency}memberships__user": user})
    if any(mandate.country == EVERYWHERE for mandate in user.duties):
        return Q()
    return _mine(user, agency) | Q(**{f"{agency}country__in": countries_of(user)})


def administered(user: User, agency: str = "") -> Q:
    """Which agencies a person keeps as an administrator, their own ones too."""
    if user.is_platform_administrator:
        return Q()
    return Q(**{f"{agency}country__in": administered_countries(user)})


def deciding_for(user: User, agency: str = "", *offices: Office) -> Q:
    """On which agencies a person may decide by an office: never on one that they belong to."""
    return Q(**{f"{agency}country__in": countries_of(user, *offices)}) & ~_mine(user, agency)
