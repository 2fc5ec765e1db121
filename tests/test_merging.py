"""Three versions of a form: loaded, mine, saved."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assessment.merging import mark, marks, merge

KEYS = ("a", "b", "c")
words = st.one_of(
    st.none(), st.sampled_from(["", "x", "y", "z"]), st.lists(st.sampled_from("pqr"), unique=True)
)
versions = st.fixed_dictionaries(dict.fromkeys(KEYS, words))


def merged(loaded, mine, saved, **more):
    return merge(marks(loaded, KEYS), mine, saved, KEYS, **more)


def same(one, other) -> bool:
    return mark(one) == mark(other)


@given(versions, versions)
def test_alone_i_get_what_i_typed(loaded, mine):
    found = merged(loaded, mine, loaded)
    assert not found.clashing
    assert all(same(found.values.get(key), mine[key]) for key in KEYS)


@given(versions, versions)
def test_without_a_change_of_mine_everything_saved_stays(loaded, saved):
    found = merged(loaded, loaded, saved)
    assert not found.clashing
    assert found.values == saved
    assert set(found.theirs) == {key for key in KEYS if not same(loaded[key], saved[key])}


@given(versions, versions, versions)
def test_every_change_is_kept_or_asked_about(loaded, mine, saved):
    found = merged(loaded, mine, saved)
    for key in KEYS:
        i_changed, they_changed = (
            not same(mine[key], loaded[key]),
            not same(saved[key], loaded[key]),
        )
        if key in found.clashing:
            assert i_changed
            assert they_changed
            assert same(found.values.get(key), saved[key])
        elif i_changed:
            assert same(found.values.get(key), mine[key])
        else:
            assert same(found.values.get(key), saved[key])


@given(versions, versions, versions)
def test_the_answer_to_ones_own_save_that_never_came_is_no_clash(loaded, sent, mine):
    assert not merged(loaded, mine, sent, mine_already=KEYS).clashing


@given(versions, versions)
def test_a_form_that_lost_its_marks_overwrites_nothing_unasked(mine, saved):
    found = merge({}, mine, saved, KEYS)
    for key in KEYS:
        if mark(saved[key]) != mark(None):
            assert same(found.values.get(key), saved[key])
        else:
            assert same(found.values.get(key), mine[key])


def test_values_that_are_not_asked_for_stay():
    assert merge({}, {}, {"hidden": "x"}, KEYS).values == {"hidden": "x"}


def test_a_browsers_way_to_write_is_no_change():
    assert mark("one\r\ntwo ") == mark("one\ntwo")
    assert mark(["b", "a"]) == mark(["a", "b"])
    assert mark({"choice": "l1", "agreed": False}) == mark({"choice": "l1"})
    assert mark("") == mark(None) == mark([]) == mark({})
    assert mark(0) != mark(None)
    assert mark(Decimal("12.50")) == mark(Decimal("12.5"))
    assert mark({"na": ""}) != mark(None)  # "not applicable", its reason still to be told
