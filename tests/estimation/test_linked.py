"""Doubt about links: tables of partitions, their posteriors averaged, and where the spread comes from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.errors import InputError
from habeas.estimation import Distribution, Estimate
from habeas.estimation.mse import Histories, graphs, linked
from habeas.estimation.mse.graphs.parts import parts

LISTS = ("court", "families", "flight")


def world(seed: int, persons: int = 400) -> tuple[Any, Any]:
    """Return whose each mention is and its list, of persons on three lists by chances of their own."""
    rng = np.random.default_rng(seed)
    who, of = np.nonzero(rng.random((persons, 3)) < [0.5, 0.4, 0.3])
    return who, of


def doubtful(who: Any, rng: np.random.Generator, partitions: int, share: float = 0.1) -> Any:
    """Return partitions in which some mentions, other ones each time, are taken for persons of their own."""
    labels = np.tile(who, (partitions, 1))
    apart = rng.random(labels.shape) < share
    labels[apart] = 10_000 + np.flatnonzero(apart.ravel())
    return labels


@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 30), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_the_table_of_each_partition_is_that_of_its_labels(seed: int, partitions: int, n: int, k: int) -> None:
    """However labels are written, each partition is counted as one, and alike ones are one table."""
    rng = np.random.default_rng(seed)
    labels, of = rng.integers(-5, 40, (partitions, n)), rng.integers(0, k, n)
    lists = [f"list-{at}" for at in range(k)]
    made = linked.tabulate(labels, of, lists)
    alone = [Histories.of_labels(one, of, lists) for one in labels]
    assert partitions == made.times.sum()
    assert len(made.tables) == len(set(alone))
    assert {one: alone.count(one) for one in alone} == dict(zip(made.tables, made.times.tolist(), strict=True))


def test_neither_names_of_persons_nor_the_order_of_mentions_and_lists_matter() -> None:
    """Renamed persons, turned rows and turned lists give the same number."""
    who, of = world(1)
    rng = np.random.default_rng(2)
    labels = doubtful(who, rng, 20)
    usual = linked.estimate(labels, of, LISTS)
    turn, names = rng.permutation(len(of)), np.array([2, 0, 1])
    turned = linked.estimate(labels[:, turn] * 7 + 3, names[of[turn]], [LISTS[at] for at in np.argsort(names)])
    assert (usual.point, usual.low, usual.high) == (turned.point, turned.low, turned.high)
    assert usual.diagnostics["extremes"] == turned.diagnostics["extremes"]


def test_partitions_without_doubt_give_the_estimate_of_their_one_table() -> None:
    """No variance comes from links then, and both ends of the plausible are the estimate."""
    who, of = world(3)
    table = Histories.of_labels(who, of, LISTS)
    plain = graphs.estimate(table, sensitivity=False)
    found = linked.estimate(np.tile(who, (5, 1)), of, LISTS)
    assert (plain.point, plain.low, plain.high, table.n) == (found.point, found.low, found.high, found.listed)
    assert found.diagnostics["share_linkage"] == pytest.approx(0.0, abs=1e-12)
    assert found.diagnostics["tables"] == 1
    assert {plain.point} == {found.diagnostics["extremes"][end]["estimate"] for end in ("joined", "sure")}
    assert found.diagnostics["extremes"]["none"] == {"listed": len(of), "share": None, "estimate": None, "low": None, "high": None}  # fmt: skip


def test_the_shares_are_the_parts_of_the_variance() -> None:
    """Links, model and chance add up to the whole, which is the variance of what is given."""
    who, of = world(4)
    found = linked.estimate(doubtful(who, np.random.default_rng(5), 60), of, LISTS)
    told = found.diagnostics
    assert told["share_linkage"] + told["share_model"] + told["share_chance"] == pytest.approx(1.0)
    assert found.distribution is not None
    assert told["variance"] == pytest.approx(found.distribution.sd**2, rel=1e-6)
    assert 0.05 < told["share_linkage"] < 0.95
    assert told["share_model"] > 0


def test_where_each_partition_has_one_answer_all_doubt_is_about_links() -> None:
    """Two answers, one given three times of four: their mean, and the variance between them."""

    def four_times(table: Histories) -> Distribution:
        return Distribution.of_weights([4 * table.n], [1.0])

    labels = [[0, 0, 2, 3], [0, 0, 2, 3], [0, 0, 2, 3], [0, 1, 2, 3]]
    found = linked.estimate(labels, [0, 1, 0, 1], ["a", "b"], estimator=four_times)
    assert found.distribution is not None
    assert found.distribution.mean == pytest.approx(13.0)
    assert found.diagnostics["variance"] == pytest.approx(3.0)
    assert found.diagnostics["share_linkage"] == pytest.approx(1.0)
    assert found.diagnostics["share_model"] is None
    assert found.settings["estimator"] == "four_times"


def test_the_ends_of_the_plausible_join_what_is_often_and_what_is_nearly_always_together() -> None:
    """A link in half of the partitions is plausible and not sure; one that chains joins both its ends."""
    labels = [[0, 0, 2, 2, 4], [0, 0, 2, 3, 3]] * 10
    assert linked.joined(labels, 0.05).tolist() == [0, 0, 1, 1, 1]
    assert linked.joined(labels, 0.95).tolist() == [0, 0, 1, 2, 3]


def test_doubt_about_links_widens_the_interval_and_holds_the_truth() -> None:
    """Links lost at random are in the interval when other partitions have them; over 20 worlds 95 % intervals hold the truth as often as they say."""
    held = []
    for seed in range(20):
        who, of = world(seed, 300)
        rng = np.random.default_rng(1000 + seed)
        found = linked.estimate(doubtful(who, rng, 12, rng.uniform(0, 0.02)), of, LISTS)
        assert found.low is not None
        assert found.high is not None
        held.append(found.low <= 300 <= found.high)
    assert sum(held) >= 17


def test_lists_that_count_nobody_can_be_left_out_by_name() -> None:
    """Their mentions are not counted, and that is said; a name that is no list is not taken."""
    who, of = world(6)
    found = linked.estimate(who, of, LISTS, without=["flight"])
    assert Histories.of_labels(who, of, LISTS).without("flight").n == found.listed
    assert found.settings["without"] == ["flight"]
    assert "Not used to count persons: flight." in found.summary()
    with pytest.raises(InputError, match="no list “deaths”"):
        linked.estimate(who, of, LISTS, without=["deaths"])


def test_one_list_is_refused_and_one_partition_is_told() -> None:
    """Nothing can be estimated from one list; a single linkage has no doubt in its interval."""
    who, of = world(7)
    alone = linked.estimate(who, of, LISTS, without=["flight", "court"])
    assert alone.refused
    assert alone.point is None
    assert "linked.one-partition" in {one.key for one in linked.estimate(who, of, LISTS).reasons}


def test_partitions_that_are_not_answered_are_told_and_never_taken_for_a_number() -> None:
    """One of three without an answer: refused, since more than a tenth is missing; none answered: no number."""
    labels, of = [[0, 0, 2], [0, 1, 2], [0, 1, 1]], [0, 1, 0]

    def answers(table: Histories) -> Distribution | None:
        return Distribution.of_weights([5.0, 6.0], [1, 1]) if table.n == 2 else None

    some = linked.estimate(labels, of, ["a", "b"], estimator=answers)
    none = linked.estimate(labels, of, ["a", "b"], estimator=lambda _: None)
    assert some.diagnostics["unanswered"] == 1
    assert some.refused
    assert none.refused
    assert none.point is None
    assert "none of 3 partitions" in none.summary()


def test_over_many_lists_fewer_partitions_are_estimated_and_that_is_told() -> None:
    """Graphs over six lists get 200 of 201 partitions, evenly spaced; a method of one's own gets them all."""
    who, of = np.nonzero(np.random.default_rng(11).random((60, 6)) < 0.3)
    labels, lists = np.tile(who, (201, 1)), list("abcdef")
    usual = linked.estimate(labels, of, lists)
    own = linked.estimate(labels, of, lists, estimator=lambda one: Distribution.of_weights([one.n], [1.0]))
    assert (usual.diagnostics["estimated"], own.diagnostics["estimated"]) == (200, 201)
    assert "linked.thinned" in {one.key for one in usual.reasons}
    assert "linked.thinned" not in {one.key for one in own.reasons}


