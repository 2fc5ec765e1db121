"""The map as a file to take along."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import get_language

from assessment.http import UserRequest, download
from assessment.models import Agency
from assessment.sign_in import sign_in_required
from portfolio import drawing
from portfolio.access import find_agency
from portfolio.selection import Selection


@sign_in_required
def map_svg(request: UserRequest, agency: int) -> HttpResponse:
    found = find_agency(request, agency)
    selection = Selection(found, request.GET)
    picture = drawing.map_of(selection)
    title = drawing.title_of(selection, len(picture.numbers))
    data = drawing.svg(picture, title, standalone=True)
    return _file(found, data.encode(), "image/svg+xml", "svg")


@sign_in_required
def map_png(request: UserRequest, agency: int) -> HttpResponse:
    found = find_agency(request, agency)
    selection = Selection(found, request.GET)
    picture = drawing.map_of(selection)
    title = drawing.title_of(selection, len(picture.numbers))
    data = drawing.png(picture, title, get_language() or "en", found.country)
    return _file(found, data, "image/png", "png")


def _file(agency: Agency, data: bytes, kind: str, ending: str) -> HttpResponse:
    name = slugify(f"{agency.name[:60]} map") or "map"
    return download(data, kind, f"{name}.{ending}")
