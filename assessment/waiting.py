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
class OfferedFile:
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
    offered: OfferedFile,
    frame: str = FRAME,
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """The file itself if it is there as things are now; else where it is asked for and waited for.

    One address for all of it: a form asks, looking at it tells how far it is, and gives the file in the end.
    """
    if request.method == "POST":
        if not (found := _find(offered)) or not found.is_ready:
            workflow.ask_for_file(offered.kind, offered.agency, offered.asked, offered.language)
        return redirect(offered.here)
    tasks.take_back_abandoned()
    file = _find(offered)
    if file and file.is_ready and not request.htmx:
        return download(bytes(file.content), offered.kind.media_type, offered.name)
    here = offered.here
    waited = Waited(file, offered.heading, offered.about, offered.back, here, here, here)
    return state(request, waited, frame, context)


def _find(offered: OfferedFile) -> AgencyFile | None:
    key = key_of(offered.kind, offered.agency, offered.asked)
    return AgencyFile.objects.filter(
        agency=offered.agency, kind=offered.kind.key, checksum=key, language=offered.language
    ).first()
