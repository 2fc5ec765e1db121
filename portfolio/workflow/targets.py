"""The balance that an agency wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessment.merging import Merged
from assessment.models import Agency, User
from portfolio.models import Target

from .merged import save_merged

SHARES = "shares"  # one value for all four: they have to add up to 100


def set_target(
    agency: Agency, values: Mapping[str, Any], loaded: Mapping[str, str], *, by: User
) -> Merged:
    """Save a target, merged with what others saved since the form was drawn with these marks.

    `values` are those of `Target.values`: `shares`, and a reason for each facet.
    """
    target, _created = Target.objects.get_or_create(agency=agency)
    mine = Target.objects.filter(pk=target.pk)

    def read() -> tuple[Mapping[str, Any], int]:
        saved = mine.get()
        return saved.values(), saved.revision

    def write(merged: Merged, revision: int) -> None:
        reasons = {name: words for name, words in merged.values.items() if name != SHARES}
        mine.save_fields(revision=revision, by=by, shares=merged.values[SHARES], reasons=reasons)

    return save_merged(read, write, mine=values, loaded=loaded, keys=values)