def test_an_estimator_may_return_an_estimate_and_a_refused_one_is_no_answer() -> None:
    """The distribution of an estimate is averaged as it is, with what it says of being identified."""
    who, of = world(8)

    def whole(table: Histories) -> Estimate:
        return graphs.estimate(table, sensitivity=False)

    found, usual = linked.estimate(who, of, LISTS, estimator=whole), linked.estimate(who, of, LISTS)
    assert (usual.point, usual.low, usual.high) == (found.point, found.low, found.high)
    assert usual.diagnostics["p_not_identified"] == pytest.approx(found.diagnostics["p_not_identified"])


@pytest.mark.parametrize(
    ("labels", "of", "lists"),
    [([[0, 1]], [0], ["a", "b"]), ([[0.5, 1.0]], [0, 1], ["a", "b"]), ([[0, 1]], [0, 2], ["a", "b"]), ([[0, 1]], [0, 1], ["a", "a"]),
     (np.empty((0, 2), int), [0, 1], ["a", "b"])],
)  # fmt: skip
def test_labels_and_lists_that_do_not_fit_are_said(labels: Any, of: Any, lists: Any) -> None:
    """A wrong shape, a fraction for a label, a list that there is not, a name twice, no partition: a message, in both languages."""
    with pytest.raises(InputError) as caught:
        linked.estimate(labels, of, lists)
    assert caught.value.text("es") != caught.value.text("en")


def test_every_estimate_from_lists_is_of_those_ever_held() -> None:
    """Never of those held now; the words say so in both languages."""
    who, of = world(9)
    found = linked.estimate(who, of, LISTS)
    assert "never of those held now" in found.summary()
    assert "nunca de las recluidas ahora" in found.summary("es")


def test_each_graph_by_itself_adds_up_to_all() -> None:
    """Probabilities sum to 1, and mean and variance of all graphs are those of the posterior, to a percent."""
    who, of = world(10)
    table = Histories.of_labels(who, of, LISTS)
    of_each, whole = parts(table), graphs.posterior(table)
    mean = of_each.weight @ of_each.mean
    variance = of_each.weight @ (of_each.variance + (of_each.mean - mean) ** 2)
    assert of_each.weight.sum() == pytest.approx(1.0)
    assert len(of_each.weight) == 7
    assert mean == pytest.approx(whole.mean, rel=0.01)
    assert variance == pytest.approx(whole.sd**2, rel=0.03)
