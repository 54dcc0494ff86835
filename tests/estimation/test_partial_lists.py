"""Lists that hold a part: impossible histories, lists that do not cover everybody, lists that may hold others, a list that has not arrived."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import InputError
from habeas.estimation import Estimate, Reason
from habeas.estimation.mse import Histories, coverage, graphs

LISTS = ("a", "b", "c", "d")


def table(seed: int, persons: int, chances: Any, lists: tuple[str, ...] = LISTS) -> Histories:
    """Return the table of persons who are on each list by a chance of its own; 0 is a list that does not cover them."""
    on = np.random.default_rng(seed).random((persons, len(lists))) < np.array(chances)
    return Histories.of_rows(on.astype(np.int64), np.ones(len(on), np.int64), lists)


@given(st.permutations(range(4)), st.integers(2, 4))
def test_every_history_with_all_lists_of_a_group_is_impossible(order: list[int], size: int) -> None:
    """Of lists that never hold one person together, every history with all of them is out, and no other."""
    group = [LISTS[at] for at in order[:size]]
    alone = Histories.of_dense([0, 5, 5, 0, 5, 0, 0, 0, 5] + [0] * 7, LISTS)
    found = coverage.forbidding(alone, [group])
    expected = {mask for mask in range(16) if all(mask >> LISTS.index(name) & 1 for name in group)}
    assert expected == found.impossible
    assert len(expected) == 2 ** (4 - size)
    assert graphs.estimate(found, sensitivity=False).refused


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ([["a", "z"]], "no list “z”"),
        ([["a"]], "two or more together"),
        ([["a", "b"]], "which was said to be impossible"),
    ],
)
def test_what_cannot_be_impossible_is_said(groups: list[list[str]], said: str) -> None:
    """A list that there is not, a group of one, and a history that persons have."""
    with pytest.raises(InputError, match=said):
        coverage.forbidding(table(1, 200, [0.5] * 4), groups)


def test_a_list_that_does_not_cover_a_part_is_missing_there_and_not_zero() -> None:
    """Women are on no list of men's prisons: their part is estimated from the other three lists, and the sum holds the truth."""
    women, men = table(1, 800, [0.4, 0.35, 0.3, 0.0]), table(2, 1200, [0.4, 0.35, 0.3, 0.5])
    found = coverage.estimate({"women": women, "men": men}, {"d": ["men"]})
    assert found.total.diagnostics["lists"] == {"men": ["a", "b", "c", "d"], "women": ["a", "b", "c"]}
    assert (found.total.low or 0) <= 2000 <= (found.total.high or 0)
    plain = graphs.estimate(women.without("d"), sensitivity=False)
    assert (plain.point, plain.low, plain.high) == (found.alone["women"].point, found.alone["women"].low, found.alone["women"].high)  # fmt: skip
    assert found.total.listed == women.n + men.n
    assert "never of those held now" in found.total.summary()


def test_a_list_that_starts_late_covers_those_taken_after() -> None:
    """A list's silence on the months before it is no absence: by parts, 95 % intervals hold the truth in 17 of 20 worlds or more."""
    held = []
    for seed in range(20):
        before, after = (
            table(seed, 400, [0.4, 0.4, 0.0], LISTS[:3]),
            table(1000 + seed, 600, [0.4, 0.3, 0.7], LISTS[:3]),
        )
        total = coverage.estimate({"before": before, "after": after}, {"c": ["after"]}, draws=300).total
        held.append((total.low or 0) <= 1000 <= (total.high or 0))
    assert sum(held) >= 17


def test_a_part_with_one_list_is_a_floor_and_a_part_with_two_is_warned_of() -> None:
    """Nothing is estimated from one list; from two it is told on what it hangs."""
    parts = {
        "one": table(1, 300, [0.5, 0, 0, 0]),
        "two": table(2, 300, [0.5, 0.5, 0, 0]),
        "all": table(3, 300, [0.5] * 4),
    }
    found = coverage.estimate(parts, {"b": ["two", "all"], "c": ["all"], "d": ["all"]})
    assert found.alone["one"].point is None
    assert found.alone["one"].refused
    assert "coverage.two-lists" in {one.key for one in found.alone["two"].reasons}
    assert found.total.high is None
    assert (found.total.point or 0) < 900
    assert found.total.diagnostics["not_added"] == ["one"]
    none = coverage.estimate({"one": parts["one"]}, {name: [] for name in "bcd"})
    assert none.total.refused
    assert none.total.point is None


