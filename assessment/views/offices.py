"""For administrators: who holds an office, whom to give or invite to one, and which ones ended."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessment import workflow
from assessment.forms.people import OfficeForm
from assessment.http import UserRequest, site_of
from assessment.models import Invitation, Mandate, User
from assessment.sign_in import posted_from, sign_in_required

HISTORY = 100  # ended ones on the page; the record has them all


def _refuse_others(request: UserRequest) -> None:
    if not request.user.is_administrator:
        raise PermissionDenied


@sign_in_required
def offices(request: UserRequest) -> HttpResponse:
    _refuse_others(request)
    return _page(request, OfficeForm(request.user))


def _page(request: UserRequest, form: OfficeForm, status: int = 200) -> HttpResponse:
    kept = Mandate.objects.kept_by(request.user).select_related("user", "given_by")
    invited = Invitation.objects.manageable_by(request.user).unanswered()
    context = {
        "form": form,
        "held": kept.current().order_by("user__name", "user_id", "office", "country"),
        "ended": kept.ended().order_by("-until", "-pk")[:HISTORY],
        "invitations": invited.filter(agency=None),
    }
    return render(request, "assessment/people/offices.html", context, status=status)


@posted_from("assessment:offices")
def give(request: UserRequest) -> HttpResponse:
    """To an account at once; an address without one is invited."""
    _refuse_others(request)
    form = OfficeForm(request.user, request.POST)
    told = _given(request, form) if form.is_valid() else ""
    if not told:
        return _page(request, form, status=422)
    messages.success(request, told)
    return redirect("assessment:offices")


def _given(request: UserRequest, form: OfficeForm) -> str:
    """What was done, or nothing and the form says why."""
    wanted, by, site = form.cleaned_data, request.user, site_of(request)
    email, office, country = wanted["email"], wanted["office"], wanted["country"]
    user = User.objects.filter(email=email).first()
    try:
        if user is None:
            workflow.invite(email, by, site, wanted["language"], office=office, country=country)
            return _("Invited: %(email)s.") % {"email": email}
        if user.is_active:
            workflow.give(user, office, country, by, site)
            return _("%(name)s has the office now.") % {"name": user.name}
        form.add_error("email", _("The account with this address is closed."))
    except workflow.TooManyInvitations:
        form.add_error("email", _("No more people can be invited today. Go on tomorrow."))
    except workflow.HeldAlready:
        form.add_error("email", _("This person holds this office already."))
    return ""


@sign_in_required
def end(request: UserRequest, pk: int) -> HttpResponse:
    """A page that asks, since it takes access away."""
    _refuse_others(request)
    kept = Mandate.objects.kept_by(request.user).current().select_related("user")
    mandate = get_object_or_404(kept, pk=pk)
    if request.method != "POST":
        return render(request, "assessment/people/end_office.html", {"mandate": mandate})
    try:
        workflow.end(mandate, request.user)
        messages.success(
            request, _("%(name)s no longer has this office.") % {"name": mandate.user.name}
        )
    except workflow.LastAdministrator:
        messages.warning(
            request,
            _("Somebody has to administer all countries. Give the office to another person first."),
        )
    # Who has just ended their own is no longer let in there.
    still = mandate.user_id != request.user.pk
    return redirect("assessment:offices" if still else "assessment:dashboard")
