"""Commands of an installation of its own, with a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys

from .postgres import ROOT

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "SECRET_KEY": "only-for-proofs-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "PLAIN_HTTP": "1",
    "TASKS": "database",
    "LOG_LEVEL": "WARNING",
}


def manage(database: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *arguments],
        cwd=ROOT,
        env={**ENVIRONMENT, "DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}:\n{done.stdout}{done.stderr}")
    return done.stdout


def start(database: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A command that goes on; what it says is on this terminal only if it warns."""
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "manage.py", *arguments],
        cwd=ROOT,
        env={**ENVIRONMENT, "DATABASE_URL": database},
    )


def shell(database: str, program: str) -> str:
    """What a few lines of Python print within the installation."""
    return manage(database, "shell", "--no-imports", "-c", program).strip()
