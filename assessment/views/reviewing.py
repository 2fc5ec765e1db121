"""For reviewers and administrators: the submissions in their reach."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessment import review
from assessment.forms.layout import laid_out
from assessment.http import UserRequest
from assessment.methods import published
from assessment.models import Agency, Status, Submission, User, countries_of
from assessment.sign_in import sign_in_required
from assessment.views.paging import page_of


class FilterForm(forms.Form):
    """Narrow the list. Only what is in the person's reach can be chosen."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    agency = forms.CharField(
        label=_("Agency, or part of its name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *Status.choices]
    )
    instrument = forms.ChoiceField(label=_("Instrument"), required=False)
    error_title = _("The list cannot be narrowed like this")
    helper = laid_out("country", "agency", "status", "instrument", method="get")

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data)
        language, reached = get_language() or "en", _countries_of(user)
        names = sorted(
            (country.name[language], code)
            for code, country in review.countries().items()
            if code in reached
        )
        every = [("", _("All"))]
        self.fields["country"].choices = every + [(code, name) for name, code in names]  # type: ignore[attr-defined]
        known = {i.key: i.text[language] for i in published.all_instruments()}  # of all versions
        self.fields["instrument"].choices = [*every, *known.items()]  # type: ignore[attr-defined]

    def narrow(self, submissions: QuerySet[Submission]) -> QuerySet[Submission]:
        if not self.is_valid():
            return submissions.none()
        wanted = dict(self.cleaned_data)
        names = {
            "country": "agency__country",
            "status": "status",
            "instrument": "instrument_key",
        }
        if text := wanted.pop("agency"):
            submissions = submissions.filter(agency__in=Agency.objects.searched(text))
        return submissions.filter(
            **{names[field]: value for field, value in wanted.items() if value}
        )


def _countries_of(user: User) -> set[str]:
    """The countries in a person's reach, without a look at every agency."""
    own = Agency.objects.of(user).values_list("country", flat=True)
    return {*countries_of(user), *own}


@sign_in_required
def queue(request: UserRequest) -> HttpResponse:
    if not request.user.reviews:
        raise PermissionDenied
    form = FilterForm(request.GET, request.user)
    submissions = (
        Submission.objects.visible_to(request.user)
        .select_related("agency", "respondent", "latest_seal")
        .defer("latest_seal__answers", "latest_seal__scores")
    )
    page = page_of(form.narrow(submissions), "started_at", request.GET)
    shown = [submission.pk for submission in page.rows]
    readable = Submission.objects.readable_by(request.user).filter(pk__in=shown)
    context = {
        "form": form,
        "page": page,
        "readable": set(readable.values_list("pk", flat=True)),
    }
    return render(request, "assessment/queue.html", context)
