"""What people are told about their own sign-in, whatever mails they wish: nobody takes an account over unseen."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.devices import device_of
from assessment.models import User, Verb

from .letters import language_of, write_letter
from .record import record

# By the last part of the name that allauth gives to its notice.
CHANGES = {
    "password_changed": _("Your password was changed."),
    "password_set": _("A password was set for your account."),
    "password_reset": _("A new password was set by a link that was sent to you."),
    "totp_activated": _("An app was set up as the second step at sign-in."),
    "totp_deactivated": _("The app is no longer the second step at sign-in."),
    "recovery_codes_generated": _("New recovery codes were made; the earlier ones are void."),
    "webauthn_added": _("A passkey was added."),
    "webauthn_removed": _("A passkey was removed."),
    "account_connected": _("Somebody signed in through single sign-on for the first time."),
    "second_step_reset": _("An administrator took away the second step at sign-in."),
}


@transaction.atomic
def tell_of_sign_in_change(
    user: User, what: str, *, agent: str = "", network: str = "", site: str = ""
) -> None:
    """A letter about it, and a line of the record. Without a `site` nobody was at a page: it was a command."""
    facts = {
        "what": CHANGES.get(what, _("Something about your sign-in was changed.")),
        "at": timezone.now(),
        "device": device_of(agent),
        "network": network,
        "reset": site + reverse("account_reset_password") if site else "",
    }
    write_letter("sign_in_changed", user.email, language_of(user), facts, user=user)
    record(Verb.SIGN_IN_CHANGED, user if site else None, about=user.email, what=what)
