"""Few persons: no count of one to four can be read off or worked out."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.publishing.small_cells import BELOW, Cell, hide, pair

COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=6)


@given(COUNTS)
def test_no_few_persons_are_a_number(counts: list[int]) -> None:
    """A count from 1 to 4 is never shown as a number, and zero and large counts are never shown as anything else than they are."""
    for count, cell in zip(counts, hide([(n, n) for n in counts]), strict=True):
        if 0 < count < BELOW:
            assert cell.shown != "number"
            assert cell.certain is cell.possible is None
        if cell.shown == "number":
            assert (cell.certain, cell.possible) == (count, count)


def _solutions(counts: list[int], shown: list[Cell]) -> list[tuple[int, ...]]:
    """Return all the counts that a reader of the cells and of their total can think of."""
    total = sum(counts)
    ranges = [
        [cell.certain or 0] if cell.shown == "number" else range(max(cell.certain or 0, BELOW), (cell.possible or 0) + 1) if cell.shown == "about" else range(1, BELOW) if cell.shown == "range" else [0, *range(BELOW, total + 1)]
        for cell in shown
    ]  # fmt: skip
    return [one for one in product(*ranges) if sum(one) == total]


@settings(max_examples=60)
@given(st.lists(st.integers(0, 8), min_size=2, max_size=4))
def test_no_few_persons_can_be_worked_out(counts: list[int]) -> None:
    """With the total and all that is shown, every hidden count of few persons can still be at least two numbers."""
    shown = hide([(n, n) for n in counts])
    if all(cell.shown == "withheld" for cell in shown):
        return  # nothing of the group is told
    found = _solutions(counts, shown)
    for k, cell in enumerate(shown):
        if cell.shown == "range":
            assert len({one[k] for one in found}) > 1, (counts, shown)


def test_one_small_count_widens_the_largest() -> None:
    """Where a small count stands beside a published total, the largest count is a range around what it is, and the others stay."""
    few, middle, largest = hide([(3, 3), (40, 40), (97, 99)])
    assert (few.shown, middle) == ("range", Cell("number", 40, 40))
    assert largest.shown == "about"
    assert (largest.certain or 0) <= 97
    assert (largest.possible or 0) >= 99


@given(st.integers(6, 3000), st.integers(1, 4))
def test_a_widened_count_is_a_range_of_ten(largest: int, few: int) -> None:
    """One small count beside a large one never widens it to more than ten, and never tells which of two it is."""
    shown = hide([(largest, largest), (few, few)])
    if shown[1].shown == "range":
        low, high = shown[0].certain or 0, shown[0].possible or 0
        assert low <= largest <= high
        assert high - low <= 9
    else:
        assert largest < 15


def test_a_group_of_one_small_count_is_withheld_whole() -> None:
    """Where nothing can hide a small count, nothing of the group is told."""
    assert [cell.shown for cell in hide([(2, 2), (0, 0)])] == ["withheld", "withheld"]


def test_without_small_counts_nothing_is_hidden() -> None:
    """Large counts and zeros leave as they are, certain and possible apart."""
    assert hide([(0, 0), (5, 9)]) == [Cell("number", 0, 0), Cell("number", 5, 9)]


def test_a_small_certain_count_is_hidden_under_a_large_possible_one() -> None:
    """A count of which few are certain is hidden though many are possible, and is not said to be few."""
    first = hide([(2, 30), (3, 40), (50, 60)])[0]
    assert first.shown == "withheld"


def test_cells_in_signs() -> None:
    """A cell is a number, a range from certain to possible, the range of few, or a dash."""
    assert [Cell("number", 812, 815).text(), Cell("range").text(), Cell("withheld").text()] == ["812–815", "1–4", "–"]
    assert pair(1200, 1200) == "1,200"
