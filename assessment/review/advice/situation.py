"""What the advice is given: the questions asked, the agency's profile, and the points of its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from .settings import settings

Profile = Mapping[str, str | None]


class StateOfAnswer(StrEnum):
    ANSWERED = "answered"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "na"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A scored question, as far as the advice needs to know it."""

    key: str
    area: str
    dimension: str
    weight: float
    ask: str  # the role most likely to know
    choices: tuple[str, ...] = ()  # of a question with several, without the one that excludes them
    several: bool = False
    shown_if: tuple[str, str] | None = None  # a key of the profile and its value


@dataclass(frozen=True, slots=True)
class Given:
    """What became of one question."""

    state: StateOfAnswer
    points: float = 0.0  # of an answer
    selected: tuple[str, ...] | None = None  # of a question with several choices
    reason: str | None = None  # why it does not apply

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Given:
        """From {"state", "points", "selected", "reason"}, each where the state has it."""
        state, selected = StateOfAnswer(raw["state"]), raw.get("selected")
        points = float(raw["points"]) if state is StateOfAnswer.ANSWERED else 0.0
        if not 0 <= points <= settings().scale_max_points:
            raise ValueError(f"points must be from 0 to {settings().scale_max_points:g}")
        return cls(state, points, None if selected is None else tuple(selected), raw.get("reason"))


UNKNOWN, HIDDEN = Given(StateOfAnswer.UNKNOWN), Given(StateOfAnswer.HIDDEN)


@dataclass(frozen=True)
class Situation:
    """An agency's answers, whatever they were scored with."""

    asked: Sequence[AskedQuestion]
    profile: Profile
    given: Mapping[str, Given]

    @cached_property
    def by_key(self) -> Mapping[str, AskedQuestion]:
        return {question.key: question for question in self.asked}

    @cached_property
    def traits(self) -> frozenset[str]:
        """What steers the advice: authority, local, ministry, internal, small, medium, large."""
        return traits(self.profile)

    def state(self, key: str) -> Given:
        """A question whose condition the profile contradicts is hidden, whatever is given."""
        condition = self.by_key[key].shown_if
        if (
            condition
            and condition[0] in self.profile
            and self.profile[condition[0]] != condition[1]
        ):
            return HIDDEN
        return self.given.get(key, UNKNOWN)

    def in_state(self, state: StateOfAnswer) -> list[AskedQuestion]:
        return [question for question in self.asked if self.state(question.key).state is state]

    def dimension_means(self) -> dict[str, float]:
        return self._means({question.key: question.dimension for question in self.asked})

    def area_means(self) -> dict[str, float]:
        return self._means({question.key: question.area for question in self.asked})

    def _means(self, group_of: Mapping[str, str]) -> dict[str, float]:
        """Weighted means of what was answered, 0 to 100."""
        points: dict[str, float] = {}
        weights: dict[str, float] = {}
        for question in self.in_state(StateOfAnswer.ANSWERED):
            group = group_of[question.key]
            points.setdefault(group, 0.0)
            points[group] += question.weight * self.state(question.key).points
            weights[group] = weights.get(group, 0.0) + question.weight
        return {group: 25.0 * points[group] / weights[group] for group in weights}


def suits(wanted: Mapping[str, Sequence[str]], profile: Profile) -> bool:
    """Whether a profile has the values wanted; what is not known takes nothing away."""
    return all(profile.get(key) is None or profile[key] in values for key, values in wanted.items())


def traits(profile: Profile) -> frozenset[str]:
    kind, size = profile.get("profile.agency_type"), profile.get("profile.size")
    found = {name for name, sizes in settings().size_class.items() if size in sizes}
    if kind == settings().authority_type:
        found |= {"authority", "national"}
    if kind == "ministry":
        found.add("ministry")
    if kind == settings().local_type:
        found.add("local")
        if size in settings().small_if_local:
            found = (found - {"medium"}) | {"small"}
    if profile.get("profile.public_services") == "no":
        found.add("internal")
    return frozenset(found)
