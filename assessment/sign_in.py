"""Who is not signed in is sent to sign in, and what they had typed waits for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from assessment.http import UserRequest

P = ParamSpec("P")
KEPT_FORM = "kept_form"
LONGEST_KEPT = 20_000  # characters of a posted form; the longest section has a third of that


def sign_in_required(
    view: Callable[Concatenate[UserRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Like login_required, but a section posted after the session has ended is not lost.

    What is behind it belongs to an agency: no browser or proxy keeps a copy.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            with timezone.override(timezone.get_default_timezone()):  # views may choose another
                response = view(request, *args, **kwargs)  # type: ignore[arg-type]  # now a UserRequest
            patch_cache_control(response, private=True, no_store=True)
            return response
        if request.headers.get("HX-Request"):
            return render(request, "assessment/_signed_out.html", status=401)
        if request.method != "POST" or _keep(request):
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        # Signing in leads on with GET, which an address that only takes POST does not know.
        return redirect_to_login(reverse("assessment:dashboard"), settings.LOGIN_URL)

    return guarded  # type: ignore[return-value]  # wraps() keeps the name of the first parameter


def _keep(request: HttpRequest) -> bool:
    """Keep a posted section in the session; False for anything else."""
    posted = request.POST.copy()
    posted.pop("csrfmiddlewaretoken", None)
    encoded = posted.urlencode()
    if "revision" not in posted or len(encoded) > LONGEST_KEPT:
        return False
    request.session[KEPT_FORM] = {"path": request.path, "form": encoded}
    return True


def kept_form(request: UserRequest) -> QueryDict | None:
    """What this person posted to this address without a session. It stays until it is saved."""
    kept = request.session.get(KEPT_FORM)
    if not kept or kept["path"] != request.path:
        return None
    form = QueryDict(kept["form"])
    return form if form.get("person") == str(request.user.pk) else None


def forget_kept_form(request: UserRequest) -> None:
    if kept_form(request) is not None:
        del request.session[KEPT_FORM]
