"""Is this export what was handed in? For everybody who holds one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assessment.forms.small import ExportForm
from assessment.verification import NoSeal, SealCheck, check_export


def verify(request: HttpRequest) -> HttpResponse:
    """Nothing is kept, and nothing is told but what the file says itself and whether its seal is known here."""
    form = ExportForm(request.POST, request.FILES) if request.method == "POST" else ExportForm()
    found: SealCheck | None = None
    if form.is_valid():
        try:
            found = check_export(form.cleaned_data["file"].read())
        except NoSeal:
            told = _("This is no JSON export of something handed in. Drafts have no seal.")
            form.add_error("file", told)
    status = 422 if form.errors else 200
    context = {"form": form, "found": found}
    return render(request, "assessment/verify.html", context, status=status)
