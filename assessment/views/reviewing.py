"""For reviewers and administrators: the submissions in their reach."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessment import review
from assessment.forms.layout import laid_out
from assessment.http import UserRequest
from assessment.methods import published
from assessment.models import Agency, Status, Submission, User
from assessment.sign_in import sign_in_required

PAGE = 50


class FilterForm(forms.Form):
    """Narrow the list. Only what is in the person's reach can be chosen."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Agency"), required=False, empty_label=_("All")
    )
    status = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *Status.choices]
    )
    instrument = forms.ChoiceField(label=_("Instrument"), required=False)
    error_title = _("The list cannot be narrowed like this")
    helper = laid_out("country", "agency", "status", "instrument", method="get")

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data)
        language = get_language() or "en"
        agencies = Agency.objects.visible_to(user)
        codes = set(agencies.order_by().values_list("country", flat=True))
        names = sorted((review.countries()[code].name[language], code) for code in codes)
        every = [("", _("All"))]
        self.fields["country"].choices = every + [(code, name) for name, code in names]  # type: ignore[attr-defined]
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["instrument"].choices = every + [  # type: ignore[attr-defined]
            (i.key, i.text[language]) for i in published.all_instruments()
        ]

    def narrow(self, submissions: QuerySet[Submission]) -> QuerySet[Submission]:
        if not self.is_valid():
            return submissions.none()
        wanted = self.cleaned_data
        names = {
            "country": "agency__country",
            "agency": "agency",
            "status": "status",
            "instrument": "instrument_key",
        }
        return submissions.filter(
            **{names[field]: value for field, value in wanted.items() if value}
        )


@sign_in_required
def queue(request: UserRequest) -> HttpResponse:
    if not request.user.reviews:
        raise PermissionDenied
    form = FilterForm(request.GET, request.user)
    submissions = Submission.objects.visible_to(request.user).select_related(
        "agency", "respondent", "snapshot"
    )
    page = Paginator(form.narrow(submissions), PAGE).get_page(request.GET.get("page"))
    shown = [submission.pk for submission in page]
    readable = Submission.objects.readable_by(request.user).filter(pk__in=shown)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "kept": kept.urlencode(),
        "readable": set(readable.values_list("pk", flat=True)),
    }
    return render(request, "assessment/queue.html", context)
