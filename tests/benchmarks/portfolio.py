"""How quick the portfolio is. Run by hand: python tests/benchmarks/portfolio.py

Prints, on a fresh SQLite database in memory or the one of DATABASE_URL: queries and server time of the map page with 10
and with 1,000 projects (median of 15 requests through Django's test client, templates and middleware included), the
size of its SVG, and the time of an import of 5,000 rows from upload to the end, with the longest wait of somebody else
who saves a project meanwhile.
"""

from __future__ import annotations

import gzip
import random
import statistics
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from tests.benchmarks.site import prepare  # noqa: E402
from tests.reading import form_to, send, submit  # noqa: E402


def rows(number: int) -> list[dict[str, Any]]:
    from portfolio.core.facets import Driver, Priority, Purpose

    chance = random.Random(number)  # noqa: S311 (made-up projects)
    words = [
        "Open",
        "digital",
        "rural",
        "national",
        "shared",
        "quick",
        "counter",
        "archive",
        "licence",
        "benefit",
        "school",
        "water",
    ]
    return [
        {
            "title": f"{' '.join(chance.sample(words, 4)).capitalize()} {place}",
            "purpose": chance.choice(list(Purpose)),
            "driver": chance.choice(list(Driver)),
            "priority": chance.choice(list(Priority)),
            "unit": chance.choice(words),
            "stage": chance.choice(["idea", "planned", "pilot", ""]),
            "description": " ".join(chance.choices(words, k=20)),
        }
        for place in range(number)
    ]


def main() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection
    from django.test import Client

    from assessment.models import Agency, Membership, User
    from portfolio import workflow
    from portfolio.files import table
    from portfolio.models import Project

    user = User.objects.create_user(f"b{time.time()}@example.org", "x", name="Benchmark")
    client = Client()
    client.force_login(user)

    def agency(number: int) -> Agency:
        made = Agency.objects.create(name=f"Agency of {number}, {time.time()}", country="PE")
        Membership.objects.create(user=user, agency=made)
        workflow.apply_import(made, rows(number), by=user)
        return made

    times: dict[int, float] = {}
    for number in (10, 1000):
        page = f"/portfolio/{agency(number).pk}/"
        client.get(page)
        queries: list[str] = []

        def note(execute: Any, sql: str, *rest: Any, seen: list[str] = queries) -> Any:
            seen.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            html = client.get(page).content.decode()
        taken = []
        for _again in range(15):
            start = time.perf_counter()
            client.get(page)
            taken.append(time.perf_counter() - start)
        times[number] = statistics.median(taken)
        svg = html[html.index('<svg class="map"') : html.index("</figure>")]
        print(  # noqa: T201
            f"{number:5} projects: {len(queries)} queries, {1000 * times[number]:.1f} ms, "
            f"SVG {len(gzip.compress(svg.encode(), 6)) / 1000:.1f} KB compressed"
        )
    print(f"ratio {times[1000] / times[10]:.2f}")  # noqa: T201

    for form in ("csv", "xlsx"):
        receiving = agency(10)
        source = [Project(agency=receiving, **row).place() for row in rows(5000)]
        for project in source:
            project.pk = ""  # a new one
        data = table.write(source, form, "es")
        waits: list[float] = []
        done = threading.Event()
        watcher = threading.Thread(
            target=watch, args=(user.pk, agency(1).pk, waits, done), daemon=True
        )
        start = time.perf_counter()
        watcher.start()
        files = f"/portfolio/{receiving.pk}/files/"
        file = SimpleUploadedFile(f"projects.{form}", data)
        shown = submit(client, files, {"file": file}, to=f"{files}upload/")
        checked = time.perf_counter() - start
        offered = form_to(shown, f"{files}apply/")
        send(client, offered, {"repeated": "yes"} if "repeated" in offered.choices else {})
        taken_all = time.perf_counter() - start
        done.set()
        watcher.join()
        print(  # noqa: T201
            f"import of 5,000 rows ({form}, {len(data) / 1e6:.1f} MB): {taken_all:.1f} s, "
            f"of which the preview {checked:.1f} s; "
            f"somebody else saved {len(waits)} times meanwhile, longest wait {1000 * max(waits):.0f} ms; "
            f"{Project.objects.of(receiving).count()} projects"
        )


def watch(user: int, agency: int, waits: list[float], done: threading.Event) -> None:
    """Somebody else, who saves a project again and again."""
    from django.db import connection

    from assessment.merging import marks
    from assessment.models import User
    from portfolio import workflow
    from portfolio.models import ENTERED, Project

    by = User.objects.get(pk=user)
    while not done.is_set():
        project = Project.objects.filter(agency=agency).get()
        values = {name: getattr(project, name) for name in ENTERED}
        said = {**values, "description": f"Saved {len(waits)} times"}
        start = time.perf_counter()
        workflow.edit(project, said, marks(values, ENTERED), by=by)
        waits.append(time.perf_counter() - start)
        time.sleep(0.05)
    connection.close()


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        prepare(folder)
        main()
