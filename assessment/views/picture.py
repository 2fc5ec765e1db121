"""The whole picture: what the agencies in somebody's reach have handed in, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Avg, Count, F, Max, Min, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessment import charts, palette
from assessment.forms.layout import laid_out
from assessment.http import UserRequest
from assessment.instruments import Instrument
from assessment.methods import published
from assessment.methods.registry import method_of
from assessment.methods.score_lines import ScoreKind
from assessment.models import Score, Submission
from assessment.sign_in import sign_in_required


@dataclass(frozen=True, slots=True)
class PictureLine:
    """One score over all that was handed in."""

    name: str
    kind: str
    count: int
    mean: float
    lowest: float
    highest: float
    bar: charts.RangeBar | None  # none for points


class PictureForm(forms.Form):
    """Which questionnaire, in which version: scores of two versions are not comparable."""

    instrument = forms.ChoiceField(label=_("Instrument"), required=False)
    helper = laid_out("instrument", method="get")

    def __init__(self, data: object, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["instrument"].choices = choices  # type: ignore[attr-defined]


@sign_in_required
def picture(request: UserRequest) -> HttpResponse:
    """The mean, the lowest and the highest of every score, of the latest that each was handed in with."""
    if not request.user.reviews:
        raise PermissionDenied
    language = get_language() or "en"
    instruments = {f"{each.key}.{each.version}": each for each in published.all_instruments()}
    choices = [
        (key, f"{each.text[language]} ({_('version')} {each.version})")
        for key, each in instruments.items()
    ]
    form = PictureForm(request.GET or None, choices)
    chosen = form.cleaned_data["instrument"] if form.is_bound and form.is_valid() else ""
    instrument = instruments[chosen or next(iter(instruments))]
    handed_in = Submission.objects.readable_by(request.user).filter(
        latest_seal__isnull=False,
        instrument_key=instrument.key,
        instrument_version=instrument.version,
    )
    context = {
        "form": form,
        "instrument": instrument,
        "count": handed_in.count(),
        "agencies": handed_in.values("agency_id").distinct().count(),
        "lines": _lines(handed_in, instrument, language),
    }
    return render(request, "assessment/picture.html", context)


def _lines(
    handed_in: QuerySet[Submission], instrument: Instrument, language: str
) -> list[PictureLine]:
    rows = (
        Score.objects.filter(sealed__submission__in=handed_in)
        .filter(sealed=F("sealed__submission__latest_seal"))
        .values("kind", "key")
        .annotate(count=Count("pk"), mean=Avg("value"), lowest=Min("value"), highest=Max("value"))
    )
    found = {(row["kind"], row["key"]): row for row in rows}
    lines = []
    for (kind, key), name in method_of(instrument).scored(instrument).items():
        if row := found.get((kind, key)):
            bar = None
            if kind != ScoreKind.CAPABILITY:
                bar = charts.range_bar(
                    row["mean"], row["lowest"], row["highest"], (), palette.ACCENT
                )
            text = name[language] if name else ""
            figures = (row["count"], row["mean"], row["lowest"], row["highest"])
            lines.append(PictureLine(text, str(kind), *figures, bar))
    return lines
