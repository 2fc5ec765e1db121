"""Pages of a long list, the newest rows first: a page begins after a row, not at a number.

However long the list is, a page costs the same: the database goes to a row by its index and reads on from there. The
libraries looked at compare moments as text, which PostgreSQL refuses, or put rows without a moment last, which no index
helps with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

Row = TypeVar("Row", bound=Model)
SIZE = 50
COUNTED = 1000  # what there is beyond is not counted: "more than 1,000"


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and the queries that lead to the others; empty where there are none."""

    rows: Sequence[Row]
    newer: str
    older: str
    newest: str
    oldest: str
    count: int
    is_counted: bool  # there are `count`; else there are more than that


def page_of(
    rows: QuerySet[Row], moment: str, query: QueryDict, key: Callable[[str], UUID | int] = UUID
) -> Page[Row]:
    """The page of `rows` that the address asks for with `after`, `before` or `end`. `key` reads a row's key.

    `moment` names the field that they are ordered by. An address that nobody was given shows the newest.
    """
    after, before, end = (query.get(name, "") for name in ("after", "before", "end"))
    found = rows.order_by(f"-{moment}", "-pk")
    place = _place(after or before, key)
    backwards = bool(end) or (place is not None and not after)
    if backwards:
        found = found.reverse()
    if place:
        found = found.filter(_beyond(moment, *place, newer=backwards))
    read = list(found[: SIZE + 1])
    shown = list(reversed(read[:SIZE])) if backwards else read[:SIZE]
    more = len(read) > SIZE
    has_newer, has_older = (more, bool(place)) if backwards else (bool(place), more)
    count = rows.order_by()[: COUNTED + 1].count()

    def leading(name: str, value: str, there: bool) -> str:
        kept = query.copy()
        for other in ("after", "before", "end"):
            kept.pop(other, None)
        if name:
            kept[name] = value
        return f"?{kept.urlencode()}" if there else ""

    return Page(
        rows=shown,
        newer=leading("before", _name(shown[0], moment), has_newer) if shown else "",
        older=leading("after", _name(shown[-1], moment), has_older) if shown else "",
        newest=leading("", "", has_newer or (not shown and bool(place))),
        oldest=leading("end", "1", has_older),
        count=min(count, COUNTED),
        is_counted=count <= COUNTED,
    )


def _beyond(moment: str, at: datetime, key: UUID | int, *, newer: bool) -> Q:
    """Rows on one side of a row. Said so that the first part is a range of the index."""
    if newer:
        return Q(**{f"{moment}__gte": at}) & ~Q(**{moment: at, "pk__lte": key})
    return Q(**{f"{moment}__lte": at}) & ~Q(**{moment: at, "pk__gte": key})


def _name(row: Model, moment: str) -> str:
    return f"{getattr(row, moment).isoformat()}_{row.pk}"


def _place(text: str, read: Callable[[str], UUID | int]) -> tuple[datetime, UUID | int] | None:
    at, _, key = text.partition("_")
    try:
        found = datetime.fromisoformat(at), read(key)
    except ValueError:
        return None
    # Beyond these no database need know a moment in its own time zone.
    return found if found[0].tzinfo and 1900 < found[0].year < 9000 else None
