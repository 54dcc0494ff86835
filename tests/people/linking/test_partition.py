"""Partitions: average linkage with what people joined and what can never be joined, held against the slow way."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.people.linking.making import groups

from habeas.people.linking.partition import MISSING, MOST, NEVER, Edges, Partition, components, first_of, join

N = 8
Graph = dict[tuple[int, int], float]
# Sums of such weights are exact whatever their order, so that equals are equal in both ways.
WEIGHTS = st.one_of(st.integers(-40, 40).map(lambda n: n / 4), st.just(NEVER))
GRAPHS = st.dictionaries(st.sampled_from(list(combinations(range(N), 2))), WEIGHTS, max_size=20)
TOGETHER = st.lists(st.integers(0, 5), min_size=N, max_size=N)
THRESHOLDS = st.sampled_from([-4.0, -1.0, 0.0, 0.5, 2.0, 5.0])


def edges(graph: Graph, order: list[tuple[int, int]] | None = None) -> Edges:
    """Return a graph as edges, in an order of pairs."""
    pairs = list(graph) if order is None else order
    ends = np.array(pairs, np.int32).reshape(-1, 2)
    return Edges(ends[:, 0], ends[:, 1], np.array([graph[pair] for pair in pairs], float))


def slow(graph: Graph, threshold: float, together: list[int]) -> set[frozenset[str]]:
    """Join the nearest two groups until none is near enough, one after the other; of equals the first in order of mentions."""
    made = [sorted(i for i in range(N) if together[i] == label) for label in dict.fromkeys(together)]

    def mean(a: list[int], b: list[int]) -> float:
        weights = [graph.get((min(i, j), max(i, j))) for i in a for j in b]
        if not any(one is not None for one in weights):
            return -math.inf
        return sum(MISSING if one is None else min(one, MOST) for one in weights) / len(weights)

    while len(made) > 1:
        best = max(combinations(sorted(made), 2), key=lambda two: (mean(*two), -two[0][0], -two[1][0]))
        if mean(*best) <= threshold:
            break
        made = [one for one in made if one not in best] + [sorted(best[0] + best[1])]
    return {frozenset(str(i) for i in one) for one in made}


def of(partition: Partition) -> set[frozenset[str]]:
    """Return the groups of a partition."""
    return groups(partition.label.tolist(), [str(i) for i in range(len(partition.label))])


@given(GRAPHS, THRESHOLDS, TOGETHER)
def test_joining_all_mutual_nearest_at_once_is_joining_one_by_one(
    graph: Graph, threshold: float, together: list[int]
) -> None:
    """The partition is that of greedy average linkage, joined two groups at a time, from whatever people joined before."""
    assert slow(graph, threshold, together) == of(join(N, edges(graph), threshold, together=np.array(together)))


@given(GRAPHS, THRESHOLDS, st.randoms())
def test_the_order_of_pairs_says_nothing(graph: Graph, threshold: float, random: object) -> None:
    """Pairs in another order give the same labels and the same weakest joinings."""
    order = list(graph)
    random.shuffle(order)  # type: ignore[attr-defined]
    one, other = join(N, edges(graph), threshold), join(N, edges(graph, order), threshold)
    assert one.label.tolist() == other.label.tolist()
    assert one.weakest.tolist() == other.weakest.tolist()


@given(GRAPHS, THRESHOLDS, TOGETHER)
def test_what_people_joined_stays(graph: Graph, threshold: float, together: list[int]) -> None:
    """Whoever had one label before has one after, whatever the weights."""
    made = join(N, edges(graph), threshold, together=np.array(together))
    for i, j in combinations(range(N), 2):
        assert together[i] != together[j] or made.label[i] == made.label[j]


@given(GRAPHS, THRESHOLDS)
def test_what_can_never_be_is_not(graph: Graph, threshold: float) -> None:
    """Two mentions that weigh NEVER share no group, however many others they have in common."""
    made = join(N, edges(graph), threshold)
    for (i, j), weight in graph.items():
        assert weight != NEVER or made.label[i] != made.label[j]


@given(GRAPHS, THRESHOLDS, THRESHOLDS)
def test_a_lower_threshold_splits_nobody(graph: Graph, one: float, other: float) -> None:
    """Whoever is together at a threshold is together at a lower one."""
    low, high = join(N, edges(graph), min(one, other)), join(N, edges(graph), max(one, other))
    assert low.count <= high.count
    for i, j in combinations(range(N), 2):
        assert high.label[i] != high.label[j] or low.label[i] == low.label[j]


@given(GRAPHS, THRESHOLDS)
def test_labels_are_first_mentions_and_joinings_are_counted(graph: Graph, threshold: float) -> None:
    """A label is the first mention of its group; a group of n mentions was made by n - 1 joinings, all above the threshold, the weakest of which is said."""
    made = join(N, edges(graph), threshold)
    for i, label in enumerate(made.label.tolist()):
        inside = np.flatnonzero(made.label == label)
        weights = made.joinings[made.joined == label]
        assert label == inside.min()
        assert len(weights) == len(inside) - 1
        assert (weights > threshold).all()
        assert made.weakest[i] == (weights.min() if len(weights) else np.inf)


def test_a_chain_of_doubt_makes_no_person() -> None:
    """A is like B and B like C, but C was never a candidate of A: they are two persons, where single linkage makes one."""
    chain = {(0, 1): 3.0, (1, 2): 2.0}
    assert of(join(3, edges(chain), 0.0)) == {frozenset("01"), frozenset("2")}
    assert components(3, np.array([0, 1]), np.array([1, 2])).tolist() == [0, 0, 0]


def test_one_weight_beyond_the_tested_does_not_outweigh_others() -> None:
    """A weight is cut at MOST, so that one pair of 1,000 and one of -13 do not make three mentions one."""
    assert of(join(3, edges({(0, 1): 5.0, (1, 2): 1000.0, (0, 2): -MOST - 1}), 0.0)) == {
        frozenset("0"),
        frozenset("12"),
    }


def test_nothing_to_join() -> None:
    """No mentions and no pairs make no groups, and mentions without pairs stand alone."""
    assert join(0, edges({}), 0.0).label.tolist() == []
    assert join(2, edges({}), 0.0).count == 2
    assert join(0, edges({}), 0.0, together=np.empty(0, np.int64)).count == 0


@pytest.mark.parametrize(("label", "first"), [([5, 5, 2], [0, 0, 2]), ([1, 0, 1, 0], [0, 1, 0, 1]), ([], [])])
def test_labels_are_renamed_to_the_first(label: list[int], first: list[int]) -> None:
    """Whatever numbers groups had, they get that of their first mention."""
    assert first_of(np.array(label, np.int64)).tolist() == first
