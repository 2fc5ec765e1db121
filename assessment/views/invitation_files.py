"""For administrators: invitations to many agencies from one file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from assessment import invitation_files, workflow
from assessment.files.names import file_name
from assessment.files.preview import ApplyForm, Bringing, Changed, Kept, UploadForm
from assessment.files.table import Faulty
from assessment.http import UserRequest, download, site_of
from assessment.invitation_files import InvitationsOffer
from assessment.views.agencies import administrators_only
from assessment.views.agency_files import KINDS
from assessment.wording import LANGUAGES


@administrators_only
def invitations_file(request: UserRequest) -> HttpResponse:
    return _page(request, {}, 200)


def _page(request: UserRequest, context: dict[str, Any], status: int) -> HttpResponse:
    context = {"upload_form": _upload_form(), **context}
    return render(request, "assessment/agencies/invite.html", context, status=status)


def _upload_form(*data: Any) -> UploadForm:
    label = _("File (.xlsx, .ods or .csv, up to 2 MB)")
    accept = ".xlsx,.ods,.csv,.txt"
    return UploadForm(*data, label=label, accept=accept, most=invitation_files.MOST_BYTES)


@administrators_only
def template(request: UserRequest, form: str) -> HttpResponse:
    """An empty table to fill in."""
    language = request.GET.get("language") or get_language() or "en"
    if form not in KINDS or language not in LANGUAGES:
        raise Http404
    with override(language):
        words = (_("invitations"), _("template"))
    name = file_name(*words, at=timezone.now(), ending=form, language=language)
    return download(invitation_files.write_template(form, language), KINDS[form], name)


class _BringingInvitations(Bringing[InvitationsOffer]):
    """A file of people to invite on its way in."""

    def __init__(self, request: UserRequest) -> None:
        super().__init__(request, "invitations")

    def offer(self, kept: Kept) -> InvitationsOffer:
        return invitation_files.invitations_in(kept.data, self.request.user)

    def do(self, offer: InvitationsOffer, form: ApplyForm) -> HttpResponse:
        wanted = [(one.email, one.agency, one.role, one.language) for one in offer.new]
        try:
            made = workflow.invite_all(wanted, self.request.user, site_of(self.request))
        except workflow.Known:
            raise Changed from None
        except workflow.TooManyInvitations:
            sentence = _("No more people can be invited today. Go on tomorrow.")
            raise Faulty([sentence]) from None
        told = ngettext("One person invited.", "%(number)d people invited.", len(made))
        messages.success(self.request, told % {"number": len(made)})
        return redirect("assessment:agencies")

    def page(self, context: dict[str, Any], status: int) -> HttpResponse:
        return _page(self.request, context, status)

    def home(self) -> HttpResponse:
        return redirect("assessment:invitations_file")

    def upload_form(self, *data: Any) -> UploadForm:
        return _upload_form(*data)


@administrators_only
def upload(request: UserRequest) -> HttpResponse:
    """Check a file and show whom it would invite; nothing is sent yet."""
    return _BringingInvitations(request).upload()


@administrators_only
def apply(request: UserRequest) -> HttpResponse:
    """Send what the preview showed, or show it anew if it would be something else by now."""
    return _BringingInvitations(request).apply()
