"""What is written down about each request, and how lines look: for people (text) or for machines (json).

No answers, no mail or network addresses, no tokens: a route stands where an address would, and of a fault its kind and
place in the program, never its words, which may quote what somebody typed (as text, meant for a desk, they are told).
One deliberate exception: failed sign-ins (`assessment.sign_in`) name account and network, so that guessing can be
stopped outside.

The standard library does this in a page; structlog would be a dependency for the same lines.
"""

from __future__ import annotations

import json
import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from traceback import extract_tb

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
ACCEPTED = re.compile(
    r"[A-Za-z0-9._-]{8,64}"
)  # what a proxy may give; anything else could forge lines
FACTS = ("method", "route", "status", "ms", "user", "agency", "submission")
QUIET = ("/health/",)  # probes come every few seconds

access = logging.getLogger("assessment.access")
current: ContextVar[str] = ContextVar("request_id", default="")


def logged(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware around all others: a number for each request, taken from the proxy or made, and a line about it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        number = given if ACCEPTED.fullmatch(given) else uuid.uuid4().hex
        token = current.set(number)
        began = time.monotonic()
        try:
            response = get_response(request)
            response.headers[HEADER] = number
            _write(request, response, round((time.monotonic() - began) * 1000))
        finally:
            current.reset(token)
        return response

    return middleware


def _write(request: HttpRequest, response: HttpResponse, ms: int) -> None:
    if request.path.startswith(settings.STATIC_URL):
        return
    facts: dict[str, object] = {
        "method": request.method,
        "route": route_of(request),
        "status": response.status_code,
        "ms": ms,
        **_about(request),
    }
    level = logging.DEBUG if request.path_info.startswith(QUIET) else logging.INFO
    told = " ".join(f"{name}={value}" for name, value in facts.items())
    access.log(level, "%s", told, extra=facts)


def route_of(request: HttpRequest) -> str:
    """The pattern that the address matched: the address itself may hold a token."""
    match = request.resolver_match
    return (
        f"/{match.route}" if match else "/health/" if request.path_info.startswith(QUIET) else "-"
    )


def _about(request: HttpRequest) -> dict[str, object]:
    """Numbers of person, agency and submission, as far as they are known without asking the database."""
    facts: dict[str, object] = {}
    user = getattr(
        request, "_cached_user", None
    )  # as Django's middleware keeps it once it was asked for
    if user is not None and user.pk:
        facts["user"] = user.pk
    match = request.resolver_match
    given = match.kwargs if match else {}
    agency = getattr(request, "agency_number", None) or given.get("agency")
    if agency is None and match and match.route.startswith(("agencies/", "people/")):
        agency = given.get("pk")
    if isinstance(agency, int):
        facts["agency"] = agency
    if isinstance(given.get("pk"), uuid.UUID):
        facts["submission"] = str(given["pk"])
    return facts


def without_addresses(record: logging.LogRecord) -> bool:
    """For handlers: Django's own lines about requests end with the address; they get its route."""
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest) and isinstance(record.args, tuple) and len(record.args) > 1:
        record.args = (*record.args[:-1], route_of(request))
    return True


class JsonFormatter(logging.Formatter):
    """One object a line."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        if record.name != access.name:
            told["message"] = record.getMessage()
        if number := current.get():
            told["request"] = number
        told |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            kind, _value, trace = record.exc_info
            told["fault"] = f"{kind.__module__}.{kind.__qualname__}"
            told["at"] = [
                f"{step.filename}:{step.lineno} {step.name}" for step in extract_tb(trace)
            ]
        return json.dumps(told, ensure_ascii=False, default=str)


class TextFormatter(logging.Formatter):
    """For people, with the number of the request at the end."""

    def format(self, record: logging.LogRecord) -> str:
        number = current.get()
        return super().format(record) + (f" [{number}]" if number else "")


def configuration(form: str, level: str) -> dict[str, object]:
    """Django's LOGGING. `level` is that of our own lines; libraries tell warnings only."""
    text = {"()": TextFormatter, "format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_addresses": {"()": lambda: without_addresses}},
        "formatters": {"text": text, "json": {"()": JsonFormatter}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["without_addresses"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "assessment": {"level": level},
            "portfolio": {"level": level},
            "fontTools": {"level": "ERROR"},
            # What the access log tells already, with the same number, is not told twice.
            "django.request": {"level": "ERROR"},
            # Django adds a handler of its own here, for DEBUG.
            "django": {"handlers": [], "propagate": True},
        },
    }
