"""Pages for what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext

from assessment.kept import typed_before, words_in
from assessment.methods import published

NOT_RESENT = {"login"}  # nor any password
DRAWN_WITH = {"loaded", "page", "turn", "revision", "from", "token"}  # nobody typed these


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also for who was removed from an agency while typing: what was sent is shown, to be copied."""
    return render(request, "404.html", _words_to_copy(request), status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", _words_to_copy(request), status=403)


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
        fields = _fields({**words_in(request), **_buttons(request)})
    context: dict[str, Any] = {"fields": fields, "path": request.get_full_path()}
    return render(request, "403_csrf.html", context, status=403)


def _buttons(request: HttpRequest) -> dict[str, list[str]]:
    return {name: request.POST.getlist(name) for name in ("go", "clear") if name in request.POST}


def _fields(words: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(name, v) for name, values in words.items() if name not in NOT_RESENT for v in values]


def _words_to_copy(request: HttpRequest) -> dict[str, Any]:
    """What was sent to a page that this person cannot have (any more), by the name of its question or field."""
    if not request.user.is_authenticated:
        return {}
    fields = _fields(words_in(request) or dict((typed_before(request) or MultiValueDict()).lists()))
    language = get_language() or "en"
    asked = [(name, value) for name, value in fields if value and name not in DRAWN_WITH]
    return {"fields": fields if asked else [], "typed": [_in_words(*f, language) for f in asked]}


def _in_words(name: str, value: str, language: str) -> tuple[str, str]:
    """A posted field as people read it: `q01.mission=agree` has the words of its question and its choice."""
    for instrument in published.all_instruments():
        for question in instrument.questions:
            if name == question.key or name.startswith(f"{question.key}."):
                named = {item.key: item.text[language] for item in question.items}
                named |= {step.key: step.text[language] for step in question.scale}
                part = named.get(name[len(question.key) + 1 :], "")
                label = question.text[language]
                return (f"{label} — {part}" if part else label), named.get(value, value)
    # The names of fields are what their labels are made of: "unit", "notes".
    return gettext(name.replace("_", " ")), value


def _is_ours(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return url_has_allowed_host_and_scheme(origin, {request.get_host()}) and "//" in origin
