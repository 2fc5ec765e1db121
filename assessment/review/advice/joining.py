"""Basics stand in for what builds on them; actions that say nearly the same become one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from .actions import Merge, merges
from .calls import Call
from .settings import settings
from .situation import Situation

T = TypeVar("T")


@dataclass(slots=True)
class Blocked:
    """An action that waits for another."""

    key: str
    priority: float
    blocked_by: str
    chain: list[str]  # from the nearest to the one that comes first


def hold_back(live: dict[str, Call], situation: Situation) -> list[Blocked]:
    """Take out of `live` what builds on something absent; what it waits for gains by that."""
    nearest = {
        key: needed for key, call in live.items() if (needed := _needed(call, live, situation))
    }
    blocked = []
    for key in nearest:
        chain = [nearest[key]]
        while chain[-1] in nearest:
            chain.append(nearest[chain[-1]])
        blocked.append(Blocked(key, live[key].priority, chain[-1], chain))
    for one in blocked:
        live[one.blocked_by].unlocks.append(one.key)
    for key in nearest:
        del live[key]
    for call in live.values():
        waiting = [one.priority for one in blocked if one.blocked_by == call.key]
        bonus = min(settings().unlock_bonus * len(waiting), settings().unlock_bonus_max)
        call.priority = max(call.priority, *waiting, 0.0) * (1.0 + bonus)
    return blocked


def _needed(call: Call, live: dict[str, Call], situation: Situation) -> str | None:
    for need in call.action.needs:
        if need.action in live and need.is_unmet(situation):
            return need.action
    return None


def merge(live: dict[str, Call], blocked: Iterable[Blocked], situation: Situation) -> None:
    """Make one call of each group, the first in whose place the others stand."""
    moved: dict[str, str] = {}
    for group in merges():
        members = _members(group, live, situation)
        if len(members) < 2:
            continue
        lead = min(members, key=lambda call: _leads(call, group))
        for call in members:
            if call is not lead:
                _take_in(lead, call)
                moved[call.key] = lead.key
                del live[call.key]
    for one in blocked:
        one.blocked_by = moved.get(one.blocked_by, one.blocked_by)


def _members(group: Merge, live: dict[str, Call], situation: Situation) -> list[Call]:
    if group.only == "small" and "small" not in situation.traits:
        return []
    members = [live[key] for key in group.actions if key in live]
    if group.only == "algorithms":
        return [call for call in members if call.about_algorithms]
    return members


def _leads(call: Call, group: Merge) -> tuple[bool, float, int]:
    return call.listed != "own", -round(call.priority, 6), group.actions.index(call.key)


def _take_in(lead: Call, call: Call) -> None:
    lead.also.append(call.key)
    _add_new(lead.gone_when, call.gone_when)
    _add_new(lead.unlocks, call.unlocks)
    _add_new(lead.unknown, call.unknown)
    told = {(reason.question, reason.rule.label) for reason in lead.reasons}
    lead.reasons += [r for r in call.reasons if (r.question, r.rule.label) not in told]
    lead.priority = max(lead.priority, call.priority)
    lead.need = max(lead.need, call.need)
    lead.duty = lead.duty or call.duty
    lead.weakest = min(lead.weakest, call.weakest)


def _add_new(to: list[T], more: Iterable[T]) -> None:
    to += [one for one in more if one not in to]
