"""Charts: geometry as numbers, and drawings that a Brazilian reader's commas do not break."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from assessment import charts, palette

VALUES = [
    ("mission", "Mission", 80),
    ("anticipatory", "Anticipatory", 33),
    ("adaptive", "Adaptive", 0),
    ("enhancement", "Enhancement", 100),
]
COORDINATE = r"-?\d+(\.\d+)?"


def points(text: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def area(outline: list[tuple[float, float]]) -> float:
    ends = zip(outline, outline[1:] + outline[:1], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in ends)) / 2


def test_each_facet_lies_on_its_axis_at_its_percentage():
    drawn = charts.diamond("Balance", VALUES, "en")
    assert points(drawn.outline) == [(0, -80), (33, 0), (0, 0), (-100, 0)]
    assert [(corner.x, corner.y) for corner in drawn.corners] == [
        ("0.00", "-80.00"), ("33.00", "0.00"), ("0.00", "0.00"), ("-100.00", "0.00"),
    ]  # fmt: skip


def test_the_rings_stand_at_the_quarters():
    rings = [points(ring) for ring in charts.diamond("Balance", VALUES, "en").rings]
    assert [ring[1] for ring in rings] == [(25, 0), (50, 0), (75, 0), (100, 0)]


@pytest.mark.parametrize("percents", [(80, 33, 0, 100), (100, 100, 100, 100), (1, 2, 3, 4)])
def test_the_sectors_tile_the_outline(percents):
    values = [(key, label, p) for (key, label, _), p in zip(VALUES, percents, strict=True)]
    drawn = charts.diamond("Balance", values, "en")
    parts = sum(area(points(corner.sector)) for corner in drawn.corners)
    assert parts == pytest.approx(area(points(drawn.outline)), abs=0.5)


def test_nothing_answered_draws_a_point():
    drawn = charts.diamond("Balance", [(key, label, 0) for key, label, _ in VALUES], "en")
    assert set(points(drawn.outline)) == {(0, 0)}


def test_a_diamond_has_four_corners():
    with pytest.raises(ValueError, match="zip"):
        charts.diamond("Balance", VALUES[:3], "en")


def test_facets_differ_in_shape_and_not_only_in_colour():
    assert {facet.name for facet in palette.FACETS} == set(charts.SHAPES)
    assert len(set(charts.SHAPES.values())) == 4


def test_a_meter_is_as_long_as_its_value_and_marks_where_bands_begin():
    drawn = charts.meter(37.5, 100, [0, 50, 75], palette.MISSION)
    assert (drawn.width, drawn.marks) == ("112.50", ("150.00", "225.00"))


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_drawings_have_no_decimal_commas(language):
    with override(language):
        diamond = render_to_string(
            "charts/diamond.svg", {"chart": charts.diamond("B", VALUES, "en")}
        )
        meter = render_to_string(
            "charts/meter.svg",
            {"meter": charts.meter(37.5, 108, [0, 36, 72], palette.INK), "title": "M", "value": 37.5, "most": 108},
        )  # fmt: skip
    for drawing in (diamond, meter):
        for name in ("x", "y", "dx", "dy", "width", "height", "stroke-width", "fill-opacity", "font-size"):  # fmt: skip
            for value in re.findall(rf'\s{name}="([^"]*)"', drawing):
                assert re.fullmatch(COORDINATE, value), (name, value)
        for pairs in re.findall(r'\spoints="([^"]*)"', drawing):
            for pair in pairs.split():
                assert re.fullmatch(f"{COORDINATE},{COORDINATE}", pair), pair
        for place in re.findall(r"translate\(([^)]*)\)", drawing):
            assert re.fullmatch(f"{COORDINATE} {COORDINATE}", place), place


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_a_drawing_has_its_words_and_colours_in_itself(language):
    with override(language):
        drawing = render_to_string(
            "charts/diamond.svg", {"chart": charts.diamond("<B> & C", VALUES, "en")}
        )
    assert 'role="img"' in drawing
    assert "<title>&lt;B&gt; &amp; C</title>" in drawing
    assert "style=" not in drawing
    assert all(colour in drawing for colour in (facet.light for facet in palette.FACETS))
