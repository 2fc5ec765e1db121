"""Who did what, and when. Rows are only ever added; each carries a hash over itself and the one before.

Libraries were weighed: django-auditlog and django-pghistory write down how rows changed; what an agency and an auditor
ask for is who did what, in the words of the service, and on SQLite as well.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .agencies import Agency
from .people import Membership, User
from .reach import administered, administered_countries


class Verb(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("failed to sign in")
    INVITED = "invited", _("invited")
    INVITATION_WITHDRAWN = "invitation_withdrawn", _("withdrew an invitation")
    JOINED = "joined", _("joined")
    JOIN_ASKED = "join_asked", _("asked to join")
    JOIN_DECLINED = "join_declined", _("declined a request to join")
    ROLE_CHANGED = "role_changed", _("changed a role")
    REMOVED = "removed", _("removed a person")
    LEFT = "left", _("left")
    STARTED = "started", _("began a self-assessment")
    DRAFT_SEEN = "draft_seen", _("looked at a draft of another agency")
    HANDED_IN = "handed_in", _("handed in")
    EXPORTED = "exported", _("took answers out as a file")
    REPORT_ASKED = "report_asked", _("asked for a report")
    PROFILE_CHANGED = "profile_changed", _("changed their profile")
    ADDRESS_ASKED = "address_asked", _("asked for another e-mail address")
    ADDRESS_CHANGED = "address_changed", _("changed their e-mail address")
    ADDRESS_KEPT = "address_kept", _("withdrew a change of e-mail address")
    SIGN_IN_CHANGED = "sign_in_changed", _("changed how they sign in")
    SIGNED_OUT = "signed_out", _("signed out a device")
    AGENCY_ADDED = "agency_added", _("added an agency")
    AGENCIES_ADDED = "agencies_added", _("added agencies from a file")
    AGENCY_CHANGED = "agency_changed", _("changed an agency")
    AGENCY_CLOSED = "agency_closed", _("closed an agency")
    AGENCY_REOPENED = "agency_reopened", _("opened an agency again")
    AGENCIES_MERGED = "agencies_merged", _("merged two agencies")
    ROUND_MADE = "round_made", _("made a round")
    ROUND_CHANGED = "round_changed", _("changed a round")
    ROUND_OPENED = "round_opened", _("opened a round")
    ROUND_EXTENDED = "round_extended", _("gave more time")
    ROUND_CLOSED = "round_closed", _("closed a round")
    ROUND_ARCHIVED = "round_archived", _("archived a round")
    ROUND_INVITED = "round_invited", _("asked agencies to take part")
    ROUND_REMINDED = "round_reminded", _("reminded agencies")
    ROUND_DECLINED = "round_declined", _("declined to take part")
    ROUND_CONSENT = "round_consent", _("decided on comparison")
    OFFICE_GIVEN = "office_given", _("gave an office")
    OFFICE_ENDED = "office_ended", _("ended an office")
    ACCOUNT_CHANGED = "account_changed", _("changed an account")
    ACCOUNT_CLOSED = "account_closed", _("closed their account")


class BrokenChain(Exception):
    """Where what is written is no longer what was written, in words."""


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User) -> Self:
        """Of a person's own agencies and those they administer; of no agency, what says for which country it is."""
        if user.is_platform_administrator:
            return self
        mine = Membership.objects.filter(user=user).values("agency_id")
        of_country = Q(agency=None, facts__country__in=sorted(administered_countries(user)))
        return self.filter(Q(agency_id__in=mine) | administered(user, "agency__") | of_country)

    def verify(self) -> Event | None:
        """Follow the whole chain and give its last event. Raises BrokenChain at the first place that does not hold."""
        before, last = "", None
        for event in self.order_by("pk").iterator(chunk_size=2000):
            if event.before != before:
                raise BrokenChain(
                    f"{event.place}: it does not follow the event before; some are gone or were put in"
                )
            if event.hash != event.digest():
                raise BrokenChain(f"{event.place}: it was changed")
            before, last = event.hash, event
        noted = Last.objects.values_list("hash", flat=True).first() or ""
        # While this ran, somebody may have done something more.
        newer = self.filter(hash=noted, pk__gt=last.pk if last else 0)
        if noted != before and not newer.exists():
            after = last.place if last else "the beginning"
            raise BrokenChain(f"after {after}: the last events are gone, or were put in")
        return last

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("What happened is written once.")

    def delete(self) -> NoReturn:
        raise TypeError("What happened is not taken back.")


class Event(models.Model):
    """Something that somebody did. Names stay as words, whatever becomes of the rows they stood for."""

    at = models.DateTimeField(_("when"), db_index=True)
    # No constraint: an account or an agency may go, what was done under its name stays.
    actor = models.ForeignKey(
        User, models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    actor_name = models.CharField(_("who"), max_length=200)
    verb = models.CharField(_("what"), max_length=40, choices=Verb)
    agency = models.ForeignKey(
        Agency, models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    about = models.CharField(_("about"), max_length=200, blank=True)
    facts = models.JSONField(_("details"), default=dict, blank=True)
    before = models.CharField(max_length=64)  # the hash of the event before
    hash = models.CharField(max_length=64, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("What happened is written once.")
        self.hash = self.digest()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("What happened is not taken back.")

    @property
    def place(self) -> str:
        return f"event {self.pk} of {self.at.isoformat(timespec='seconds')}"

    def digest(self) -> str:
        """SHA-256 over all that it tells and the hash before."""
        told = [
            self.at.isoformat(timespec="seconds"),
            self.actor_id,
            self.actor_name,
            self.verb,
            self.agency_id,
            self.about,
            self.facts,
            self.before,
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


class Last(models.Model):
    """The hash of the last event: one row, locked while the next is written, so that the chain has no forks."""

    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.hash
