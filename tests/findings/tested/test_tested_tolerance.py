"""The tolerance of a series: what it learns, from how many, and how often it covers what comes next."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.findings.tested import FEWEST, Compared, learn
from habeas.findings.tested.tolerance import NEAR, _nearest_median, _others_median, apart

sys.path.insert(0, str(Path(__file__).parents[3] / "bench"))
import tested as simulation


def months(ratios: list[float], rebuilt: float = 1000.0) -> list[Compared]:
    """Return pairs of months that follow each other, from their ratios."""
    days = [date(2020, 1, 1) + timedelta(days=30 * n) for n in range(len(ratios))]
    return [
        Compared(published=ratio * rebuilt, rebuilt=rebuilt, first_day=day, last_day=day + timedelta(days=29))
        for ratio, day in zip(ratios, days, strict=True)
    ]


@pytest.mark.parametrize("kind", ["normal", "heavy tails (t, 3 degrees)", "Laplace", "drifting"])
@pytest.mark.parametrize("n", [FEWEST, 24, 60])
def test_the_stated_interval_covers(kind: str, n: int) -> None:
    """Of true figures 95 % lie inside, less the chance of 500 trials; of twice as far, hardly one in a hundred is contradicted."""
    found = simulation.simulate(kind, n, trials=500, seed=3)
    assert found.inside >= 0.92
    assert found.contradicted <= 0.025


@pytest.mark.parametrize("kind", ["normal", "drifting"])
def test_the_period_after_the_series_is_covered_too(kind: str) -> None:
    """What comes next has neighbours on one side alone; where the ratio drifts the tolerance is wider there, and covers as often."""
    found = simulation.simulate(kind, 60, trials=500, seed=6, last=True)
    assert found.inside >= 0.92
    midst = simulation.simulate(kind, 60, trials=100, seed=6)
    assert found.width > (1.3 if kind == "drifting" else 0.9) * midst.width


def test_a_false_figure_is_found_where_it_is_off_by_much_more_than_the_noise() -> None:
    """Off by twenty times the noise: found nearly always, even after few pairs; five times: seldom, and no promise is made."""
    assert simulation.simulate("normal", FEWEST, trials=300, seed=4).found[20.0] > 0.95
    assert simulation.simulate("normal", 60, trials=300, seed=4).found[10.0] > 0.95


def test_too_few_pairs_teach_nothing() -> None:
    """One pair fewer than the least teaches no tolerance; nor do many editions of the same months."""
    assert learn(months([1.01] * (FEWEST - 1))) is None
    assert learn(months([1.01] * FEWEST)) is not None
    assert learn(months([1.01] * 3) * 20) is None


def test_few_pairs_make_it_wide() -> None:
    """The same noise after eight pairs gives a wider tolerance than after eighty."""
    noise = [1.0, 1.004, 0.996, 1.002, 0.998, 1.001, 0.999, 1.003]
    few, many = learn(months(noise)), learn(months(noise * 10))
    assert few is not None
    assert many is not None
    assert few.factor > many.factor > 1
    assert (few.method, many.method) == ("spread", "conformal")


def test_one_wild_figure_does_not_widen_it() -> None:
    """Of twelve months or of sixty, one that is off by half moves neither the ratio nor the factor by a hundredth."""
    for n in (12, 60):
        quiet = [1.02 + 0.001 * (month % 5) for month in range(n)]
        plain, wild = learn(months(quiet)), learn(months([*quiet[:-1], 1.5]))
        assert plain is not None
        assert wild is not None
        assert abs(plain.ratio - wild.ratio) < 0.01
        assert abs(plain.factor - wild.factor) < 0.01


def test_a_ratio_that_drifts_is_taken_from_the_nearest_periods() -> None:
    """Where published figures creep away from the records, a late figure is held against the late ratio and an early one against the early."""
    pairs = months([1.0 + 0.002 * n + 0.0003 * (n % 3) for n in range(40)])
    late, early = learn(pairs), learn(pairs, at=pairs[0].middle)
    assert late is not None
    assert early is not None
    assert late.local
    assert late.around == date.fromordinal(int(pairs[-1].middle))
    assert late.ratio > 1.06
    assert early.ratio < 1.02
    assert late.factor < 1.02


def test_steady_noise_is_taken_from_all_periods() -> None:
    """Where nothing drifts, the usual ratio is that of every period."""
    found = learn(months([1.0, 1.004, 0.996, 1.002, 0.998] * 8))
    assert found is not None
    assert not found.local
    assert found.ratio == 1.0


periods = st.tuples(st.integers(0, 400), st.integers(0, 60)).map(
    lambda one: Compared(
        published=10,
        rebuilt=10,
        first_day=date(2020, 1, 1) + timedelta(days=one[0]),
        last_day=date(2020, 1, 1) + timedelta(days=one[0] + one[1]),
    )
)


@settings(phases=(Phase.explicit, Phase.generate))
@given(st.lists(periods, max_size=30))
def test_no_day_teaches_twice(pairs: list[Compared]) -> None:
    """Of any periods those kept share no day, and every one that was left out shares a day with one that was kept."""
    kept = apart(pairs)
    assert not any(one.overlaps(other) for n, one in enumerate(kept) for other in kept[:n])
    assert all(any(one.overlaps(other) for other in kept) for one in pairs)


def test_the_last_edition_of_a_month_is_the_one_that_counts() -> None:
    """Of several publications of one month the later is kept, and months are kept before the year that repeats them."""
    old, new = months([1.0])[0], months([2.0])[0]
    year = Compared(published=9, rebuilt=9, first_day=old.first_day, last_day=old.first_day + timedelta(days=300))
    other = months([1.0, 1.0])[1]
    assert apart([year, old, new, other]) == [new, other]


def test_a_zero_has_no_ratio() -> None:
    """Pairs of which one is 0 teach nothing and stop nothing."""
    zeros = [Compared(published=0, rebuilt=5, first_day=date(2030, 1, 1), last_day=date(2030, 1, 2))]
    assert learn([*zeros, *months([1.0] * FEWEST)]) == learn(months([1.0] * FEWEST))


@settings(phases=(Phase.explicit, Phase.generate))
@given(st.lists(st.floats(-5, 5), min_size=2, max_size=40))
def test_the_median_of_the_others_is_that_without_each(values: list[float]) -> None:
    """What is reckoned for all at once is what taking each out in turn gives."""
    expected = [float(np.median(values[:n] + values[n + 1 :])) for n in range(len(values))]
    assert _others_median(np.array(values)).tolist() == pytest.approx(expected)


@settings(phases=(Phase.explicit, Phase.generate))
@given(
    st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 900)), min_size=15, max_size=40, unique_by=lambda one: one[1])
)
def test_the_nearest_are_found_beside(pairs: list[tuple[float, int]]) -> None:
    """The seven nearest in time of each are those that sorting all distances gives, where no two are as far."""
    values, days = np.array([one for one, _ in pairs]), np.array([2.0**0.5 * day + day**2 / 1e5 for _, day in pairs])
    found = _nearest_median(values, days)
    for n in range(len(pairs)):
        far = np.abs(days - days[n])
        nearest = [i for i in np.argsort(far) if i != n][:NEAR]
        assert found[n] == pytest.approx(float(np.median(values[nearest])))
