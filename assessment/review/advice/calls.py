"""Which actions the answers call for, how urgently, and with which first step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .actions import AdvisedAction, advised_actions
from .rules import AtMost, Finding, NotApplicable, ProfileIs, RuleStatus
from .settings import EPSILON, settings
from .situation import Situation, StateOfAnswer, suits


@dataclass(slots=True)
class Call:
    """An action that is called for; prerequisites and merges still change it."""

    action: AdvisedAction
    listed: str  # own or with_others
    priority: float
    need: float
    importance: float
    effort: str
    duty: bool
    about_algorithms: bool
    step: str
    text: str
    reasons: list[Finding]
    unknown: list[str]
    gone_when: list[dict[str, object]]
    weakest: float  # score of the weakest dimension among its reasons
    also: list[str] = field(default_factory=list)
    unlocks: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.action.number

    @property
    def band(self) -> str:
        bands = settings().bands
        return next((b for b in ("high", "medium") if self.priority >= bands[b] - EPSILON), "low")


def calls(situation: Situation, scores: Mapping[str, float | None]) -> dict[str, Call]:
    return {
        action.number: call
        for action in advised_actions().values()
        if _makes_sense(action, situation) and (call := _call(action, situation, scores))
    }


def _makes_sense(action: AdvisedAction, situation: Situation) -> bool:
    if action.listed == "national" and "authority" not in situation.traits:
        return False
    return suits(action.applies_if, situation.profile) and not any(
        situation.state(key).state is StateOfAnswer.NOT_APPLICABLE
        for key in action.skipped_if_not_applicable
    )


def fires(findings: Sequence[Finding]) -> bool:
    """What the main questions call done is never advised; where they are open, a side question may call."""
    primary = {finding.status for finding in findings if finding.is_primary}
    if RuleStatus.FIRED in primary:
        return True
    if RuleStatus.SATISFIED in primary or RuleStatus.UNKNOWN not in primary:
        return False
    return any(finding.fired for finding in findings)


def _call(
    action: AdvisedAction, situation: Situation, scores: Mapping[str, float | None]
) -> Call | None:
    findings = [rule.judged(situation) for rule in action.rules if rule.is_for(situation)]
    if not fires(findings):
        return None
    fired = [finding for finding in findings if finding.fired]
    authority = "authority" in situation.traits
    effort = action.effort["authority" if authority else "agency"]
    need, importance = _need(findings), _importance(action, fired, situation)
    about_algorithms = _about_algorithms(fired)
    duty = action.duty == "always" or (action.duty == "algorithms" and about_algorithms)
    priority = need * importance * settings().effort_factor[effort]
    if priority < settings().floor - EPSILON and not duty:
        return None
    step, text = _step(action, fired, situation)
    main = [f for f in fired if f.is_primary] or _unknown_primary(findings)
    return Call(
        action=action,
        listed=_listed(action, fired, authority),
        priority=priority,
        need=need,
        importance=importance,
        effort=effort,
        duty=duty,
        about_algorithms=about_algorithms,
        step=step,
        text=text,
        reasons=sorted(fired, key=lambda finding: -finding.weight * finding.gap),
        unknown=[finding.question for finding in _unknown_primary(findings)],
        gone_when=[finding.rule.goal for finding in main],
        weakest=min(_scores_of(fired, situation, scores), default=100.0),
    )


def _need(findings: Sequence[Finding]) -> float:
    """The mean gap. A side question that is well answered does not soften it."""
    counted = [
        finding
        for finding in findings
        if finding.fired or (finding.is_primary and finding.status is RuleStatus.SATISFIED)
    ]
    return sum(f.weight * f.gap for f in counted) / sum(f.weight for f in counted)


def _importance(action: AdvisedAction, fired: Sequence[Finding], situation: Situation) -> float:
    importance = max(finding.weight for finding in fired)
    if "internal" in situation.traits and action.area == settings().internal_area:
        return importance * settings().internal_factor
    return importance


def _about_algorithms(fired: Sequence[Finding]) -> bool:
    return any(
        finding.question == settings().algorithms_question or isinstance(finding.rule, ProfileIs)
        for finding in fired
    )


def _listed(action: AdvisedAction, fired: Sequence[Finding], authority: bool) -> str:
    if authority:
        return action.listed_of_authority
    return "with_others" if _not_offered(fired) else action.listed


def _not_offered(fired: Sequence[Finding]) -> bool:
    return all(isinstance(finding.rule, NotApplicable) for finding in fired)


def _unknown_primary(findings: Sequence[Finding]) -> list[Finding]:
    return [f for f in findings if f.is_primary and f.status is RuleStatus.UNKNOWN]


def _scores_of(
    fired: Sequence[Finding], situation: Situation, scores: Mapping[str, float | None]
) -> Iterator[float]:
    for finding in fired:
        if asked := situation.by_key.get(finding.question):
            score = scores.get(asked.dimension)
            if score is not None:
                yield score


def _step(action: AdvisedAction, fired: Sequence[Finding], situation: Situation) -> tuple[str, str]:
    """The key and words of the first step that suits the body and how far it is."""
    called = {finding.question for finding in fired if finding.is_primary}
    if "authority" not in situation.traits and len(called) == 1 and called <= set(action.steps_for):
        key = called.pop()
        return key, action.steps_for[key]
    suitable = situation.traits | _how_far(fired, situation) | {"default"}
    key = next(k for k in settings().step_order if k in action.steps and k in suitable)
    return key, action.steps[key]


def _how_far(fired: Sequence[Finding], situation: Situation) -> set[str]:
    half = {finding.question for finding in fired if _is_half_there(finding, situation)}
    start = next((finding.question for finding in fired if finding.is_primary), None)
    algorithms = settings().algorithms_question
    answers = {finding.question for finding in fired}
    holds = {
        "not_offered": _not_offered(fired),
        "find_out": any(isinstance(finding.rule, ProfileIs) for finding in fired),
        "algorithms": algorithms in answers,
        "algorithms_further": algorithms in half,
        "further": start in half,
    }
    return {key for key, value in holds.items() if value}


def _is_half_there(finding: Finding, situation: Situation) -> bool:
    if not (finding.is_primary and isinstance(finding.rule, AtMost)):
        return False
    kind = "multi" if situation.by_key[finding.question].several else "other"
    return finding.points is not None and finding.points >= settings().further_from[kind] - EPSILON
