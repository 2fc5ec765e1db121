"""Chromium for the tests of the pages: windows as people have them, and a quick way in."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from assessment.models import User
from tests.conftest import PASSWORD

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
# Transitions would let axe see colours that are on their way.
CALM: dict[str, Any] = {"locale": "en", "reduced_motion": "reduce"}
DESKTOP: dict[str, Any] = {**CALM, "viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {
    **CALM,
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
}
NO_SCRIPTS: dict[str, Any] = {**DESKTOP, "java_script_enabled": False}

TIMEOUT = 30_000  # milliseconds, for a busy machine; every wait ends as soon as it can

Visitor = Callable[..., Page]


@pytest.fixture(scope="session", autouse=True)
def _shared_with_playwright() -> None:
    # Playwright's loop runs in this thread, so that Django takes every query for one in a coroutine.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=TIMEOUT)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    # The one without a window of its own draws the same pages with a third less work.
    chromium = (
        os.environ.get("CHROMIUM")
        or shutil.which("chromium-headless-shell")
        or shutil.which("chromium")
    )
    if not chromium:
        reason = "Chromium is missing, no page was looked at; `sh .ci/setup test` brings it."
        if os.environ.get("CI"):
            pytest.fail(reason)
        warnings.warn(reason, stacklevel=1)
        pytest.skip(reason)
    return {**browser_type_launch_args, "executable_path": chromium, "args": FLAGS}


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill in the sign-in form that the page shows."""
    page.locator("main input[name=login]").fill(email)
    page.locator("main input[name=password]").fill(password)
    page.locator("main form button").click()


def let_in(context: BrowserContext, user: User, address: str) -> None:
    """The cookie of a session, without the way through the form."""
    client = Client()
    client.force_login(user)
    value = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": value, "url": address}])


@pytest.fixture
def visitor(new_context: Callable[..., BrowserContext], live_server: Any) -> Iterator[Visitor]:
    """Opens a window of its own for a person, who is signed in if named.

    Whatever any window did, none may have asked another host, broken the content security policy or
    stumbled in a script.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def watch(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            faults.append(message.text)

    def open_window(user: User | None = None, language: str = "en", **options: Any) -> Page:
        context = new_context(base_url=live_server.url, **(options or DESKTOP))
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        if user:
            let_in(context, user, live_server.url)
        if language != "en":
            context.add_cookies(
                [{"name": "django_language", "value": language, "url": live_server.url}]
            )
        context.on("request", lambda request: _foreign(request.url, live_server.url, faults))
        context.on("console", watch)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    assert not faults


def _foreign(address: str, ours: str, faults: list[str]) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("data", "blob") and not address.startswith(ours):
        faults.append(f"asked {address}")
