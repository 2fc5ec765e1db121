"""The map as PNG."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import override

from assessment.made import Asked, FileKind
from assessment.models import Agency
from portfolio.results import drawing
from portfolio.results.selection import Selection


class Picture(FileKind):
    key = "map-png"
    media_type = "image/png"

    def fingerprint(self, agency: Agency, asked: Asked) -> str:
        return selected(agency, asked).fingerprint

    def make(self, agency: Agency, asked: Asked, language: str) -> bytes:
        with override(language):
            selection = selected(agency, asked)
            picture = drawing.map_of(selection)
            title = drawing.title_of(selection, len(picture.numbers))
            return drawing.png(picture, title, language, agency.country)


def selected(agency: Agency, asked: Asked) -> Selection:
    """The projects that were asked for, as they are now."""
    return Selection(agency, QueryDict(asked["query"]))


PICTURE = Picture()
