"""Advice on digital maturity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .actions import advised_actions
from .calls import Call, calls
from .examples import Examples
from .joining import Blocked, hold_back, merge
from .order import in_order, shown_of_own
from .settings import EPSILON, settings
from .situation import Situation, StateOfAnswer

AUTOMATED = "profile.automated_decisions"
Card = dict[str, Any]  # as it is printed


def advise(
    situation: Situation, scores: Mapping[str, float | None] | None = None
) -> dict[str, Any]:
    """The cards of both lists in order, what waits, and what to find out first.

    `scores` by dimension only break ties; without them the weighted means of the points do.
    """
    live = calls(situation, situation.dimension_means() if scores is None else scores)
    blocked = hold_back(live, situation)
    merge(live, blocked, situation)
    provisional = _is_provisional(situation)
    own = in_order(call for call in live.values() if call.listed == "own")
    with_others = in_order(call for call in live.values() if call.listed == "with_others")
    shown = shown_of_own(own, situation, provisional)
    shown |= {call.key for call in with_others[: settings().show.with_others]}
    cards = _cards([*own, *with_others], shown, situation)
    return {
        "version": settings().version,
        "provisional": provisional,
        "find_out": _find_out(situation),
        "own": [cards[call.key] for call in own],
        "with_others": [cards[call.key] for call in with_others],
        "blocked": [_waiting(one) for one in blocked],
    }


def _is_provisional(situation: Situation) -> bool:
    """Too little is known of what was asked."""
    known = sum(question.weight for question in situation.in_state(StateOfAnswer.ANSWERED))
    unknown = sum(question.weight for question in situation.in_state(StateOfAnswer.UNKNOWN))
    return known < settings().provisional_below * (known + unknown) - EPSILON


def _find_out(situation: Situation) -> list[dict[str, str]]:
    """The open questions, the weightiest first, and whom to ask."""
    first = []
    if situation.profile.get(AUTOMATED) == "dont-know":
        first.append({"question": AUTOMATED, "ask": "digital"})
    unknown = sorted(
        situation.in_state(StateOfAnswer.UNKNOWN), key=lambda question: -question.weight
    )
    return first + [{"question": question.key, "ask": question.ask} for question in unknown]


def _cards(found: Sequence[Call], shown: set[str], situation: Situation) -> dict[str, Card]:
    """Examples are handed out to the cards that are shown first."""
    country = settings().iso.get(situation.profile.get("profile.country") or "")
    examples = Examples(situation.profile, country)
    cards = {}
    for call in sorted(found, key=lambda call: call.key not in shown):
        cards[call.key] = _card(call, call.key in shown, situation, examples)
    return cards


def _card(call: Call, is_shown: bool, situation: Situation, examples: Examples) -> Card:
    tools = call.action.tools or [t for key in call.also for t in advised_actions()[key].tools]
    names = ("priority", "need", "importance", "effort", "band", "duty")
    more = ("also", "unlocks", "step", "text")
    return {
        "id": call.key,
        "area": call.action.area,
        "list": call.listed,
        **{name: getattr(call, name) for name in names},
        "shown": is_shown,
        **{name: getattr(call, name) for name in more},
        "raise": None if "authority" in situation.traits else _asked_of_others(call),
        "reasons": _reasons(call),
        "unknown": call.unknown,
        "gone_when": call.gone_when,
        "practices": examples.practices(call.action.practices),
        "tool": examples.tool(tools, call.reasons[0].question),
    }


def _reasons(call: Call) -> list[dict[str, object]]:
    return [
        {
            "question": reason.question,
            "rule": reason.rule.label,
            "strength": reason.rule.strength,
            "points": reason.points,
            "gap": reason.gap,
            "open": list(reason.unticked),
        }
        for reason in call.reasons
    ]


def _asked_of_others(call: Call) -> dict[str, str] | None:
    """The national part of the card's first action that has one."""
    for key in (call.key, *call.also):
        if asks := advised_actions()[key].asks:
            return {"action": key, **asks}
    return None


def _waiting(one: Blocked) -> dict[str, object]:
    return {
        "id": one.key,
        "priority": one.priority,
        "blocked_by": one.blocked_by,
        "chain": one.chain,
    }
