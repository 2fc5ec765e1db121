"""Take away a person's second factor, when phone and recovery codes are lost."""

from __future__ import annotations

import logging
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management import BaseCommand, CommandError, CommandParser

from assessment.models import User
from assessment.workflow import tell_of_sign_in_change

log = logging.getLogger("assessment.sign_in")


class Command(BaseCommand):
    help = "Takes away the second factor of a person: app, passkeys and recovery codes. Make sure first who is asking."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.filter(email=email.lower()).first()
        if not user:
            raise CommandError(f"Nobody signs in as {email}.")
        count, _by_model = Authenticator.objects.filter(user=user).delete()
        if not count:
            raise CommandError(f"{user.email} has no second factor.")
        tell_of_sign_in_change(user, "second_step_reset")
        log.warning("The second factor of %s was taken away by reset_mfa.", user.email)
        self.stdout.write(f"{user.email} signs in with the password alone, and sets it up anew.")
