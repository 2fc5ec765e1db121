"""How people come in: invited by an administrator or a lead, or asking to join an agency."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .agencies import Agency
from .people import Membership, Office, Role, User, name_of_country, validate_country
from .reach import administered_countries

VALID_FOR = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Neither accepted nor withdrawn, and not expired."""
        waiting = self.filter(accepted_at=None, withdrawn_at=None)
        return waiting.filter(expires_at__gt=timezone.now())

    def unanswered(self) -> Self:
        """Those that were neither accepted nor withdrawn, expired ones too: they can be sent again."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def manageable_by(self, user: User) -> Self:
        """For administrators those of their countries, for leads those to their agencies."""
        if user.is_platform_administrator:
            return self
        led = Q(agency__in=Membership.objects.led_by(user).values("agency_id"))
        countries = administered_countries(user)
        to_office = Q(agency=None, country__in=countries)
        return self.filter(led | Q(agency__country__in=countries) | to_office)


class Invitation(models.Model):
    """An address that may become a member of an agency, or take an office for a country."""

    email = models.EmailField(_("e-mail address"))
    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="invitations", null=True, blank=True
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.CONTRIBUTOR)
    office = models.CharField(
        _("office"), max_length=20, choices=Office, blank=True, default=Office.NONE
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[validate_country]
    )
    language = models.CharField(_("language"), max_length=10)
    invited_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    invited_by_name = models.CharField(_("invited by"), max_length=150)
    sent_at = models.DateTimeField(_("sent"))
    times_sent = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    # Whoever reads the database cannot accept for somebody else: the link itself is only in the letter.
    token_hash = models.CharField(max_length=64, unique=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "agency"],
                condition=Q(accepted_at=None, withdrawn_at=None, agency__isnull=False),
                name="one_open_invitation_to_an_agency",
            ),
            models.UniqueConstraint(
                fields=["email", "office", "country"],
                condition=Q(accepted_at=None, withdrawn_at=None, agency__isnull=True),
                name="one_open_invitation_to_an_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.agency or self.office}"

    @property
    def country_name(self) -> str:
        return name_of_country(self.country)

    @property
    def is_open(self) -> bool:
        return not (self.accepted_at or self.withdrawn_at or self.expires_at <= timezone.now())


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def open(self) -> Self:
        return self.filter(decided_at=None)


class JoinRequest(models.Model):
    """A person without an agency asks to become a member of one; a lead or an administrator decides."""

    user = models.ForeignKey(User, models.CASCADE, related_name="join_requests")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="join_requests")
    note = models.CharField(_("note"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    is_accepted = models.BooleanField(default=False)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency"],
                condition=Q(decided_at=None),
                name="one_open_request_per_agency",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.agency}"
