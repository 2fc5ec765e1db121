"""The map of projects as geometry: a diamond of nine zones, with a dot for each project. Pure.

The diamond is a square of three by three zones that stands on its corner: facets at the corners, what lies between two
facets on the edges, mixed projects in the middle. Its centre is (0, 0), and it reaches 300 units in each direction.
Coordinates leave this module as text, as in assessment/charts.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from math import ceil, sqrt
from textwrap import shorten, wrap

from assessment import palette
from assessment.charts import TextLine

from .facets import CIRCLE, Priority, Zone

HALF = 100  # half a zone's diagonal
SIDE = HALF * sqrt(2)  # of a zone
USED = 0.86  # of a zone's side; the rest keeps the dots off its borders
WIDEST = 23.0  # radius of the largest dot
NUMBERED_FROM = 9.5  # radius of the medium dot that has room for a number
EDGE = 314  # where the labels at the sides begin
LINE = 22

# Column and row in the square; columns run to the right and down, rows to the left and down.
PLACES: Mapping[Zone, tuple[int, int]] = {
    Zone.MISSION: (0, 0),
    Zone.TRANSFORMATIVE: (1, 0),
    Zone.ANTICIPATORY: (2, 0),
    Zone.SUSTAINING: (0, 1),
    Zone.MIXED: (1, 1),
    Zone.DISRUPTIVE: (2, 1),
    Zone.ENHANCEMENT: (0, 2),
    Zone.OPTIMISING: (1, 2),
    Zone.ADAPTIVE: (2, 2),
}
# Anchor, x, and y of the first line; the mixed zone is named below, at the left.
_LABELS: Mapping[Zone, tuple[str, int, int]] = {
    Zone.MISSION: ("middle", 0, -312),
    Zone.TRANSFORMATIVE: ("end", EDGE, -216),
    Zone.ANTICIPATORY: ("end", EDGE, 128),
    Zone.DISRUPTIVE: ("end", EDGE, 206),
    Zone.ADAPTIVE: ("middle", 0, 330),
    Zone.OPTIMISING: ("start", -EDGE, 206),
    Zone.ENHANCEMENT: ("start", -EDGE, 128),
    Zone.SUSTAINING: ("start", -EDGE, -216),
    Zone.MIXED: ("start", -EDGE, 330),
}
# From the label to the zone's outer border, where the two could be taken for another pair.
_LEADERS: Mapping[Zone, str] = {
    Zone.TRANSFORMATIVE: "M240,-186 L153,-153",
    Zone.ANTICIPATORY: "M290,108 L262,42",
    Zone.DISRUPTIVE: "M240,188 L153,153",
    Zone.OPTIMISING: "M-240,188 L-153,153",
    Zone.ENHANCEMENT: "M-290,108 L-262,42",
    Zone.SUSTAINING: "M-240,-186 L-153,-153",
}
_WIDTH = 14  # characters of a line at the sides


@dataclass(frozen=True, slots=True)
class Mark:
    """A project to be drawn. `weight` from 0 to 1 is the share of the largest dot's surface; None: not known."""

    key: str
    title: str
    zone: Zone
    weight: float | None
    note: str  # what the label says after the title


@dataclass(frozen=True, slots=True)
class Cell:
    """A zone: its outline, its name, and the dots in it."""

    zone: Zone
    colour: palette.Colour
    outline: str
    anchor: str
    lines: tuple[TextLine, ...]
    leader: str  # path; empty: the label stands beside its zone
    count: int
    dots: str  # SVG


@dataclass(frozen=True, slots=True)
class ProjectMap:
    cells: tuple[Cell, ...]
    numbers: Mapping[str, int]  # of the projects, by key, in the order of the zones
    is_numbered: bool  # whether there is room for the numbers in the dots
    titles: tuple[str, ...]  # in the order of the numbers


MOST_LISTED = 40  # titles under a picture that stands alone
_LIST_TOP, _LIST_LINE, _LIST_WIDTH = 392, 17, 50  # units, units, characters


@dataclass(frozen=True, slots=True)
class Key:
    """The titles under a picture that stands alone, in two columns."""

    lines: tuple[TextLine, ...]
    bottom: int


