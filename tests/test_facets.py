"""Zones, shares, balances and the geometry of the map: the pure part of the portfolio."""

from __future__ import annotations

import io
import itertools
import json
import math
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from portfolio.core import balance, facets, geometry
from portfolio.core.balance import Placed, Step, Weighing
from portfolio.core.facets import CIRCLE, FACETS_OF, Driver, Facet, Priority, Purpose, Zone, zone_of
from portfolio.core.geometry import Mark, priority_weight, project_map
from portfolio.core.interchange import map_as_json
from portfolio.results.selection import ZONE_ORDER
from tests.made import patient

MAPS = Path(__file__).with_name("data") / "project_maps.jsonl"
NAMES = {zone: zone.title() for zone in Zone}


def maps() -> list[dict[str, Any]]:
    return [json.loads(line) for line in MAPS.read_text(encoding="utf-8").splitlines()]


# --- The reference


@pytest.mark.parametrize("vector", maps(), ids=lambda vector: vector["id"])
def test_a_map_is_that_of_the_reference(vector):
    found, faults = map_as_json(vector)
    assert not faults
    for expected in vector["expected"].values():  # the three variants are equal here
        assert found["zone"] == expected["zone"]
        assert found["count"] == expected["count"]
        circles = {p["id"]: CIRCLE[Priority(p["priority"])] for p in vector["projects"]}
        assert circles == expected["circle"]


def run(content: str, tmp_path: Path) -> tuple[list[dict[str, Any]], str, int]:
    file = tmp_path / "maps.jsonl"
    file.write_text(content)
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("score", "project_map", str(file), stdout=out, stderr=err)
    except SystemExit as stopped:
        code = int(str(stopped.code))
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue(), code


