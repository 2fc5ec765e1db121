"""Whose portfolio a page is about: an agency that this person may see, or may change."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from assessment.http import UserRequest
from assessment.models import Agency, Membership
from portfolio.models import Action, Plan, Project

OfAgency = TypeVar("OfAgency", Project, Plan, Action)

WAITING = "portfolio/waiting.html"  # the frame of a file that takes a while


def find_agency(request: UserRequest, pk: int) -> Agency:
    """404 for strangers. From here on, dates are those of the agency's country."""
    agency = get_object_or_404(Agency.objects.visible_to(request.user), pk=pk)
    timezone.activate(agency.time_zone)
    return agency


def may_edit(request: UserRequest, agency: Agency) -> bool:
    return Membership.objects.filter(user=request.user, agency=agency).exists()


def find_editable_agency(request: UserRequest, pk: int) -> Agency:
    """404 for strangers, 403 for those who may only read."""
    agency = find_agency(request, pk)
    if not may_edit(request, agency):
        raise PermissionDenied
    return agency


def find_one(
    request: UserRequest, visible: QuerySet[OfAgency], pk: object, *, to_edit: bool = False
) -> OfAgency:
    """A thing of an agency out of those that this person may see: 404 for others, 403 for who may only read."""
    found = get_object_or_404(visible.select_related("agency"), pk=pk)
    find_agency(request, found.agency_id)
    if to_edit and not may_edit(request, found.agency):
        raise PermissionDenied
    return found


def page(
    request: UserRequest, agency: Agency, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the portfolio, with what its frame needs."""
    context.setdefault("editable", may_edit(request, agency))
    frame = {"agency": agency, "tab": template}  # a page that belongs to another tab says so
    return render(request, f"portfolio/{template}.html", {**frame, **context}, status=status)
