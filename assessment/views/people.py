"""The people of an agency: who belongs to it, who is invited, who asks to come in."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment import workflow
from assessment.forms.people import InviteForm, ManyForm
from assessment.http import UserRequest, site_of
from assessment.models import Agency, Invitation, JoinRequest, Membership, Office, Role
from assessment.sign_in import posted_from, sign_in_required

MANY = 200  # lines at a time


class InvitedLine(NamedTuple):
    """A line of a list of people, and what is wrong with it."""

    email: str
    role: str
    fault: str


def _agency(request: UserRequest, pk: int) -> Agency:
    """An agency whose people this person may see: a member's own, or any for administrators. 404 for others."""
    return get_object_or_404(Agency.objects.with_people_shown_to(request.user), pk=pk)


def may_manage(request: UserRequest, agency: Agency) -> bool:
    """Its leads; administrators where they do not belong to it, since nobody decides on an own agency by an office."""
    if Membership.objects.led_by(request.user).filter(agency=agency).exists():
        return True
    decided = Agency.objects.decided_on_by(request.user, Office.ADMINISTRATOR)
    return request.user.is_administrator and decided.filter(pk=agency.pk).exists()


def _managed(request: UserRequest, pk: int) -> Agency:
    """404 for strangers, 403 for members who do not lead."""
    agency = _agency(request, pk)
    if not may_manage(request, agency):
        raise PermissionDenied
    return agency


@sign_in_required
def people(request: UserRequest, pk: int) -> HttpResponse:
    return _page(request, _agency(request, pk))


def _page(
    request: UserRequest,
    agency: Agency,
    form: InviteForm | None = None,
    many: ManyForm | None = None,
    lines: list[InvitedLine] | None = None,
    status: int = 200,
) -> HttpResponse:
    manages = may_manage(request, agency)
    members = agency.memberships.select_related("user").order_by("role", "user__name")
    invitations = Invitation.objects.unanswered().filter(agency=agency) if manages else ()
    asking = JoinRequest.objects.open().filter(agency=agency).select_related("user")
    context = {
        "agency": agency,
        "manages": manages,
        "belongs": agency.memberships.filter(user=request.user).exists(),
        "members": sorted(members, key=lambda m: (m.role != Role.LEAD, m.user.name.casefold())),
        "invitations": invitations,
        "asking": asking if manages else (),
        "form": form or InviteForm(),
        "many": many or ManyForm(),
        "lines": lines,
        "roles": Role.choices,
        "has_lead": any(m.role == Role.LEAD and m.user.is_active for m in members),
    }
    return render(request, "assessment/people/people.html", context, status=status)


@posted_from("assessment:people", "pk")
def invite(request: UserRequest, pk: int) -> HttpResponse:
    agency, form = _managed(request, pk), InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, agency, form=form, status=422)
    wanted = form.cleaned_data
    if fault := _invite(request, agency, wanted["email"], wanted["role"], wanted["language"]):
        form.add_error("email", fault)
        return _page(request, agency, form=form, status=422)
    messages.success(request, _("Invited: %(email)s.") % {"email": wanted["email"]})
    return redirect("assessment:people", pk)


def _invite(request: UserRequest, agency: Agency, email: str, role: str, language: str) -> str:
    """A sentence where it cannot be done."""
    try:
        workflow.invite(email, request.user, site_of(request), language, agency=agency, role=role)
    except workflow.Known:
        return _("This person belongs to the agency already.")
    except workflow.OwnCase:
        return _("Nobody invites themselves. Ask the agency's lead, or another administrator.")
    except workflow.TooManyInvitations:
        return _("No more people can be invited today. Go on tomorrow.")
    return ""


@posted_from("assessment:people", "pk")
def invite_many(request: UserRequest, pk: int) -> HttpResponse:
    """First what the lines say, then, with the button below them, the letters."""
    agency, form = _managed(request, pk), ManyForm(request.POST)
    if not form.is_valid():
        return _page(request, agency, many=form, status=422)
    lines = read_lines(form.cleaned_data["lines"], agency)
    good = [line for line in lines if not line.fault]
    if "send" not in request.POST or not good or len(lines) > MANY:
        status = 200 if good and len(lines) <= MANY else 422
        return _page(request, agency, many=form, lines=lines[:MANY], status=status)
    sent, fault = 0, ""
    for line in good:
        fault = _invite(request, agency, line.email, line.role, form.cleaned_data["language"])
        if fault:
            break
        sent += 1
    if fault:
        messages.warning(request, fault)
    messages.success(request, _("Invited: %(count)d people.") % {"count": sent})
    return redirect("assessment:people", pk)


