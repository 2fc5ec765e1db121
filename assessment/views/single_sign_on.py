"""To the provider and back."""

from __future__ import annotations

import logging

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from assessment.single_sign_on import Provider, provider_name, refusal

log = logging.getLogger("assessment.sign_in")

# A provider that is away, or does not say what the standard asks for.
FAULT = "The provider of single sign-on did not answer as it should."
FAULTS = (RequestException, LookupError, TypeError, ValueError, AttributeError)


@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """By GET, since the policy for forms would not let one lead to another host. It changes nothing here."""
    if not provider_name():
        raise Http404
    if request.user.is_authenticated:
        return redirect("assessment:dashboard")
    provider = get_adapter().get_provider(request, "openid_connect")
    try:
        response: HttpResponse = provider.redirect(
            request, AuthProcess.LOGIN, next_url=get_next_redirect_url(request)
        )
    except FAULTS:
        log.exception(FAULT)
        return refusal(request, "failed")
    return response


@require_safe
@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    if not provider_name():
        raise Http404
    adapter = Provider(request, provider_id)
    if adapter.get_provider().app.provider_id != provider_id:
        raise Http404
    try:
        response: HttpResponse = OAuth2CallbackView.adapter_view(adapter)(request)
    except FAULTS:
        log.exception(FAULT)
        return refusal(request, "failed")
    return response
