"""What several agencies show of slips and leanings, to replace the declared sizes.

Colleagues are compared in pairs, over the questions that both answered alone. The spread of their differences shows
slips, the mean of the differences leanings. A leaning that a whole agency shares leaves no difference, and the ends of
the scale hide a part: what is to be used is therefore never below the declared leaning.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from assessment.answers import Answers
from assessment.instruments import Instrument

from .card import sets_of
from .shape import JudgementRules, declared_people
from .twins import copies_in, twins_in

FEWEST_COMMON = 3  # questions of a pair
FEWEST_AGENCIES = 3  # for a standard error
MARGIN = 2  # standard errors, to be careful

ByPerson = Mapping[str, Mapping[str, float]]  # person -> question -> points


@dataclass(frozen=True, slots=True)
class Component:
    """One estimate in levels. `use` is what a careful declaration would take."""

    estimate: float
    error: float | None
    use: float


@dataclass(frozen=True, slots=True)
class Components:
    slip: Component | None  # None: no agency has two people to compare
    leaning: Component | None
    agencies: int  # with at least one pair
    enough: int  # of them with so many people as a pilot needs
    is_ready: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """The variances of one agency."""

    slip: float
    leaning: float
    people: int


def estimate(agencies: Iterable[ByPerson], rules: JudgementRules) -> Components:
    seen = [found for people in agencies if (found := _seen_in(people))]
    if not seen:
        return Components(None, None, 0, 0, is_ready=False)
    slips, leanings = _pooled(seen)
    slip_error, leaning_error = _errors(seen)
    leaning = math.sqrt(max(0.0, leanings))
    enough = sum(one.people >= rules.pilot_people for one in seen)
    return Components(
        _component(math.sqrt(slips), slip_error),
        _component(leaning, leaning_error, least=rules.leaning_sd),
        len(seen),
        enough,
        is_ready=enough >= rules.pilot_agencies,
    )


def _component(estimate: float, error: float | None, least: float = 0.0) -> Component:
    return Component(estimate, error, max(least, estimate + MARGIN * (error or 0.0)))


def _seen_in(people: ByPerson) -> _Seen | None:
    """None where no two people answered enough of the same questions."""
    squares = leaning = 0.0
    freedom = pairs = 0
    for one, other in combinations(people.values(), 2):
        apart = [points - other[key] for key, points in one.items() if key in other]
        number = len(apart)
        if number < FEWEST_COMMON:
            continue
        mean = sum(apart) / number
        own = sum([(difference - mean) ** 2 for difference in apart])
        squares += own / 2
        freedom += number - 1
        leaning += (mean * mean - own / (number - 1) / number) / 2
        pairs += 1
    return _Seen(squares / freedom, leaning / pairs, len(people)) if pairs else None


def _pooled(seen: Sequence[_Seen]) -> tuple[float, float]:
    """The mean variances, each agency by its people less one."""
    weight = sum(one.people - 1 for one in seen)
    return (
        sum(one.slip * (one.people - 1) for one in seen) / weight,
        sum(one.leaning * (one.people - 1) for one in seen) / weight,
    )


def _errors(seen: Sequence[_Seen]) -> tuple[float | None, float | None]:
    """Standard errors by leaving out one agency at a time."""
    if len(seen) < FEWEST_AGENCIES:
        return None, None
    left = [_pooled([*seen[:place], *seen[place + 1 :]]) for place in range(len(seen))]
    return _jackknife([slip for slip, _ in left]), _jackknife([leaning for _, leaning in left])


def _jackknife(variances: Sequence[float]) -> float:
    sizes = [math.sqrt(max(0.0, variance)) for variance in variances]
    number, mean = len(sizes), sum(sizes) / len(sizes)
    return math.sqrt((number - 1) / number * sum([(size - mean) ** 2 for size in sizes]))


def alone_in(instrument: Instrument, answers: Answers) -> ByPerson:
    """The points of what people of an agency answered alone; copies are left out, and what was agreed on."""
    scoring = declared_people(instrument)
    sets = sets_of(instrument, answers)
    copies = copies_in(twins_in(sets, scoring.quality))
    return {
        who: {key: scoring.by_key[key].worth(choice) for key, choice in chosen.items()}
        for who, chosen in sets.items()
        if who not in copies
    }
