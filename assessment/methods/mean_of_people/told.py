"""What stands around the figures, in sentences: interval, confidence, what was left out, the weights."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.figures import whole

from .core.card import PeopleCard
from .core.levels import displayed
from .core.pooled import Basis
from .core.shape import MeanOfPeople


@dataclass(frozen=True, slots=True)
class SaidAround:
    grade: str
    grounds: list[str]  # what the grade rests on
    lacking: list[str]  # what keeps it from the highest
    unknown_part: str  # of the interval; empty where nothing is unknown
    left_out: list[str]
    weights: str  # empty where no area is reported
    unrecorded: str  # agreements without names; empty if there are none


def told_in_words(card: PeopleCard, scoring: MeanOfPeople, language: str) -> SaidAround:
    return SaidAround(
        grade=next(g.text[language] for g in scoring.grades if g.key == card.trust.grade),
        grounds=_grounds(card),
        lacking=[_lacking(what) for what in card.trust.missing_for_high],
        unknown_part=_unknown_part(card),
        left_out=_left_out(card, scoring, language),
        weights=_weights(card, scoring, language),
        unrecorded=_unrecorded(card),
    )


def _grounds(card: PeopleCard) -> list[str]:
    trust, people = card.trust, card.people
    found = [
        _("%(percent)d of 100 answers by weight are known")
        % {"percent": whole(100 * trust.coverage)},
        _("%(percent)d of 100 high claims by weight have evidence that counts")
        % {"percent": whole(100 * trust.evidence_share)},
        _("people who answered: %(count)d") % {"count": people.respondents},
    ]
    if people.respondents > 1:
        found.append(
            _("together worth %(count)s people who answer everything")
            % {"count": _tenths(trust.people)}
        )
    if trust.spread is not None:
        found.append(
            _("colleagues lie %(levels)s levels around their mean")
            % {"levels": _tenths(trust.spread)}
        )
    return found


def _tenths(number: float) -> str:
    return number_format(round(number, 1), 1)


def _lacking(what: str) -> str:
    return {
        "coverage": _("more questions answered"),
        "evidence": _("more evidence that counts"),
        "spread": _("colleagues who are less far apart"),
        "people": _("more people who answer"),
        "quality": _("a second look at the hints below"),
    }[what]


def _unknown_part(card: PeopleCard) -> str:
    interval = card.overall.interval
    if not interval or not card.overall.numbers.unknown:
        return ""
    ends = {"low": displayed(interval.unknown.low), "high": displayed(interval.unknown.high)}
    return _("What is unknown alone: from %(low)d to %(high)d.") % ends


def _left_out(card: PeopleCard, scoring: MeanOfPeople, language: str) -> list[str]:
    numbers, steering = card.overall.numbers, card.steering
    found = []
    if count := numbers.unknown:
        found.append(
            ngettext("One question is open.", "%(count)d questions are open.", count)
            % {"count": count}
        )
    if count := numbers.not_applicable:
        found.append(
            ngettext("One question does not apply.", "%(count)d questions do not apply.", count)
            % {"count": count}
        )
    if not found:
        return []
    if steering.largest_gain is not None:
        found.append(
            _(
                "If each of them gave no points, all areas together would reach %(floor)d: "
                "leaving them out can have earned at most %(gain)d points."
            )
            % {"floor": displayed(steering.floor), "gain": displayed(steering.largest_gain)}
        )
    names = {area.key: area.text[language] for area in scoring.areas}
    if steering.areas_with_many:
        found.append(
            _("Much does not apply here: %(areas)s.")
            % {"areas": "; ".join(names[key] for key in steering.areas_with_many)}
        )
    return found


def _weights(card: PeopleCard, scoring: MeanOfPeople, language: str) -> str:
    found = card.sensitivity
    if found is None or len(found.order) < 2:
        return ""
    names = {area.key: area.text[language] for area in scoring.areas}
    return _(
        "With other weights the weakest area, “%(area)s”, stays the weakest in %(stays)d of %(all)d variations."
    ) % {"area": names[found.order[0]], "stays": found.weakest_stays, "all": found.variations}


def _unrecorded(card: PeopleCard) -> str:
    count = sum(
        one.told.has_unrecorded and one.basis is not Basis.AGREED for one in card.answers.values()
    )
    if not count:
        return ""
    return ngettext(
        "One answer is marked as agreed, but not by whom and when: it counts as one person's.",
        "%(count)d answers are marked as agreed, but not by whom and when: each counts as one person's.",
        count,
    ) % {"count": count}
