"""Passkeys in Chromium, with a made-up key, under the strict policy: added, used, refused, taken away."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _as_with_https(settings) -> None:
    """Browsers take localhost for as good as HTTPS."""
    settings.MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True


def give_key(page: Page) -> None:
    """Plug a key into the browser that says yes by itself."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    line.send("WebAuthn.addVirtualAuthenticator", {"options": key})


def go(page: Page, name: str) -> None:
    page.goto(reverse(name))


def test_a_passkey_is_added_used_and_taken_away(visitor, luis):
    page = visitor()
    give_key(page)
    go(page, "account_login")
    sign_in(page, luis.email)
    go(page, "mfa_add_webauthn")
    page.get_by_label("Name, to tell it from others").fill("Key of the office")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert Authenticator.objects.filter(user=luis, type="webauthn").count() == 1

    page.locator(".account summary").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, luis.email)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".account summary")).to_be_visible()

    go(page, "mfa_index")
    expect(page.get_by_text("Key of the office")).to_be_visible()
    page.locator("section", has_text="Key of the office").get_by_role(
        "link", name="Take it away"
    ).click()
    page.get_by_role("button", name="Take it away").click()
    expect(page.get_by_role("heading", name="Second step at sign-in")).to_be_visible()
    assert not Authenticator.objects.filter(user=luis).exists()


def test_a_browser_without_the_key_says_so_and_codes_are_left(visitor, luis):
    page = visitor()
    give_key(page)
    go(page, "account_login")
    sign_in(page, luis.email)
    go(page, "mfa_add_webauthn")
    page.get_by_role("button", name="Add it").click()
    kept = page.locator(".codes code").first.inner_text()

    other = visitor()
    other.add_init_script("navigator.credentials.get = () => Promise.reject(new Error('none'))")
    go(other, "account_login")
    sign_in(other, luis.email)
    other.get_by_role("button", name="Use a passkey").click()
    expect(other.get_by_role("alert")).to_have_text(
        "The passkey was not used. Try again, or enter a code."
    )
    other.get_by_label("Code from the app, or a recovery code").fill(kept)
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other.locator(".account summary")).to_be_visible()
