"""The settings of this installation, in words."""

from __future__ import annotations

import os

from django.core.management import BaseCommand

from assessment.config.environment import listing


class Command(BaseCommand):
    help = "List every environment variable: meaning, default, whether it is set. Secrets are never shown."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(listing(os.environ))
