"""What pages cost beside a bare one. Run by hand: python tests/benchmarks/pages.py [--lists]

The bare page has the same middleware, session and user and says one word. A worker of gunicorn with the production
settings serves all of them in turn to one client; the figure is the worker's own CPU time a request, so that a busy
machine changes little, and the bare page is measured anew beside every other. A save posts the form that the page held,
each time with another answer. Prints milliseconds, queries and the ratio. The goals: a section and its save at most 3
times the bare page, results of what is handed in at most 6 times.

With --lists: the list of submissions with 100, 2,000 and 10,000 agencies, the first page and the last.

Uses SQLite in a folder of its own, or DATABASE_URL, an empty database.
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from tests.benchmarks import site  # noqa: E402
from tests.reading import URLENCODED, Page  # noqa: E402

ROUNDS, BATCH = 7, 30
GOALS = {"section": 3, "save": 3, "results": 6}
SIZES = (100, 2_000, 10_000)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


PORT = free_port()  # two measurements at a time do not meet


def prepare(folder: str) -> None:
    site.prepare(folder)
    application()


def application() -> Any:
    """The product with the bare page."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import path

    serve = get_wsgi_application()
    from assessment.config import urls
    from assessment.sign_in import sign_in_required

    @sign_in_required
    def bare(request: Any) -> HttpResponse:
        return HttpResponse("bare")

    module = ModuleType("with_a_bare_page")

    def clock(request: Any) -> HttpResponse:
        return HttpResponse(str(time.process_time()))

    module.urlpatterns = [  # type: ignore[attr-defined]
        path("bare/", bare),
        path("clock/", clock),
        *urls.urlpatterns,
    ]
    sys.modules[module.__name__] = module
    settings.ROOT_URLCONF = module.__name__
    return serve


