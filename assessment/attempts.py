"""Failed sign-ins: counted so that guessing ends and nobody is locked out, written to the log, told to who listens.

Counted by account and network together: a guesser spoils neither other accounts behind the same address nor the
account elsewhere. A browser in which the person has signed in before is counted by itself, so that not even a
colleague behind the same address can lock somebody out of the own desk. Who is locked out all the same gets in by the
link to set a new password.

Addresses are given in small letters. Keys are one of a fixed number (`PLACES`), together fewer than the cache has room
for: no flood of invented addresses pushes a count out.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.conf import settings
from django.core import signing
from django.dispatch import Signal
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from assessment.characters import cured

log = logging.getLogger("assessment.sign_in")

# Sent with request, email (as typed) and reason: password, locked, code, closed or provider.
sign_in_failed = Signal()

RATES = {
    "pair": "5/15m/key",  # an account from a network, or in a browser that the person knows
    "account": "50/1h/key",  # an account from all networks that it does not know: a guesser with many
    "mail": "3/15m/key,10/1d/key",  # links for a new password, by person
}
PLACES = {"pair": 2**15, "account": 2**14, "mail": 2**13}
KNOWN_FOR = 180 * 24 * 3600
SALT = "assessment.attempts.known"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one try to sign in has used up."""

    pair: str
    used: tuple[RateLimitUsage, ...]


def begin(request: HttpRequest, email: str) -> Attempt | None:
    """Count a try before the password is looked at; None: it is one too many.

    Tries at the same time are counted one after the other, so that a hundred at once are no hundred guesses.
    """
    pair, is_known = _pair(request, email)
    used: list[RateLimitUsage] = []
    for kind, subject in [("pair", pair)] if is_known else [("pair", pair), ("account", email)]:
        if (usage := _use(request, kind, subject)) is None:
            for earlier in used:
                earlier.rollback()
            return None
        used.append(usage)
    return Attempt(pair, tuple(used))


def succeeded(request: HttpRequest, attempt: Attempt) -> None:
    """The password fits: mistypings before it are forgotten for this account here, nothing else is."""
    for usage in attempt.used:
        usage.rollback()
    _clear(request, "pair", attempt.pair)


def failed(request: HttpRequest, email: str, reason: str) -> None:
    """Write it down, with address and time, and tell who listens."""
    address = get_adapter(request).get_client_ip(request)
    log.warning("Sign-in failed (%s) for %s from %s", reason, cured(email)[:254], address)
    sign_in_failed.send(sender=None, request=request, email=email, reason=reason)


def may_send_link(request: HttpRequest, person: int) -> bool:
    return _use(request, "mail", str(person)) is not None


def release(request: HttpRequest, email: str) -> None:
    """A new password was set by a link from the mailbox: what stood against the owner here is void."""
    _clear(request, "pair", _pair(request, email)[0])
    _clear(request, "account", email)


def _pair(request: HttpRequest, email: str) -> tuple[str, bool]:
    """What a try counts for, and whether it is made in a browser that the person knows."""
    browser = _browser_known_for(request, email)
    return f"{email} {browser or ratelimit.get_ip(request)}", bool(browser)


# --- Browsers in which somebody has signed in


def cookie_name() -> str:
    """With the prefix that binds it to this host, where the session's cookie has it."""
    return settings.SESSION_COOKIE_NAME.replace("sessionid", "known")


def remember_browser(request: HttpRequest, response: HttpResponseBase, email: str) -> None:
    """Signed, so that nobody makes one up; it opens nothing, it is only counted apart."""
    if _browser_known_for(request, email):
        return
    response.set_cookie(
        cookie_name(),
        signing.dumps([_digest(email), secrets.token_hex(8)], salt=SALT),
        max_age=KNOWN_FOR,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def _browser_known_for(request: HttpRequest, email: str) -> str:
    try:
        person, browser = signing.loads(
            request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=KNOWN_FOR
        )
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(browser) if hmac.compare_digest(str(person), _digest(email)) else ""


# --- Counting


def _use(request: HttpRequest, kind: str, subject: str) -> RateLimitUsage | None:
    return ratelimit.consume(
        request,
        app="assessment",
        action=kind,
        config=RATES,
        key=_place(kind, subject),
        limit_get=True,
    )


def _clear(request: HttpRequest, kind: str, subject: str) -> None:
    ratelimit.clear(request, app="assessment", action=kind, config=RATES, key=_place(kind, subject))


def _place(kind: str, subject: str) -> str:
    """One of a fixed number of places. Which one, nobody can work out without the secret."""
    return f"{kind}-{int(_digest(subject), 16) % PLACES[kind]}"


def _digest(text: str) -> str:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"{SALT}:{text}".encode(), hashlib.sha256).hexdigest()
