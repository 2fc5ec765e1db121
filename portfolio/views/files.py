"""Files: projects out, and in with a preview; what was done with the reference tool; the report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from assessment.contributions import Link
from assessment.files.names import file_name
from assessment.files.preview import ApplyForm, Bringing, Changed, Kept, UploadForm
from assessment.forms.small import LanguageForm
from assessment.http import UserRequest, download
from assessment.models import Agency
from assessment.sign_in import sign_in_required
from assessment.waiting import OfferedFile, offer
from assessment.widgets import Boxes
from assessment.wording import LANGUAGES, NAMES
from portfolio import workflow
from portfolio.files import pet, reading, table
from portfolio.files.offer import PortfolioOffer
from portfolio.files.projects import AT_ONCE, PROJECTS
from portfolio.files.rows import Unclear
from portfolio.models import Project, Stale, TooMany, title_key
from portfolio.results.selection import Selection

from .access import WAITING, find_agency, find_editable_agency, page

_EMPTY = "\N{EN DASH}"
MOST_BYTES = 5_000_000  # of a file that is brought in
SHOWN = 200  # rows of each kind in the preview


@sign_in_required
def files(request: UserRequest, agency: int) -> HttpResponse:
    return _page(request, find_agency(request, agency))


def _page(
    request: UserRequest, agency: Agency, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    number = Project.objects.of(agency).kept().count()
    frame = {
        "number": number,
        "upload_form": upload_form(),
        "language_form": LanguageForm(label=_("Portfolio report as PDF in")),
    }
    return page(request, agency, "files", {**frame, **(context or {})}, status)


def upload_form(*data: Any) -> UploadForm:
    label = _("File (.xlsx, .ods or .csv, up to 5 MB)")
    return UploadForm(*data, label=label, accept=".xlsx,.ods,.csv,.txt", most=MOST_BYTES)


@sign_in_required
def export(request: UserRequest, agency: int, form: str) -> HttpResponse:
    """The projects as a file: all, or those that the address's filter asks for."""
    found = find_agency(request, agency)
    query = request.GET.copy()
    query.setdefault("state", "all")
    selection = Selection(found, query)
    language = _language(request, form)
    with override(language):
        name = _name(found, _("projects"), form, language, selection.query())
    if selection.projects.count() <= AT_ONCE:
        data = table.write(list(selection.projects), form, language, found.country)
        return download(data, PROJECTS[form].media_type, name)
    wanted = OfferedFile(
        PROJECTS[form],
        found,
        {"query": selection.query()},
        language,
        name,
        heading=_("Projects as a file"),
        about=f"{form.upper()} · {NAMES[language]}",
        back=Link(reverse("portfolio:files", args=[agency]), _("Files and report")),
        here=request.get_full_path(),
    )
    return offer(request, wanted, WAITING, {"agency": found, "tab": "files"})


@sign_in_required
def template(request: UserRequest, agency: int, form: str) -> HttpResponse:
    """An empty table to fill in."""
    found, language = find_agency(request, agency), _language(request, form)
    with override(language):
        name = _name(found, _("template"), form, language, None)
    data = table.write([], form, language, found.country)
    return download(data, PROJECTS[form].media_type, name)


def _language(request: UserRequest, form: str) -> str:
    """The language that a table is asked for in; 404 for a language or a form that there is not."""
    language = request.GET.get("language") or get_language() or "en"
    if form not in PROJECTS or language not in LANGUAGES:
        raise Http404
    return language


def _name(agency: Agency, what: str, form: str, language: str, selection: str | None) -> str:
    return file_name(
        agency.name,
        what,
        at=timezone.now(),
        ending=form,
        language=language,
        unlike=(agency.pk, selection),
    )


