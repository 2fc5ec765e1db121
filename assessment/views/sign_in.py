"""Who is not signed in is sent to sign in, and what they had typed waits for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from assessment.http import UserRequest

P = ParamSpec("P")
KEPT_FORM = "kept_form"
LONGEST_KEPT = 100_000  # characters of a posted form; a section with every field full has a tenth


def sign_in_required(
    view: Callable[Concatenate[UserRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Like login_required, but a form posted after the session has ended is not lost."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # now a UserRequest
        if request.headers.get("HX-Request"):
            return render(request, "assessment/_signed_out.html", status=401)
        if request.method == "POST":
            _keep(request)
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)

    return guarded  # type: ignore[return-value]  # wraps() keeps the name of the first parameter


def _keep(request: HttpRequest) -> None:
    posted = request.POST.copy()
    posted.pop("csrfmiddlewaretoken", None)
    encoded = posted.urlencode()
    if len(encoded) <= LONGEST_KEPT:
        request.session[KEPT_FORM] = {"path": request.path, "form": encoded}


def kept_form(request: UserRequest) -> QueryDict | None:
    """What was posted to this address without a session, once."""
    kept = request.session.get(KEPT_FORM)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT_FORM]
    return QueryDict(kept["form"])
