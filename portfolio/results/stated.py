"""What the people of an agency said in their snapshots, combined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from assessment.methods import published
from assessment.methods.points.scoring import ItemPoints, score
from assessment.models import Agency, SealedAnswers
from portfolio.core.balance import Shares, in_shares
from portfolio.core.facets import SNAPSHOT, Facet

EXPLAINED = (
    20  # people whose answers are looked through for examples: enough to see what the house thinks
)
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Stated:
    """The mean of everybody's percentages, and how far they lie apart."""

    people: int
    percent: dict[Facet, Fraction]
    spread: dict[Facet, tuple[int, int]]  # the lowest and the highest
    latest: datetime
    snapshots: list[SealedAnswers]

    @property
    def shares(self) -> Shares | None:
        return in_shares(self.percent)


@dataclass(frozen=True, slots=True)
class Example:
    """An answer behind a facet, as the mean over people."""

    question: str
    item: str
    share: Fraction  # of the points it could give


def combined(agency: Agency, until: datetime | None = None) -> Stated | None:
    """The latest sealed snapshot of each person, one vote each; None where there is none.

    Snapshots brought along from the reference tool count as one person each.
    """
    sealed = SealedAnswers.objects.filter(
        submission__agency=agency, instrument_key=SNAPSHOT
    ).select_related("submission")
    if until is not None:
        sealed = sealed.filter(sealed_at__lte=until)
    latest: dict[object, SealedAnswers] = {}
    for snapshot in sealed.order_by("sealed_at", "pk"):
        latest[snapshot.submission.respondent_id or snapshot.submission_id] = snapshot
    found = list(latest.values())
    if not found:
        return None
    values = {f: [int(s.scores["percent"][f]) for s in found] for f in Facet}
    return Stated(
        people=len(found),
        percent={f: Fraction(sum(v), len(v)) for f, v in values.items()},
        spread={f: (min(v), max(v)) for f, v in values.items()},
        latest=max(s.sealed_at for s in found),
        snapshots=found,
    )


def examples(stated: Stated, facet: Facet, language: str, *, strong: bool) -> list[Example]:
    """The answers that speak most for a facet, or (not `strong`) least, over the latest people."""
    sums: dict[tuple[str, str], list[ItemPoints]] = defaultdict(list)
    for contribution in _contributions(stated):
        if contribution.dimension == facet and contribution.answer is not None:
            sums[contribution.question.key, contribution.item.key].append(contribution)
    found = [
        (
            sum((c.points for c in rows), Fraction()),
            sum((c.most for c in rows), Fraction()),
            rows[0],
        )
        for rows in sums.values()
    ]
    ranked = sorted(
        ((points / most, most, row) for points, most, row in found if most),
        key=lambda one: (-one[0] if strong else one[0], -one[1]),
    )
    return [
        Example(row.question.short[language], row.item.text[language], share)
        for share, _most, row in ranked[:EXAMPLES]
    ]


def _contributions(stated: Stated) -> Iterable[ItemPoints]:
    for snapshot in stated.snapshots[-EXPLAINED:]:
        instrument = published.get(snapshot.instrument_key, snapshot.instrument_version)
        for part in score(instrument, snapshot.answers).dimensions:
            # A ranking always sums to the same: what stands first is the example, not what it gave.
            yield from (c for c in part.contributions if not c.question.kind.each_once or c.points)
