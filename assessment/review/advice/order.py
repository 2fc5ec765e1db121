"""The one order of the cards, and which of them are shown before the reader asks for more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from .calls import Call
from .settings import settings
from .situation import Situation


def in_order(found: Iterable[Call]) -> list[Call]:
    """By priority; then duty, the larger need, the weaker dimension and the number."""
    return sorted(
        found,
        key=lambda call: (
            -round(call.priority, 6),
            not call.duty,
            -round(call.need, 6),
            round(call.weakest, 6),
            call.action.place,
        ),
    )


def shown_of_own(own: Sequence[Call], situation: Situation, provisional: bool) -> set[str]:
    """The places filled under the cap of an area, then without it; duty comes on top and fills no area."""
    limits = settings().show
    places = limits.own_short if "small" in situation.traits or provisional else limits.own
    weakest = _weakest_area(situation)
    shown: list[Call] = []
    areas: Counter[str] = Counter()
    for capped in (True, False):
        for place, call in enumerate(own):
            if call in shown or len(shown) >= places:
                continue
            area = call.action.area
            most = limits.own_weakest_area if area == weakest else limits.own_per_area
            is_free = call.duty or place < limits.never_hidden_top or areas[area] < most
            if is_free or not capped:
                shown.append(call)
                areas[area] += not call.duty
    return {call.key for call in own if call in shown or call.duty}


def _weakest_area(situation: Situation) -> str | None:
    """The area far enough below the next one to take more places."""
    means = sorted((mean, area) for area, mean in situation.area_means().items())
    if len(means) < 2 or means[1][0] - means[0][0] < settings().show.weakest_area_margin:
        return None
    return means[0][1]
