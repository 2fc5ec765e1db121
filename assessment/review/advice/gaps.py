"""A condition of the snapshot's advice: how far an answer, a facet or the management lies from what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Condition = Mapping[str, Any]  # as declared in data/snapshot.yaml; printed with the reasons
Measured = tuple[float, Any]  # the gap from 0 to 1, and the value it was measured on

GAP_OF_REPLY = {"yes": 0.0, "unsure": 0.75, "no": 1.0}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Agreement from 0 to 4 by item, ticked keys, or yes, no and unsure, by question; facets in whole percent."""

    profile: Mapping[str, str | None]
    answers: Mapping[str, Any]
    facets: Mapping[str, float | None]
    management: float | None

    def measure(self, condition: Condition) -> Measured | None:
        """None where it was not answered."""
        for kind, measure in _KINDS.items():
            if kind in condition:
                return measure(self, condition)
        return _agreement(self, condition)


def _short_of(value: float, wanted: float) -> float:
    return max(0.0, (wanted - value) / wanted)


def _facet(snapshot: Snapshot, condition: Condition) -> Measured | None:
    value = snapshot.facets.get(condition["facet"])
    return None if value is None else (_short_of(value, condition["below"]), value)


def _ahead(snapshot: Snapshot, condition: Condition) -> Measured | None:
    """Other facets lead this one by so much that launches lack follow-through."""
    value = snapshot.facets.get(condition["of"])
    others = [v for key in condition["ahead"] if (v := snapshot.facets.get(key)) is not None]
    if value is None or not others:
        return None
    lead = max(others) - value
    return (max(0.0, lead / 100.0) if lead >= condition["by"] else 0.0), value


def _management(snapshot: Snapshot, condition: Condition) -> Measured | None:
    value = snapshot.management
    return None if value is None else (_short_of(value, condition["management_below"]), value)


def _said_yes(snapshot: Snapshot, condition: Condition) -> Measured | None:
    reply = snapshot.answers.get(condition["said_yes"])
    if not isinstance(reply, str) or reply not in GAP_OF_REPLY:
        return None
    return GAP_OF_REPLY[reply], reply


def _ticked(snapshot: Snapshot, condition: Condition) -> Measured | None:
    ticked = snapshot.answers.get(condition["question"])
    if not ticked:
        return None
    have = sorted(set(ticked) & set(condition["ticked"]))
    return _short_of(len(have), condition["at_least"]), have


def _agreement(snapshot: Snapshot, condition: Condition) -> Measured | None:
    step = (snapshot.answers.get(condition["question"]) or {}).get(condition["item"])
    if step is None:
        return None
    if "at_most" in condition:  # the statement is worded negatively
        return max(0.0, (step - condition["at_most"]) / (4.0 - condition["at_most"])), step
    return _short_of(step, condition["at_least"]), step


_KINDS = {
    "facet": _facet,
    "ahead": _ahead,
    "management_below": _management,
    "said_yes": _said_yes,
    "ticked": _ticked,
}
