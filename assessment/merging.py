"""Two people in one form: who changed which value since the form was drawn. Pure.

A form carries a *mark* of each value that it was drawn with. When it comes back, three versions meet: the one loaded
(only its mark is known), mine, and the one saved by now. A value that only one side changed is taken from that side;
where both did, and differently, they clash and people decide.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

NOTHING = "-"
LENGTH = 8  # hexadecimal digits: nobody compares more than some dozens of values at a time


def mark(value: object) -> str:
    """A short mark of a value of JSON, an amount or a date.

    It is the same for nothing in any form, and for any way to end a line.
    """
    plain = _plain(value)
    if plain in (None, "", [], {}):
        return NOTHING
    text = json.dumps(plain, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def _plain(value: object) -> object:
    """As a form would give it back: browsers send other line ends, and a list of choices in another order."""
    if isinstance(value, str):
        return re.sub(r"\r\n?", "\n", value).strip()
    if isinstance(value, Mapping):
        kept = {str(key): _plain(part) for key, part in value.items()}
        return {key: part for key, part in kept.items() if part is not None and part is not False}
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, list | tuple):
        return sorted((_plain(part) for part in value), key=repr)
    return value


def marks(values: Mapping[str, object], keys: Iterable[str]) -> dict[str, str]:
    return {key: mark(values.get(key)) for key in keys}


@dataclass(frozen=True, slots=True)
class Merged:
    """What is to be saved, and who changed what. What both changed alike is in none of the lists."""

    values: dict[str, object]  # of the saved version, where values clash
    mine: tuple[str, ...] = ()  # keys that I alone changed
    theirs: tuple[str, ...] = ()  # that others alone changed
    clashing: tuple[str, ...] = ()  # that both changed


def merge(
    loaded: Mapping[str, str],
    mine: Mapping[str, object],
    saved: Mapping[str, object],
    keys: Iterable[str],
    *,
    mine_already: Collection[str] = (),
) -> Merged:
    """Bring `mine` and `saved` together for these keys; other keys of `saved` stay.

    `loaded` are the marks of what the form was drawn with; a missing one stands for nothing, so that a damaged form
    overwrites nothing unasked.
    `mine_already` are keys whose saved value came from this very form, in a save whose answer it never got.
    """
    values = dict(saved)
    own, theirs, clashing = list[str](), list[str](), list[str]()
    for key in keys:
        before = loaded.get(key, NOTHING)
        here, there = mark(mine.get(key)), mark(saved.get(key))
        if here == there:
            continue
        if key in mine_already or there == before:
            own.append(key)
            _put(values, key, mine)
        elif here == before:
            theirs.append(key)
        else:
            clashing.append(key)
    return Merged(values, tuple(own), tuple(theirs), tuple(clashing))


def _put(values: dict[str, object], key: str, mine: Mapping[str, object]) -> None:
    if key in mine:
        values[key] = mine[key]
    else:
        values.pop(key, None)
