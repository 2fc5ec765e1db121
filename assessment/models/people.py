"""Who there is, and who belongs where."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assessment import review
from assessment.characters import cured

EVERYWHERE = ""  # as the country of a mandate


class Role(models.TextChoices):
    CONTRIBUTOR = "contributor", _("Contributor")
    LEAD = "lead", _("Lead")


class Office(models.TextChoices):
    """A duty for the whole platform, apart from any role in an agency."""

    NONE = "", _("None")
    REVIEWER = "reviewer", _("Reviewer")
    ADMINISTRATOR = "administrator", _("Administrator")


def validate_countries(codes: object) -> None:
    known = review.countries()
    if not isinstance(codes, list) or any(code not in known for code in codes):
        raise ValidationError(_("Use a list of country codes of the region."))


def validate_country(code: str) -> None:
    validate_countries([code])


def name_of_country(code: str) -> str:
    if code == EVERYWHERE:
        return gettext("All countries")
    return review.countries()[code].name[get_language() or "en"]


class UserManager(BaseUserManager["User"]):
    """Makes users who sign in with their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        """Who starts an installation: administrator of every country besides, so that the pages show it."""
        user = self.create_user(email, password, is_superuser=True, **fields)
        user.mandates.create(office=Office.ADMINISTRATOR)
        return user


class User(AbstractUser):
    username = None  # type: ignore[assignment]  # the e-mail address takes its place
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language"), max_length=10, blank=True,
        help_text=_("Of mails and of what you are shown where your browser does not say."),
    )  # fmt: skip
    is_notified = models.BooleanField(_("mails about the work"), default=True)
    # Sessions begun before then are over: part of what Django compares each session with.
    signed_out_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def duties(self) -> tuple[Mandate, ...]:
        """The mandates that are in force today, looked up once a request."""
        return tuple(self.mandates.current()) if self.pk else ()

    def forget_duties(self) -> None:
        self.__dict__.pop("duties", None)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.forget_duties()

    @property
    def is_administrator(self) -> bool:
        """Of a country or of all."""
        return any(mandate.is_administration for mandate in self.duties)

    @property
    def is_platform_administrator(self) -> bool:
        return any(m.is_administration and m.country == EVERYWHERE for m in self.duties)

    @property
    def reviews(self) -> bool:
        """Whether this person has submissions of other agencies to look at."""
        return bool(self.duties)

    @property
    def needs_second_factor(self) -> bool:
        """Whoever sees or changes more than an own agency. The idle limit asks this too."""
        return self.is_superuser or bool(self.duties)

    @property
    def second_factor_needed_since(self) -> date:
        """The first day of the first mandate in force: the days of grace run from then."""
        begun = [mandate.since for mandate in self.duties]
        return min(begun, default=timezone.localdate(self.date_joined))

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """As Django's, which ends all sessions with a new password; a sign-out everywhere ends them too."""
        found = str(super()._get_session_auth_hash(secret=secret))  # type: ignore[misc]  # not in the stubs
        if self.signed_out_at is None:
            return found
        salt = "assessment.User.signed_out_at"
        ended = f"{found} {self.signed_out_at.isoformat()}"
        return salted_hmac(salt, ended, secret=secret, algorithm="sha256").hexdigest()

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = cured(self.name)  # the command line makes users too
        self.email = cured(self.email).lower()  # addresses are compared as people see them
        # The Django admin belongs to superusers and to nobody else: one source for both.
        self.is_staff = self.is_superuser
        super().save(*args, **kwargs)


class MandateQuerySet(models.QuerySet["Mandate"]):
    def current(self) -> Self:
        today = timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=today), since__lte=today)

    def kept_by(self, user: User) -> Self:
        """Those that an administrator gives and ends: of a country only those of that country."""
        if user.is_platform_administrator:
            return self
        return self.filter(country__in={m.country for m in user.duties if m.is_administration})

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
    def is_administration(self) -> bool:
        return self.office == Office.ADMINISTRATOR

    @property
    def country_name(self) -> str:
        return name_of_country(self.country)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def leading(self) -> Self:
        """Of leads who can sign in; others lead nobody."""
        return self.filter(role=Role.LEAD, user__is_active=True)

    def led_by(self, user: User) -> Self:
        """The memberships in which this person leads."""
        return self.filter(user=user, role=Role.LEAD)


class Membership(models.Model):
    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    agency = models.ForeignKey(
        "Agency", models.CASCADE, related_name="memberships", verbose_name=_("agency")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.CONTRIBUTOR)
    since = models.DateTimeField(_("since"), default=timezone.now)
    invited_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("invited by")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "agency"], name="one_role_per_agency")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.agency}"
