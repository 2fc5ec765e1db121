"""How much heavy work one person may ask for, so that nobody's eager clicking slows down everybody else.

One table for both apps, by the names of the addresses; far above what anybody needs who works by hand.
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

RATES = {"report": "10/1m,100/1h", "upload": "20/1m,200/1h", "export": "30/1m,400/1h"}
WORK = {
    "assessment:request_report": "report",
    "portfolio:request_report": "report",
    "portfolio:map_png": "report",
    "assessment:upload": "upload",
    "assessment:agencies_upload": "upload",
    "portfolio:upload": "upload",
    "assessment:export": "export",
    "assessment:questionnaire": "export",
    "assessment:agencies_export": "export",
    "portfolio:export": "export",
    "portfolio:template": "export",
}


class LimitsMiddleware:
    """To stand after whoever says which person it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: list[object], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        match = request.resolver_match
        kind = WORK.get(match.view_name) if match else None
        if not kind or not settings.LIMIT_PEOPLE or not request.user.is_authenticated:
            return None
        if kind != "export" and request.method != "POST":  # looking is free
            return None
        if _use(request, kind):
            return None
        page = render_to_string("busy.html", {"LANGUAGE_CODE": get_language()})
        return HttpResponse(page, status=429, headers={"Retry-After": "60"})


def _use(request: HttpRequest, kind: str) -> bool:
    used = ratelimit.consume(
        request,
        app="assessment",
        action=kind,
        config={
            name: ",".join(f"{r}/user" for r in rate.split(",")) for name, rate in RATES.items()
        },
        user=request.user,
        limit_get=True,
    )
    return used is not None
