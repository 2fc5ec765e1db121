"""Coming in: an invitation accepted, or a request to join an agency."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from assessment import workflow
from assessment.forms.people import ComeInForm, JoinForm, SearchForm
from assessment.http import UserRequest, site_of
from assessment.models import Agency, Invitation, JoinRequest, User
from assessment.sign_in import sign_in_required
from assessment.workflow.invitations import digest

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FOUND = 20  # agencies that a search shows


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link of an invitation. Whoever has the link is the person it was written to."""
    found = Invitation.objects.select_related("agency").filter(token_hash=digest(token)).first()
    if found is None:
        raise Http404
    if not found.is_open:
        return render(request, "assessment/people/too_late.html", {"invitation": found}, status=410)
    signed_in = request.user if request.user.is_authenticated else None
    if signed_in and signed_in.email == found.email:
        if request.method == "POST":
            return _taken_in(request, found, signed_in)
        return render(request, "assessment/people/accept.html", {"invitation": found})
    context: dict[str, object]
    if signed_in:
        context = {"invitation": found, "other": signed_in}
        return render(request, "assessment/people/accept.html", context)
    if User.objects.filter(email=found.email).exists():
        context = {"invitation": found, "has_account": True}
        return render(request, "assessment/people/accept.html", context)
    return _with_a_new_account(request, found)


def _with_a_new_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = ComeInForm(request.POST if request.method == "POST" else None, found.email)
    if request.method == "POST" and form.is_valid():
        user = workflow.come_in(found, form.cleaned_data["name"], form.cleaned_data["password"])
        login(request, user, BACKEND)
        return _welcomed(request, found)
    context = {"invitation": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "assessment/people/accept.html", context, status=status)


def _taken_in(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    workflow.accept(found, user)
    return _welcomed(request, found)


def _welcomed(request: HttpRequest, found: Invitation) -> HttpResponse:
    if found.agency:
        told = _("Welcome. You now belong to %(agency)s.") % {"agency": found.agency.name}
    else:
        told = _("Welcome. You have taken up your office.")
    messages.success(request, told)
    return redirect("assessment:dashboard")


@sign_in_required
def join(request: UserRequest) -> HttpResponse:
    """Look for an agency by a part of its name, choose it, and ask."""
    search = SearchForm(request.GET)
    query = search.cleaned_data["q"] if search.is_valid() else ""
    mine = Agency.objects.of(request.user).values("pk")
    found = Agency.objects.open().exclude(pk__in=mine).searched(query) if query else ()
    agencies = [(str(a.pk), f"{a.name}, {a.country_name}") for a in found[:FOUND]] if query else []
    form = JoinForm(request.POST if request.method == "POST" else None, agencies)
    if request.method == "POST" and form.is_valid():
        agency = Agency.objects.get(pk=form.cleaned_data["agency"])
        workflow.ask_to_join(request.user, agency, form.cleaned_data["note"], site_of(request))
        messages.success(request, _("Asked. You get a mail when it is decided."))
        return redirect("assessment:join")
    waiting = JoinRequest.objects.open().filter(user=request.user).select_related("agency")
    context = {
        "search": search,
        "query": query,
        "agencies": agencies,
        "form": form,
        "waiting": waiting,
    }
    status = 422 if form.errors else 200
    return render(request, "assessment/people/join.html", context, status=status)
