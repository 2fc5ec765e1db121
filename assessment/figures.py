"""Numbers for the eye: every whole number or percentage that is shown is rounded here, once. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from math import floor
from typing import TypeVar

Part = TypeVar("Part", bound=Hashable)
HALF = Fraction(1, 2)


def whole(number: Fraction | float) -> int:
    """To the nearest whole number, halves upwards, as people learn it and as the reference rounds (from 0 up).

    Python's own `round` goes to the even neighbour: 12.5 and 13.5 would become 12 and 14.
    """
    return floor(number + HALF)


def whole_percents(shares: Mapping[Part, Fraction]) -> dict[Part, int]:
    """Shares of 1 that add up to 1 as whole percentages that add up to 100, in the same order.

    The largest remainders are rounded up, of equal ones the first. So a share on its own may round otherwise: wherever
    one of them is shown, it is taken from here.
    """
    exact = {part: 100 * share for part, share in shares.items()}
    found = {part: int(value) for part, value in exact.items()}
    rest = sorted(exact, key=lambda part: found[part] - exact[part])  # stable
    for part in rest[: 100 - sum(found.values())]:
        found[part] += 1
    return found


def plain(number: Fraction) -> int | float:
    """A multiple of one half as JSON and templates can hold it."""
    return int(number) if number == int(number) else float(number)
