"""For administrators: who holds an office, and whom to invite to one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessment import workflow
from assessment.forms.people import OfficeForm
from assessment.http import UserRequest, site_of
from assessment.models import Invitation, Office, User
from assessment.sign_in import posted_from, sign_in_required


def _refuse_others(request: UserRequest) -> None:
    if not request.user.is_administrator:
        raise PermissionDenied


@sign_in_required
def offices(request: UserRequest) -> HttpResponse:
    _refuse_others(request)
    return _page(request, OfficeForm())


def _page(request: UserRequest, form: OfficeForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "holders": User.objects.exclude(office=Office.NONE).filter(is_active=True).order_by("name"),
        "invitations": Invitation.objects.unanswered().filter(agency=None),
    }
    return render(request, "assessment/people/offices.html", context, status=status)


@posted_from("assessment:offices")
def invite(request: UserRequest) -> HttpResponse:
    _refuse_others(request)
    form = OfficeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    wanted = form.cleaned_data
    try:
        workflow.invite(
            wanted["email"],
            request.user,
            site_of(request),
            wanted["language"],
            office=wanted["office"],
            country=wanted["country"],
        )
    except workflow.TooManyInvitations:
        form.add_error("email", _("No more people can be invited today. Go on tomorrow."))
        return _page(request, form, status=422)
    messages.success(request, _("Invited: %(email)s.") % {"email": wanted["email"]})
    return redirect("assessment:offices")
