#!/usr/bin/env python
from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

# These serve nobody but the person at this machine, so they ask for no secrets.
LOCAL = {
    "check",
    "compilemessages",
    "demo",
    "makemessages",
    "makemigrations",
    "preview_instrument",
    "quality",
    "score",
    "subset_fonts",
}


def prepare_local_use() -> None:
    """Settings for this machine only: plain HTTP, and a key of its own that survives a restart."""
    if "SECRET_KEY" in os.environ:
        return  # an installation with settings of its own
    key = Path(__file__).resolve().parent / "var" / "local-key"
    if not key.exists():
        key.parent.mkdir(exist_ok=True)
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(50))
    os.environ.setdefault("SECRET_KEY", key.read_text())
    os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
    os.environ.setdefault("PLAIN_HTTP", "1")


def run() -> None:
    """What was asked for; a mistake in the settings is told in its sentences."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as mistake:
        if sys.argv[1:2] == ["settings"]:  # most needed just then
            from assessment.config.environment import listing

            sys.stdout.write(f"{listing(os.environ)}\n")
        sys.exit(str(mistake))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assessment.config.settings")
    if set(sys.argv[1:2]) <= LOCAL and "--deploy" not in sys.argv:
        prepare_local_use()
    run()
