"""Pages for what went wrong."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

NOT_RESENT = {"csrfmiddlewaretoken", "login"}  # nor any password


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Not with the request: whatever is wrong with it would stop this page too.
    return HttpResponse(render_to_string("400.html", {"LANGUAGE_CODE": get_language()}), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("500.html", {"LANGUAGE_CODE": get_language()}), status=500)


def expired_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open since before the person signed in again: its token is old, its words are not.

    They are offered to be sent again, if they come from a page of ours. Passwords are not.
    """
    fields: list[tuple[str, str]] = []
    if request.user.is_authenticated and _is_ours(request):
        fields = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in NOT_RESENT and "password" not in name
            for value in values
        ]
    context: dict[str, Any] = {"fields": fields, "path": request.get_full_path()}
    return render(request, "403_csrf.html", context, status=403)


def _is_ours(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return url_has_allowed_host_and_scheme(origin, {request.get_host()}) and "//" in origin
