"""Hints on how the questionnaire was filled in. They never change a score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from .asked import NEAR, Choice, CountedQuestion
from .patterns import (
    even_odd,
    longest_run,
    most_common_share,
    with_colleagues,
    within_sd,
)
from .proof import Repeated
from .shape import MeanOfPeople, Pair, QualityRules, RandomRules, Side
from .twins import Sets, Twins

AGREED = "(agreed)"  # stands for a person where the agreements are looked at


class Flag(StrEnum):
    """In the order in which they are told."""

    SAME_POSITION = "same_position"
    HIGHEST_EVERYWHERE = "highest_everywhere"
    CONTRADICTIONS = "contradictions"
    RANDOM_LIKE = "random_like"
    TWINS = "twins"
    REPEATED_EVIDENCE = "repeated_evidence"


@dataclass(frozen=True, slots=True)
class FilledIn:
    """How one person, or the agreements together, look."""

    who: str
    answers: int
    longest_run: int
    same_share: float
    highest_share: float
    contradictions: tuple[str, ...]
    even_odd: float | None
    within_sd: float | None
    with_colleagues: float | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    people: tuple[FilledIn, ...]
    twins: tuple[Twins, ...]
    flags: tuple[Flag, ...]
    flagged: Mapping[str, float]  # flag -> share of the people


def quality_of(
    scoring: MeanOfPeople,
    sets: Sets,
    agreed: Mapping[str, Choice],
    twins: Sequence[Twins],
    repeated: Sequence[Repeated],
) -> Quality:
    points = {who: _points(scoring, choices) for who, choices in sets.items()}
    sums = _sums(points)
    people = []
    for who, choices in sets.items():
        alike = with_colleagues(points, sums, who) if len(points) > 1 else None
        people.append(_filled_in(scoring, who, choices, points[who], alike, len(sets)))
    if agreed:
        own = _points(scoring, agreed)
        people.append(_filled_in(scoring, AGREED, agreed, own, None, len(sets)))
    found = {flag for one in people for flag in one.flags}
    if twins:
        found.add(Flag.TWINS)
    if repeated:
        found.add(Flag.REPEATED_EVIDENCE)
    return Quality(
        tuple(people), tuple(twins), tuple(f for f in Flag if f in found), _shares(people, twins)
    )


def _points(scoring: MeanOfPeople, choices: Mapping[str, Choice]) -> dict[str, float]:
    """Points by question, in the order of the questionnaire."""
    return {q.key: q.worth(choices[q.key]) for q in scoring.asked if q.key in choices}


def _sums(points: Mapping[str, Mapping[str, float]]) -> Mapping[str, tuple[float, int]]:
    """Of each question the points of all people, and how many they are."""
    found: dict[str, tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    for own in points.values():
        for key, worth in own.items():
            total, people = found[key]
            found[key] = (total + worth, people + 1)
    return found


def _shares(people: Sequence[FilledIn], twins: Sequence[Twins]) -> Mapping[str, float]:
    told = [flag for one in people for flag in one.flags]
    shares = {flag.value: told.count(flag) / len(people) for flag in Flag if flag in told}
    if twins:
        alike = {who for pair in twins for who in (pair.one, pair.other)}
        shares[Flag.TWINS.value] = len(alike) / len(people)
    return shares


def _filled_in(
    scoring: MeanOfPeople,
    who: str,
    choices: Mapping[str, Choice],
    points: Mapping[str, float],
    alike: float | None,
    people: int,
) -> FilledIn:
    places: list[int] = []
    groups: dict[str, list[float]] = defaultdict(list)
    highest = 0
    for question in scoring.asked:
        choice = choices.get(question.key)
        if choice is None:
            continue
        worth = points[question.key]
        groups[question.dimension].append(worth)
        highest += worth >= question.best
        if isinstance(choice, str):
            places.append(question.place[choice])
    parts = list(groups.values())
    looks = FilledIn(
        who, len(points), longest_run(places), most_common_share(places),
        highest / len(points) if points else 0.0, _contradictions(scoring, choices),
        even_odd(parts), within_sd(parts), alike, (),
    )  # fmt: skip
    return replace(looks, flags=tuple(_flags(looks, scoring.quality, people)))


def _flags(looks: FilledIn, rules: QualityRules, people: int) -> list[Flag]:
    found = []
    by_itself = by_others = False
    if looks.answers >= rules.answers:
        if looks.longest_run >= rules.run or looks.same_share >= rules.same_share - NEAR:
            found.append(Flag.SAME_POSITION)
        if looks.highest_share >= rules.highest_share - NEAR:
            found.append(Flag.HIGHEST_EVERYWHERE)
        by_itself = _varies_much(looks, rules.random)
        by_others = _differs_from_others(looks, rules.random, people)
    if by_itself and not _is_like_others(looks, rules.random):
        found.append(Flag.RANDOM_LIKE)
    if len(looks.contradictions) >= rules.contradictions:
        found.append(Flag.CONTRADICTIONS)
    if by_others and not by_itself:  # what colleagues show is told last, as in the reference
        found.append(Flag.RANDOM_LIKE)
    return found


def _varies_much(looks: FilledIn, rules: RandomRules) -> bool:
    """By the pattern of one sheet."""
    return (
        looks.even_odd is not None
        and looks.even_odd < rules.even_odd - NEAR
        and (looks.within_sd or 0.0) >= rules.within_sd - NEAR
    )


def _is_like_others(looks: FilledIn, rules: RandomRules) -> bool:
    """Colleagues know better than the pattern of one sheet."""
    return looks.with_colleagues is not None and looks.with_colleagues >= rules.cleared_from


def _differs_from_others(looks: FilledIn, rules: RandomRules, people: int) -> bool:
    return (
        looks.with_colleagues is not None
        and looks.with_colleagues < rules.with_colleagues
        and people >= rules.colleagues
        and (looks.within_sd or 0.0) >= rules.within_sd_with_colleagues
    )


def _contradictions(scoring: MeanOfPeople, choices: Mapping[str, Choice]) -> tuple[str, ...]:
    return tuple(pair.key for pair in scoring.quality.pairs if _breaks(scoring, pair, choices))


def _breaks(scoring: MeanOfPeople, pair: Pair, choices: Mapping[str, Choice]) -> bool:
    return all(
        side.question in choices
        and _holds(side, scoring.by_key[side.question], choices[side.question])
        for side in (pair.first, pair.second)
    )


def _holds(side: Side, question: CountedQuestion, choice: Choice) -> bool:
    if side.without is not None:
        return side.without not in choice
    worth = question.worth(choice)
    if side.at_most is not None:
        return worth <= side.at_most
    return side.at_least is not None and worth >= side.at_least
