"""What files of strangers cost. Run by hand: python tests/benchmarks/uploads.py [part of a name]

Brings every file of tests/hostile_files.py, and the largest ones that Faceta itself writes, to both doors through
Django's test client, each in a process of its own. Prints the size of the file, what the page answered, seconds (in
brackets those of the processor, which tell more on a busy machine), and the memory at its peak: what this process needs
beyond what it had before, and what the reader's own process has, with what it began as. The goal: less than 2 s and
200 MB for each.
"""

from __future__ import annotations

import logging
import os
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from tests.benchmarks.site import prepare  # noqa: E402

MEGA = 1024  # ru_maxrss counts kilobytes


def doors() -> dict[str, Callable[[bytes], Any]]:
    """Both uploads, as a person who may use them."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from django.urls import reverse

    from assessment import workflow
    from assessment.methods import published
    from assessment.models import Agency, Membership, User

    agency = Agency.objects.create(name="Benchmark", country="PE")
    person = User.objects.create_user("b@example.org", "benchmark", name="B")
    Membership.objects.create(user=person, agency=agency)
    draft = workflow.start(agency, published.latest("portfolio_snapshot"), person)
    client = Client()
    client.force_login(person)
    addresses = {
        "answers": reverse("assessment:upload", args=[draft.pk]),
        "projects": reverse("portfolio:upload", args=[agency.pk]),
    }
    client.get(addresses["projects"], follow=True)  # templates are loaded

    def brought(address: str) -> Callable[[bytes], Any]:
        return lambda data: client.post(address, {"file": SimpleUploadedFile("f", data)})

    return {name: brought(address) for name, address in addresses.items()}


def ours() -> dict[str, Callable[[], bytes]]:
    """The largest that Faceta writes itself: what it writes, it must read."""
    from django.test import Client
    from django.urls import reverse

    from assessment.models import Agency, User
    from portfolio import workflow
    from portfolio.models import Project
    from tests.benchmarks.portfolio import rows

    agency, person = Agency.objects.get(), User.objects.get()
    client = Client()
    client.force_login(person)

    def written(form: str) -> bytes:
        if not Project.objects.exists():
            told = [{**row, "notes": "words " * 20} for row in rows(10_000)]
            workflow.apply_import(agency, told, by=person)
        address = reverse("portfolio:export", args=[agency.pk, form])
        made: bytes = client.get(address).content
        return made

    return {
        "our 10,000 as xlsx": lambda: written("xlsx"),
        "our 10,000 as csv": lambda: written("csv"),
    }


def measure(door: Callable[[bytes], Any], data: bytes) -> str:
    """Seconds, memory and answer of one upload, in a process of its own."""
    reader, writer = os.pipe()
    if child := os.fork():
        os.close(writer)
        with os.fdopen(reader) as told:
            found = told.read()
        os.waitpid(child, 0)
        return found
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, began = time.perf_counter(), sum(os.times()[:4])
    response = door(data)
    seconds, worked = time.perf_counter() - start, sum(os.times()[:4]) - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    apart = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    faults = re.findall("<li>(.*?)</li>", response.content.decode())
    spent = f"{seconds:5.2f} s ({worked:.2f}) {peak // MEGA:4} + {apart // MEGA:3} MB"
    with os.fdopen(writer, "w") as told:
        told.write(f"{response.status_code} {spent}  {str(faults[:1])[:90]}")
    os._exit(0)


def main() -> None:
    from tests.hostile_files import HOSTILE

    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    logging.disable()
    open_doors = doors()
    from django.db import connections

    for name, make in {**HOSTILE, **ours()}.items():
        if wanted in name:
            data = make()
            connections.close_all()
            for door, bring in open_doors.items():
                print(f"{name[:36]:36} {len(data) / 1e6:5.2f} MB {door:8} {measure(bring, data)}")  # noqa: T201


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        prepare(made, "tests.settings")
        main()
