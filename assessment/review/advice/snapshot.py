"""Advice on the portfolio snapshot: gaps, then risks of what is strong, then next steps where there is little else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from assessment.wording import read_yaml

from .actions import advised_actions
from .examples import Examples
from .gaps import Condition, Snapshot
from .settings import DATA, EPSILON, settings

__all__ = ["Snapshot", "advise_snapshot"]


@dataclass(frozen=True, slots=True)
class SnapshotRule:
    key: str
    place: int
    kind: str  # gap, risk or next
    action: str
    step: str
    tools: tuple[str, ...]
    when: tuple[Condition, ...] = ()
    of: str = ""  # the facet, or management, of a risk or a next step
    for_facet: str | None = None
    merge: str | None = None


@dataclass(slots=True)
class Drafted:
    """A card on its way."""

    rule: SnapshotRule
    gap: float
    reasons: list[dict[str, Any]]
    must: bool = False  # of a weak facet: always shown
    also: list[str] = field(default_factory=list)


@cache
def snapshot_rules() -> tuple[SnapshotRule, ...]:
    raw = read_yaml(DATA / "snapshot.yaml")["rules"]
    return tuple(_rule(one, place) for place, one in enumerate(raw))


def _rule(raw: Mapping[str, Any], place: int) -> SnapshotRule:
    return SnapshotRule(
        key=raw["id"],
        place=place,
        kind=raw["kind"],
        action=raw["action"],
        step=raw["step"],
        tools=tuple(raw.get("tools") or advised_actions()[raw["action"]].tools),
        when=tuple(raw.get("when", ())),
        of=raw.get("of", ""),
        for_facet=raw.get("for_facet"),
        merge=raw.get("merge"),
    )


def advise_snapshot(snapshot: Snapshot) -> dict[str, Any]:
    numbers = settings().snapshot
    risks = _risks(snapshot)
    kept = min(len(risks), 2)
    cards = _fitting(_merged(_gaps(snapshot)), numbers.max_cards - kept)
    cards += risks[: max(kept, numbers.min_cards - len(cards))]
    for card in _next_steps(snapshot):
        told = {other.rule.action for other in cards}
        if len(cards) < numbers.min_cards and card.rule.action not in told:
            cards.append(card)
    examples = Examples(snapshot.profile, _country(snapshot))
    return {
        "version": settings().version,
        "cards": [_printed_card(card, examples) for card in cards],
    }


def _gaps(snapshot: Snapshot) -> list[Drafted]:
    found = []
    for rule in snapshot_rules():
        measured = [(c, got) for c in rule.when if (got := snapshot.measure(c)) is not None]
        if rule.kind != "gap" or not measured:
            continue
        gap = sum(got[0] for _condition, got in measured) / len(measured)
        facet = snapshot.facets.get(rule.for_facet) if rule.for_facet else None
        must = facet is not None and facet < settings().snapshot.weak_below
        if gap < settings().snapshot.min_gap - EPSILON and not must:
            continue
        reasons = [_reason(c, got[1], got[0]) for c, got in measured if got[0] > EPSILON]
        found.append(Drafted(rule, gap, sorted(reasons, key=lambda r: -r["gap"]), must))
    return _widest_first(found)


def _risks(snapshot: Snapshot) -> list[Drafted]:
    """What a strong facet, or much management, is in danger of."""
    numbers = settings().snapshot
    found = []
    for rule in snapshot_rules():
        value = _value_of(rule, snapshot)
        border = numbers.management_high if rule.of == "management" else numbers.strong_from
        if rule.kind == "risk" and value is not None and value >= border:
            found.append(Drafted(rule, 0.0, [_reason({"of": rule.of}, value, 0.0)]))
    return found


def _next_steps(snapshot: Snapshot) -> list[Drafted]:
    goal = settings().snapshot.next_step_from
    found = []
    for rule in snapshot_rules():
        value = _value_of(rule, snapshot)
        if rule.kind == "next" and value is not None and value < goal:
            gap = (goal - value) / goal
            found.append(Drafted(rule, gap, [_reason({"of": rule.of}, value, gap)]))
    return _widest_first(found)


def _value_of(rule: SnapshotRule, snapshot: Snapshot) -> float | None:
    return snapshot.management if rule.of == "management" else snapshot.facets.get(rule.of)


def _reason(condition: Condition, value: object, gap: float) -> dict[str, Any]:
    return {"condition": condition, "value": value, "gap": gap}


def _widest_first(found: list[Drafted]) -> list[Drafted]:
    return sorted(found, key=lambda card: (-round(card.gap, 6), card.rule.place))


def _merged(found: list[Drafted]) -> list[Drafted]:
    """Rules of one merge word are one card; the widest gap leads."""
    leads: dict[str, Drafted] = {}
    cards = []
    for card in found:
        lead = leads.setdefault(card.rule.merge or card.rule.key, card)
        if lead is card:
            cards.append(card)
        else:
            lead.also.append(card.rule.key)
            lead.reasons += card.reasons
            lead.must = lead.must or card.must
    return cards


def _fitting(cards: list[Drafted], room: int) -> list[Drafted]:
    """As many as there is room for; those of weak facets have theirs beforehand."""
    spare = room - sum(card.must for card in cards)
    kept = []
    for card in cards:
        if card.must or spare > 0:
            kept.append(card)
            spare -= not card.must
    return kept


def _country(snapshot: Snapshot) -> str | None:
    """As an ISO code or as the instrument names it."""
    given = snapshot.profile.get("country") or snapshot.profile.get("profile.country")
    return settings().iso.get(given, given) if given else None


def _printed_card(card: Drafted, examples: Examples) -> dict[str, Any]:
    rule = card.rule
    return {
        "id": rule.key,
        "action": rule.action,
        "kind": rule.kind,
        "gap": card.gap,
        "also": card.also,
        "reasons": card.reasons,
        "text": rule.step,
        "practices": examples.practices(advised_actions()[rule.action].practices),
        "tool": examples.tool(rule.tools),
    }
