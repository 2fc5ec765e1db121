"""A rule asks one thing of one question, or of the profile, and finds out whether it calls for its action."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .settings import EPSILON, settings
from .situation import AskedQuestion, Given, Situation, StateOfAnswer


class RuleStatus(StrEnum):
    FIRED = "fired"
    SATISFIED = "satisfied"
    UNKNOWN = "unknown"
    ABSENT = "absent"  # hidden, not applicable: it says nothing


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in one agency's answers."""

    rule: AdviceRule
    status: RuleStatus
    gap: float
    weight: float
    points: float | None = None
    unticked: tuple[str, ...] = ()  # choices that a card can name

    @property
    def question(self) -> str:
        return self.rule.question

    @property
    def is_primary(self) -> bool:
        return self.rule.strength == "primary"

    @property
    def fired(self) -> bool:
        return self.status is RuleStatus.FIRED


@dataclass(frozen=True, slots=True)
class AdviceRule(ABC):
    question: str  # or a key of the profile
    strength: str  # primary or secondary
    weight: float | None  # where it differs from the question's
    only: str | None  # authority or ordinary

    @property
    @abstractmethod
    def label(self) -> str:
        """The rule in a few signs, the same in every language."""

    @property
    @abstractmethod
    def goal(self) -> dict[str, object]:
        """The answer with which it no longer calls."""

    @abstractmethod
    def judged(self, situation: Situation) -> Finding: ...

    def is_for(self, situation: Situation) -> bool:
        return self.only is None or (self.only == "authority") == ("authority" in situation.traits)

    def counted(self, weight: float) -> float:
        return weight * settings().strength[self.strength]


@dataclass(frozen=True, slots=True)
class ProfileIs(AdviceRule):
    """The profile holds a value, such as not knowing whether software decides."""

    value: str
    gap: float

    @property
    def label(self) -> str:
        return f"is {self.value}"

    @property
    def goal(self) -> dict[str, object]:
        return {"question": self.question, "answer": "known"}

    def judged(self, situation: Situation) -> Finding:
        holds = situation.profile.get(self.question) == self.value
        status = RuleStatus.FIRED if holds else RuleStatus.ABSENT
        return Finding(self, status, self.gap, self.counted(self.weight or 0))


class OfAnswer(AdviceRule):
    """A rule on the answer to a question."""

    __slots__ = ()

    def judged(self, situation: Situation) -> Finding:
        asked, given = situation.by_key[self.question], situation.state(self.question)
        status, gap = self.found(given)
        answered = given.state is StateOfAnswer.ANSWERED
        return Finding(
            self,
            status,
            gap,
            self.counted(self.weight_of(asked)),
            given.points if answered and self.tells_points(given) else None,
            tuple(key for key in asked.choices if key not in given.selected)
            if answered and asked.several and given.selected is not None
            else (),
        )

    @abstractmethod
    def found(self, given: Given) -> tuple[RuleStatus, float]: ...

    def tells_points(self, given: Given) -> bool:
        return True

    def weight_of(self, asked: AskedQuestion) -> float:
        return asked.weight if self.weight is None else self.weight


@dataclass(frozen=True, slots=True)
class AtMost(OfAnswer):
    """The answer gave this many points or fewer."""

    points: float

    @property
    def label(self) -> str:
        return f"points <= {self.points:g}"

    @property
    def goal(self) -> dict[str, object]:
        return {"question": self.question, "above": self.points}

    def found(self, given: Given) -> tuple[RuleStatus, float]:
        if given.state is not StateOfAnswer.ANSWERED:
            return _unanswered(given), 0.0
        fired = given.points <= self.points + EPSILON
        return (RuleStatus.FIRED if fired else RuleStatus.SATISFIED), _gap(given)


@dataclass(frozen=True, slots=True)
class Missing(OfAnswer):
    """A choice was not ticked. It is a side of the question and weighs no more than a standard one."""

    choice: str

    @property
    def label(self) -> str:
        return f"missing {self.choice}"

    @property
    def goal(self) -> dict[str, object]:
        return {"question": self.question, "tick": self.choice}

    def weight_of(self, asked: AskedQuestion) -> float:
        # OfAnswer is left out by name: a class with slots is made anew, and super() would look for the old one.
        return min(OfAnswer.weight_of(self, asked), settings().option_weight_cap)

    def tells_points(self, given: Given) -> bool:
        return given.selected is not None

    def found(self, given: Given) -> tuple[RuleStatus, float]:
        if given.state is not StateOfAnswer.ANSWERED:
            return _unanswered(given), 0.0
        if given.selected is None:
            return RuleStatus.UNKNOWN, 0.0
        if self.choice in given.selected:
            return RuleStatus.SATISFIED, 0.0
        return RuleStatus.FIRED, max(settings().option_gap_floor, _gap(given))


@dataclass(frozen=True, slots=True)
class NotApplicable(OfAnswer):
    """The question does not apply, for a reason that is itself a gap: nobody offers it nationally."""

    reason: str

    @property
    def label(self) -> str:
        return f"not applicable {self.reason}"

    @property
    def goal(self) -> dict[str, object]:
        return {"question": self.question, "answer": "offered"}

    def tells_points(self, given: Given) -> bool:
        return False

    def found(self, given: Given) -> tuple[RuleStatus, float]:
        if given.state is StateOfAnswer.NOT_APPLICABLE and given.reason == self.reason:
            return RuleStatus.FIRED, 1.0
        return RuleStatus.ABSENT, 0.0


def _gap(given: Given) -> float:
    most = settings().scale_max_points
    return (most - given.points) / most


def _unanswered(given: Given) -> RuleStatus:
    return RuleStatus.UNKNOWN if given.state is StateOfAnswer.UNKNOWN else RuleStatus.ABSENT


def read_rule(raw: Mapping[str, Any]) -> AdviceRule:
    key = raw["profile"] if "profile" in raw else raw["question"]
    common = (key, raw["strength"], raw.get("weight"), raw.get("only"))
    if "profile" in raw:
        return ProfileIs(*common, raw["is"], raw["gap"])
    if "missing" in raw:
        return Missing(*common, raw["missing"])
    if "not_applicable" in raw:
        return NotApplicable(*common, raw["not_applicable"])
    return AtMost(*common, raw["at_most"])
