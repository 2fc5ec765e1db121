"""Addresses for whoever watches over the service, and the sentence while the database is behind the program.

/health/live    this process answers; nothing else is looked at
/health/ready   503 where nobody can be answered (database, migrations, disk); tells about the rest
/health/all     503 as soon as anything at all wants somebody's care: for alarms

They come before ALLOWED_HOSTS and the redirect to HTTPS: a probe knows neither.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override

from assessment import health

logger = logging.getLogger(__name__)

PREFIX = "/health/"
GetResponse = Callable[[HttpRequest], HttpResponse]


class HealthMiddleware:
    """Answers probes. Until the database has what this build needs, everybody else gets a sentence."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.is_migrated = not settings.WAIT_FOR_MIGRATIONS

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith(PREFIX):
            return _answer(request, path.removeprefix(PREFIX).rstrip("/"))
        if (
            not self.is_migrated
            and not request.path.startswith(settings.STATIC_URL)
            and not self._look()
        ):
            return _not_yet(request)
        return self.get_response(request)

    def _look(self) -> bool:
        """Once all is there, it stays: looked at until then only. A database that is away is another matter."""
        try:
            self.is_migrated = health.look_at_migrations().is_well
        except DatabaseError:
            connection.close()
            return True
        return self.is_migrated


def _not_yet(request: HttpRequest) -> HttpResponse:
    language = get_language_from_request(request)
    with override(language):
        page = render_to_string("503.html", {"LANGUAGE_CODE": language})
    return HttpResponse(page, status=503, headers={"Retry-After": "30"})


def _answer(request: HttpRequest, what: str) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return JsonResponse({"status": "method not allowed"}, status=405)
    if what == "live":
        return _json({"status": "ok"}, 200)
    if what not in {"ready", "all"}:
        return _json({"status": "not found"}, 404)
    try:
        found = health.look()
    except Exception:  # whatever it is, a probe gets JSON and no traceback
        logger.exception("The state of the service could not be found out")
        return _json({"status": "fault"}, 503)
    bad = [finding for finding in found if not finding.is_well]
    stops = [finding for finding in bad if finding.is_essential or what == "all"]
    status = "fault" if stops else "degraded" if bad else "ok"
    with override("en"):
        told = {f.name: {"ok": f.is_well, "told": str(f.told)} for f in found}
    return _json({"status": status, "checks": told}, 503 if stops else 200)


def _json(content: dict[str, object], status: int) -> HttpResponse:
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})
