"""The review's actions as advice: class, duty, effort, rules, prerequisites, steps and merges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from assessment.wording import read_yaml

from .rules import AdviceRule, read_rule
from .settings import DATA
from .situation import Situation, StateOfAnswer


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """While its question is answered below, the action named stands in for the one that needs it."""

    question: str
    action: str
    at_least: float | None
    choice: str | None

    def is_unmet(self, situation: Situation) -> bool:
        given = situation.state(self.question)
        if given.state is not StateOfAnswer.ANSWERED:
            return False
        if self.choice is not None:
            return given.selected is not None and self.choice not in given.selected
        return self.at_least is not None and given.points < self.at_least - 1e-9


@dataclass(frozen=True, slots=True)
class AdvisedAction:
    number: str
    place: int  # in the review
    area: str
    listed: str  # own, with_others or national: what the step of an ordinary agency needs
    listed_of_authority: str
    duty: str | None  # always, or only about algorithms
    effort: Mapping[str, str]  # of an agency's part, and of the whole for an authority
    applies_if: Mapping[str, list[str]]
    skipped_if_not_applicable: tuple[str, ...]
    rules: tuple[AdviceRule, ...]
    needs: tuple[Prerequisite, ...]
    steps: Mapping[str, str]
    steps_for: Mapping[str, str]  # where that question alone called
    asks: Mapping[str, str] | None  # whom to ask for the national part, and what
    practices: tuple[str, ...]
    tools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Actions that say nearly the same to one agency."""

    actions: tuple[str, ...]
    only: str | None  # algorithms or small


@cache
def _read() -> Mapping[str, Any]:
    raw: Mapping[str, Any] = read_yaml(DATA / "actions.yaml")
    return raw


@cache
def advised_actions() -> Mapping[str, AdvisedAction]:
    """By number, in the review's order."""
    found: dict[str, AdvisedAction] = {}
    for recommendation in _read()["recommendations"]:
        for raw in recommendation["actions"]:
            found[raw["id"]] = _action(raw, recommendation["area"], len(found))
    return found


@cache
def merges() -> tuple[Merge, ...]:
    return tuple(Merge(tuple(raw["actions"]), raw.get("if")) for raw in _read()["merge"])


def _action(raw: Mapping[str, Any], area: str, place: int) -> AdvisedAction:
    return AdvisedAction(
        number=raw["id"],
        place=place,
        area=area,
        listed=raw["class"],
        listed_of_authority=raw["class_authority"],
        duty=raw.get("duty"),
        effort=raw["effort"],
        applies_if=raw.get("applies_if", {}),
        skipped_if_not_applicable=tuple(raw.get("skip_if_not_applicable", ())),
        rules=tuple(read_rule(rule) for rule in raw["rules"]),
        needs=tuple(
            Prerequisite(need["question"], need["action"], need.get("at_least"), need.get("option"))
            for need in raw.get("needs", ())
        ),
        steps=raw["step"],
        steps_for=raw.get("step_for", {}),
        asks=raw.get("raise"),
        practices=tuple(raw["practices"]),
        tools=tuple(raw["tools"]),
    )
