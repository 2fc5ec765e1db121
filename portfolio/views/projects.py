"""The portfolio's first page, and one project with its history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.http import UserRequest
from assessment.kept import give_back, typed_words
from assessment.merging import Merged
from assessment.models import Agency
from assessment.sign_in import posted_from, sign_in_required
from portfolio import workflow
from portfolio.core.facets import Zone
from portfolio.forms import ProjectForm, QuickForm
from portfolio.models import ENTERED, Project, Stale, labels
from portfolio.models.labels import ZONES
from portfolio.results import drawing
from portfolio.results.history import history_of
from portfolio.results.selection import SORTED_BY, Selection

from .access import find_agency, find_editable_agency, find_one, may_edit, page

ON_A_PAGE = 50


@sign_in_required
def agencies(request: UserRequest) -> HttpResponse:
    """The way in: straight to the only agency there is, else a choice."""
    mine = list(Agency.objects.of(request.user)[:2])
    if len(mine) == 1:
        return redirect("portfolio:overview", mine[0].pk)
    found = Paginator(Agency.objects.visible_to(request.user).order_by("name"), ON_A_PAGE)
    shown = found.get_page(request.GET.get("page"))
    return render(request, "portfolio/agencies.html", {"page": shown})


@sign_in_required
def overview(request: UserRequest, agency: int) -> HttpResponse:
    found, form = find_agency(request, agency), QuickForm()
    return _overview(request, found, form, unsaved=give_back(request, form))


def _overview(
    request: UserRequest, agency: Agency, form: QuickForm, status: int = 200, **extra: Any
) -> HttpResponse:
    selection = Selection(agency, request.GET)
    leads = reverse("portfolio:project", args=[UUID(int=0)]).replace(str(UUID(int=0)), "KEY")
    found = drawing.map_of(selection, leads)
    total = len(found.numbers)
    paginator = Paginator(selection.projects, ON_A_PAGE)
    paginator.count = total  # known already
    shown = paginator.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "selection": selection,
        "svg": drawing.svg(found, drawing.title_of(selection, total), leads=True),
        "total": total,
        "zones": [
            (c.zone, ZONES[c.zone], c.count, selection.query(zone=c.zone)) for c in found.cells
        ],
        "page": shown,
        "rows": [(found.numbers.get(str(p.pk)), p) for p in shown],
        "sorts": [(key, selection.query(sort=key)) for key in SORTED_BY],
        "removed": Project.objects.of(agency).removed().exists(),
        **extra,
    }
    return page(request, agency, "overview", context, status)


@posted_from("portfolio:overview", "agency")
def add(request: UserRequest, agency: int) -> HttpResponse:
    """A row at a time. A title that is there already is asked about, once."""
    found = find_editable_agency(request, agency)
    form = QuickForm(request.POST, instance=Project(agency=found))
    if not form.is_valid():
        return _overview(request, found, form, 422)
    same = workflow.duplicates(found, form.cleaned_data["title"])
    if same and request.POST.get("anyway") != "yes":
        return _overview(request, found, form, 422, duplicates=same)
    project = workflow.add(form.save(commit=False), request.user)
    messages.success(
        request,
        _("“%(title)s” is added: %(zone)s.")
        % {"title": project.title, "zone": ZONES[Zone(project.zone)]},
    )
    # The fragment gives the focus to the next row's title, without any script.
    return redirect(reverse("portfolio:overview", args=[found.pk]) + "#quick-title")


def _find(request: UserRequest, pk: UUID, *, to_edit: bool = False) -> Project:
    return find_one(request, Project.objects.visible_to(request.user), pk, to_edit=to_edit)


@sign_in_required
def project(request: UserRequest, pk: UUID) -> HttpResponse:
    """Everything about a project; for its agency's people as a form."""
    if request.method == "POST":
        return _edit(request, _find(request, pk, to_edit=True))
    found = _find(request, pk)
    form = ProjectForm(instance=found)
    return _project_page(request, found, form, unsaved=give_back(request, form))


def _edit(request: UserRequest, found: Project) -> HttpResponse:
    form = ProjectForm(request.POST, instance=found)
    valid = form.is_valid()
    saved = Project.objects.select_related("agency").get(pk=found.pk)  # the form changed the other
    if saved.removed_at:
        return _project_page(request, saved, form, 422, typed=typed_words(form))
    if not valid:
        return _project_page(request, saved, form, 422)
    values = {name: form.cleaned_data[name] for name in ENTERED}
    try:
        merged = workflow.edit(saved, values, form.cleaned_data["loaded"], by=request.user)
    except Stale:
        return _edit(request, Project.objects.select_related("agency").get(pk=found.pk))
    if merged.clashing:
        return _conflict(request, saved.pk, values, merged)
    if merged.theirs:
        names = ", ".join(labels.name_of(Project, name) for name in merged.theirs)
        messages.info(request, _("A colleague changed meanwhile, and it is kept: %s.") % names)
    messages.success(request, _("Saved."))
    return redirect("portfolio:project", found.pk)


def _conflict(
    request: UserRequest, pk: UUID, values: dict[str, Any], merged: Merged
) -> HttpResponse:
    """Both changed the same: what was typed stays in the form, what is saved stands beside it."""
    saved = Project.objects.select_related("agency").get(pk=pk)
    mine = {name: values[name] for name in (*merged.mine, *merged.clashing)}
    # Drawn with what is saved now: whoever sends it again overwrites knowingly.
    again = ProjectForm(instance=saved, initial=mine)
    kept = saved.values()
    theirs = [
        (labels.name_of(Project, name), labels.in_words(name, kept[name]))
        for name in merged.clashing
    ]
    return _project_page(request, saved, again, 409, theirs=theirs, unsaved=True)


def _project_page(
    request: UserRequest, found: Project, form: ProjectForm, status: int = 200, **extra: Any
) -> HttpResponse:
    editable = may_edit(request, found.agency) and not found.removed_at
    context = {
        "project": found,
        "form": form,
        "history": history_of(found),
        "editable": editable,
        "may_restore": found.removed_at and may_edit(request, found.agency),
        **extra,
    }
    return page(request, found.agency, "project", context, status)


@posted_from("portfolio:project", "pk")
def remove(request: UserRequest, pk: UUID) -> HttpResponse:
    found = _find(request, pk, to_edit=True)
    workflow.remove(found, request.user)
    messages.success(
        request, _("“%(title)s” is removed. It can be restored.") % {"title": found.title}
    )
    return redirect("portfolio:removed", found.agency_id)


@posted_from("portfolio:project", "pk")
def restore(request: UserRequest, pk: UUID) -> HttpResponse:
    found = _find(request, pk, to_edit=True)
    workflow.restore(found, request.user)
    messages.success(request, _("“%(title)s” is restored.") % {"title": found.title})
    return redirect("portfolio:project", found.pk)


@sign_in_required
def removed(request: UserRequest, agency: int) -> HttpResponse:
    found = find_agency(request, agency)
    projects = Project.objects.of(found).removed().order_by("-removed_at")
    shown = Paginator(projects, ON_A_PAGE).get_page(request.GET.get("page"))
    return page(request, found, "removed", {"page": shown})
