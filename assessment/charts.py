"""Geometry for the SVG charts. Templates under templates/charts/ do the drawing.

Coordinates leave this module as text: a template would write 8,5 for a Brazilian reader. Colours are attributes of the
drawings and classes of their names: the PDF engine does not see the page's style sheet inside an SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from textwrap import wrap

from assessment import palette, wording
from assessment.palette import Colour

RADIUS = 100

SHAPES = {
    "mission": "M0,-7 L7,0 L0,7 L-7,0 Z",  # diamond
    "enhancement": "M-5.5,-5.5 H5.5 V5.5 H-5.5 Z",  # square
    "adaptive": "M-6,0 A6,6 0 1 1 6,0 A6,6 0 1 1 -6,0 Z",  # circle
    "anticipatory": "M0,-7 L6.5,5 H-6.5 Z",  # triangle
}
# Unit vectors of the corners: top, right, bottom, left.
CORNERS = ((0, -1), (1, 0), (0, 1), (-1, 0))


@dataclass(frozen=True, slots=True)
class Corner:
    """One dimension on the diamond: its mark on the axis, its sector and its label."""

    key: str
    label: str
    percent: int
    colour: Colour
    shape: str
    x: str
    y: str
    sector: str  # points of the sector's outline, from the centre
    lines: tuple[TextLine, ...]  # the label, then the percentage
    anchor: str


@dataclass(frozen=True, slots=True)
class TextLine:
    text: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Diamond:
    title: str
    corners: tuple[Corner, ...]
    outline: str
    rings: tuple[str, ...]  # at 25, 50, 75 and 100 percent


def diamond(title: str, values: Sequence[tuple[str, str, int]], language: str) -> Diamond:
    """The balance of four dimensions given as (key, label, percent), clockwise from the top."""
    ends = [(x * p * RADIUS / 100, y * p * RADIUS / 100) for (x, y), (_, _, p) in _paired(values)]
    corners = tuple(
        _corner(index, key, label, percent, ends, language)
        for index, (key, label, percent) in enumerate(values)
    )
    rings = tuple(
        _points([(x * share, y * share) for x, y in CORNERS]) for share in (25, 50, 75, 100)
    )
    return Diamond(title, corners, _points(ends), rings)


def _paired(
    values: Sequence[tuple[str, str, int]],
) -> list[tuple[tuple[int, int], tuple[str, str, int]]]:
    return list(zip(CORNERS, values, strict=True))


def _corner(
    index: int,
    key: str,
    label: str,
    percent: int,
    ends: Sequence[tuple[float, float]],
    language: str,
) -> Corner:
    """The sector reaches half-way to both neighbours, so that the four tile the outline."""
    x, y = ends[index]
    before, after = ends[index - 1], ends[(index + 1) % len(ends)]
    sector = [(0.0, 0.0), _middle(before, (x, y)), (x, y), _middle((x, y), after)]
    side_x, side_y = CORNERS[index]
    return Corner(
        key=key,
        label=label,
        percent=percent,
        colour=palette.COLOURS[key],
        shape=SHAPES[key],
        x=_number(x),
        y=_number(y),
        sector=_points(sector),
        lines=_label(side_x, side_y, label, wording.percent(percent, language)),
        anchor={1: "start", -1: "end"}.get(side_x, "middle"),
    )


LINE = 17  # height of a line of the labels


def _label(side_x: int, side_y: int, label: str, percent: str) -> tuple[TextLine, ...]:
    """The words above the percentage; at the sides in two lines, so that they stay short."""
    words = [*(_halves(label) if side_x else [label]), percent]
    if side_y < 0:
        first = -RADIUS - 12 - LINE * (len(words) - 1)
    elif side_y > 0:
        first = RADIUS + 22
    else:
        first = -LINE * (len(words) - 1) + 12
    x = _number(side_x * (RADIUS + 12))
    return tuple(TextLine(text, x, _number(first + LINE * i)) for i, text in enumerate(words))


def _halves(label: str) -> list[str]:
    """Broken at the last space, or after the last hyphen."""
    at = max(label.rfind(" "), label.rfind("-") + 1)
    return [label[:at], label[at:].strip()] if at > 0 else [label]


def _middle(one: tuple[float, float], two: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + two[0]) / 2, (one[1] + two[1]) / 2


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(number: float) -> str:
    return f"{number:.2f}"


@dataclass(frozen=True, slots=True)
class Meter:
    """A bar from 0 to the most, with marks where bands begin. 300 units wide."""

    width: str
    marks: tuple[str, ...]
    colour: Colour


METER_WIDTH = 300


def meter(value: float, most: float, thresholds: Sequence[float], colour: Colour) -> Meter:
    return Meter(
        width=_number(METER_WIDTH * value / most),
        marks=tuple(_number(METER_WIDTH * mark / most) for mark in thresholds if mark),
        colour=colour,
    )


@dataclass(frozen=True, slots=True)
class RangeBar:
    """A score on a line from 0 to 100, with its range behind it. Units as in the meter."""

    width: str  # empty: the score is withheld
    start: str  # of the range; empty: there is none
    length: str
    marks: tuple[str, ...]
    colour: Colour


def range_bar(
    score: float | None,
    low: float | None,
    high: float | None,
    thresholds: Sequence[float],
    colour: Colour,
) -> RangeBar:
    unit = METER_WIDTH / 100
    has_range = low is not None and high is not None
    return RangeBar(
        width="" if score is None else _number(score * unit),
        start=_number((low or 0) * unit) if has_range else "",
        length=_number(((high or 0) - (low or 0)) * unit) if has_range else "",
        marks=tuple(_number(mark * unit) for mark in thresholds if mark),
        colour=colour,
    )


@dataclass(frozen=True, slots=True)
class Petal:
    """One dimension: a wedge whose radius is its score; without a score a thin outline."""

    path: str
    colour: Colour
    is_known: bool


@dataclass(frozen=True, slots=True)
class RadarLabel:
    lines: tuple[TextLine, ...]
    anchor: str
    colour: Colour


@dataclass(frozen=True, slots=True)
class Radar:
    title: str
    petals: tuple[Petal, ...]
    labels: tuple[RadarLabel, ...]  # of the areas
    spokes: tuple[str, ...]  # borders between the areas
    rings: tuple[str, ...]  # radii at the levels' thresholds


def radar(areas: Sequence[tuple[str, Colour, Sequence[float | None]]], title: str) -> Radar:
    """A round profile of areas given as (label, colour, scores of the dimensions), clockwise from the top.

    A wedge's radius, not its surface, is the score: the rings are the scale to read it by.
    """
    total = sum(len(scores) for _label, _colour, scores in areas)
    petals, labels, spokes, place = [], [], [], 0
    for label, colour, scores in areas:
        start = place
        for score in scores:
            radius = RADIUS * (score if score is not None else 100) / 100
            path = _wedge(place / total, (place + 1) / total, radius)
            petals.append(Petal(path, colour, score is not None))
            place += 1
        spokes.append(_point(start / total, RADIUS + 6))
        labels.append(_radar_label(label, colour, (start + place) / 2 / total))
    rings = tuple(_number(RADIUS * share / 100) for share in (20, 40, 60, 80, 100))
    return Radar(title, tuple(petals), tuple(labels), tuple(spokes), rings)


def _direction(turn: float) -> tuple[float, float]:
    """The unit vector at a part of a full turn, clockwise from the top."""
    return sin(2 * pi * turn), -cos(2 * pi * turn)


def _point(turn: float, radius: float) -> str:
    x, y = _direction(turn)
    return f"{_number(x * radius)},{_number(y * radius)}"


def _wedge(start: float, end: float, radius: float) -> str:
    gap = 0.0015  # of a turn, so that neighbours can be told apart
    arc = f"A{_number(radius)},{_number(radius)} 0 0 1 "
    return f"M0,0 L{_point(start + gap, radius)} {arc}{_point(end - gap, radius)} Z"


LABEL_WIDTH = 17  # characters of a line


def _radar_label(label: str, colour: Colour, turn: float) -> RadarLabel:
    x, y = _direction(turn)
    words = wrap(label, LABEL_WIDTH)
    middle = (len(words) - 1) * LINE / 2
    left, top = x * (RADIUS + 14), y * (RADIUS + 16) - middle + 5 + y * middle
    lines = tuple(
        TextLine(text, _number(left), _number(top + LINE * i)) for i, text in enumerate(words)
    )
    anchor = "middle" if abs(x) < 0.2 else "start" if x > 0 else "end"
    return RadarLabel(lines, anchor, colour)
