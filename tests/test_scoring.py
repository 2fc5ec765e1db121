"""The score: against the reference's own results, worked out by hand, and by properties."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.figures import whole
from assessment.instruments import kinds
from assessment.methods.points.scoring import band_at, score
from assessment.methods.points.shape import declared
from tests.made import INSTRUMENT, SCORED, any_answers, changed, ours, patient, vectors

FACETS = ("mission", "anticipatory", "adaptive", "enhancement")
VARIANTS = tuple(declared(INSTRUMENT).variants)
GRIDS = [question for question in SCORED if question.kind is kinds.GRID]


def percents(raw: dict[str, Any], variant: str | None = None) -> dict[str, int]:
    return {s.dimension.key: s.percent for s in score(INSTRUMENT, ours(raw), variant).dimensions}


def points(raw: dict[str, Any], variant: str | None = None) -> dict[str, Fraction]:
    return {s.dimension.key: s.points for s in score(INSTRUMENT, ours(raw), variant).dimensions}


def management(raw: dict[str, Any]) -> tuple[Fraction, str]:
    capability = score(INSTRUMENT, ours(raw)).capability
    return capability.points, capability.level.key


def grid(key: str, step: int) -> dict[str, int]:
    return {item.key: step for item in INSTRUMENT.question(key).items}


# --- The reference


@pytest.mark.parametrize("variant", ["as-deployed", "as-designed", "corrected"])
@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["id"])
def test_a_variant_gives_what_the_reference_gave(vector, variant):
    card = score(INSTRUMENT, ours(vector["answers"]), variant)
    assert {
        "raw": {s.dimension.key: s.points for s in card.dimensions},
        "percent": {s.dimension.key: s.percent for s in card.dimensions},
        "tendency": list(card.tendency),
        "group": card.group.key,
    } == vector["expected"][variant]


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["id"])
def test_management_has_the_points_that_the_reference_declares(vector):
    found, level = management(vector["answers"])
    assert {"points": found, "level": level} == vector["expected"]["management-declared"]


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["id"])
def test_our_own_variant_has_the_corrected_points_over_what_can_be_reached(vector):
    expected = vector["expected"]["corrected"]["raw"]
    assert points(vector["answers"]) == expected
    reachable = dict.fromkeys(FACETS, 64) | {"anticipatory": 60}
    assert percents(vector["answers"]) == {
        facet: whole(Fraction(expected[facet]) * 100 / reachable[facet]) for facet in FACETS
    }


def test_all_150_public_vectors_are_here():
    assert len({vector["id"] for vector in vectors()}) == 150


# --- Worked out by hand


def test_our_own_variant_is_the_default():
    assert score(INSTRUMENT, {}).variant.key == "faceta"


def test_an_unknown_variant_is_refused():
    with pytest.raises(KeyError):
        score(INSTRUMENT, {}, "as-imagined")


def test_eight_of_64_points_are_13_percent():
    raw = {"q01": {"mission": 4}, "q03": {"mission": 4}}
    assert percents(raw)["mission"] == 13


def test_only_the_anticipatory_facet_has_a_ceiling_of_60():
    ceilings = {s.dimension.key: s.ceiling for s in score(INSTRUMENT, {}).dimensions}
    assert ceilings == {"mission": 64, "anticipatory": 60, "adaptive": 64, "enhancement": 64}


@pytest.mark.parametrize("variant", ["corrected", "as-designed", "as-deployed"])
def test_every_ceiling_of_the_reference_is_64(variant):
    assert {s.ceiling for s in score(INSTRUMENT, {}, variant).dimensions} == {64}


@pytest.mark.parametrize(("variant", "facet"), [("faceta", 50), ("corrected", 47)])
def test_thirty_anticipatory_points_are_half_of_60_and_not_of_64(variant, facet):
    raw = {key: {"anticipatory": 4} for key in ("q01", "q03", "q04", "q07", "q09", "q11")}
    raw |= {"q08": {"anticipatory": 1}, "q16": {"ant_1": 4}}
    assert points(raw, variant)["anticipatory"] == 30
    assert percents(raw, variant)["anticipatory"] == facet


@pytest.mark.parametrize(
    ("variant", "future", "reaction"),
    [
        ("faceta", "anticipatory", "adaptive"),
        ("corrected", "anticipatory", "adaptive"),
        ("as-designed", "adaptive", "anticipatory"),
        ("as-deployed", "adaptive", "anticipatory"),
    ],
)
def test_two_items_of_question_2_count_by_meaning_or_as_printed(variant, future, reaction):
    raw = {"q02": {"adaptive": 1, "anticipatory": 2, "mission": 3, "enhancement": 4}}
    expected = {future: 4, reaction: 2, "mission": 1, "enhancement": 0}
    assert points(raw, variant) == expected


@pytest.mark.parametrize("key", ["q10", "q13", "q14", "q15"])
def test_none_beside_others_is_worth_nothing_and_takes_nothing_away(key):
    items = [item.key for item in INSTRUMENT.question(key).items]
    alone = points({key: items[:-1]})
    assert points({key: items}) == alone
    assert sum(alone.values()) == 16
    assert set(points({key: ["none"]}).values()) == {0}


@pytest.mark.parametrize("key", ["q10", "q13", "q14", "q15"])
def test_multiple_choice_gives_nothing_as_deployed(key):
    items = [item.key for item in INSTRUMENT.question(key).items if item.key != "none"]
    assert set(points({key: items}, "as-deployed").values()) == {0}
    assert set(points({key: items}, "as-designed").values()) == {4}


def test_places_of_a_ranking_give_4_2_1_and_0():
    raw = {"q05": {"mission": 1, "adaptive": 2, "anticipatory": 3, "enhancement": 4}}
    assert points(raw) == {"mission": 4, "adaptive": 2, "anticipatory": 1, "enhancement": 0}


def test_an_untouched_ranking_gives_nothing():
    assert set(points({"q02": {}, "q05": {}, "q08": {}, "q12": {}}).values()) == {0}


def test_management_starts_at_16_when_nothing_is_answered():
    assert management({}) == (16, "low")


HARMFUL = {"q18": {"b"}, "q24": {"d", "g", "h"}}


def agreement(good: int, harmful: int) -> dict[str, Any]:
    """All of the management section: one index for statements that help, one for those that harm."""
    return {
        key: {
            item.key: harmful if item.key in HARMFUL.get(key, ()) else good
            for item in INSTRUMENT.question(key).items
        }
        for key in ("q18", "q21", "q22", "q23", "q24")
    }


def test_management_reaches_108_and_never_falls_below_0():
    best = {**dict.fromkeys(("q17", "q19", "q20"), "yes"), **agreement(4, 0)}
    worst = {**dict.fromkeys(("q17", "q19", "q20"), "no"), **agreement(0, 4)}
    assert management(best) == (108, "high")
    assert management(worst) == (0, "low")
    assert score(INSTRUMENT, {}).capability.most == 108


def test_unsure_counts_as_no():
    keys = ("q17", "q19", "q20")
    unsure, no = dict.fromkeys(keys, "unsure"), dict.fromkeys(keys, "no")
    assert management(unsure) == management(no) == (16, "low")


@pytest.mark.parametrize(
    ("number", "level"),
    [(35, "low"), (36, "medium"), (71, "medium"), (72, "high"), (Fraction(143, 2), "medium")],
)
def test_levels_of_management_begin_at_36_and_72(number, level):
    assert band_at(declared(INSTRUMENT).capability.levels, number)[0].key == level


@pytest.mark.parametrize(
    ("percent", "band", "following"),
    [
        (0, "weak", "moderate"),
        (49, "weak", "moderate"),
        (50, "moderate", "strong"),
        (74, "moderate", "strong"),
        (75, "strong", None),
        (100, "strong", None),
    ],
)
def test_bands_begin_at_50_and_75(percent, band, following):
    found, after = band_at(declared(INSTRUMENT).bands, percent)
    assert (found.key, after and after.key) == (band, following)


def test_what_is_missing_for_the_next_band_is_told_in_points():
    card = score(INSTRUMENT, ours({"q01": grid("q01", 4)}))
    assert card.dimension("mission").to_next == 28  # 32 of 64, less 4
    assert card.dimension("anticipatory").to_next == 26  # 30 of 60, less 4
    assert card.capability.to_next == 20  # 36, less the 16 of the start


def test_no_facet_is_called_weakest_when_nothing_is_answered():
    assert score(INSTRUMENT, {}).weakest == ()


# --- Properties


@patient
@given(any_answers, st.sampled_from(VARIANTS))
def test_percentages_stay_between_0_and_100(answers, variant):
    card = score(INSTRUMENT, answers, variant)
    assert all(0 <= s.percent <= 100 for s in card.dimensions)
    assert 0 <= card.capability.points <= 108


@patient
@given(any_answers, st.data(), st.sampled_from(VARIANTS))
def test_a_better_answer_in_a_grid_never_lowers_its_score_nor_moves_another(answers, data, variant):
    question = data.draw(st.sampled_from(GRIDS))
    item = data.draw(st.sampled_from(question.items))
    two = data.draw(st.tuples(st.integers(0, 4), st.integers(0, 4)))
    worse, better = sorted(two, key=lambda step: item.points[step])
    before, after = (
        scores(answers, question, item.key, question.scale[step].key, variant)
        for step in (worse, better)
    )
    own = item.dimension
    assert after[own] >= before[own]
    assert {k: v for k, v in after.items() if k != own} == {
        k: v for k, v in before.items() if k != own
    }


def scores(answers, question, item, option, variant) -> dict[str, Fraction]:
    given_before = answers[question.section].get(question.key, {})
    card = score(INSTRUMENT, changed(answers, question, {**given_before, item: option}), variant)
    return {
        **{s.dimension.key: s.points for s in card.dimensions},
        "management": card.capability.points,
    }


def shuffled(data: st.DataObject, found: Any) -> Any:
    """The same with the keys of every mapping, and every list of ticks, in another order."""
    if isinstance(found, dict):
        keys = data.draw(st.permutations(list(found)))
        return {key: shuffled(data, found[key]) for key in keys}
    return data.draw(st.permutations(found)) if isinstance(found, list) else found


@patient
@given(any_answers, st.data())
def test_the_order_of_sections_questions_and_items_does_not_matter(answers, data):
    assert _numbers(shuffled(data, answers)) == _numbers(answers)


def _numbers(answers: Any) -> Any:
    card = score(INSTRUMENT, answers)
    return [s.points for s in card.dimensions], card.capability.points, card.tendency


@patient
@given(any_answers)
def test_what_is_not_answered_gives_nothing(answers):
    card = score(INSTRUMENT, answers)
    rows = [row for s in card.dimensions for row in s.contributions]
    for row in [*rows, *card.capability.contributions]:
        if row.answer is None:
            assert row.points == 0


@pytest.mark.parametrize("ceiling", [60, 64])
def test_the_band_by_the_rounded_percentage_is_that_of_the_exact_ratio(ceiling):
    """No facet is called strong because its 74.6 became 75: points come in halves, see below."""
    bands = declared(INSTRUMENT).bands
    for halves in range(2 * ceiling + 1):
        ratio = Fraction(100 * halves, 2 * ceiling)
        assert band_at(bands, whole(ratio)) == band_at(bands, ratio)


@patient
@given(any_answers, st.sampled_from(VARIANTS))
def test_points_come_in_halves(answers, variant):
    card = score(INSTRUMENT, answers, variant)
    assert all((2 * s.points).denominator == 1 for s in card.dimensions)
    assert {s.ceiling for s in card.dimensions} <= {60, 64}
