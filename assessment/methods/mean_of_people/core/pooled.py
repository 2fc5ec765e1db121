"""Several people's statements as one answer of the agency: the mean of people, or what they agreed on.

The mean does not move when an honest colleague joins. An agreement counts for all only with names and a date; without
them it is the answer of whoever ticked it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from assessment.answers import Statement
from assessment.methods.weighted_mean.statements import Standing

from .asked import Choice, CountedQuestion, choice_in
from .shape import AgreementRules


class Basis(StrEnum):
    NONE = "none"
    SINGLE = "single"
    MEAN = "mean"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Agreed:
    """A recorded agreement."""

    day: str
    names: tuple[str, ...]
    statement: Statement


@dataclass(slots=True)
class Told:
    """What was said to one question: the last word of each person, and what several agreed on."""

    own: dict[str, Statement] = field(default_factory=dict)
    agreed: list[Agreed] = field(default_factory=list)
    has_unrecorded: bool = False  # an agreement without names or date
    everybody: set[str] = field(default_factory=set)
    chosen: dict[str, Choice] = field(default_factory=dict)  # by person
    agreed_choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Pooled:
    """A question's answer with the people behind it. `worth` is the number of independent people it stands for."""

    standing: Standing
    told: Told
    points: float | None = None
    basis: Basis = Basis.NONE
    people: tuple[float, ...] = ()  # points of each who answered alone
    heads: tuple[str, ...] = ()  # whose answer it is, of a copy the first
    worth: float = 0.0
    selected: tuple[str, ...] | None = None  # of a multiple choice, by more than half; for advice
    reason: str | None = None
    agreed_by: tuple[str, ...] = ()


def names_in(value: object) -> tuple[str, ...]:
    """The different names behind an agreement, from a list or a text with commas."""
    if not value:
        return ()
    parts = re.split(r"[,;]", value) if isinstance(value, str) else value
    if not isinstance(parts, Iterable):
        return ()
    return tuple(dict.fromkeys(name for part in parts if (name := str(part).strip())))


def person_of(statement: Statement) -> str:
    return str(statement.get("who", "?"))


def told_in(statements: Sequence[Statement], rules: AgreementRules) -> Told:
    told = Told()
    for statement in statements:
        who = person_of(statement)
        told.everybody.add(who)
        agreed = _recorded(statement, rules) if statement.get("agreed") else None
        if "choice" in statement:
            if agreed:
                told.agreed_choice = choice_in(statement)
            else:
                told.chosen[who] = choice_in(statement)
        if statement.get("agreed") and not statement.get("dk"):
            if agreed:
                told.agreed.append(agreed)
                continue
            told.has_unrecorded = True
        told.own[who] = statement
    return told


def _recorded(statement: Statement, rules: AgreementRules) -> Agreed | None:
    names, day = names_in(statement.get("agreed_by")), statement.get("agreed_at")
    if len(names) < rules.signatories or (rules.needs_date and not day):
        return None
    return Agreed(str(day or ""), names, statement)


@dataclass(frozen=True, slots=True)
class _Alone:
    """Those who answered for themselves."""

    choices: tuple[Choice, ...]
    points: tuple[float, ...]
    heads: tuple[str, ...]


def pool(
    question: CountedQuestion, told: Told, copies: Mapping[str, str], rules: AgreementRules
) -> Pooled:
    """One answer out of what was told; `copies` names for each copy the person it repeats."""
    choices = {who: choice_in(s) for who, s in told.own.items() if "choice" in s}
    alone = _Alone(
        tuple(choices.values()),
        tuple([question.worth(choice) for choice in choices.values()]),
        tuple([copies.get(who, who) for who in choices]),
    )
    latest = max(told.agreed, key=lambda one: one.day) if told.agreed else None
    if latest and (latest.statement.get("na") or "choice" in latest.statement):
        return _pooled_agreed(question, told, alone, latest, rules)
    refused = [str(s["na"]) for s in told.own.values() if s.get("na")]
    if len(refused) > len(choices):
        return Pooled(
            Standing.NOT_APPLICABLE, told, basis=_basis(len(refused)), people=alone.points,
            heads=alone.heads, reason=refused[0],
        )  # fmt: skip
    if not choices:
        return Pooled(Standing.UNKNOWN, told)
    return Pooled(
        Standing.ANSWERED, told, sum(alone.points) / len(alone.points), _basis(len(alone.points)),
        alone.points, alone.heads, independent(alone.heads), _selected(question, alone.choices),
    )  # fmt: skip


def _basis(people: int) -> Basis:
    return Basis.SINGLE if people == 1 else Basis.MEAN


def _pooled_agreed(
    question: CountedQuestion, told: Told, alone: _Alone, agreed: Agreed, rules: AgreementRules
) -> Pooled:
    if reason := agreed.statement.get("na"):
        return Pooled(
            Standing.NOT_APPLICABLE, told, basis=Basis.AGREED, people=alone.points,
            heads=alone.heads, reason=str(reason), agreed_by=agreed.names,
        )  # fmt: skip
    choice = choice_in(agreed.statement)
    worth = max(float(min(len(agreed.names), rules.most_people)), independent(alone.heads))
    return Pooled(
        Standing.ANSWERED, told, question.worth(choice), Basis.AGREED, alone.points, alone.heads,
        worth, _selected(question, [choice]), agreed_by=agreed.names,
    )  # fmt: skip


def independent(heads: Sequence[str]) -> float:
    """How many independent answers a mean is worth in which some are copies."""
    if len(set(heads)) == len(heads):
        return float(len(heads))
    return len(heads) ** 2 / sum(number**2 for number in Counter(heads).values())


def _selected(question: CountedQuestion, choices: Sequence[Choice]) -> tuple[str, ...] | None:
    if not question.several:
        return None
    ticked = Counter(key for choice in choices for key in choice)
    return tuple([key for key in question.points if 2 * ticked[key] > len(choices)])
