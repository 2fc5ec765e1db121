"""Amounts of money as the region writes them. Pure.

Half of it writes 1.250.000,50 and half 1,250,000.50. One mark with three digits behind it, as in 12.500, can be either:
both readings are given, and whoever asks must ask a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from .table import Stored

POINT, COMMA = "point", "comma"  # which mark stands before the decimals
LONGEST = 40  # characters
_SPACES = re.compile(r"(?<=\d)[\s']+(?=\d)")  # between groups, as some write them
_SYMBOL = re.compile(r"^(?:R\$|US\$|S/\.?|Bs\.?|[$€₡₲])|(?:€|\$)$")
_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?(?:[eE][+-]?\d{1,2})?")
_GROUPED = re.compile(r"-?\d{1,3}(?P<group>[.,])\d{3}(?:(?P=group)\d{3})*(?:(?P<mark>[.,])\d*)?")
_CENT = Decimal("0.01")


class NoAmount(ValueError):
    """A text that is no amount."""


@lru_cache(2048, typed=True)  # a Stored text equals a plain one, and is read otherwise
def readings(text: str) -> Mapping[str, Decimal]:
    """What a text can mean, by the mark that stands before the decimals; one value twice where it is plain.

    Raises NoAmount.
    """
    if isinstance(text, Stored):
        return dict.fromkeys((POINT, COMMA), _number(str(text), "."))
    bare = _SPACES.sub("'", _SYMBOL.sub("", text[: LONGEST + 1].strip()).strip())
    if not bare or len(bare) > LONGEST:
        raise NoAmount
    found = dict(_possible(bare))
    if not found:
        raise NoAmount
    # Where only one reading is possible, it holds whatever the file's habit is.
    return found if len(found) > 1 else dict.fromkeys((POINT, COMMA), next(iter(found.values())))


def _possible(spaced: str) -> Iterable[tuple[str, Decimal]]:
    for name, mark, group in ((POINT, ".", ","), (COMMA, ",", ".")):
        bare = spaced.replace("'", group)
        if _PLAIN.fullmatch(bare) and group not in bare:
            yield name, _number(bare, mark)
        elif _is_grouped(bare, group):
            yield name, _number(bare.replace(group, ""), mark)


def _is_grouped(bare: str, group: str) -> bool:
    """Whether a text is in groups of thousands; nought does not begin one: 0.500 is a half."""
    match = _GROUPED.fullmatch(bare)
    if match is None or bare.lstrip("-").startswith("0"):
        return False
    return match["group"] == group != match["mark"]


def _number(bare: str, mark: str) -> Decimal:
    try:
        number = Decimal(bare.replace(mark, "."))
    except InvalidOperation:
        raise NoAmount from None
    if not number.is_finite():
        raise NoAmount
    return _without_noise(number)


def _without_noise(number: Decimal) -> Decimal:
    """What binary fractions add to a sum, as in 0.30000000000000004, is taken off; real digits stay."""
    if abs(number) >= Decimal(10) ** 15:
        return number
    rounded = number.quantize(_CENT)
    if number != rounded and abs(number - rounded) > Decimal("1e-7"):
        return number
    return rounded if rounded != rounded.to_integral() else rounded.to_integral().quantize(_CENT)


def is_ambiguous(text: str) -> bool:
    """Whether a text can mean two amounts; False for what is none."""
    try:
        return len(set(readings(text).values())) > 1
    except NoAmount:
        return False


def habit(texts: Iterable[str]) -> str | None:
    """The mark before the decimals in a column: the only one that fits all of it, if one alone does.

    A text that is no amount says nothing. None: it must be asked.
    """
    telling = {mark for text in texts if (mark := _tells(text))}
    return telling.pop() if len(telling) == 1 else None


def _tells(text: str) -> str | None:
    """The mark before the decimals that a text gives away by itself: 1.250,50 a comma, 1.250.000 as well."""
    if isinstance(text, Stored) or is_ambiguous(text):
        return None
    marks = [char for char in text if char in ".,"]
    if not marks:
        return None
    try:
        readings(text)
    except NoAmount:
        return None
    last = marks[-1]
    is_group = marks.count(last) > 1
    return {".": POINT, ",": COMMA}[last] if not is_group else {".": COMMA, ",": POINT}[last]
