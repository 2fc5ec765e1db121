"""Everything to look around with: a filled database and a server."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import connection

from assessment import contributions, demonstration
from assessment.models import Membership, User


class Command(BaseCommand):
    help = "Migrate, make demonstration agencies and people, and serve at 127.0.0.1:8000."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="prepare only")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--add-to-existing",
            action="store_true",
            help="fill a database although it holds other people's data",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Look before anything is changed, migrations included.
        tables = connection.introspection.table_names()
        others = demonstration.other_people() if User._meta.db_table in tables else 0  # noqa: SLF001
        if others and not options["add_to_existing"]:
            raise CommandError(
                f"This database holds {others} accounts that are not of the demonstration, so nothing was "
                "added. Point DATABASE_URL to another database, or say --add-to-existing."
            )
        call_command("migrate", verbosity=0)
        demonstration.fill(with_administrator=not others)
        for added in contributions.every():
            added.demonstrate()
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(self.invitation(options["port"]))
        if not options["no_serve"]:
            self.serve(options["port"])

    def invitation(self, port: int) -> str:
        lines = [f"Faceta: http://127.0.0.1:{port}/", "", "Sign in as one of these, password "]
        lines[-1] += f"“{demonstration.PASSWORD}”:"
        members = {m.user.email: m for m in Membership.objects.select_related("user", "agency")}
        there = set(User.objects.values_list("email", flat=True))
        for key, (name, office, countries, _membership) in demonstration.PEOPLE.items():
            email = demonstration.address(key)
            if email not in there:
                continue
            if email in members:
                what = f"{members[email].role}, {members[email].agency}"
            elif office:
                what = f"{office} of {', '.join(filter(None, countries)) or 'all countries'}"
            else:
                what = "belongs to no agency"
            lines.append(f"  {email:30} {name:18} {what}")
        return "\n".join(lines)

    def serve(self, port: int) -> None:
        """Become the server: the same one as in production."""
        self.stdout.flush()
        command = [
            sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "3", "--preload",
            "--log-level", "warning", "assessment.config.wsgi",
        ]  # fmt: skip
        os.environ.setdefault(
            "LOG_LEVEL", "WARNING"
        )  # who looks around needs no line for each page
        os.execv(sys.executable, command)  # noqa: S606 (a fixed command, no shell)
