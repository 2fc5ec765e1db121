"""What files that take a while cost everybody else. Run by hand: python tests/benchmarks/files.py

Two workers of gunicorn with the production settings; one person opens the first page again and again, while two others
fetch the digital maturity on paper, each in a language of their own. Prints the median and the worst of that person's
pages, in milliseconds: with nobody fetching; while the file is made in a worker of its own (TASKS=database) and nobody
keeps it; and while it is kept. The goal: the median stays where it is.

Uses SQLite in a folder of its own, or DATABASE_URL, an empty database.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from tests.benchmarks import pages  # noqa: E402
from tests.reading import Page  # noqa: E402

SECONDS, WORKERS, LANGUAGES = 15, 2, ("es", "pt-br")


@contextmanager
def running() -> Iterator[pages.Server]:
    """The site with its workers, and one beside it for what takes a while."""
    beside = subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--interval", "0.2"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with pages.server(WORKERS) as server:
            yield server
    finally:
        beside.terminate()
        beside.wait()


def opened(server: pages.Server, address: str, cookie: str, done: threading.Event) -> list[float]:
    """Milliseconds that each page took, until it is enough."""
    read, taken = server.read(address, cookie), []
    while not done.wait(0.02):
        start = time.perf_counter()
        read()
        taken.append(1000 * (time.perf_counter() - start))
    return taken


def fetch(server: pages.Server, offline: str, language: str, cookie: str) -> None:
    """Press the button for the questionnaire, and look again until it is there."""
    page = Page(offline)
    page.feed(server.read(offline, cookie)())
    form = next(f for f in page.forms.values() if "questionnaire" in f.action)
    held = form.filled({}, ("language", language))
    token = held["csrfmiddlewaretoken"][0]
    signed = f"{cookie}; csrftoken={token}"
    status, _page = server.ask("POST", form.action, signed, urlencode(held, doseq=True))
    assert status == 302, status
    address = form.action.replace("/en/", f"/{language}/")
    while not server.fetch(address, cookie).startswith(b"%PDF"):
        time.sleep(0.5)


def fetching(ask: Callable[[], None], done: threading.Event, fetched: list[float]) -> None:
    from django.db import connection

    while not done.is_set():
        start = time.perf_counter()
        ask()
        fetched.append(time.perf_counter() - start)
        done.wait(1)  # a person
    connection.close()


def measure(server: pages.Server, who: dict[str, str], offline: str, *, busy: str) -> None:
    """One line of figures; `busy` is "", "made anew" or "kept"."""
    from assessment.models import AgencyFile

    done, fetched = threading.Event(), list[float]()

    def ask(language: str, cookie: str) -> None:
        if busy == "made anew":
            AgencyFile.objects.filter(language=language).delete()
        fetch(server, offline, language, cookie)

    others = [
        threading.Thread(
            target=fetching, args=(lambda one=one: ask(one, who[one]), done, fetched), daemon=True
        )
        for one in LANGUAGES
    ]
    for other in others if busy else ():
        other.start()
    threading.Timer(SECONDS, done.set).start()
    taken = opened(server, "/", who["reader"], done)
    for other in others if busy else ():
        other.join()
    each = f"; {len(fetched)} files, {median(fetched):.1f} s each" if fetched else ""
    pages.tell(
        f"{busy or 'nobody fetches':14} {len(taken):4} pages, median {median(taken):6.1f} ms, "
        f"worst {max(taken):6.0f} ms{each}"
    )


def people() -> tuple[dict[str, str], str]:
    """Cookies of the reader and of who fetches, and the address of the page with the button."""
    from django.urls import reverse

    from assessment import demonstration
    from assessment.models import Submission, User

    demonstration.fill(with_administrator=True)
    submission = Submission.objects.filter(instrument_key="digital_maturity").first()
    assert submission
    members = User.objects.filter(memberships__agency=submission.agency)
    fetchers: Any = members.first()
    cookies = {language: pages.cookie_of(fetchers) for language in LANGUAGES}
    cookies["reader"] = pages.cookie_of(User.objects.get(email=demonstration.address("ana")))
    return cookies, reverse("assessment:offline", args=[submission.pk])


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        os.environ["TASKS"] = "database"
        pages.prepare(folder)
        who, offline = people()
        with running() as started:
            for busy in ("", "made anew", "kept", ""):
                measure(started, who, offline, busy=busy)
