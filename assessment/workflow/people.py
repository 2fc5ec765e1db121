"""Who belongs to an agency, and in which role. Answers stay with the agency, whoever goes."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from assessment.devices import device_of
from assessment.models import Agency, Device, Membership, Role, User, Verb

from .letters import language_of, write_letter
from .mandates import end_all
from .record import record


class OwnCase(Exception):
    """Nobody brings themselves into an agency by an office."""


class LastLead(Exception):
    """An agency with members always has a lead."""


def others_lead(membership: Membership) -> bool:
    """Whether somebody else leads who can sign in. The leads are locked, so that two cannot go at the same moment."""
    leads = Membership.objects.leading().filter(agency=membership.agency_id)
    return any(lead.pk != membership.pk for lead in leads.select_for_update(of=("self",)))


def tell_leads(agency: Agency, by: User, deed: str, person: str) -> None:
    """An agency hears what somebody who does not belong to it changes about its people."""
    if agency.memberships.filter(user=by).exists():
        return
    for lead in agency.memberships.leading().select_related("user"):
        facts = {"agency": agency, "by": by, "deed": deed, "person": person}
        write_letter("by_office", lead.user.email, language_of(lead.user), facts, user=lead.user)


@transaction.atomic
def change_role(membership: Membership, role: str, by: User) -> None:
    """LastLead if nobody would lead any more."""
    if membership.role == Role.LEAD and role != Role.LEAD and not others_lead(membership):
        raise LastLead
    if membership.role == role:
        return
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    record(
        Verb.ROLE_CHANGED, by, membership.agency, membership.user.email, before=before, after=role
    )
    tell_leads(membership.agency, by, f"made_{role}", str(membership.user))


@transaction.atomic
def remove(membership: Membership, by: User) -> None:
    """Take a person out of an agency; they are told. LastLead if nobody would lead any more."""
    if membership.role == Role.LEAD and not others_lead(membership):
        raise LastLead
    user, agency = membership.user, membership.agency
    membership.delete()
    record(Verb.REMOVED, by, agency, user.email)
    tell_leads(agency, by, "removed", str(user))
    if user.is_active:
        facts = {"agency": agency, "by": by}
        write_letter("removed", user.email, language_of(user), facts, user=user)


@transaction.atomic
def leave(membership: Membership) -> None:
    """Go by oneself. LastLead for the one who has to hand over first."""
    if membership.role == Role.LEAD and not others_lead(membership):
        raise LastLead
    user, agency = membership.user, membership.agency
    membership.delete()
    record(Verb.LEFT, user, agency, user.email)


@transaction.atomic
def change_profile(user: User, wanted: Mapping[str, object]) -> None:
    """Name, language and whether mails are wished."""
    before = user.name
    user.name, user.language = str(wanted["name"]), str(wanted["language"])
    user.is_notified = bool(wanted["is_notified"])
    user.save(update_fields=["name", "language", "is_notified"])
    record(Verb.PROFILE_CHANGED, user, before=before, after=user.name)


def end_sessions(user: User) -> None:
    """Sign a person out on every device."""
    user.signed_out_at = timezone.now()
    User.objects.filter(pk=user.pk).update(signed_out_at=user.signed_out_at)
    user.devices.all().delete()


@transaction.atomic
def end_session(device: Device) -> None:
    """Sign a person out on one device."""
    Session.objects.filter(session_key=device.session_key).delete()
    record(Verb.SIGNED_OUT, device.user, about=device_of(device.agent))
    device.delete()


@transaction.atomic
def close_account(user: User) -> None:
    """Nobody signs in with it any more; answers stay with the agencies. LastLead where one would be left without,
    LastAdministrator for who administers all countries alone.
    """
    memberships = list(user.memberships.select_related("agency", "user"))
    for membership in memberships:
        if membership.role == Role.LEAD and not others_lead(membership):
            raise LastLead
    end_all(user)
    record(Verb.ACCOUNT_CLOSED, user)
    for membership in memberships:
        membership.delete()
    user.is_active = user.is_superuser = False
    user.set_unusable_password()
    user.save()
    end_sessions(user)
