"""Files that take a while: asked for, waited for, fetched. One way for the reports and for every other file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import redirect, render

from assessment import tasks, workflow
from assessment.contributions import Link
from assessment.http import UserRequest, download
from assessment.made import Asked, FileKind, key_of
from assessment.models import Agency, AgencyFile, MadeFile

FRAME = "assessment/waiting.html"


@dataclass(frozen=True, slots=True)
class Waited:
    """A file and the addresses around it; no file: nobody has asked for it yet."""

    file: MadeFile | None
    heading: str
    about: str
    back: Link
    here: str  # the page that tells how far it is
    fetch: str
    ask: str  # takes the form that asks for it
    sent: Mapping[str, str] = field(default_factory=dict)  # with that form


def state(
    request: UserRequest,
    waited: Waited,
    frame: str = FRAME,
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Tells how far the file is; htmx asks for the middle part again and again."""
    template = "assessment/parts/waiting.html" if request.htmx else frame
    return render(request, template, {"waited": waited, **(context or {})})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file about an agency, as the page knows it that offers it."""

    kind: FileKind
    agency: Agency
    asked: Asked
    language: str
    name: str  # to save it under
    heading: str
    about: str
    back: Link
    here: str  # the one address for all of it


def offer(
    request: UserRequest,
    wanted: Wanted,
    frame: str = FRAME,
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """The file itself if it is there as things are now; else where it is asked for and waited for.

    One address for all of it: a form asks, looking at it tells how far it is, and gives the file in the end.
    """
    if request.method == "POST":
        if not (found := _find(wanted)) or not found.is_ready:
            workflow.ask_for_file(wanted.kind, wanted.agency, wanted.asked, wanted.language)
        return redirect(wanted.here)
    tasks.take_back_abandoned()
    file = _find(wanted)
    if file and file.is_ready and not request.htmx:
        return download(bytes(file.content), wanted.kind.media_type, wanted.name)
    here = wanted.here
    waited = Waited(file, wanted.heading, wanted.about, wanted.back, here, here, here)
    return state(request, waited, frame, context)


def _find(wanted: Wanted) -> AgencyFile | None:
    key = key_of(wanted.kind, wanted.agency, wanted.asked)
    return AgencyFile.objects.filter(
        agency=wanted.agency, kind=wanted.kind.key, checksum=key, language=wanted.language
    ).first()
