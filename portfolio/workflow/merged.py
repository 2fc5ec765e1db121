"""Saving a form that somebody else may have saved since it was drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from assessment.merging import Merged, merge
from portfolio.models import Stale

MOST_TRIES = 10  # of a save that colleagues' saves keep overtaking

Read = Callable[[], tuple[Mapping[str, Any], int]]  # the saved values and their revision
Write = Callable[[Merged, int], None]  # saves if nobody did since that revision; raises Stale


def save_merged(
    read: Read,
    write: Write,
    *,
    mine: Mapping[str, Any],
    loaded: Mapping[str, str],
    keys: Iterable[str],
) -> Merged:
    """Save these values, merged with what is saved by now; nothing at all where both sides changed the same.

    All or nothing, since a project's fields belong together. Raises Stale where the thing itself is gone or closed.
    """
    keys = tuple(keys)
    for _try in range(MOST_TRIES):
        saved, revision = read()
        merged = merge(loaded, mine, saved, keys)
        if merged.clashing or not merged.mine:
            return merged
        try:
            write(merged, revision)
        except Stale:
            continue
        return merged
    raise Stale
