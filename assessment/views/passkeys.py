"""allauth's pages for passkeys, where there is HTTPS: browsers have none without it, and there are no such pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.webauthn import views
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

View = Callable[..., HttpResponse]


def _over_https(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "webauthn" not in app_settings.SUPPORTED_TYPES:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _to_all_factors(request: HttpRequest) -> HttpResponse:
    """The page of all factors lists them; allauth leads here when one was taken away."""
    return redirect("mfa_index")


kept = _over_https(_to_all_factors)
add = _over_https(views.add_webauthn)
confirm = _over_https(views.reauthenticate_webauthn)
remove = _over_https(views.remove_webauthn)
