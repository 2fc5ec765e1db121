"""For administrators: many agencies at once, from a file and into one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from assessment import agency_files
from assessment.agency_files import AgenciesOffer
from assessment.files.names import file_name
from assessment.files.preview import ApplyForm, Bringing, Changed, Kept, UploadForm
from assessment.files.table import Faulty
from assessment.forms.agencies import AgencyFilterForm
from assessment.http import UserRequest, download
from assessment.models import Agency, administered_countries
from assessment.views.agencies import administrators_only
from assessment.wording import LANGUAGES
from assessment.workflow import agencies as workflow

SHOWN = 200  # rows of each kind in the preview
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@administrators_only
def file(request: UserRequest) -> HttpResponse:
    return _page(request)


def _page(
    request: UserRequest, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    frame = {"upload_form": upload_form(), "shown": SHOWN}
    return render(
        request, "assessment/agencies/file.html", {**frame, **(context or {})}, status=status
    )


def upload_form(*data: Any) -> UploadForm:
    label = _("File (.xlsx, .ods or .csv, up to 2 MB)")
    accept = ".xlsx,.ods,.csv,.txt"
    return UploadForm(*data, label=label, accept=accept, most=agency_files.MOST_BYTES)


@administrators_only
def export(request: UserRequest, what: str, form: str) -> HttpResponse:
    """The agencies that the list's filter asks for, or an empty table to fill in."""
    language = request.GET.get("language") or get_language() or "en"
    if form not in KINDS or language not in LANGUAGES or what not in ("list", "template"):
        raise Http404
    mine = Agency.objects.administered_by(request.user)
    found = AgencyFilterForm(request.GET, request.user).narrow(mine)
    rows = (
        (found if what == "list" else mine.none())
        .select_related("parent")
        .order_by("name_key", "pk")
    )
    with override(language):
        words = (_("agencies"), _("template") if what == "template" else "")
    at = timezone.now()
    unlike = request.GET.urlencode()
    name = file_name(*words, at=at, ending=form, language=language, unlike=unlike)
    return download(agency_files.write(rows, form, language), KINDS[form], name)


class AgenciesApplyForm(ApplyForm):
    """Besides: whether rows that resemble an agency come in as others."""

    another = forms.BooleanField(required=False)

    def __init__(self, *args: Any, offer: AgenciesOffer, **kwargs: Any) -> None:
        super().__init__(*args, offer=offer, **kwargs)
        number = len(offer.resembling)
        if not number:
            del self.fields["another"]
            return
        self.fields["another"].label = ngettext(
            "Also add the one that resembles an agency which is there: it is another one",
            "Also add the %(number)d that resemble agencies which are there: they are others",
            number,
        ) % {"number": number}


class _BringingAgencies(Bringing[AgenciesOffer]):
    """A file of agencies on its way in."""

    def __init__(self, request: UserRequest) -> None:
        super().__init__(request, "agencies")

    def offer(self, kept: Kept) -> AgenciesOffer:
        return agency_files.offer_of(kept.data, administered_countries(self.request.user))

    def apply_form(self, offer: AgenciesOffer, *data: Any, **options: Any) -> ApplyForm:
        return AgenciesApplyForm(*data, offer=offer, **options)

    def do(self, offer: AgenciesOffer, form: ApplyForm) -> HttpResponse:
        others = form.cleaned_data.get("another", False)
        rows = [one for one in offer.new if others or not one.like]
        there = {(one.key, one.values["country"]) for one in rows}
        for one in rows:
            above = one.values["parent"]
            if isinstance(above, str) and (above, one.values["country"]) not in there:
                told = {"number": one.row, "name": one.parent_name[:80]}
                sentence = _("Row %(number)d: “%(name)s”, which it is part of, would be left out.")
                raise Faulty([sentence % told])
        try:
            made = workflow.create_all([one.values for one in rows], self.request.user)
        except workflow.StaleAgency:
            raise Changed from None
        except workflow.ImpossibleParent:
            raise Faulty([_("The file makes an agency a part of itself.")]) from None
        sentence = ngettext("One agency added.", "%(number)d agencies added.", len(made))
        messages.success(self.request, sentence % {"number": len(made)})
        return redirect("assessment:agencies")

    def page(self, context: dict[str, Any], status: int) -> HttpResponse:
        offer = context.get("offer")
        rows = {"new": offer.new[:SHOWN], "there": offer.there[:SHOWN]} if offer else {}
        return _page(self.request, {**rows, **context}, status)

    def home(self) -> HttpResponse:
        return redirect("assessment:agencies_file")

    def upload_form(self, *data: Any) -> UploadForm:
        return upload_form(*data)


@administrators_only
def upload(request: UserRequest) -> HttpResponse:
    """Check a file and show what it would add; nothing is saved yet. Fetched: the same once more."""
    return _BringingAgencies(request).upload()


@administrators_only
def apply(request: UserRequest) -> HttpResponse:
    """Do what the preview showed, or show it anew if somebody was quicker."""
    return _BringingAgencies(request).apply()
