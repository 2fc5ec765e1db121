"""The pages of a change of address: asking, and the links that both letters hold."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    suspend_request,
)
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from assessment import workflow
from assessment.forms.addresses import AddressChangeForm
from assessment.http import UserRequest, site_of
from assessment.models import AddressChange
from assessment.sign_in import posted_from, sign_in_required
from assessment.workflow.invitations import digest


@sign_in_required
def change_address(request: UserRequest) -> HttpResponse:
    """For who has just signed in, or shows the password again, where there is one: both mailboxes decide anyway."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    if ways and is_reauthentication_required(request, app="account"):
        asked: HttpResponse = suspend_request(request, ways[0]["url"])
        return asked
    form = AddressChangeForm(request.POST if request.method == "POST" else None, request.user)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.ask_for_address(request.user, form.cleaned_data["email"], site_of(request))
        except workflow.TooManyChanges:
            form.add_error("email", _("Five times a day is all. Try again tomorrow."))
        else:
            messages.success(
                request, _("Two letters are on their way. Open the address in each of them.")
            )
            return redirect("assessment:profile")
    status = 422 if form.errors else 200
    return render(request, "assessment/people/address.html", {"form": form}, status=status)


@posted_from("assessment:profile")
def withdraw_address(request: UserRequest) -> HttpResponse:
    workflow.withdraw_address(request.user)
    messages.success(request, _("Your address stays as it is."))
    return redirect("assessment:profile")


@never_cache
def address(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link of a letter. A button confirms, for programs that look through mails open links too."""
    known = Q(before_hash=digest(token)) | Q(after_hash=digest(token))
    change = AddressChange.objects.select_related("user").filter(known).first()
    if change is None:
        raise Http404
    is_void = not change.is_waiting or not change.user.is_active
    if request.method == "POST" and not is_void:
        try:
            if request.POST.get("answer") == "no":
                change = workflow.object_to_address(token)
            else:
                change = workflow.confirm_address(token)
        except workflow.AddressRefused:
            is_void = True
    is_old = change.before_hash == digest(token)
    is_confirmed = bool(change.before_confirmed_at if is_old else change.after_confirmed_at)
    context = {
        "change": change,
        "is_old": is_old,
        "is_confirmed": is_confirmed,
        "is_void": is_void and not change.done_at and not change.withdrawn_at,
    }
    status = 410 if context["is_void"] else 200
    return render(request, "assessment/people/address_link.html", context, status=status)