class PortfolioApplyForm(ApplyForm):
    """Besides: whose rows of the reference's export, and whether titles that are there come once more."""

    organisation = forms.MultipleChoiceField(
        widget=Boxes, error_messages={"required": _("Choose whose rows are to be taken over.")}
    )
    repeated = forms.BooleanField(required=False)

    def __init__(self, *args: Any, offer: PortfolioOffer, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, offer=offer, **kwargs)
        names = offer.organisations
        if names:
            field: Any = self.fields["organisation"]
            field.label = _("Take over the rows of")
            field.choices = [(name, f"{name or _EMPTY} ({n})") for name, n in names.items()]
            own = title_key(agency.name)
            field.initial = [n for n in names if len(names) == 1 or title_key(n) == own]
        else:
            del self.fields["organisation"]
        if offer.repeated:
            self.fields["repeated"].label = ngettext(
                "Also the one whose title is there already",
                "Also the %(number)d whose titles are there already",
                offer.repeated,
            ) % {"number": offer.repeated}
        else:
            del self.fields["repeated"]


class _BringingProjects(Bringing[PortfolioOffer]):
    """A file on its way into a portfolio."""

    def __init__(self, request: UserRequest, agency: int) -> None:
        super().__init__(request, f"portfolio:{agency}")
        self.agency = find_editable_agency(request, agency)

    def offer(self, kept: Kept) -> PortfolioOffer:
        return reading.offer_of(self.agency, kept.data, kept.choices)

    def apply_form(self, offer: PortfolioOffer, *data: Any, **options: Any) -> ApplyForm:
        return PortfolioApplyForm(*data, offer=offer, agency=self.agency, **options)

    def do(self, offer: PortfolioOffer, form: ApplyForm) -> HttpResponse:
        given = form.cleaned_data
        wanted = offer.wanted(given.get("organisation", ()), repeated=given.get("repeated", False))
        sealed = [(one.answers, pet.origin_of(one)) for one in wanted.submissions]
        try:
            done = workflow.apply_import(
                self.agency, wanted.projects, wanted.changes, sealed, by=self.request.user
            )
        except Stale:
            raise Changed from None
        except TooMany:
            raise reading.no_room() from None
        messages.success(
            self.request,
            _(
                "Taken over: %(new)d new projects, %(changed)d changed ones, %(submissions)d snapshots."
            )
            % {"new": done.projects, "changed": done.changed, "submissions": done.submissions},
        )
        return redirect("portfolio:overview", self.agency.pk)

    def page(self, context: dict[str, Any], status: int) -> HttpResponse:
        offer = context.get("offer")
        shown = _shown(offer) if offer else {}
        return _page(self.request, self.agency, {**shown, **context}, status)

    def home(self) -> HttpResponse:
        return redirect("portfolio:files", self.agency.pk)

    def upload_form(self, *data: Any) -> UploadForm:
        return upload_form(*data)


def _shown(offer: PortfolioOffer) -> dict[str, Any]:
    """The first rows of each kind, in words."""
    language = get_language() or "en"
    return {
        "shown": SHOWN,
        "new": [(one, _in_words(one.values)) for one in offer.new[:SHOWN]],
        "changed": [
            (one, [(h, b, a) for (h, b), (_h, a) in _both(one.before, one.values)])
            for one in offer.changed[:SHOWN]
        ],
        "submissions": [(one, pet.printed(one, language)) for one in offer.submissions[:SHOWN]],
    }


def _in_words(values: Any) -> list[tuple[str, str]]:
    """Headings and values of a new project; its title stands apart."""
    return [
        (table.heading(column), _told(column, value))
        for column, value in values.items()
        if column != "title"
    ]


def _told(column: str, value: Any) -> str:
    if isinstance(value, Unclear):
        return _("%(text)s (not decided yet)") % {"text": value}
    return table.in_words(column, value)


def _both(before: Any, after: Any) -> Any:
    def told(values: Any) -> list[tuple[str, str]]:
        return [(table.heading(c), _told(c, values[c])) for c in after]

    return zip(told(before), told(after), strict=True)


@sign_in_required
def upload(request: UserRequest, agency: int) -> HttpResponse:
    """Check a file and show what it would do; nothing is saved yet. Fetched: the same once more."""
    return _BringingProjects(request, agency).upload()


@sign_in_required
def apply(request: UserRequest, agency: int) -> HttpResponse:
    """Do what the preview showed, or show it anew if a colleague saved meanwhile."""
    return _BringingProjects(request, agency).apply()
