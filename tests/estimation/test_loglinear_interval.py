"""BCa: its parts by hand, and its ends where the formula puts them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from habeas.estimation.mse.loglinear.bootstrap import acceleration, bias, confidence, distribution, interval


def test_acceleration_of_a_mean_is_a_sixth_of_its_skewness_over_the_root_of_n() -> None:
    """For a mean, a = skewness / (6 √n) (Efron 1987), here of 1, 1, 2, 5, 11."""
    values = np.array([1.0, 1.0, 2.0, 5.0, 11.0])
    d = values - values.mean()
    skew = (d**3).mean() / (d**2).mean() ** 1.5
    without = (values.sum() - values) / 4
    assert skew / (6 * np.sqrt(5)) == pytest.approx(acceleration(without, np.ones(5)))


def test_persons_of_one_history_count_as_often_as_they_are() -> None:
    """Leaving out each of three persons alike is leaving out one with the weight of three."""
    each = acceleration(np.array([4.0, 4.0, 4.0, 7.0, 9.0]), np.ones(5))
    assert each == pytest.approx(acceleration(np.array([4.0, 7.0, 9.0]), np.array([3.0, 1.0, 1.0])))


def test_where_leaving_out_changes_nothing_there_is_no_acceleration() -> None:
    """No change, rounding alone, and tables without a total give 0."""
    assert acceleration(np.full(4, 1e6) + np.array([0, 1e-8, 0, 0]), np.ones(4)) == 0.0
    assert acceleration(np.full(4, np.inf), np.ones(4)) == 0.0


def test_the_bias_is_the_share_of_draws_below() -> None:
    """A quarter of the draws below the point is Φ^-1(0.25); all below it stays finite, and draws equal to it count half."""
    draws = np.array([1.0, 2.0, 3.0, 4.0])
    assert bias(1.5, draws) == pytest.approx(ndtri(0.25))
    assert bias(2.0, draws) == pytest.approx(ndtri(1.5 / 4))
    assert bias(9.0, draws) == pytest.approx(ndtri(3.5 / 4))


@pytest.mark.parametrize(("z0", "a"), [(0.0, 0.0), (0.3, 0.0), (-0.2, 0.05), (0.1, -0.08)])
def test_the_ends_are_where_the_formula_puts_them(z0: float, a: float) -> None:
    """The end at share s is the quantile of the draws at Φ(z0 + (z0 + z)/(1 - a(z0 + z))), at every level."""
    draws = np.random.default_rng(1).permutation(np.arange(1.0, 10_001.0))
    ordered, weight = confidence(draws, z0, a)
    assert weight.sum() == pytest.approx(1)
    for level in (0.5, 0.9, 0.95):
        z = ndtri(np.array([(1 - level) / 2, (1 + level) / 2]))
        expected = 10_000 * ndtr(z0 + (z0 + z) / (1 - a * (z0 + z)))
        found = interval(ordered, weight, level)
        assert [found.low, found.high] == pytest.approx(list(expected), abs=2)


def test_an_end_among_draws_without_a_total_is_no_end() -> None:
    """With a tenth of the draws endless there is no upper end at 95 %, and the distribution is of the others."""
    ordered, weight = confidence(np.r_[np.arange(90.0), np.full(10, np.inf)], 0.0, 0.0)
    assert interval(ordered, weight, 0.95).high is None
    assert interval(ordered, weight, 0.5).high == pytest.approx(74)
    found = distribution(ordered, weight)
    assert found is not None
    assert found.support[-1] == 89
    assert distribution(np.full(3, np.inf), np.full(3, 1 / 3)) is None
