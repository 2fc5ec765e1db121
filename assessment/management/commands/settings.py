"""The settings of this installation, in words."""

from __future__ import annotations

from django.conf import settings
from django.core.management import BaseCommand


class Command(BaseCommand):
    help = "List every environment variable: meaning, default, whether it is set. Secrets are never shown."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(settings.ENVIRONMENT.listing())
