"""A fresh site of one's own for a measurement, in a folder that is thrown away."""

from __future__ import annotations

import os


def prepare(folder: str, settings: str = "assessment.config.settings") -> None:
    """Django with an empty database and static files; DATABASE_URL names another database."""
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/benchmark.sqlite3")
    os.environ.update(
        SECRET_KEY="benchmark" * 6,
        ALLOWED_HOSTS="testserver,127.0.0.1",
        PLAIN_HTTP="1",
        LOG_LEVEL="WARNING",
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    if settings == "assessment.config.settings":
        call_command("collectstatic", interactive=False, verbosity=0)