@pytest.mark.parametrize(
    ("covers", "said"),
    [({"z": ["men"]}, "no list “z”"), ({"a": ["boys"]}, "no part “boys”"), ({"d": []}, "said not to cover “men”")],
)
def test_a_wrong_statement_of_coverage_is_said(covers: dict[str, list[str]], said: str) -> None:
    """A list or a part that there is not; a list that holds persons whom it is said not to cover."""
    with pytest.raises(InputError, match=said) as caught:
        coverage.estimate({"men": table(1, 300, [0.5] * 4)}, covers)
    assert caught.value.text("es") != caught.value.text("en")


def test_persons_who_do_not_belong_raise_the_estimate_and_the_range_holds_the_truth() -> None:
    """A list with 150 strangers: taken whole the number is too high; with up to 80 % of those only there left out the range holds the truth, and its upper end is that of the whole."""
    clean = table(4, 1000, [0.5, 0.4, 0.4], LISTS[:3])
    dense = clean.dense()
    dense[1] += 150
    dirty = Histories.of_dense(dense, LISTS[:3])
    whole = graphs.estimate(dirty, sensitivity=False)
    found = coverage.non_targets(dirty, "a", 0.8, steps=5)
    assert (found.point, found.high) == (whole.point, whole.high)
    assert (whole.low or 0) > 1000
    assert (found.low or 0) <= 1000 <= (found.high or 0)
    curve = found.diagnostics["curve"]
    assert [one["listed"] for one in curve] == [dirty.n - round(dense[1] * one["share"]) for one in curve]
    estimates = [one["estimate"] for one in curve]
    assert sorted(estimates, reverse=True) == estimates
    assert "coverage.non-targets" in {one.key for one in found.reasons}
    assert found.summary().startswith("With up to a share of one list who do not belong: ")


def test_a_share_of_nothing_changes_nothing_and_a_wrong_share_is_said() -> None:
    """A share of 0 is the estimate itself; 1.5 is none, and neither is a list that there is not."""
    one = table(5, 300, [0.5] * 4)
    usual, found = graphs.estimate(one, sensitivity=False), coverage.non_targets(one, "a", 0.0, steps=2)
    assert (usual.point, usual.low, usual.high) == (found.point, found.low, found.high)
    with pytest.raises(InputError, match=r"from 0 to 1"):
        coverage.non_targets(one, "a", 1.5)
    with pytest.raises(InputError, match="no list “z”"):
        coverage.non_targets(one, "z", 0.5)


def test_steps_without_an_answer_refuse_the_range() -> None:
    """If leaving strangers out makes the method refuse, the range is not given as if it were whole."""
    one = table(6, 300, [0.5] * 4)

    def strict(asked: Histories) -> Estimate:
        made = graphs.estimate(asked, sensitivity=False)
        return made if asked.n == one.n else made.with_reasons(Reason("graphs.one-list", "refuse"))

    assert coverage.non_targets(one, "a", 1.0, estimator=strict, steps=3).refused


def test_a_further_large_list_narrows_the_interval_and_a_tiny_one_hardly() -> None:
    """The larger the list, the narrower; the same seed says the same; the truth of it is in both languages."""
    one = table(7, 600, [0.3, 0.25, 0.2], LISTS[:3])
    large, tiny = (coverage.further(one, size, simulations=12) for size in (400, 5))
    assert large.width_now == tiny.width_now
    assert large.width_now is not None
    assert large.width_then is not None
    assert tiny.width_then is not None
    assert large.width_then[0] < 0.75 * large.width_now
    assert large.width_then[0] < tiny.width_then[0]
    assert large.narrower > 0.8
    assert large.as_json() == coverage.further(one, 400, simulations=12).as_json()
    assert large.text("en") != large.text("es")
    assert (large.overlap <= 400).all()


def test_what_a_further_list_has_in_common_can_be_supposed() -> None:
    """A list that has few in common says that many are missing, one that has nearly all in common that few are."""
    one = table(8, 600, [0.3, 0.25, 0.2], LISTS[:3])
    few, many = (coverage.further(one, 100, overlap=both, simulations=8) for both in (40, 95))
    assert few.overlap.tolist() == [40] * 8
    assert np.median(few.points) > np.median(many.points)


@pytest.mark.parametrize(("size", "overlap"), [(0, None), (10, 11), (10, -1), (10_000_000, 0)])
def test_a_further_list_that_does_not_fit_is_said(size: int, overlap: int | None) -> None:
    """Nobody on it, more in common than it holds, or more new persons than can be missing."""
    with pytest.raises(InputError):
        coverage.further(table(9, 300, [0.5] * 4), size, overlap=overlap, simulations=2)


def test_a_table_without_an_estimate_foresees_nothing() -> None:
    """One list: there is no interval to be narrowed."""
    with pytest.raises(InputError, match="has no estimate"):
        coverage.further(table(9, 300, [0.5, 0, 0, 0]), 10)
