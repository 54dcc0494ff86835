"""A column that slid is found at any distance, and consistent columns are left in peace."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.records.shifted import examine

days = st.lists(st.integers(0, 400), min_size=30, max_size=80)


def moved(values: list[int], shift: int) -> list[int | None]:
    """Return a column whose value on line i belongs to line i + shift."""
    return [values[at + shift] if 0 <= at + shift < len(values) else None for at in range(len(values))]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 400), min_size=30, max_size=80, unique=True), st.integers(-3, 3), st.sampled_from((0, 1))
)
def test_any_shift_is_found_and_named(values: list[int], shift: int, added: int) -> None:
    """A column moved by k lines is shifted by k, and one moved by none is consistent; the publisher's convention is found too."""
    fit = examine([None if one is None else one + added for one in moved(values, shift)], values, added=(0, 1))
    assert (("shifted", (shift,)) if shift else ("consistent", ())) == (fit.verdict, fit.shifts)
    assert fit.added == added


@settings(max_examples=80, deadline=None)
@given(days, st.sampled_from((0, 1)), st.data())
def test_consistent_columns_are_left_in_peace(values: list[int], added: int, data: st.DataObject) -> None:
    """Where each known line fits, nothing is shifted, whatever is unknown and however often values repeat."""
    gaps = data.draw(st.sets(st.integers(0, len(values) - 1), max_size=len(values) - 1))
    stated = [None if at in gaps else one + added for at, one in enumerate(values)]
    fit = examine(stated, values, added=(0, 1))
    assert fit.verdict == "consistent"
    assert fit.misfits == ()
    assert all(map(fit.trusted, range(len(values))))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=40, max_size=80), st.randoms(use_true_random=False))
def test_slips_on_single_lines_are_no_shift(values: list[int], chance: object) -> None:
    """One wrong line in twenty is named; the rest of the column stays in use."""
    stated: list[int | None] = list(values)
    for at in range(0, len(values), 20):
        stated[at] = values[at] + 500
    fit = examine(stated, values)
    assert fit.verdict == "consistent"
    assert fit.misfits == tuple(range(0, len(values), 20))


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(100)), st.integers(20, 70), st.sampled_from((-3, -2, -1, 1, 2, 3)))
def test_a_shift_from_a_line_on_leaves_what_stands_before_it(values: list[int], line: int, shift: int) -> None:
    """The lines before a deletion stand in place and are trusted; those after it are not."""
    slid = moved(values, shift)
    stated: list[int | None] = [*values[:line], *slid[line:]]
    fit = examine(stated, values)
    assert fit.verdict == "shifted"
    assert fit.shifts == (shift,)
    assert all(map(fit.trusted, range(line)))
    assert not any(map(fit.trusted, range(line + 1, 100)))


def test_what_grows_as_cells_are_deleted_is_followed() -> None:
    """Each deleted cell moves what follows by one more line."""
    values = [(at * 37) % 211 for at in range(120)]
    stated = [one for at, one in enumerate(values) if at not in {30, 70}]
    fit = examine([*stated, None, None], values)
    assert fit.shifts == (1, 2)
    assert [(run.first, run.last, run.shift) for run in fit.runs] == [(0, 29, 0), (30, 68, 1), (69, 117, 2)]
    assert fit.explained == 88


def test_columns_that_have_nothing_to_do_with_each_other_are_inconsistent() -> None:
    """No distance makes sense of them, and none is claimed."""
    fit = examine(
        [(at * 7919) % 251 for at in range(200)], [(at * at * 31 + 5) % 239 for at in range(200)], added=(0, 1)
    )
    assert fit.verdict == "inconsistent"
    assert fit.runs == ()
    assert fit.trusted(3)


def test_a_run_of_one_common_value_proves_nothing() -> None:
    """A formula over empty cells gives the same number on every line; that it fits elsewhere is chance."""
    computed = [1] * 60 + [5, 9, 14, 3, 77, 2] * 5
    assert examine([1] * 90, computed).shifts == ()


@pytest.mark.parametrize("values", [[], [None, None], [None, 3]])
def test_nothing_to_compare_is_said(values: list[int | None]) -> None:
    """Without a line on which both are known there is no verdict."""
    fit = examine(values, [None] * len(values), added=(0, 1))
    assert (fit.verdict, fit.known, fit.added, fit.share) == ("untested", 0, None, 0.0)


def test_columns_of_unlike_length_are_refused() -> None:
    """A line without its counterpart is a defect of the caller."""
    with pytest.raises(ValueError, match="3 stated values, 2 computed"):
        examine([1, 2, 3], [1, 2])
