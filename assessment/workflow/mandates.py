"""Who holds an office, for which country, and until when."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assessment.models import EVERYWHERE, Invitation, Mandate, Office, User, Verb

from .letters import language_of, write_letter
from .record import record


class HeldAlready(Exception):
    """The person holds this very office."""


class LastAdministrator(Exception):
    """Somebody always administers all countries."""


@transaction.atomic
def give(user: User, office: str, country: str, by: User, site: str) -> Mandate:
    """Give an office from today; who gets it is told. HeldAlready if they hold it."""
    mandate, is_new = _given(user, office, country, by)
    if not is_new:
        raise HeldAlready
    if user != by:
        facts = {"mandate": mandate, "by": by, "address": site + reverse("assessment:dashboard")}
        write_letter("office_given", user.email, language_of(user), facts, user=user)
    return mandate


def _given(user: User, office: str, country: str, by: User | None) -> tuple[Mandate, bool]:
    mandate, is_new = Mandate.objects.get_or_create(
        user=user, office=office, country=country, until=None, defaults={"given_by": by}
    )
    if is_new:
        record(Verb.OFFICE_GIVEN, by or user, None, user.email, office=office, country=country)
    return mandate, is_new


def take_office(user: User, invitation: Invitation) -> None:
    """What an invitation to an office says, from the day on which it is accepted."""
    _given(user, invitation.office, invitation.country, invitation.invited_by)


@transaction.atomic
def end(mandate: Mandate, by: User) -> None:
    """End an office today; who held it is told. LastAdministrator for the last one of all countries."""
    user = mandate.user
    if not _ended(mandate, by):
        return
    if user.is_active and user != by:
        facts = {"mandate": mandate, "by": by}
        write_letter("office_ended", user.email, language_of(user), facts, user=user)


def _ended(mandate: Mandate, by: User) -> bool:
    if mandate.office == Office.ADMINISTRATOR and mandate.country == EVERYWHERE:
        check_others_administer(mandate.user)
    today = timezone.localdate()
    if mandate.until and mandate.until <= today:
        return False
    mandate.until = max(today, mandate.since)
    mandate.save(update_fields=["until"])
    about = {"office": mandate.office, "country": mandate.country}
    record(Verb.OFFICE_ENDED, by, None, mandate.user.email, **about)
    if mandate.office == Office.ADMINISTRATOR:
        _withdraw_invitations(mandate, by)
    return True


def _withdraw_invitations(mandate: Mandate, by: User) -> None:
    """Nobody takes up an office by the word of somebody who can no longer give it."""
    sent = Invitation.objects.unanswered().filter(agency=None, invited_by=mandate.user)
    if mandate.country != EVERYWHERE:
        sent = sent.filter(country=mandate.country)
    told = list(sent.values_list("email", flat=True))
    sent.update(withdrawn_at=timezone.now())
    for email in told:
        record(Verb.INVITATION_WITHDRAWN, by, None, email, country=mandate.country)


def end_all(user: User) -> None:
    """With the account. LastAdministrator for who administers all countries alone."""
    for mandate in user.mandates.current().select_related("user"):
        _ended(mandate, user)


def check_others_administer(user: User) -> None:
    """LastAdministrator for the last one of all countries. Locked, so that two cannot go at the same moment."""
    held = {m.user_id for m in Mandate.objects.of_administrators().select_for_update(of=("self",))}
    if held == {user.pk}:
        raise LastAdministrator


def administrators_of(country: str) -> list[User]:
    """Who looks after the agencies of a country: its own administrators, or those of all."""
    own = Mandate.objects.of_administrators(country).select_related("user")
    found = own or Mandate.objects.of_administrators().select_related("user")
    return list({mandate.user_id: mandate.user for mandate in found}.values())
