"""Which accounts can sign in, and which are superusers: what a superuser changes in the Django admin."""

from __future__ import annotations

from django.db import transaction

from assessment.models import Role, User, Verb

from .mandates import check_others_administer
from .people import LastLead, end_sessions, others_lead
from .record import record


class OwnAccount(Exception):
    """Nobody shuts themselves out, or is the last superuser to go."""


def check_account(user: User, *, is_active: bool, by: User) -> None:
    """Raises OwnAccount, or LastLead or LastAdministrator where switching an account off would leave nobody."""
    if user == by:
        raise OwnAccount
    if is_active or not user.is_active:
        return
    for membership in user.memberships.filter(role=Role.LEAD):
        if not others_lead(membership):
            raise LastLead
    check_others_administer(user)


@transaction.atomic
def change_account(user: User, *, is_active: bool, is_superuser: bool, by: User) -> None:
    """Raises as `check_account` does. Who is switched off is out at once."""
    check_account(user, is_active=is_active, by=by)
    before = {"is_active": user.is_active, "is_superuser": user.is_superuser}
    after = {"is_active": is_active, "is_superuser": is_superuser}
    if before == after:
        return
    user.is_active, user.is_superuser = is_active, is_superuser
    user.save(update_fields=["is_active", "is_superuser", "is_staff", "name", "email"])
    if not is_active:
        end_sessions(user)
    record(Verb.ACCOUNT_CHANGED, by, None, user.email, before=before, after=after)