def test_the_command_scores_maps_line_by_line(tmp_path):
    found, complaints, code = run(MAPS.read_text(), tmp_path)
    assert not complaints
    assert not code
    expected = [v["expected"]["corrected"] for v in maps()]
    assert [f["zone"] for f in found] == [e["zone"] for e in expected]
    assert [f["count"] for f in found] == [e["count"] for e in expected]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"projects": 3}', "the projects must be a list"),
        ('{"project": []}', "unknown key 'project'"),
        ('{"projects": [{"id": "a", "purpose": "x", "driver": "mission"}]}', "the purpose must be"),
        ('{"projects": [{"id": "a", "purpose": "all"}]}', "the driver must be"),
        ('{"projects": [3]}', "expected an object"),
        ('{"projects": [{"purpose": "all", "driver": "mission"}]}', "the id must be"),
        ('{"projects": [{"id": 1, "purpose": ["all"], "driver": "mission"}]}', "the purpose"),
        (
            '{"projects": [{"id": 1, "purpose": "all", "driver": "mission"}, '
            '{"id": 1, "purpose": "all", "driver": "mission"}]}',
            "given twice",
        ),
        ('{"projects": [{"id": 1, "purpose": "all", "driver": "mission", "x": 1}]}', "unknown key"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_scored(line, complaint, tmp_path):
    found, complaints, code = run(f'{{"projects": []}}\n{line}\n', tmp_path)
    assert len(found) == 1
    assert complaint in complaints
    assert complaints.startswith("line 2: ")
    assert code == 2


def test_the_schema_of_maps():
    out = io.StringIO()
    call_command("score", "project_map", "--schema", stdout=out)
    assert json.loads(out.getvalue())["$defs"].keys() == {"input", "output"}


# --- Shares

projects = st.lists(
    st.builds(
        lambda key, purpose, driver, priority, budget: Placed(
            key,
            key,
            zone_of(purpose, driver),
            priority,
            budget,
            "USD" if budget is not None else "",
        ),
        st.uuids().map(str),
        st.sampled_from(Purpose),
        st.sampled_from(Driver),
        st.sampled_from(Priority),
        st.none() | st.decimals(0, 10**9, places=2),
    ),
    max_size=30,
)


@patient
@given(projects, st.sampled_from(Weighing))
def test_shares_add_up_to_one_and_mixed_stands_apart(found, weighing):
    told = balance.distribution(found, weighing)
    assert told.counted + told.left_out == len(found)
    assert 0 <= told.mixed <= 1
    if told.shares is not None:
        assert sum(told.shares.values()) == 1
        assert sum(balance.whole_percent(told.shares).values()) == 100


@patient
@given(projects)
def test_the_order_of_projects_does_not_matter(found):
    for weighing in Weighing:
        one = balance.distribution(found, weighing)
        assert one == balance.distribution(found[::-1], weighing)


def test_between_two_facets_counts_half_to_each():
    found = facets.shares(
        {Zone.MISSION: Fraction(1), Zone.SUSTAINING: Fraction(1), Zone.MIXED: Fraction(9)}
    )
    assert found == {
        Facet.MISSION: Fraction(3, 4),
        Facet.ENHANCEMENT: Fraction(1, 4),
        Facet.ADAPTIVE: 0,
        Facet.ANTICIPATORY: 0,
    }


def test_only_mixed_projects_point_nowhere():
    assert facets.shares({Zone.MIXED: Fraction(5)}) is None
    assert facets.shares({}) is None


def test_budgets_are_added_up_in_the_commonest_currency():
    def placed(key: str, zone: Zone, budget: str | None, currency: str) -> Placed:
        return Placed(key, key, zone, Priority.LOW, Decimal(budget) if budget else None, currency)

    found = [
        placed("a", Zone.MISSION, "30", "PEN"),
        placed("b", Zone.ADAPTIVE, "10", "PEN"),
        placed("c", Zone.ADAPTIVE, "1000", "USD"),
        placed("d", Zone.ADAPTIVE, None, ""),
    ]
    told = balance.distribution(found, Weighing.BUDGET)
    assert (told.currency, told.counted, told.left_out) == ("PEN", 2, 2)
    assert told.shares is not None
    assert told.shares[Facet.MISSION] == Fraction(3, 4)


SHARES = st.lists(st.integers(0, 100), min_size=4, max_size=4).filter(any)


def of(values: list[int]) -> balance.Shares:
    found = balance.in_shares(dict(zip(Facet, values, strict=True)))
    assert found is not None
    return found


@patient
@given(SHARES, SHARES)
def test_alignment_lies_between_nothing_and_all_and_has_no_side(one, other):
    figure = balance.alignment(of(one), of(other))
    assert 0 <= figure <= 1
    assert figure == balance.alignment(of(other), of(one))
    assert (figure == 1) == (of(one) == of(other))


@pytest.mark.parametrize(
    ("values", "projects"), [([1, 1, 1, 1], 3), ([7, 2, 1, 0], 4), ([1, 0, 0, 0], 5)]
)
def test_alignment_by_chance_is_the_mean_over_all_portfolios(values, projects):
    """Every way in which so many projects can fall to the facets, each as often as it comes about."""
    said = of(values)
    mean = Fraction()
    for drawn in itertools.product(Facet, repeat=projects):
        found = of([drawn.count(facet) for facet in Facet])
        mean += math.prod(said[facet] for facet in drawn) * balance.alignment(found, said)
    assert float(balance.alignment_by_chance(said, projects)) == pytest.approx(float(mean))


def test_alignment_by_chance_rises_with_the_number_of_projects():
    said = of([4, 3, 2, 1])
    figures = [balance.alignment_by_chance(said, number) for number in (1, 10, 100, 1000, 100_000)]
    assert figures == sorted(figures)
    assert figures[0] < Fraction(1, 2) < Fraction(99, 100) < figures[-1] < 1
    with pytest.raises(ValueError, match="needs projects"):
        balance.alignment_by_chance(said, 0)


def test_alignment_of_opposites_is_nothing():
    assert balance.alignment(of([1, 0, 0, 0]), of([0, 1, 0, 0])) == 0
    assert balance.alignment(of([1, 1, 0, 0]), of([1, 0, 0, 0])) == Fraction(1, 2)


def test_steps_move_add_and_drop():
    found = [
        Placed("a", "A", Zone.MISSION, Priority.LOW),
        Placed("b", "B", Zone.MIXED, Priority.LOW),
    ]
    steps = [
        Step("a", "A", Zone.ADAPTIVE, Priority.HIGH),
        Step("", "C", Zone.MISSION, Priority.LOW),
        Step("b", "B", None, Priority.LOW),
        Step("gone", "G", Zone.MISSION, Priority.LOW),
    ]
    then = balance.after(found, steps)
    assert [(p.title, p.zone) for p in then] == [("A", Zone.ADAPTIVE), ("C", Zone.MISSION)]
    assert len(found) == 2


# --- The map

marks = st.lists(
    st.builds(
        Mark,
        st.uuids().map(str),
        st.text("ab <&é", min_size=1, max_size=9),
        st.sampled_from(Zone),
        st.none() | st.floats(0, 1),
        st.just("high"),
    ),
    max_size=120,
    unique_by=lambda mark: mark.key,
)
CIRCLES = re.compile(r'cx="(-?[\d.]+)" cy="(-?[\d.]+)" r="([\d.]+)"')


@patient
@given(marks)
def test_every_project_is_one_dot_inside_its_zone_and_none_touches_another(found):
    made = project_map(found, NAMES, ZONE_ORDER)
    assert sorted(made.numbers.values()) == list(range(1, len(found) + 1))
    for cell in made.cells:
        circles = [tuple(map(float, c)) for c in CIRCLES.findall(cell.dots)]
        assert len(circles) == cell.count == sum(m.zone == cell.zone for m in found)
        column, row = geometry.PLACES[cell.zone]
        middle = ((column - row) * 100, (column + row - 2) * 100)
        for x, y, radius in circles:
            reach = abs(x - middle[0]) + abs(y - middle[1]) + radius * 2**0.5
            assert reach <= 100 + 0.5
        for place, (x, y, radius) in enumerate(circles):
            for other_x, other_y, other_radius in circles[:place]:
                apart = ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5
                assert apart >= radius + other_radius - 0.5


@pytest.mark.parametrize("number", [0, 1, 3, 17, 300, 5000])
def test_any_number_of_projects_makes_a_map(number):
    found = [
        Mark(str(n), f"Project {n}", list(Zone)[n % 9], priority_weight(list(Priority)[n % 3]), "")
        for n in range(number)
    ]
    made = project_map(found, NAMES, ZONE_ORDER)
    assert sum(cell.count for cell in made.cells) == number
    assert made.is_numbered == (number < 300)


def test_a_title_cannot_break_out_of_the_picture():
    evil = Mark("k", '</title><script>alert("1")</script>', Zone.MIXED, 1.0, "<b>")
    dots = "".join(c.dots for c in project_map([evil], NAMES, ZONE_ORDER, "/p/KEY/").cells)
    assert "<script" not in dots
    assert "<b>" not in dots
    assert 'href="/p/k/"' in dots


def test_the_zones_between_two_facets_lie_between_them():
    for zone, pair in FACETS_OF.items():
        if len(pair) == 2:
            ends = [geometry.PLACES[Zone(facet)] for facet in pair]
            assert geometry.PLACES[zone] == tuple(sum(part) / 2 for part in zip(*ends, strict=True))


@pytest.mark.parametrize(("number", "listed"), [(0, 0), (1, 1), (17, 17), (40, 40), (41, 0)])
def test_a_picture_that_stands_alone_says_what_its_numbers_mean(number, listed):
    found = [Mark(str(n), f"Title {n}", list(Zone)[n % 9], 1.0, "") for n in range(number)]
    made = project_map(found, NAMES, ZONE_ORDER)
    key = geometry.key_of(made)
    assert len(key.lines) == listed
    assert len({(line.x, line.y) for line in key.lines}) == listed
    numbered = {f"{made.numbers[mark.key]} {mark.title}" for mark in found}
    assert {line.text for line in key.lines} == (numbered if listed else set())
