"""Changing the address of an account: asked for, confirmed at both addresses, or withdrawn."""

from __future__ import annotations

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from assessment.models import CONFIRMED_WITHIN, AddressChange, User, Verb

from .invitations import digest
from .letters import language_of, write_letter
from .record import record

A_DAY = timedelta(days=1)
ASKED_A_DAY = 5


class TooManyChanges(Exception):
    """More letters than are allowed in a day."""


class AddressRefused(Exception):
    """The link is void by now, or the address belongs to somebody else since."""


@transaction.atomic
def ask_for_address(user: User, address: str, site: str) -> None:
    """A letter to the old and one to the new address, whether it is free or not: who asks learns nothing of others.

    Raises TooManyChanges beyond a day's limit.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two clicks at once, one after the other
    now, asked = timezone.now(), AddressChange.objects.filter(user=user)
    if asked.filter(asked_at__gt=now - A_DAY).count() >= ASKED_A_DAY:
        raise TooManyChanges
    asked.filter(done_at=None, withdrawn_at=None).update(withdrawn_at=now)
    old, new = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    change = AddressChange.objects.create(
        user=user,
        before=user.email,
        after=address,
        asked_at=now,
        expires_at=now + CONFIRMED_WITHIN,
        before_hash=digest(old),
        after_hash=digest(new),
    )
    owner = User.objects.filter(email=address).first()
    for to, reader, kind, token in (
        (user.email, user, "address_old", old),
        (address, owner or user, "address_taken" if owner else "address_new", new),
    ):
        facts = {"change": change, "address": site + reverse("assessment:address", args=[token])}
        write_letter(kind, to, language_of(reader), facts, is_secret=True)
    record(Verb.ADDRESS_ASKED, user, about=address)


@transaction.atomic
def confirm_address(token: str) -> AddressChange:
    """One of both mailboxes agrees; with the second the address changes. Raises AddressRefused."""
    change = _locked(token)
    now = timezone.now()
    if change.before_hash == digest(token):
        change.before_confirmed_at = change.before_confirmed_at or now
    else:
        change.after_confirmed_at = change.after_confirmed_at or now
    if change.before_confirmed_at and change.after_confirmed_at:
        _apply(change)
        change.done_at = now
    change.save()
    return change


def _apply(change: AddressChange) -> None:
    user = change.user
    user.email = change.after
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "name", "is_staff"])
    except IntegrityError:
        raise AddressRefused from None
    EmailAddress.objects.filter(user=user).delete()  # the old one opens nothing any more
    for to in (change.before, change.after):
        write_letter("address_changed", to, language_of(user), {"change": change}, user=user)
    record(Verb.ADDRESS_CHANGED, user, about=change.after, before=change.before)


@transaction.atomic
def object_to_address(token: str) -> AddressChange:
    """Somebody at one of both addresses did not ask for it. Raises AddressRefused."""
    change = _locked(token)
    _withdraw(change, change.user)
    return change


@transaction.atomic
def withdraw_address(user: User) -> None:
    for change in AddressChange.objects.select_for_update().waiting().filter(user=user):
        _withdraw(change, user)


def _withdraw(change: AddressChange, by: User) -> None:
    change.withdrawn_at = timezone.now()
    change.save(update_fields=["withdrawn_at"])
    record(Verb.ADDRESS_KEPT, by, about=change.after)


def _locked(token: str) -> AddressChange:
    """The change that a link is about, if it is still to be decided and the account is as it was."""
    known = Q(before_hash=digest(token)) | Q(after_hash=digest(token))
    waiting = AddressChange.objects.waiting().filter(known)
    found = waiting.select_for_update(of=("self",)).select_related("user").first()
    if found is None or not found.user.is_active or found.user.email != found.before:
        raise AddressRefused
    return found
