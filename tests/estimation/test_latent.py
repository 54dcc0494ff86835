"""Latent classes: the density and its slopes, exact small cases, and a refusal where runs cannot agree."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from habeas import words
from habeas.estimation.diagnostics import ess, rhat
from habeas.estimation.distribution import Floats
from habeas.estimation.mse import Histories, latent
from habeas.estimation.mse.latent.judging import judged
from habeas.estimation.mse.latent.model import Model, broken
from habeas.estimation.mse.latent.moves import jumped
from habeas.estimation.mse.latent.tempering import Ladders

TABLE = Histories.of_masks([1, 2, 3, 4, 5, 8, 9, 15], [10, 20, 3, 30, 4, 11, 2, 1], list("ABCD"))
THREE = Histories.of_masks(range(1, 8), [40, 50, 10, 60, 12, 9, 3], list("abc"))
QUICK: dict[str, Any] = {"warm": 30, "draws": 30, "blocks": 1}
CALM: dict[str, Any] = {
    "rhat": 1.0, "ess": 1000.0, "medians": [10.0, 10.0], "log_evidence": [-5.0, -5.0], "restarts": [3, 3], "modes": [{"total": 10.0, "share": 1.0}],
    "p_at_cap": None, "p_above_cap": None,
}  # fmt: skip


def shifted(values: Floats, place: tuple[int, ...], by: float) -> Floats:
    """Return values with one coordinate of every walker moved."""
    moved = values.copy()
    np.moveaxis(moved, 1, -1)[place] += by
    return moved


@pytest.mark.parametrize("impossible", [(), (6, 7), (12,)])
def test_the_slopes_are_those_of_the_density(impossible: tuple[int, ...]) -> None:
    """Every slope equals the difference of the density to both sides, with and without histories that cannot occur."""
    model = Model.of(TABLE.forbidding(impossible), 3)
    here = model.drawn(3, np.random.default_rng(3))
    here = model.at(here.logits, np.clip(here.sticks, -3, 2))
    step = 1e-5
    for place in np.ndindex(3, 4):
        up, down = (model.at(shifted(here.logits, place, by), here.sticks) for by in (step, -step))
        np.testing.assert_allclose((up.fit - down.fit) / 2 / step, here.fit_by_logit[place[0], :, place[1]], atol=1e-3)
        np.testing.assert_allclose(
            (up.prior - down.prior) / 2 / step, here.prior_by_logit[place[0], :, place[1]], atol=1e-3
        )
    for place in np.ndindex(2):
        up, down = (model.at(here.logits, shifted(here.sticks, place, by)) for by in (step, -step))
        np.testing.assert_allclose((up.fit - down.fit) / 2 / step, here.fit_by_stick[place[0]], atol=1e-3)
        np.testing.assert_allclose((up.prior - down.prior) / 2 / step, here.prior_by_stick[place[0]], atol=1e-3)
    np.testing.assert_allclose(model.fit(here.logits, here.sticks), here.fit)


def test_the_likelihood_is_that_of_the_histories_given_that_they_are_seen() -> None:
    """It is the product of the probabilities of the cells over that of being seen, spelt out cell by cell."""
    model = Model.of(THREE.forbidding([5]), 2)
    here = model.drawn(1, np.random.default_rng(1))
    p, share = 1 / (1 + np.exp(-here.logits[:, 0])), np.exp(here.weights[:, 0])
    on = (np.arange(8)[:, None] >> np.arange(3)) & 1
    cells = np.array([share @ np.where(row, p, 1 - p).prod(1) for row in on])
    seen = cells[[1, 2, 3, 4, 6, 7]].sum()
    assert float(THREE.counts @ np.log(cells[1:] / seen)) == pytest.approx(here.fit[0])
    assert np.log(cells[0] / seen) == pytest.approx(here.unseen[0])


def test_shares_sum_to_one_at_every_extreme() -> None:
    """Sticks that take all, nothing or half leave finite logarithms, and none of the rest is lost to a subtraction."""
    sticks = np.array([[-300.0, -40.0, 0.0, 40.0, 300.0]] * 3)
    _, weights = broken(sticks)
    np.testing.assert_allclose(np.exp(weights).sum(0), 1.0)
    assert weights[0, 0] == pytest.approx(-300.0)
    assert weights[1, 3] == pytest.approx(-np.exp(40.0))
    here = Model.of(TABLE, 4).at(np.full((4, 5, 4), 60.0), sticks)
    there = Model.of(TABLE, 4).at(np.full((4, 5, 4), -60.0), sticks)
    for at in (here, there):
        assert all(np.isfinite(values).all() for values in (at.fit, at.prior, at.fit_by_logit, at.fit_by_stick))
    np.testing.assert_allclose(there.unseen, 60 - np.log(4), rtol=1e-9)


@pytest.mark.parametrize("sampler", ["tempered", "gibbs"])
def test_one_class_answers_as_independence_does(sampler: latent.Sampler) -> None:
    """With one class the posterior of two lists is known: E over p and q of n / (1 - (1-p)(1-q)), by quadrature."""
    table = Histories.of_masks([1, 2, 3], [60, 50, 30], ["a", "b"])
    grid = (np.arange(400) + 0.5) / 400
    p, q = np.meshgrid(grid, grid)
    seen = 1 - (1 - p) * (1 - q)
    log = 60 * np.log(p * (1 - q)) + 50 * np.log((1 - p) * q) + 30 * np.log(p * q) - 140 * np.log(seen)
    weight = np.exp(log - log.max())
    expected = float((weight * 140 / seen).sum() / weight.sum())
    found = latent.estimate(table, classes=1, sampler=sampler, warm=60, draws=250, blocks=1, rungs=12)
    assert found.distribution is not None
    assert found.distribution.mean == pytest.approx(expected, rel=0.03)
    if sampler == "tempered":
        evidence = np.log(weight.mean()) + log.max()
        assert np.mean(found.diagnostics["log_evidence"]) == pytest.approx(evidence, abs=0.3)


def test_jumps_leave_the_prior_as_it_is() -> None:
    """Walkers drawn from the prior and moved at heat 0 are still draws of it: the quantiles of the largest share and of a probability stay."""
    model, rng = Model.of(THREE, 4), np.random.default_rng(2)
    here = model.drawn(4000, rng)
    before = np.quantile(here.weights[0], [0.1, 0.25, 0.5]), np.quantile(here.logits[1, :, 0], [0.25, 0.75])
    for _ in range(12):
        here = jumped(model, here, np.zeros(4000), rng)
    np.testing.assert_allclose(np.quantile(np.exp(here.weights[0]), [0.1, 0.25, 0.5]), np.exp(before[0]), atol=0.05)
    np.testing.assert_allclose(np.quantile(here.logits[1, :, 0], [0.25, 0.75]), before[1], atol=0.15)


@pytest.mark.parametrize("sampler", ["tempered", "gradient", "gibbs"])
def test_the_same_seed_gives_the_same_answer_in_any_order_of_lists(sampler: latent.Sampler) -> None:
    """Order of lists does not matter, nor does asking twice; another seed draws otherwise."""
    turned = Histories.of_rows(THREE.on[::-1, [2, 0, 1]], THREE.counts[::-1], ["c", "a", "b"])
    first, second = (latent.estimate(one, sampler=sampler, **QUICK) for one in (THREE, turned))
    other = latent.estimate(THREE, sampler=sampler, seed=2, **QUICK)
    np.testing.assert_array_equal(first.draws(), second.draws())
    assert first.diagnostics == second.diagnostics
    assert not np.array_equal(first.draws(), other.draws())


def test_twenty_lists_and_a_million_persons_need_only_the_histories_that_occur() -> None:
    """Nothing is spelt out cell by cell, and large counts stay finite."""
    masks = [1 << one for one in range(20)] + [3, 5, 1 << 19 | 1]
    found = latent.estimate(
        Histories.of_masks(masks, [50_000] * 23, [f"list {one:02}" for one in range(20)]),
        runs=2, warm=3, draws=6, blocks=1, rungs=4,
    )  # fmt: skip
    assert np.isfinite(found.draws()).all()
    assert found.draws().min() >= 1_150_000


def test_one_list_and_an_empty_list_are_said() -> None:
    """One list gives a refusal without a number; a list of nobody is left out and named."""
    one = latent.estimate(Histories(("a",), np.array([1]), np.array([5])))
    assert (one.point, one.refused) == (None, True)
    empty = latent.estimate(Histories(("a", "b", "z"), np.array([1, 2, 3]), np.array([5, 5, 5])), **QUICK)
    assert [reason.key for reason in empty.reasons if reason.gravity == "note"] == ["latent.empty-list"]
    assert empty.settings["lists"] == ["a", "b"]


def test_a_cap_below_every_draw_is_refused() -> None:
    """No total under the cap is no answer, not a number at the cap."""
    found = latent.estimate(THREE, cap=185, **QUICK)
    assert found.refused
    assert {"latent.above-cap", "latent.on-cap"} & {one.key for one in found.reasons}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"rhat": 1.3}, [("latent.runs-disagree", "refuse")]),
        ({"rhat": 1.03}, [("latent.runs-disagree", "warn")]),
        ({"rhat": float("nan")}, [("latent.runs-disagree", "refuse")]),
        ({"log_evidence": [-9.0, -5.0]}, [("latent.runs-evidence", "refuse")]),
        ({"ess": 50.0}, [("latent.few-draws", "refuse")]),
        ({"ess": 200.0}, [("latent.few-draws", "warn")]),
        ({"restarts": [0, 4]}, [("latent.no-restart", "warn")]),
        (
            {"modes": [{"total": 50.0, "share": 0.8}, {"total": 190.0, "share": 0.2}]},
            [("latent.two-answers", "refuse")],
        ),
        ({"p_at_cap": 0.2, "p_above_cap": 0.0}, [("latent.on-cap", "refuse")]),
    ],
)
def test_what_the_diagnostics_say_against_an_answer(change: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Each fault has its reason and its gravity, in both languages; calm runs have none."""
    found = judged({**CALM, **change}, 4)
    assert [(one.key, one.gravity) for one in found] == expected
    assert all(one.text(lang) for one in found for lang in words.LANGUAGES)


