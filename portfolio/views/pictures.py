"""The map as a file to take along."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.contributions import Link
from assessment.files.names import file_name
from assessment.http import UserRequest, download
from assessment.sign_in import sign_in_required
from assessment.waiting import OfferedFile, offer
from portfolio.files.picture import PICTURE
from portfolio.results import drawing
from portfolio.results.selection import Selection

from .access import WAITING, find_agency


@sign_in_required
def map_svg(request: UserRequest, agency: int) -> HttpResponse:
    found = find_agency(request, agency)
    selection = Selection(found, request.GET)
    picture = drawing.map_of(selection)
    title = drawing.title_of(selection, len(picture.numbers))
    data = drawing.svg(picture, title, standalone=True)
    return download(data.encode(), "image/svg+xml", _name(selection, "svg"))


@sign_in_required
def map_png(request: UserRequest, agency: int) -> HttpResponse:
    found = find_agency(request, agency)
    selection = Selection(found, request.GET)
    query = selection.query()
    back = reverse("portfolio:overview", args=[agency])
    wanted = OfferedFile(
        PICTURE,
        found,
        {"query": query},
        get_language() or "en",
        _name(selection, "png"),
        heading=_("Map as PNG"),
        about=selection.words,
        back=Link(f"{back}?{query}" if query else back, _("Map and projects")),
        here=request.get_full_path(),
    )
    return offer(request, wanted, WAITING, {"agency": found})


def _name(selection: Selection, ending: str) -> str:
    """One that tells the map of a selection from the map of another."""
    agency, language = selection.agency, get_language() or "en"
    return file_name(
        agency.name,
        _("map"),
        at=timezone.now(),
        ending=ending,
        language=language,
        unlike=(agency.pk, selection.query()),
    )
