"""Who is not signed in is sent to sign in, and what they had typed waits for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from assessment.http import UserRequest
from assessment.kept import forget, keep, page_of, remember_person, tell_browser_saved

P = ParamSpec("P")
View = Callable[Concatenate[UserRequest, P], HttpResponse]
GuardedView = Callable[Concatenate[HttpRequest, P], HttpResponse]


def sign_in_required(view: View[P]) -> GuardedView[P]:
    """Like login_required, but a form posted after the session has ended is not lost.

    What is behind it belongs to an agency: no browser or proxy keeps a copy.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        with timezone.override(timezone.get_default_timezone()):  # views may choose another
            response = view(request, *args, **kwargs)  # type: ignore[arg-type]  # now a UserRequest
        if request.method == "POST" and response.status_code == 302:  # what was sent is done
            forget(request, page_of(request.path))
            tell_browser_saved(response, page_of(request.path))
        remember_person(request, response)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return guarded  # type: ignore[return-value]  # wraps() keeps the name of the first parameter


def posted_from(page: str, *parts: str) -> Callable[[View[P]], GuardedView[P]]:
    """For an address that only takes the form of another page, whose name and parts of the address these are.

    Who comes without a form (a reload, another language, a link kept) is led to that page.
    """

    def decorate(view: View[P]) -> GuardedView[P]:
        def taking_forms(
            request: UserRequest, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            if request.method in ("GET", "HEAD"):
                query = request.META.get(
                    "QUERY_STRING", ""
                )  # a filter of the page that the form drew
                return redirect(page_of(request.path) + (f"?{query}" if query else ""))
            return HttpResponseNotAllowed(["POST"])

        guarded = wraps(view)(sign_in_required(taking_forms))
        guarded.page = (page, parts)  # type: ignore[attr-defined]
        return guarded

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "assessment/parts/signed_out.html", status=401)
    if request.method != "POST":
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    # Signing in leads on with GET, which an address that only takes forms does not draw.
    page = page_of(request.path)
    keep(request, page, ended=True)
    return redirect_to_login(page, settings.LOGIN_URL)
