"""Every check a change must pass, in one table: `manage.py quality`.

Tests on SQLite are not among them: pytest runs those, and does not need this command.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import to_locale

from assessment.wording import LANGUAGES

ROOT = Path(settings.BASE_DIR)
SCRIPTS = Path(sysconfig.get_path("scripts"))
SOURCES = ("assessment", "portfolio", "templates")
LOCALES = [to_locale(language) for language in LANGUAGES if language != "en"]
# pg_virtualenv tells of its server in the variables of PostgreSQL's own tools.
WITH_DATABASE_URL = (
    'DATABASE_URL="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE" exec "$@"'
)
# --ds: manage.py has named the project's own settings in the environment, and those hash passwords slowly.
PYTEST = (
    "-m",
    "pytest",
    "-q",
    "-p",
    "no:cacheprovider",
    "--ds=tests.settings",
    "-m",
    "not browser and not pdf",
)


@dataclass(frozen=True)
class Outcome:
    verdict: str
    output: str = ""


def run(*command: str | Path, cwd: Path = ROOT) -> Outcome:
    try:
        # The commands are those of this file; nothing in them comes from outside.
        done = subprocess.run(  # noqa: S603
            [str(part) for part in command],
            cwd=cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError as error:
        return Outcome("FAILED", f"{error}; `sh .ci/setup test` brings it.\n")
    return Outcome("FAILED" if done.returncode else "ok", done.stdout)


def python(*arguments: str) -> Outcome:
    return run(sys.executable, *arguments)


def manage(*arguments: str) -> Outcome:
    return python("manage.py", *arguments)


def templates() -> Outcome:
    paths = sorted((ROOT / "templates").rglob("*.html"))
    if not paths:
        return Outcome("ok")
    return run(SCRIPTS / "djade", "--check", "--target-version", "5.2", *paths)


def translations() -> Outcome:
    """Gather the words anew in a copy: the catalogues here must already know each of them."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            shutil.copytree(ROOT / name, copy / name)
        shutil.copy(ROOT / "manage.py", copy)
        locales = [f"--locale={locale}" for locale in LOCALES]
        gathered = run(
            *(sys.executable, "manage.py", "makemessages", *locales),
            *("--no-location", "--no-obsolete", "--no-wrap"),
            cwd=copy,
        )
        if gathered.verdict != "ok":
            return gathered
        lacking = "".join(_lacking(copy, locale) for locale in LOCALES)
    return Outcome("FAILED" if lacking else "ok", lacking)


def _lacking(copy: Path, language: str) -> str:
    """What a translator has still to do for this language, and what gettext calls wrong."""
    catalogue = copy / "assessment" / "locale" / language / "LC_MESSAGES" / "django.po"
    found = ""
    for state, option in (("no translation", "--untranslated"), ("fuzzy", "--only-fuzzy")):
        entries = run("msgattrib", option, "--no-obsolete", "--no-wrap", "--force-po", catalogue)
        texts = entries.output.split("\n\n")[1:]  # the first is the catalogue's header
        found += "".join(f"{language}, {state}:\n{text.strip()}\n\n" for text in texts if text)
    checked = run("msgfmt", "--check", f"--output-file={os.devnull}", catalogue)
    return found + (checked.output if checked.verdict != "ok" else "")


def tests_on_postgresql() -> Outcome:
    if not shutil.which("pg_virtualenv"):
        advice = "PostgreSQL's pg_virtualenv is missing; `sh .ci/setup test` brings it.\n"
        return Outcome("FAILED" if os.getenv("CI") else "SKIPPED", advice)
    server = ("env", f"PGPORT={_free_port()}", "pg_virtualenv", "-t", "-o", "full_page_writes=off")
    return run(*server, "sh", "-c", WITH_DATABASE_URL, "sh", sys.executable, *PYTEST)


def _free_port() -> int:
    """Left to itself, pg_virtualenv gives two servers that start together the same port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


STEPS: dict[str, Callable[[], Outcome]] = {
    "ruff check": lambda: python("-m", "ruff", "check"),
    "ruff format": lambda: python("-m", "ruff", "format", "--check"),
    "djade": templates,
    "mypy": lambda: python("-m", "mypy", "."),
    "lint-imports": lambda: run(SCRIPTS / "lint-imports"),
    "manage.py check": lambda: manage("check"),
    "makemigrations --check": lambda: manage("makemigrations", "--check", "--dry-run"),
    "translations": translations,
    "tests on PostgreSQL": tests_on_postgresql,
}


class Command(BaseCommand):
    help = "Run every check a change must pass."
    requires_system_checks = []  # that is one of the steps

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes: dict[str, Outcome] = {}
        for name, step in STEPS.items():
            start = time.monotonic()
            outcomes[name] = step()
            seconds = time.monotonic() - start
            self._row(name, outcomes[name].verdict, seconds)
        for name, outcome in outcomes.items():
            if outcome.verdict != "ok":
                self.stdout.write(f"\n--- {name}: {outcome.verdict}\n{outcome.output}")
        if any(outcome.verdict == "FAILED" for outcome in outcomes.values()):
            sys.exit(1)

    def _row(self, name: str, verdict: str, seconds: float) -> None:
        paint = self.style.SUCCESS if verdict == "ok" else self.style.ERROR
        self.stdout.write(f"{name:<24}{paint(f'{verdict:<8}')}{seconds:>7.1f} s")
        self.stdout.flush()
