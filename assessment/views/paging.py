"""Pages of a long list, by time or by name: a page begins after a row, not at a number.

However long the list is, a page costs the same: the database goes to a row by its index and reads on from there. The
libraries looked at compare moments as text, which PostgreSQL refuses, or put rows without a moment last, which no index
helps with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

Row = TypeVar("Row", bound=Model)
SIZE = 50
_NUMBER = re.compile(r"[0-9]{1,18}")
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
    place = _place(query.get("after", "") or query.get("before", ""), key)

    def beyond(*, backwards: bool) -> Q:
        return _beyond(moment, *place, newer=backwards) if place else Q()

    ordered = rows.order_by(f"-{moment}", "-pk")
    return _page(ordered, query, beyond, lambda row: _name(row, moment), is_within=bool(place))


def page_by_name(rows: QuerySet[Row], query: QueryDict) -> Page[Row]:
    """The page of rows in the order of their `name_key`; "newer" leads to those before. Their keys are numbers."""
    asked = query.get("after", "") or query.get("before", "")
    known = rows.model._default_manager.filter(pk=asked if _NUMBER.fullmatch(asked) else None)  # noqa: SLF001
    place = known.values_list("name_key", "pk").first()

    def beyond(*, backwards: bool) -> Q:
        if place is None:
            return Q()
        side, pk = ("lte", "gte") if backwards else ("gte", "lte")
        return Q(**{f"name_key__{side}": place[0]}) & ~Q(
            **{"name_key": place[0], f"pk__{pk}": place[1]}
        )

    ordered = rows.order_by("name_key", "pk")
    return _page(ordered, query, beyond, lambda row: str(row.pk), is_within=place is not None)


def _page(
    ordered: QuerySet[Row],
    query: QueryDict,
    beyond: Callable[..., Q],
    name: Callable[[Row], str],
    *,
    is_within: bool,
) -> Page[Row]:
    """Read on from the place that the address names (`is_within`), in the order of the rows or against it."""
    backwards = bool(query.get("end", "")) or (is_within and not query.get("after", ""))
    found = ordered.reverse() if backwards else ordered
    read = list(found.filter(beyond(backwards=backwards))[: SIZE + 1])
    shown = list(reversed(read[:SIZE])) if backwards else read[:SIZE]
    more = len(read) > SIZE
    has_newer, has_older = (more, is_within) if backwards else (is_within, more)
    count = ordered.order_by()[: COUNTED + 1].count()

    def leading(which: str, value: str, there: bool) -> str:
        kept = query.copy()
        for other in ("after", "before", "end"):
            kept.pop(other, None)
        if which:
            kept[which] = value
        return f"?{kept.urlencode()}" if there else ""

    return Page(
        rows=shown,
        newer=leading("before", name(shown[0]), has_newer) if shown else "",
        older=leading("after", name(shown[-1]), has_older) if shown else "",
        newest=leading("", "", has_newer or (not shown and is_within)),
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
