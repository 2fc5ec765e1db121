"""What a round's progress page costs with 100 and with 2,000 agencies. Run by hand: python tests/benchmarks/rounds.py

The database is in memory, filled anew for each size as `manage.py seed_load` fills it. Prints the
median of ten requests in milliseconds of CPU time. The goal: 2,000 take at most twice the time of 100;
tests/test_round_pages.py counts the queries.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402

from assessment.management import load  # noqa: E402
from assessment.models import User  # noqa: E402

PAGES = {"progress": "round", "by section": "round_sections"}
TIMES = 10


def measured(client: Client, address: str) -> float:
    client.get(address)
    times = []
    for _ in range(TIMES):
        before = time.process_time()
        assert client.get(address).status_code == 200
        times.append(1000 * (time.process_time() - before))
    return statistics.median(times)


def main() -> None:
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    for number in (100, 2000, 10_000):
        call_command("flush", interactive=False, verbosity=0)
        made = load.fill(number)
        client = Client()
        client.force_login(User.objects.get(email=load.ADMINISTRATOR))
        for title, page in PAGES.items():
            found = measured(client, reverse(f"assessment:{page}", args=[made.pk]))
            told = f"{number:>6} agencies, {title:<10} {found:8.1f} ms"
            sys.stdout.write(told + "\n")


if __name__ == "__main__":
    main()