def key_of(found: ProjectMap) -> Key:
    """What the numbers stand for; empty where the dots have none, or where there are too many."""
    if not found.is_numbered or len(found.titles) > MOST_LISTED:
        return Key((), _LIST_TOP - _LIST_LINE)
    rows = ceil(len(found.titles) / 2)
    lines = tuple(
        TextLine(
            shorten(f"{place + 1}  {title}", _LIST_WIDTH, placeholder="…"),
            str(-EDGE + (place // rows) * (EDGE + 6)),
            str(_LIST_TOP + (place % rows) * _LIST_LINE),
        )
        for place, title in enumerate(found.titles)
    )
    return Key(lines, _LIST_TOP + rows * _LIST_LINE)


def priority_weight(priority: Priority) -> float:
    """The surface of a dot by priority: radii are 7, 5 and 3 as in the reference."""
    return float(Fraction(CIRCLE[priority], CIRCLE[Priority.HIGH]) ** 2)


def project_map(
    marks: Sequence[Mark], names: Mapping[str, str], order: Sequence[Zone], address: str = ""
) -> ProjectMap:
    """The map of projects. `names` are the zones' names.

    `address`, where given, is where a dot leads, with the project's key in place of `KEY`.
    """
    by_zone: dict[Zone, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_zone[mark.zone].append(mark)
    for found in by_zone.values():
        found.sort(key=lambda mark: (-(mark.weight or 0), mark.title.casefold(), mark.key))
    listed = [mark for zone in order for mark in by_zone[zone]]
    numbers = {mark.key: number for number, mark in enumerate(listed, start=1)}
    most = max((len(found) for found in by_zone.values()), default=0)
    across = max(ceil(sqrt(most)), 1)
    step = SIDE * USED / across  # between two dots
    largest = min(step / 2 * 0.92, WIDEST)
    is_numbered = largest * 5 / 7 >= NUMBERED_FROM
    cells = tuple(
        _cell(
            zone,
            names[zone],
            by_zone[zone],
            across,
            largest,
            numbers if is_numbered else {},
            address,
        )
        for zone in order
    )
    return ProjectMap(cells, numbers, is_numbered, tuple(mark.title for mark in listed))


def _at(column: float, row: float) -> tuple[float, float]:
    """A point of the square, 0 to 3 in both directions, on the diamond."""
    return (column - row) * HALF, (column + row - 3) * HALF


def _cell(
    zone: Zone,
    name: str,
    marks: Sequence[Mark],
    across: int,
    largest: float,
    numbers: Mapping[str, int],
    address: str,
) -> Cell:
    column, row = PLACES[zone]
    corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
    outline = " ".join(f"{x:.0f},{y:.0f}" for x, y in (_at(*corner) for corner in corners))
    points = _lattice(len(marks), across)
    dots = "".join(
        _dot(mark, _at(column + u, row + v), largest, numbers.get(mark.key), address)
        for mark, (u, v) in zip(marks, points, strict=True)
    )
    anchor, x, y = _LABELS[zone]
    told = f"{name}:\N{NO-BREAK SPACE}{len(marks)}"
    width = 100 if anchor == "middle" else _WIDTH + 4 if zone is Zone.MIXED else _WIDTH
    lines = wrap(told, width, break_long_words=False)
    top = y - LINE * (len(lines) - 1) if zone is Zone.MIXED else y
    return Cell(
        zone, palette.COLOURS[zone], outline, anchor,
        tuple(TextLine(text, str(x), str(top + LINE * place)) for place, text in enumerate(lines)),
        _LEADERS.get(zone, ""), len(marks), dots,
    )  # fmt: skip


def _lattice(number: int, across: int) -> list[tuple[float, float]]:
    """Points in a zone, 0 to 1 in both directions: those of a square lattice that are nearest to the middle."""
    step = USED / across
    places = [0.5 + (place - (across - 1) / 2) * step for place in range(across)]
    points = [(u, v) for u in places for v in places]
    # Equally near ones from the top to the bottom: the picture must not depend on anything else.
    points.sort(key=lambda p: (round((p[0] - 0.5) ** 2 + (p[1] - 0.5) ** 2, 6), p[0] + p[1], p[0]))
    chosen = points[:number]
    # Two or three of a square lie beside the middle: move the group, not the dots within it.
    across_by, down_by = (0.5 - sum(p[i] for p in chosen) / max(number, 1) for i in (0, 1))
    return [(u + across_by, v + down_by) for u, v in chosen]


def _dot(
    mark: Mark, at: tuple[float, float], largest: float, number: int | None, address: str
) -> str:
    """One project. Written here and not in the template, as there may be thousands of them."""
    known = mark.weight is not None
    radius = largest * max(sqrt(mark.weight or 0), 0.3)
    x, y = f"{at[0]:.1f}", f"{at[1]:.1f}"
    title = escape(f"{mark.title} ({mark.note})" if mark.note else mark.title)
    hollow = "" if known else f' class="unknown" fill="{palette.CARD.light}" stroke-width="1.5"'
    drawn = f'<circle cx="{x}" cy="{y}" r="{radius:.1f}"{hollow}/>'
    if number is not None and known:
        size = min(radius * 1.05, 17)
        middle = f'x="{x}" y="{at[1] + size * 0.35:.1f}" font-size="{size:.1f}"'
        drawn += f'<text {middle} fill="{palette.HUE_INK.light}">{number}</text>'
    if address:
        where = escape(address.replace("KEY", mark.key))
        return f'<a href="{where}"><title>{title}</title>{drawn}</a>'
    return f"<g><title>{title}</title>{drawn}</g>"
