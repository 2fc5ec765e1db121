"""What pages weigh and whether they move while they load. Run by hand: python tests/benchmarks/weight.py [--check]

Chromium visits the pages of the demonstration, served by gunicorn with the production settings; bytes are those of the
network, headers included. The first visit is the sign-in page with an empty cache, with all that it fetches then or
later. A later page is visited in the same window, after the pages above it. Shifts are those of every page with an
empty cache on a slow line, on a wide window and on a phone, where the font arrives last.

Goals: 50 KB for the first visit, 10 KB for a later page, 0.05 for the sum of the shifts. The exit status is 1 if a page
misses its goal. With --check only a few pages are watched for shifts (tests/browser/test_weight.py).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from tests.benchmarks import pages  # noqa: E402

FIRST, LATER, SHIFT = 50, 10, 0.05
BASE = f"http://127.0.0.1:{pages.PORT}"
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 60_000, "uploadThroughput": 60_000}
SHAKY = (
    "sign-in",
    "glossary",
    "balance",
    "section, portfolio_snapshot",
)  # moved most, or are seen most
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
WINDOWS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
}
WATCH_SHIFTS = """window.shifted = 0; new PerformanceObserver(list => { for (const each of list.getEntries())
    if (!each.hadRecentInput) window.shifted += each.value; }).observe({type: "layout-shift", buffered: true});"""


@dataclass(frozen=True)
class Place:
    name: str
    person: Any  # None: nobody is signed in
    address: str


def places() -> Iterator[Place]:
    """The main pages, as people come to them."""
    from django.urls import reverse

    from assessment import demonstration
    from assessment.models import Submission, User
    from portfolio.models import Project

    def who(key: str) -> User:
        return User.objects.get(email=demonstration.address(key))

    ana, admin = who("ana"), who("admin")
    yield Place("sign-in", None, reverse("account_login"))
    yield Place("dashboard", ana, reverse("assessment:dashboard"))
    yield Place("glossary", ana, reverse("assessment:glossary"))
    yield Place("list of submissions", admin, reverse("assessment:queue"))
    sections = {"portfolio_snapshot": "risk", "digital_maturity": "gov-leadership"}
    for key, section in sections.items():
        of_kind = Submission.objects.filter(instrument_key=key)
        draft, sealed = of_kind.filter(status="draft")[0], of_kind.filter(status="submitted")[0]
        person = draft.respondent or draft.agency.memberships.select_related("user")[0].user
        for name in ("overview", "check"):
            yield Place(f"{name}, {key}", person, reverse(f"assessment:{name}", args=[draft.pk]))
        place = reverse("assessment:section", args=[draft.pk, section])
        yield Place(f"section, {key}", person, place)
        yield Place(f"results, {key}", admin, reverse("assessment:results", args=[sealed.pk]))
    project = Project.objects.filter(agency__memberships__user=ana)[0]
    for name in ("overview", "balance", "target", "actions", "files"):
        address = reverse(f"portfolio:{name}", args=[project.agency_id])
        yield Place("map and projects" if name == "overview" else name, ana, address)
    yield Place("project", ana, reverse("portfolio:project", args=[project.pk]))


class Window:
    """A window of the browser with scales under its line."""

    def __init__(self, context: BrowserContext, line: dict[str, Any] | None = None) -> None:
        self.context, self.arrived = context, 0
        self.page: Page = context.new_page()
        self.page.add_init_script(WATCH_SHIFTS)
        session = context.new_cdp_session(self.page)
        session.on("Network.loadingFinished", self._weigh)
        session.send("Network.enable")
        if line:
            session.send("Network.emulateNetworkConditions", line)

    def _weigh(self, event: dict[str, Any]) -> None:
        self.arrived += event["encodedDataLength"]

    def visit(self, place: Place) -> tuple[float, float]:
        """Kilobytes that came over the line, and the sum of the shifts."""
        self.context.clear_cookies()
        if place.person:
            value = pages.cookie_of(place.person).partition("=")[2]
            self.context.add_cookies([{"name": "sessionid", "value": value, "url": BASE}])
        self.arrived = 0
        # What the sign-in page fetches for later comes when it has nothing else to do.
        self.page.goto(place.address, wait_until="load" if place.person else "networkidle")
        self.page.evaluate("document.fonts.ready")
        self.page.wait_for_timeout(100)  # of what the font moved
        return self.arrived / 1024, self.page.evaluate("window.shifted")


def measure(shaky: Collection[str]) -> list[str]:
    """Print all figures, shifts of the shaky pages only; the goals that were missed, in words."""
    from assessment import contributions, demonstration

    demonstration.fill(with_administrator=True)
    for added in contributions.every():
        added.demonstrate()
    listed, missed = list(places()), []

    def judge(name: str, what: str, found: float, goal: float) -> None:
        if found > goal:
            missed.append(f"{name}: {what} {found:.2f}, goal {goal}")

    with pages.server(), sync_playwright() as playwright:
        chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)

        def context(window: str) -> BrowserContext:
            return browser.new_context(base_url=BASE, locale="es", **WINDOWS[window])

        usual = Window(context("wide"))
        for place in listed:
            weight, _shift = usual.visit(place)
            goal = LATER if place.person else FIRST
            judge(place.name, "KB", weight, goal)
            shifts = []
            for window in WINDOWS if place.name in shaky or not shaky else ():
                slow = Window(context(window), SLOW)
                shifts.append(slow.visit(place)[1])
                slow.context.close()
                judge(place.name, f"shift, {window},", shifts[-1], SHIFT)
            told = "".join(f"  shift {shift:.3f}" for shift in shifts)
            pages.tell(f"{place.name:30} {weight:6.1f} KB of {goal}{told}")
        browser.close()
    return missed


if __name__ == "__main__":
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with TemporaryDirectory() as folder:
        pages.prepare(folder)
        faults = measure(SHAKY if "--check" in sys.argv else ())
    sys.exit("\n".join(faults) or 0)