def test_rungs_are_reached_from_the_prior() -> None:
    """Heats ascend from 0 to 1 in every run, walkers restart, and the number of rungs is between its bounds."""
    ladders = Ladders(Model.of(THREE, 3), 2, None, 6, np.random.default_rng(1))
    ladders.warm(80, lambda _: None)
    ladders.walk(80, lambda _: None)
    for heats in ladders.heats:
        assert (heats[0], heats[-1]) == (0.0, 1.0)
        assert all(low < high for low, high in pairwise(heats))
    assert 12 <= ladders.rungs <= 48
    assert (ladders.restarts > 0).all()


def test_r_hat_and_effective_draws_of_draws_that_are_known() -> None:
    """Independent draws are worth their number, sluggish ones (autoregression 0.9) a nineteenth; runs in two places and runs of two widths are found."""
    rng = np.random.default_rng(1)
    even = rng.normal(size=(4, 1000))
    assert rhat(even) < 1.01
    assert ess(even) == pytest.approx(4000, rel=0.15)
    slow = np.zeros((4, 4000))
    for at in range(1, 4000):
        slow[:, at] = 0.9 * slow[:, at - 1] + rng.normal(size=4)
    assert ess(slow) == pytest.approx(16000 / 19, rel=0.3)
    assert rhat(even + np.array([[0], [0], [0], [2]])) > 1.2
    assert rhat(even * np.array([[1], [1], [1], [5]])) > 1.1
    assert (rhat(np.ones((4, 10))), ess(np.ones((4, 10)))) == (1.0, 40.0)
    assert (rhat(np.ones((4, 3))), ess(np.ones((4, 3)))) == (float("inf"), 0.0)


def test_an_answer_says_what_it_assumes() -> None:
    """The assumption stands in the summary in both languages, and settings repeat the answer."""
    found = latent.estimate(THREE, **QUICK)
    assert "groups that nobody sees" in found.summary("en")
    assert "grupos que nadie ve" in found.summary("es")
    assert replace(found).settings["prior"] == [0.25, 0.25]
