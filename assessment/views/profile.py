"""A person's own page: name, language, mails, sessions, and the way out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import workflow
from assessment.forms.people import ProfileForm
from assessment.http import UserRequest
from assessment.models import AddressChange, Device, Membership
from assessment.sign_in import posted_from, sign_in_required


@sign_in_required
def profile(request: UserRequest) -> HttpResponse:
    user = request.user
    form = ProfileForm(request.POST if request.method == "POST" else None, user)
    if request.method == "POST" and form.is_valid():
        workflow.change_profile(user, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("assessment:profile")
    memberships = list(Membership.objects.filter(user=user).select_related("agency"))
    if memberships:
        timezone.activate(memberships[0].agency.time_zone)
    context = {
        "form": form,
        "address_change": AddressChange.objects.waiting().filter(user=user).first(),
        "devices": Device.objects.alive(user),
        "session_key": request.session.session_key,
        "memberships": memberships,
    }
    status = 422 if form.errors else 200
    return render(request, "assessment/people/profile.html", context, status=status)


@posted_from("assessment:profile")
def sign_out_everywhere(request: UserRequest) -> HttpResponse:
    """End all sessions of this person, on every device; this one too."""
    workflow.end_sessions(request.user)
    logout(request)
    messages.success(request, _("You are signed out on every device."))
    return redirect("account_login")


@posted_from("assessment:profile")
def sign_out_device(request: UserRequest, pk: int) -> HttpResponse:
    device = get_object_or_404(Device.objects.filter(user=request.user), pk=pk)
    is_this = device.session_key == request.session.session_key
    workflow.end_session(device)
    if is_this:
        logout(request)
        return redirect("account_login")
    messages.success(request, _("That device is signed out."))
    return redirect("assessment:profile")


@sign_in_required
def close(request: UserRequest) -> HttpResponse:
    """Close the account. What was answered stays with the agency."""
    if request.method != "POST":
        return render(request, "assessment/people/close.html")
    try:
        workflow.close_account(request.user)
    except workflow.LastLead:
        messages.warning(
            request, _("You are the only lead of an agency. Make another person a lead first.")
        )
        return redirect("assessment:profile")
    except workflow.LastAdministrator:
        messages.warning(
            request,
            _("You alone administer all countries. Give the office to another person first."),
        )
        return redirect("assessment:profile")
    logout(request)
    messages.success(request, _("Your account is closed."))
    return redirect("account_login")