class Server:
    """One worker, and what it has cost so far; or several."""

    def __init__(self, workers: int = 1) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{PORT}", "--workers", str(workers),
                "--log-level", "error", "tests.benchmarks.pages:application()",
            ],
            cwd=ROOT,
        )  # fmt: skip
        for _ in range(200):
            try:
                self.ask("GET", "/account/login/", "")
                break
            except OSError:
                time.sleep(0.05)

    def ask(
        self, method: str, address: str, cookie: str, body: str | None = None
    ) -> tuple[int, str]:
        status, page = self.answer(method, address, cookie, body)
        return status, page.decode()

    def fetch(self, address: str, cookie: str) -> bytes:
        return self.answer("GET", address, cookie)[1]

    def answer(
        self, method: str, address: str, cookie: str, body: str | None = None
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", PORT)
        headers = {"Cookie": cookie, "Accept-Encoding": "identity"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, address, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def read(self, address: str, cookie: str) -> Callable[[], str]:
        """Ask for a page."""

        def ask() -> str:
            status, page = self.ask("GET", address, cookie)
            assert status == 200, (address, status)
            return page

        return ask

    def save(self, address: str, cookie: str) -> Callable[[], None]:
        """Send the form that the page holds as often as one likes, each time with another answer to one question."""
        bodies = changed(address, self.read(address, cookie)())

        def ask() -> None:
            token, body = next(bodies)
            status, _page = self.ask("POST", address, f"{cookie}; csrftoken={token}", body)
            assert status == 302, (address, status)

        return ask

    def spent(self) -> float:
        """CPU time of the worker so far, in milliseconds. The system's own table counts in hundredths of a second."""
        return 1000 * float(self.ask("GET", "/clock/", "")[1])

    def batch(self, ask: Callable[[], Any]) -> float:
        """Milliseconds of CPU a request."""
        before = self.spent()
        for _ in range(BATCH):
            ask()
        return (self.spent() - before) / BATCH

    def cost(self, ask: Callable[[], Any], beside: Callable[[], Any]) -> tuple[float, float]:
        """Milliseconds of CPU a request, and how many times as much as one of another page."""
        for _ in range(10):
            ask()
        found = [(self.batch(ask), self.batch(beside)) for _ in range(ROUNDS)]
        return median(ours for ours, _ in found), median(ours / theirs for ours, theirs in found)


@contextmanager
def server(workers: int = 1) -> Iterator[Server]:
    started = Server(workers)
    try:
        yield started
    finally:
        started.process.terminate()
        started.process.wait()


def changed(address: str, page: str) -> Iterator[tuple[str, str]]:
    """The form of a section as its open page sends it again and again: its token, and what is posted."""
    read = Page(address)
    read.feed(page)
    form = read.forms["answers"]
    name = next(n for n, kind in form.kinds.items() if kind == "radio" and len(form.choices[n]) > 3)
    for turn in count(1):
        held = form.filled({name: form.choices[name][turn % 2]}) | {"turn": [str(turn)]}
        yield held["csrfmiddlewaretoken"][0], urlencode(held, doseq=True)


def queries(person: Any, address: str, *, saves: bool = False) -> int:
    """How many queries a page makes, or its save."""
    from django.db import connection
    from django.test import Client

    client, made, body = Client(), list[str](), ""
    client.force_login(person)
    page = client.get(address).content.decode()
    if saves:
        bodies = changed(address, page)
        client.post(address, next(bodies)[1], URLENCODED)
        body = next(bodies)[1]

    def counted(execute: Any, sql: str, *rest: Any) -> Any:
        made.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(counted):
        client.post(address, body, URLENCODED) if saves else client.get(address)
    assert not saves or any(sql.startswith("UPDATE") for sql in made)
    return len(made)


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def cookie_of(person: Any) -> str:
    from django.test import Client

    client = Client()
    client.force_login(person)
    return f"sessionid={client.cookies['sessionid'].value}"


def pages() -> None:
    from django.urls import reverse

    from assessment import demonstration
    from assessment.models import Submission, User

    demonstration.fill(with_administrator=True)
    admin = User.objects.get(email=demonstration.address("admin"))
    ana = User.objects.get(email=demonstration.address("ana"))
    rows: list[tuple[str, str, Any, str]] = [
        ("bare", "bare", ana, "/bare/"),
        ("dashboard", "dashboard", ana, reverse("assessment:dashboard")),
        ("list of submissions", "list", admin, reverse("assessment:queue")),
    ]
    sections = {"portfolio_snapshot": "risk", "digital_maturity": "gov-leadership"}
    for key, section in sections.items():
        of_kind = Submission.objects.filter(instrument_key=key)
        draft, sealed = of_kind.filter(status="draft")[0], of_kind.filter(status="submitted")[0]
        who = draft.respondent or draft.agency.memberships.select_related("user")[0].user
        place = reverse("assessment:section", args=[draft.pk, section])
        rows += [
            (f"overview, {key}", "overview", who, reverse("assessment:overview", args=[draft.pk])),
            (f"section, {key}", "section", who, place),
            (f"save, {key}", "save", who, place),
            (f"results, {key}", "results", admin, reverse("assessment:results", args=[sealed.pk])),
            (
                f"chapter, {key}",
                "results",
                admin,
                reverse("assessment:results_chapter", args=[sealed.pk, "profile"]),
            ),
            (f"of a draft, {key}", "draft", who, reverse("assessment:results", args=[draft.pk])),
        ]
    with server() as worker:
        bare = worker.read("/bare/", cookie_of(ana))
        for name, kind, person, address in rows:
            cookie = cookie_of(person)
            made = queries(person, address, saves=kind == "save")
            ask = worker.save if kind == "save" else worker.read
            took, times = worker.cost(ask(address, cookie), bare)
            goal = f"   goal {GOALS[kind]}" if kind in GOALS else ""
            tell(f"{name:32} {took:6.1f} ms {made:4} queries {times:6.1f}{goal}")


def lists() -> None:
    from django.db.models import OuterRef, Subquery
    from django.urls import reverse
    from django.utils import timezone

    from assessment.models import Agency, Round, SealedAnswers, Submission, User

    admin = User.objects.create_user("l@example.org", "benchmark", name="L")
    admin.mandates.create(office="administrator")
    cookie, address = cookie_of(admin), reverse("assessment:queue")
    sealed = {f"section-{n}": {f"q{i}": ["a", "b"] for i in range(20)} for n in range(8)}
    there, standing = 0, Round.objects.standing()
    for size in SIZES:
        agencies = Agency.objects.bulk_create(
            Agency(name=f"Agency {n:06}", country="PE").keyed([]) for n in range(there, size)
        )
        there = size
        handed_in = Submission.objects.bulk_create(
            Submission(
                round=standing,
                agency=a,
                instrument_key="digital_maturity",
                instrument_version=1,
                status="submitted",
            )
            for a in agencies
        )
        SealedAnswers.objects.bulk_create(
            SealedAnswers(
                submission=s, answers=sealed, scores={}, instrument_key=s.instrument_key,
                instrument_version=1, sealed_by_name="L", sealed_at=timezone.now(), checksum="0" * 64,
            )
            for s in handed_in
        )  # fmt: skip
        seal = SealedAnswers.objects.filter(submission=OuterRef("pk")).values("pk")
        Submission.objects.filter(latest_seal=None).update(latest_seal_id=Subquery(seal))
        with server() as worker:
            page = worker.ask("GET", address, cookie)[1]
            last = address + page.split('rel="last" href="')[-1].split('"')[0].replace("&amp;", "&")
            bare = worker.read("/bare/", cookie)
            found = [worker.cost(worker.read(a, cookie), bare) for a in (address, last)]
        made = queries(admin, address)
        figures = [f"page {took:5.1f} ms, {times:4.1f} times" for took, times in found]
        told = f"first {figures[0]}; last {figures[1]}; {made} queries"
        tell(f"{size:6} agencies: {told}")


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        prepare(folder)
        lists() if "--lists" in sys.argv else pages()
