"""What the views know about requests, and how files leave."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from assessment.models import User


class UserRequest(HttpRequest):
    """A request that has passed login_required."""

    user: User
    htmx: HtmxDetails
    agency_number: int  # which agency it is about, for the log


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to save, of this media type and name. No proxy keeps it, no browser guesses what it is."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


def site_of(request: HttpRequest) -> str:
    """How addresses of this installation begin, without a slash at the end: for letters."""
    return request.build_absolute_uri("/").rstrip("/")
