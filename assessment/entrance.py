"""Where text comes in: what a request says is cured before anything else reads it.

One place for all forms of both apps, of allauth and of the Django admin, for filters in addresses and for cookies. The
alternative, a form field of our own, would leave out what views read from the address, the admin's search and every
form of a library.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError

from assessment.characters import cured


class CharactersMiddleware:
    """Cures names and values of query, cookies and posted forms.

    Passwords stay as they are typed: a secret must not be changed behind its owner's back. Their fields refuse NUL with
    a sentence. To stand first, before sessions read their cookie; the form is read last, just before its view.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = _cured(request.GET)  # type: ignore[assignment]  # a QueryDict is all it is
        # A cookie in quotes can hold any character, and the session's is looked up in the database.
        request.COOKIES = {cured(name): cured(value) for name, value in request.COOKIES.items()}
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: list[object], kwargs: dict[str, object]
    ) -> None:
        if request.method != "POST":
            return
        try:
            request.POST = _cured(request.POST)  # type: ignore[assignment]  # the same
        except UnreadablePostError:  # the line broke; a view that needs the form will say so
            return


def _is_secret(name: str) -> bool:
    return "password" in name


def _cured(query: QueryDict) -> QueryDict:
    found = QueryDict(mutable=True, encoding=query.encoding)
    for name, values in query.lists():
        # Browsers send two characters for a line's end, where people and `maxlength` count one.
        kept = values if _is_secret(name) else [cured(v.replace("\r\n", "\n")) for v in values]
        found.setlistdefault(cured(name)).extend(kept)
    found._mutable = False  # noqa: SLF001 (as Django's own parsers do)
    return found
