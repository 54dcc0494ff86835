"""Strata: each learns from the others as far as they are alike; what may be added is added, what may not is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.errors import InputError
from habeas.estimation import Distribution, Estimate, Reason
from habeas.estimation.mse import Histories, Period, strata

LISTS = ("court", "families", "flight")


def table(rng: np.random.Generator, persons: int, chances: Any, lists: tuple[str, ...] = LISTS) -> Histories:
    """Return the table of persons who are on each list by a chance of its own."""
    on = rng.random((persons, len(lists))) < chances
    return Histories.of_rows(on.astype(np.int64), np.ones(len(on), np.int64), lists)


def some(seed: int = 1, number: int = 4) -> dict[str, Histories]:
    """Return strata of 60 to 300 persons, listed by chances that differ somewhat."""
    rng = np.random.default_rng(seed)
    return {
        f"region {at}": table(rng, int(rng.integers(60, 300)), 1 / (1 + np.exp(-rng.normal(-0.6, 0.3) - np.array([0.3, 0, -0.3]))))
        for at in range(number)
    }  # fmt: skip


def sharp(listed: int, missing: int) -> Distribution:
    """Return a posterior that knows the missing nearly to the person."""
    return Distribution.of_weights(listed + missing + np.arange(-1, 2), [0.2, 0.6, 0.2])


def wide(listed: int, middle: float, spread: float) -> Distribution:
    """Return a posterior of the missing whose logarithm is normal, under a prior that is flat in it."""
    x = np.arange(1, 30 * listed)
    return Distribution.of_weights(listed + x, np.exp(-0.5 * ((np.log(x / listed) - middle) / spread) ** 2) / x)


def test_strata_that_know_keep_what_they_know_and_one_that_does_not_learns_from_them() -> None:
    """Three strata with one missing for two listed, known sharply; the fourth, which knows little, moves to them and narrows."""
    totals = [*(sharp(200, 100) for _ in range(3)), wide(200, 0.5, 1.0)]
    found = strata.pool(totals, [200] * 4, power=0.0)
    assert np.allclose(np.median(found.missing[:3], axis=1), 100, atol=1)
    low, high = np.quantile(found.missing[3], [0.025, 0.975])
    alone = totals[3].interval()
    assert alone.low is not None
    assert alone.high is not None
    assert low <= 100 <= high
    assert high - low < 0.8 * (alone.high - alone.low)
    assert abs(np.median(found.missing[3]) - 100) < abs(totals[3].median - 200 - 100)


def test_strata_that_have_nothing_in_common_teach_each_other_little() -> None:
    """With rates a hundredfold apart the spread is large, and what each says of itself stands."""
    found = strata.pool([wide(200, -2.5, 0.3), wide(200, 2.2, 0.3)], [200, 200], power=0.0)
    assert found.tau.median > 1
    assert np.log(np.median(found.missing, axis=1) / 200) == pytest.approx([-2.5, 2.2], abs=0.15)


def test_pooling_agrees_with_the_known_answer_for_normal_likelihoods() -> None:
    """Normal likelihoods of log(missing / listed), a known spread: the mean of each is the classic one between its own and the common (Rubin 1981), here by quadrature."""
    middles, spread = np.array([-1.0, -0.5, 0.0, 0.6]), 0.35
    found = strata.pool([wide(5000, one, spread) for one in middles], [5000] * 4, power=0.0, draws=8000)
    tau = np.geomspace(0.03, 5, 400)[:, None]
    v = spread**2 + tau**2
    mean, var = middles.mean(), v / 4
    logs = -2 * np.log(v) + 0.5 * np.log(var) - ((middles - mean) ** 2).sum() / 2 / v + np.log(tau / (1 + tau**2))
    weight = np.exp(logs - logs.max())
    weight /= weight.sum()
    expected = (weight * (mean + (middles - mean) * tau**2 / v)).sum(axis=0)
    assert np.log((found.missing + 0.5) / 5000).mean(axis=1) == pytest.approx(expected, abs=0.02)


def test_the_sum_is_that_of_the_strata_and_does_not_hang_on_their_order() -> None:
    """Turned strata and turned lists give the same numbers, for the sum and for each."""
    tables = some()
    found = strata.estimate(tables, draws=500)
    turned = strata.estimate({name: tables[name].only(LISTS) for name in reversed(tables)}, draws=500)
    assert (found.total.point, found.total.low) == (turned.total.point, turned.total.low)
    assert {name: one.point for name, one in found.pooled.items()} == {name: one.point for name, one in turned.pooled.items()}  # fmt: skip
    assert found.total.listed == sum(one.n for one in tables.values())
    each = sum(one.distribution.mean for one in found.pooled.values() if one.distribution is not None)
    assert found.total.distribution is not None
    assert found.total.distribution.mean == pytest.approx(each)
    assert found.total.diagnostics["not_added"] == []


def test_intervals_of_partly_pooled_strata_and_of_their_sum_hold_the_truth() -> None:
    """Over 15 populations of six strata, 95 % intervals of strata hold the truth in 85 % or more, and so do those of the sum (400 populations in the docs)."""
    strata_held, sums = [], []
    for seed in range(15):
        rng = np.random.default_rng(seed)
        truth = {f"s{at}": int(rng.integers(40, 400)) for at in range(6)}
        tables = {name: table(rng, n, 1 / (1 + np.exp(-rng.normal(-1, 0.5) - np.array([0.3, 0, -0.3])))) for name, n in truth.items()}  # fmt: skip
        found = strata.estimate(tables, draws=400)
        strata_held += [(one.low or 0) <= truth[name] <= (one.high or 0) for name, one in found.pooled.items()]
        sums.append((found.total.low or 0) <= sum(truth.values()) <= (found.total.high or 0))
    assert np.mean(strata_held) >= 0.85
    assert np.mean(sums) >= 0.85


def test_a_stratum_that_is_refused_or_has_nobody_is_not_added_but_its_listed_are() -> None:
    """One stratum refused by who judges and one with nobody listed: a floor, no upper bound, and which they are."""
    tables = some() | {"empty": Histories.of_dense([0] * 8, LISTS)}

    def judge(one: Histories, _: Estimate) -> list[Reason]:
        return [Reason("strata.nobody", "refuse")] if one == tables["region 2"] else []

    found, whole = strata.estimate(tables, judge=judge, draws=500), strata.estimate(some(), draws=500)
    assert found.total.diagnostics["not_added"] == ["empty", "region 2"]
    assert found.total.high is None
    assert found.total.distribution is None
    assert not found.total.refused
    assert "there is no upper bound" in found.total.summary()
    assert found.total.point is not None
    assert whole.total.point is not None
    assert sum(one.n for one in tables.values()) < found.total.point < whole.total.point
    assert set(found.pooled) == {"region 0", "region 1", "region 3"}
    assert "that is no estimate of zero" in found.summary()
    assert found.alone["empty"].point is None


def test_the_sum_is_held_against_one_table_for_all() -> None:
    """Where the same lists hold one stratum well and the other badly, one table for all is far too low, and that is a warning."""
    rng = np.random.default_rng(3)
    tables = {"town": table(rng, 3000, [0.7, 0.7, 0.7]), "country": table(rng, 3000, [0.12, 0.12, 0.12])}
    found = strata.estimate(tables, draws=500)
    assert "strata.sum-apart" in {one.key for one in found.total.reasons if one.gravity == "warn"}
    assert found.together is not None
    assert (found.together.high or 0) < 6000
    assert (found.total.low or 0) <= 6000 <= (found.total.high or 0)
    alike = strata.estimate({"a": table(rng, 500, [0.4, 0.4, 0.3]), "b": table(rng, 500, [0.4, 0.4, 0.3])}, draws=500)
    assert "strata.sum-beside" in {one.key for one in alike.total.reasons}


def test_a_refused_table_of_all_is_not_held_against_the_sum() -> None:
    """A number that the gate refuses is printed nowhere, not even beside the sum."""
    tables = some()
    most = max(one.n for one in tables.values())

    def judge(one: Histories, _: Estimate) -> list[Reason]:
        return [Reason("graphs.one-list", "refuse")] if one.n > most else []

    found = strata.estimate(tables, judge=judge, draws=200)
    assert found.together is not None
    assert found.together.refused
    assert "together" not in found.total.diagnostics
    assert {"strata.sum-beside", "strata.sum-apart"}.isdisjoint(one.key for one in found.total.reasons)
    assert "strata.together-refused" in {one.key for one in found.total.reasons}


def test_strata_of_other_lists_definitions_or_overlapping_periods_are_not_added() -> None:
    """Each is a refusal of the sum in words, all of them together; the strata keep their own estimates."""
    tables = some(number=3)
    tables["region 2"] = tables["region 2"].without("flight")
    spans = {"region 0": Period(date(2022, 1, 1), date(2022, 12, 31)), "region 1": Period(date(2022, 12, 1), date(2023, 6, 1))}  # fmt: skip
    found = strata.estimate(tables, definitions={"region 0": "prisons", "region 1": "prisons and cells"}, periods=spans)
    refused = {one.key for one in found.total.reasons if one.gravity == "refuse"}
    assert refused == {
        "strata.other-lists", "strata.other-definition", "strata.definition-unknown", "strata.periods-overlap", "strata.period-unknown",
    }  # fmt: skip
    assert found.total.refused
    assert found.pooled == {}
    assert found.together is None
    assert found.alone["region 0"].point is not None
    for one in found.total.reasons:
        assert one.text("en") != one.text("es")


def test_periods_that_follow_each_other_may_be_added_with_a_warning() -> None:
    """Whoever was held in both counts twice: that is told, and the same counts twice too."""
    tables = some(number=1) | {"again": some(number=1)["region 0"]}
    spans = {"region 0": Period(date(2022, 1, 1), date(2022, 12, 31)), "again": Period(date(2023, 1, 1), date(2023, 12, 31))}  # fmt: skip
    told = {one.key: one.gravity for one in strata.incompatible(tables, periods=spans)}
    assert told == {"strata.held-in-both": "warn", "strata.same-counts": "warn"}


@given(st.lists(st.lists(st.integers(0, 40), min_size=7, max_size=7), min_size=1, max_size=3))
@settings(max_examples=15, deadline=None)
def test_any_tables_give_numbers_or_a_reason_why_not(cells: list[list[int]]) -> None:
    """Empty cells, empty lists and empty strata: never a traceback, a number below the listed or an answer without words."""
    tables = {f"s{at}": Histories.of_dense([0, *one], LISTS) for at, one in enumerate(cells)}
    found = strata.estimate(tables, draws=50)
    assert found.total.listed == sum(map(sum, cells))
    if found.total.point is None:
        assert found.total.refused
    else:
        assert found.total.point >= sum(map(sum, cells))
    assert found.summary("es") != found.summary("en")


def test_no_strata_and_one_stratum() -> None:
    """None is an error in words; one has nothing to learn from and stays what it is."""
    with pytest.raises(InputError, match="at least one table"):
        strata.estimate({})
    found = strata.estimate(some(number=1), draws=2000)
    assert found.learned is None
    assert found.pooled == {}
    alone = found.alone["region 0"].point
    assert alone is not None
    assert found.total.point == pytest.approx(alone, rel=0.05)
    assert found.as_json()["strata"]["region 0"]["pooled"] is None
