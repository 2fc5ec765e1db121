"""How people come in."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from assessment.models import (
    VALID_FOR,
    Agency,
    Invitation,
    JoinRequest,
    Membership,
    Office,
    Role,
    User,
    Verb,
)

from .letters import language_of, write_letter
from .mandates import administrators_of, take_office
from .people import OwnCase, tell_leads
from .record import record

A_DAY = timedelta(days=1)
LEADS_INVITE = 50  # a day
ADMINISTRATORS_INVITE = 2000
TIMES_SENT = 5  # one invitation, in all


class TooManyInvitations(Exception):
    """More letters than are allowed in a day."""


class Known(Exception):
    """The address belongs to a member already."""


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    email: str,
    by: User,
    site: str,
    language: str,
    *,
    agency: Agency | None = None,
    role: str = Role.CONTRIBUTOR,
    office: str = Office.NONE,
    country: str = "",
) -> Invitation:
    """Invite an address to an agency, or to an office; one that is open already is sent anew.

    `site` is how addresses here begin. Raises Known for a member, OwnCase for oneself, TooManyInvitations beyond a
    day's limit.
    """
    email = email.strip().lower()
    if agency and Membership.objects.filter(agency=agency, user__email=email).exists():
        raise Known
    if agency and email == by.email:
        raise OwnCase
    _refuse_too_many(by)
    open_ones = Invitation.objects.unanswered().filter(
        email=email, agency=agency, office=office, country=country
    )
    open_ones.update(withdrawn_at=timezone.now())
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    made = Invitation.objects.create(
        email=email,
        agency=agency,
        role=role,
        office=office,
        country=country,
        language=language,
        invited_by=by,
        invited_by_name=by.name,
        sent_at=now,
        expires_at=now + VALID_FOR,
        token_hash=digest(token),
    )
    _send(made, token, site)
    record(Verb.INVITED, by, agency, email, role=role, office=office, country=country)
    if agency:
        tell_leads(agency, by, f"invited_{role}", email)
    return made


@transaction.atomic
def invite_all(
    wanted: Iterable[tuple[str, Agency, str, str]], by: User, site: str
) -> list[Invitation]:
    """Invite addresses to agencies, each with its role and language: all or none. Raises as `invite` does."""
    return [
        invite(email, by, site, language, agency=agency, role=role)
        for email, agency, role, language in wanted
    ]


def _refuse_too_many(by: User) -> None:
    since = timezone.now() - A_DAY
    sent = Invitation.objects.filter(invited_by=by, sent_at__gt=since).count()
    if sent >= (ADMINISTRATORS_INVITE if by.is_administrator else LEADS_INVITE):
        raise TooManyInvitations


def _send(invitation: Invitation, token: str, site: str) -> None:
    user = User.objects.filter(email=invitation.email).first()
    language = language_of(user) if user and user.language else invitation.language
    facts = {
        "invitation": invitation,
        "address": site + reverse("assessment:invitation", args=[token]),
    }
    write_letter("invitation", invitation.email, language, facts, user=user, is_secret=True)


@transaction.atomic
def send_again(invitation: Invitation, by: User, site: str) -> None:
    """A new link with a new term; the old one is void. TooManyInvitations after some times."""
    if invitation.times_sent >= TIMES_SENT:
        raise TooManyInvitations
    token, now = secrets.token_urlsafe(32), timezone.now()
    Invitation.objects.filter(pk=invitation.pk).update(
        token_hash=digest(token),
        sent_at=now,
        expires_at=now + VALID_FOR,
        times_sent=F("times_sent") + 1,
    )
    invitation.refresh_from_db()
    _send(invitation, token, site)
    record(Verb.INVITED, by, invitation.agency, invitation.email, again=True)


@transaction.atomic
def withdraw(invitation: Invitation, by: User) -> None:
    """Nobody can accept it any more."""
    changed = Invitation.objects.unanswered().filter(pk=invitation.pk)
    if changed.update(withdrawn_at=timezone.now()):
        record(Verb.INVITATION_WITHDRAWN, by, invitation.agency, invitation.email)


@transaction.atomic
def come_in(invitation: Invitation, name: str, password: str) -> User:
    """Make the account of an invited person, who has shown by the link that the address is theirs."""
    user = User.objects.create_user(
        invitation.email, password, name=name, language=invitation.language
    )
    accept(invitation, user)
    return user


@transaction.atomic
def accept(invitation: Invitation, user: User) -> None:
    """Take a person in. Does nothing if somebody was quicker, or the invitation is withdrawn or too old."""
    now = timezone.now()
    taken = Invitation.objects.open().filter(pk=invitation.pk)
    if not taken.update(accepted_at=now, accepted_by=user):
        return
    if invitation.agency:
        Membership.objects.get_or_create(
            user=user,
            agency=invitation.agency,
            defaults={"role": invitation.role, "invited_by": invitation.invited_by},
        )
    elif invitation.office:
        take_office(user, invitation)
    record(
        Verb.JOINED,
        user,
        invitation.agency,
        user.email,
        role=invitation.role,
        office=invitation.office,
    )
    inviter = invitation.invited_by
    if inviter and inviter.is_active and inviter.is_notified:
        facts = {"person": user, "invitation": invitation}
        write_letter("accepted", inviter.email, language_of(inviter), facts, user=inviter)


@transaction.atomic
def ask_to_join(user: User, agency: Agency, note: str, site: str) -> JoinRequest:
    """Ask the leads of an agency, or the administrators where it has none, to be taken in."""
    asked, is_new = JoinRequest.objects.get_or_create(
        user=user, agency=agency, decided_at=None, defaults={"note": note}
    )
    if not is_new:
        return asked
    leads = [m.user for m in agency.memberships.filter(role=Role.LEAD).select_related("user")]
    deciding = leads or administrators_of(agency.country)
    for lead in deciding:
        facts = {
            "person": user,
            "agency": agency,
            "note": note,
            "address": site + reverse("assessment:people", args=[agency.pk]),
        }
        write_letter("join_request", lead.email, language_of(lead), facts, user=lead)
    record(Verb.JOIN_ASKED, user, agency)
    return asked


@transaction.atomic
def answer_request(asked: JoinRequest, by: User, *, is_accepted: bool, site: str) -> None:
    """Take a person in, or not; they are told. OwnCase for oneself. Does nothing if it was decided already."""
    if asked.user == by:
        raise OwnCase
    still = JoinRequest.objects.open().filter(pk=asked.pk)
    if not still.update(decided_at=timezone.now(), decided_by=by, is_accepted=is_accepted):
        return
    if is_accepted:
        Membership.objects.get_or_create(
            user=asked.user, agency=asked.agency, defaults={"invited_by": by}
        )
    verb = Verb.JOINED if is_accepted else Verb.JOIN_DECLINED
    record(verb, by, asked.agency, asked.user.email)
    if is_accepted:
        tell_leads(asked.agency, by, "taken_in", str(asked.user))
    facts = {
        "agency": asked.agency,
        "is_accepted": is_accepted,
        "address": site + reverse("assessment:dashboard"),
    }
    write_letter("join_answer", asked.user.email, language_of(asked.user), facts, user=asked.user)