def read_lines(text: str, agency: Agency) -> list[InvitedLine]:
    """Addresses with roles, as people paste them from lists, mails and spreadsheets."""
    members = set(agency.memberships.values_list("user__email", flat=True))
    leads = {
        "lead",
        *(str(label).casefold() for value, label in Role.choices if value == Role.LEAD),
    }
    found: list[InvitedLine] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = [
            part.strip(" \"'<>") for part in re.split(r"[,;\t<>]", line) if part.strip(" \"'<>")
        ]
        email = next((part for part in parts if "@" in part), parts[0] if parts else line).lower()
        role = Role.LEAD if any(part.casefold() in leads for part in parts) else Role.CONTRIBUTOR
        try:
            validate_email(email)
            fault = ""
        except ValidationError:
            fault = _("no e-mail address")
        if email in members:
            fault = _("belongs to the agency already")
        elif any(email == other.email for other in found):
            fault = _("stands in the list twice")
        found.append(InvitedLine(email, role, fault))
    return found


def _invitation(request: UserRequest, pk: int) -> Invitation:
    """404 for who may not manage it."""
    return get_object_or_404(Invitation.objects.manageable_by(request.user).unanswered(), pk=pk)


def _back(invitation: Invitation) -> str:
    if invitation.agency_id:
        return reverse("assessment:people", args=[invitation.agency_id])
    return reverse("assessment:offices")


@posted_from("assessment:dashboard")
def send_again(request: UserRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    try:
        workflow.send_again(invitation, request.user, site_of(request))
        messages.success(request, _("Sent again: %(email)s.") % {"email": invitation.email})
    except workflow.TooManyInvitations:
        messages.warning(
            request, _("This invitation was sent often enough. Withdraw it and talk to the person.")
        )
    return redirect(_back(invitation))


@posted_from("assessment:dashboard")
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    workflow.withdraw(invitation, request.user)
    messages.success(request, _("Withdrawn: %(email)s.") % {"email": invitation.email})
    return redirect(_back(invitation))


def _membership(request: UserRequest, pk: int, person: int) -> Membership:
    agency = _managed(request, pk)
    return get_object_or_404(agency.memberships.select_related("user", "agency"), pk=person)


@posted_from("assessment:people", "pk")
def change_role(request: UserRequest, pk: int, person: int) -> HttpResponse:
    membership = _membership(request, pk, person)
    role = request.POST.get("role", "")
    if role not in Role.values:
        return redirect("assessment:people", pk)
    try:
        workflow.change_role(membership, role, request.user)
        messages.success(
            request, _("The role of %(name)s is changed.") % {"name": membership.user.name}
        )
    except workflow.LastLead:
        messages.warning(request, _("Somebody has to lead. Make another person a lead first."))
    return redirect("assessment:people", pk)


@sign_in_required
def remove(request: UserRequest, pk: int, person: int) -> HttpResponse:
    """A page that asks, since it takes access away."""
    membership = _membership(request, pk, person)
    if request.method != "POST":
        context = {"agency": membership.agency, "membership": membership}
        return render(request, "assessment/people/remove.html", context)
    try:
        workflow.remove(membership, request.user)
        messages.success(
            request, _("%(name)s no longer belongs to the agency.") % {"name": membership.user.name}
        )
    except workflow.LastLead:
        messages.warning(request, _("Somebody has to lead. Make another person a lead first."))
    return redirect("assessment:people", pk)


@sign_in_required
def leave(request: UserRequest, pk: int) -> HttpResponse:
    agency = get_object_or_404(Agency.objects.of(request.user), pk=pk)
    membership = get_object_or_404(agency.memberships, user=request.user)
    if request.method != "POST":
        return render(request, "assessment/people/leave.html", {"agency": agency})
    try:
        workflow.leave(membership)
    except workflow.LastLead:
        messages.warning(
            request, _("You are the only lead. Make another person a lead, then leave.")
        )
        return redirect("assessment:people", pk)
    messages.success(request, _("You no longer belong to %(agency)s.") % {"agency": agency.name})
    return redirect("assessment:dashboard")


@posted_from("assessment:people", "pk")
def answer_request(request: UserRequest, pk: int, asked: int) -> HttpResponse:
    agency = _managed(request, pk)
    found = get_object_or_404(JoinRequest.objects.open().filter(agency=agency), pk=asked)
    is_accepted = request.POST.get("answer") == "accept"
    try:
        workflow.answer_request(found, request.user, is_accepted=is_accepted, site=site_of(request))
    except workflow.OwnCase:
        messages.warning(request, _("Somebody else decides on your own request."))
        return redirect("assessment:people", pk)
    told = (
        _("%(name)s now belongs to the agency.")
        if is_accepted
        else _("The request of %(name)s is declined.")
    )
    messages.success(request, told % {"name": found.user.name})
    return redirect("assessment:people", pk)
