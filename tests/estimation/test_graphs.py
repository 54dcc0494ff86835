"""Decomposable graphs: numbered right, counted right, and the same whatever the order of lists."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln

from habeas.estimation.mse import Histories, graphs, read_histories
from habeas.estimation.mse.graphs.chordal import graphs as every
from habeas.estimation.mse.graphs.chordal import pairs
from habeas.estimation.mse.graphs.scores import subset_scores, sum_over, total_scores

TABLES = Path(__file__).parent / "tables"


def table(name: str) -> Histories:
    return read_histories(TABLES / f"{name}.csv").table


@pytest.mark.parametrize(("k", "number"), [(1, 1), (2, 2), (3, 8), (4, 61), (5, 822), (6, 18154)])
def test_every_decomposable_graph_is_there_once(k: int, number: int) -> None:
    """The graphs over k lists are as many as are known (OEIS A058862), all different, and the complete one is last."""
    found = every(k)
    assert number == len(found) == len(set(found.edges.tolist()))
    assert found.edges[-1] == (1 << len(pairs(k))) - 1
    assert found.subsets[found.starts[-2] :].tolist() == [(1 << k) - 1]


def test_cliques_and_separators_of_a_path() -> None:
    """The path A - B - C has the cliques AB and BC and the separator B."""
    found = every(3)
    at = found.edges.tolist().index(sum(1 << pairs(3).index(one) for one in [(0, 1), (1, 2)]))
    terms = slice(found.starts[at], found.starts[at + 1])
    assert dict(zip(found.subsets[terms].tolist(), found.powers[terms].tolist(), strict=True)) == {
        0b011: 1,
        0b110: 1,
        0b010: -1,
    }


def by_hand(cells: dict[tuple[int, ...], float], lists: tuple[int, ...], k: int, prior: float) -> float:
    """Return log L of a margin, cell by cell, as the formula says."""
    alpha, whole = prior * 2 ** (k - len(lists)), prior * 2**k
    found = gammaln(whole) - gammaln(whole + sum(cells.values()))
    for cell in itertools.product((0, 1), repeat=len(lists)):
        held = sum(n for at, n in cells.items() if tuple(at[one] for one in lists) == cell)
        found += gammaln(alpha + held) - gammaln(alpha)
    return float(found)


def test_the_likelihood_of_a_margin_is_that_of_its_cells() -> None:
    """What the table of subsets holds is the formula summed over every cell, the missing among them."""
    one = Histories.of_dense([0, 3, 4, 2, 7, 0, 1, 1], ("a", "b", "c"))
    missing = np.array([0.0, 5.0, 40.0])
    scores = subset_scores(one, missing, 0.2, np.arange(8))
    for t, absent in enumerate(missing):
        cells: dict[tuple[int, ...], float] = {
            (at & 1, at >> 1 & 1, at >> 2 & 1): float(n) for at, n in enumerate(one.dense())
        }
        cells[0, 0, 0] = absent
        for mask in range(1, 8):
            lists = tuple(at for at in range(3) if mask >> at & 1)
            assert scores[mask, t] == pytest.approx(by_hand(cells, lists, 3, 0.2), abs=1e-9)


def test_sums_over_graphs_are_those_of_every_graph_apart() -> None:
    """Streaming over graphs gives the sums that a whole matrix of graphs and totals gives."""
    one = table("neworleans_5")
    missing = np.arange(0.0, 600.0, 7.0)
    scores, base = subset_scores(one, missing, 2.0**-5, np.arange(32)), total_scores(one, missing)
    known = every(5)
    whole = np.array([
        base + (known.powers[a:b, None] * scores[known.subsets[a:b]]).sum(axis=0)
        for a, b in itertools.pairwise(known.starts)
    ])  # fmt: skip
    by_total, by_graph = sum_over(known, scores, base)
    assert by_total == pytest.approx(np.logaddexp.reduce(whole[:-1]), abs=1e-9)
    assert by_graph == pytest.approx(np.logaddexp.reduce(whole, axis=1), abs=1e-9)


def test_graphs_that_are_left_out_change_nothing() -> None:
    """Where graphs are too many they are first held against each other; what is left out is not seen in the sum."""
    one = table("duck_6")
    missing = np.round(np.linspace(1, 30 * one.n, 500))
    scores, base = subset_scores(one, missing, 2.0**-6, np.arange(64)), total_scores(one, missing)
    quick, _ = sum_over(every(6), scores, base)
    slow = np.logaddexp.reduce([sum_over(every(6), scores[:, at], base[at])[0] for at in [slice(0, 500)]])
    parts = [
        sum_over(every(6), np.ascontiguousarray(scores[:, at : at + 100]), base[at : at + 100])[0]
        for at in range(0, 500, 100)
    ]
    assert quick == pytest.approx(slow, abs=1e-9)
    held = quick > quick.max() - 30
    assert quick[held] == pytest.approx(np.concatenate(parts)[held], abs=1e-9)


@pytest.mark.parametrize(
    ("name", "grid", "expected"),
    [
        ("kosovo_4", 1000, (12593, 9818, 16557)),
        ("uk_2013_5", 1000, (23016, 10408, 33481)),
        ("western_us_5", 1000, (2128, 1340, 3868)),
    ],
)
def test_the_mode_of_dga_gives_what_dga_gives(name: str, grid: int, expected: tuple[int, int, int]) -> None:
    """On its grid and with its prior the median and the interval are those of the R package dga 2.0.2, to the person."""
    one = table(name)
    made = graphs.estimate(one, mode="dga", missing=np.round(np.linspace(1, 30 * one.n, grid)), sensitivity=False)
    assert expected == (made.point, made.low, made.high)


def test_between_knots_nothing_is_lost() -> None:
    """The interpolated posterior has the quantiles of the one that looks at every total, to one part in a thousand."""
    one = table("kosovo_4")
    quick, slow = graphs.posterior(one, cap=5.0), graphs.posterior(one, cap=5.0, exact=True)
    for share in (0.025, 0.25, 0.5, 0.75, 0.975):
        assert quick.quantile(share) == pytest.approx(slow.quantile(share), rel=1e-3)


def test_two_lists_are_taken_for_independent() -> None:
    """With two lists one graph identifies the total, and its answer lies by that of Lincoln and Petersen."""
    one = Histories.of_dense([0, 400, 300, 200], ("a", "b"))
    made = graphs.estimate(one)
    assert made.point == pytest.approx(600 * 500 / 200, rel=0.02)
    assert made.diagnostics["p_not_identified"] > 0


def test_one_list_is_no_estimate() -> None:
    """One list gives no number and says why."""
    made = graphs.estimate(Histories.of_dense([0, 40], ("a",)))
    assert made.point is None
    assert made.refused


def test_a_list_that_nobody_is_on_is_left_out_and_told() -> None:
    """An empty list changes nothing and is named."""
    one = table("kosovo_4")
    more = Histories.of_masks(one.masks, one.counts, (*one.lists, "empty"))
    made = graphs.estimate(more, sensitivity=False)
    assert made.point == graphs.estimate(one, sensitivity=False).point
    assert [one.key for one in made.reasons] == ["graphs.empty-list"]


@settings(max_examples=15, deadline=None)
@given(
    st.permutations(range(4)), st.lists(st.integers(0, 60), min_size=15, max_size=15).filter(lambda one: sum(one) > 5)
)
def test_the_order_of_lists_and_rows_changes_nothing(order: list[int], counts: list[int]) -> None:
    """Lists in another order give the same posterior to the last digit."""
    names = ("d", "a", "c", "b")
    one = Histories.of_dense([0, *counts], names)
    masks = [sum((mask >> old & 1) << new for new, old in enumerate(order)) for mask in one.masks.tolist()]
    other = Histories.of_masks(masks[::-1], one.counts[::-1], [names[at] for at in order])
    left, right = graphs.posterior(one), graphs.posterior(other)
    assert np.array_equal(left.support, right.support)
    assert np.array_equal(left.weight, right.weight)


def test_chains_find_what_going_through_all_graphs_finds() -> None:
    """Walking among the graphs of six lists gives the posterior that all 18,154 give."""
    one = table("duck_6")
    from habeas.estimation.mse.graphs.posterior import _walked, knots_of

    exact = graphs.find(one.canonical())
    walked = _walked(
        one.canonical(), knots_of(one, 30 * one.n), 2.0**-6, 1.0, steps=100_000, runs=2, seed=1, progress=None
    )
    assert walked.spread is not None
    assert walked.spread < 0.05
    assert walked.total.median == pytest.approx(exact.total.median, rel=0.01)
    assert walked.edges == pytest.approx(exact.edges, abs=0.03)


def test_eight_lists_are_walked_and_repeat_themselves() -> None:
    """Above seven lists the same seed gives the same numbers, and runs that disagree are no answer."""
    one = table("bunting_8")
    first, again = (graphs.estimate(one, steps=20_000, runs=2, seed=3) for _ in range(2))
    assert (first.point, first.low, first.high) == (again.point, again.low, again.high)
    apart = graphs.estimate(one, steps=40, runs=4)
    assert apart.diagnostics["chains_apart"] > 0.1
    assert apart.refused


def test_what_nothing_identifies_is_told() -> None:
    """In Peru's table every graph but the complete one is out of the question, and the probability says so."""
    made = graphs.estimate(table("peru_1980_2000_3"), sensitivity=False)
    assert made.diagnostics["p_not_identified"] == pytest.approx(1, abs=1e-6)


def test_a_complete_graph_that_has_it_all_hides_no_other() -> None:
    """Where the complete graph outweighs all others, looking at every total still answers for the others."""
    made = graphs.posterior(table("peru_1980_2000_3"), exact=True)
    assert made.median == pytest.approx(graphs.posterior(table("peru_1980_2000_3")).median, rel=1e-3)
    found = graphs.find(Histories.of_dense(table("peru_1980_2000_3").dense() * 30, ("a", "b", "c")))
    assert found.p_not_identified == pytest.approx(1)
    assert np.isfinite(found.edges).all()
    assert found.best


def test_a_million_persons_on_a_list() -> None:
    """Counts of a million give a finite answer near the truth."""
    chance, total = np.array([0.3, 0.4, 0.25]), 4_000_000
    cells = [total * math.prod(p if at >> j & 1 else 1 - p for j, p in enumerate(chance)) for at in range(8)]
    made = graphs.estimate(Histories.of_dense(np.round([0, *cells[1:]]), ("a", "b", "c")), sensitivity=False)
    assert made.low is not None
    assert made.high is not None
    assert made.low < total < made.high
