"""Files: projects out, and in with a preview; what was done with the reference tool; the report."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.http import UserRequest
from assessment.models import Agency
from assessment.sign_in import sign_in_required
from assessment.wording import LANGUAGES
from assessment.workbook import Faulty
from portfolio import importing, table
from portfolio.access import find_agency, find_editable_agency, page
from portfolio.models import Project, Stale, title_key
from portfolio.selection import Selection

KEPT_FOR = 3600  # seconds between the preview and the decision
SHOWN = 50  # rows of each kind in the preview
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@sign_in_required
def files(request: UserRequest, agency: int) -> HttpResponse:
    return _page(request, find_agency(request, agency))


def _page(request: UserRequest, agency: Agency, **extra: Any) -> HttpResponse:
    status = 422 if extra.get("faults") else 409 if extra.get("is_stale") else 200
    number = Project.objects.of(agency).kept().count()
    return page(request, agency, "files", {"number": number, **extra}, status)


@sign_in_required
def export(request: UserRequest, agency: int, form: str) -> HttpResponse:
    """The projects as a file: all, or those that the address's filter asks for."""
    found = find_agency(request, agency)
    query = request.GET.copy()
    query.setdefault("state", "all")
    return _table(request, found, form, list(Selection(found, query).projects), "projects")


@sign_in_required
def template(request: UserRequest, agency: int, form: str) -> HttpResponse:
    """An empty table to fill in."""
    return _table(request, find_agency(request, agency), form, [], "template")


def _table(
    request: UserRequest, agency: Agency, form: str, projects: list[Project], what: str
) -> HttpResponse:
    language = request.GET.get("language") or get_language() or "en"
    if form not in KINDS or language not in LANGUAGES:
        raise Http404
    response = HttpResponse(table.write(projects, form, language), content_type=KINDS[form])
    name = slugify(f"{agency.name[:60]} {what} {language}")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


@require_POST
@sign_in_required
def upload(request: UserRequest, agency: int) -> HttpResponse:
    """Check a file and show what it would do; nothing is saved yet."""
    found = find_editable_agency(request, agency)
    file = request.FILES.get("file")
    if file is None or file.size is None:
        return _page(request, found, faults=[_("Choose a file first.")])
    if file.size > importing.MOST_BYTES:
        return _page(request, found, faults=[_("The file is larger than 5 MB.")])
    try:
        return _preview(request, found, file.name or "", file.read())
    except Faulty as error:
        return _page(request, found, faults=error.faults[:SHOWN])


def _preview(
    request: UserRequest, agency: Agency, name: str, data: bytes, **extra: Any
) -> HttpResponse:
    offer = importing.offer_of(agency, name, data)
    language = get_language() or "en"
    token = secrets.token_urlsafe(16)
    cache.set(_key(request, agency, token), (name, data, offer), KEPT_FOR)
    organisations = [
        (name, number, len(offer.organisations) == 1 or title_key(name) == title_key(agency.name))
        for name, number in offer.organisations.items()
    ]
    context = {
        "offer": offer,
        "token": token,
        "organisations": organisations,
        "new": offer.new[:SHOWN],
        "changed": offer.changed[:SHOWN],
        "submissions": [
            (one, importing.printed(one, language)) for one in offer.submissions[:SHOWN]
        ],
        "shown": SHOWN,
    }
    return _page(request, agency, **context, **extra)


@require_POST
@sign_in_required
def apply(request: UserRequest, agency: int) -> HttpResponse:
    """Do what the preview showed, or show it anew if a colleague saved meanwhile."""
    found = find_editable_agency(request, agency)
    key = _key(request, found, request.POST.get("token", "")[:40])
    kept = cache.get(key)
    if kept is None:
        return _page(
            request, found, faults=[_("The preview is older than an hour. Bring the file again.")]
        )
    name, data, offer = kept
    chosen = set(request.POST.getlist("organisation"))
    if offer.organisations and not chosen:
        fault = _("Choose whose rows are to be taken over.")
        return _page(request, found, faults=[fault])
    try:
        done = importing.take_over(
            found, offer, request.user, organisations=chosen, repeated="repeated" in request.POST
        )
    except Stale:
        return _preview(request, found, name, data, is_stale=True)
    cache.delete(key)
    messages.success(
        request,
        _("Taken over: %(new)d new projects, %(changed)d changed ones, %(submissions)d snapshots.")
        % {"new": done.projects, "changed": done.changed, "submissions": done.submissions},
    )
    return redirect("portfolio:overview", found.pk)


def _key(request: UserRequest, agency: Agency, token: str) -> str:
    return f"portfolio-import:{request.user.pk}:{agency.pk}:{token}"
