"""The map as a file to take along."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.files.names import file_name
from assessment.http import UserRequest, download
from assessment.sign_in import sign_in_required
from portfolio.results import drawing
from portfolio.results.selection import Selection

from .access import find_agency


@sign_in_required
def map_svg(request: UserRequest, agency: int) -> HttpResponse:
    found = find_agency(request, agency)
    selection = Selection(found, request.GET)
    picture = drawing.map_of(selection)
    title = drawing.title_of(selection, len(picture.numbers))
    data = drawing.svg(picture, title, standalone=True)
    return _file(selection, data.encode(), "image/svg+xml", "svg")


@sign_in_required
def map_png(request: UserRequest, agency: int) -> HttpResponse:
    found = find_agency(request, agency)
    selection = Selection(found, request.GET)
    picture = drawing.map_of(selection)
    title = drawing.title_of(selection, len(picture.numbers))
    data = drawing.png(picture, title, get_language() or "en", found.country)
    return _file(selection, data, "image/png", "png")


def _file(selection: Selection, data: bytes, kind: str, ending: str) -> HttpResponse:
    """The map of a selection under a name that tells it from the map of another."""
    agency, language = selection.agency, get_language() or "en"
    name = file_name(
        agency.name,
        _("map"),
        at=timezone.now(),
        ending=ending,
        language=language,
        unlike=(agency.pk, selection.query()),
    )
    return download(data, kind, name)
