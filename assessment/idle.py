"""A session of somebody with an office ends after eight hours without a request: the desk may be anybody's by then."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from assessment.models import User

LIMIT = 8 * 3600
STEP = 300  # seconds between two notes of the time: not every request writes the session
SEEN = "seen"


class IdleMiddleware:
    """Signs out who was away too long; the page then asked for leads to sign in, and keeps what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and user.needs_second_factor:
            _note(request)
        return self.get_response(request)


def _note(request: HttpRequest) -> None:
    now = int(time.time())
    seen = request.session.get(SEEN, now)
    if now - seen > LIMIT:
        logout(request)
    elif SEEN not in request.session or now - seen > STEP:
        request.session[SEEN] = now
