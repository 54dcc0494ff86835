"""Population between reports: figures used once and as they were said, exact where it can be, wide where nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from habeas.amount import Amount
from habeas.errors import InputError
from habeas.estimation.population import Conversion, Figure, Kind, estimate, read_figures
from habeas.estimation.population.normal import Seen, solve
from habeas.estimation.population.truncation import truncated
from habeas.when import Span

TABLES = Path(__file__).parent / "tables"
START = date(2021, 1, 1)


def figure(day: date, amount: int | Amount, source: str = "a", kind: Kind = "stock", **more: Any) -> Figure:
    """Return a figure of one day."""
    told: dict[str, Any] = {"scope": "prisons", "definition": "all", **more}
    value = Amount.exact(amount) if isinstance(amount, int) else amount
    return Figure(
        ref=f"{source}-{kind}-{day}-{value}", kind=kind, amount=value, span=Span.on(day), source=source, **told
    )


def uses(figures: Sequence[Figure], **more: Any) -> dict[str, str]:
    """Return the use of each figure by its reference."""
    made = estimate(figures, **more)
    return {one.figure.ref: one.use for one in made.figures}


# --- the arithmetic


@pytest.mark.parametrize(
    ("low", "high"), [(-np.inf, 1.0), (0.5, np.inf), (-0.3, 0.8), (4.0, np.inf), (8.0, 9.0), (-np.inf, np.inf)]
)
def test_moments_of_a_truncated_number_are_those_of_scipy(low: float, high: float) -> None:
    """Probability, mean and variance given bounds are those of the truncated normal distribution."""
    mean, sd = 0.2, 1.3
    mass, middle, variance = truncated(np.array([mean]), np.array([sd**2]), np.array([low]), np.array([high]))
    known = stats.truncnorm((low - mean) / sd, (high - mean) / sd, mean, sd)
    assert middle[0] == pytest.approx(known.mean(), rel=1e-6)
    assert variance[0] == pytest.approx(known.var(), rel=1e-4)
    assert mass[0] == pytest.approx(np.log(stats.norm.cdf(high, mean, sd) - stats.norm.cdf(low, mean, sd)), abs=1e-6)


def test_values_are_conditioned_on_exactly() -> None:
    """With values alone the evidence is that of the normal distribution, and what the rest says is the textbook's."""
    rng = np.random.default_rng(1)
    root = rng.normal(size=(4, 4))
    covariance, mean, value = root @ root.T + np.eye(4), rng.normal(size=4), rng.normal(size=4)
    seen = Seen(value, value, value, np.ones(4, dtype=bool))
    found = solve(mean, covariance[None], seen)
    assert found.evidence[0] == pytest.approx(stats.multivariate_normal(mean, covariance).logpdf(value))
    rest = [1, 2, 3]
    weights = covariance[0, rest] @ np.linalg.inv(covariance[np.ix_(rest, rest)])
    assert found.others_mean[0, 0] == pytest.approx(mean[0] + weights @ (value - mean)[rest])


def test_bounds_come_near_to_a_fine_grid() -> None:
    """Two bounds and one value: expectation propagation gives the mean that a grid of two million points gives, to a hundredth of a deviation."""
    covariance = np.array([[2.0, 1.2, 0.8], [1.2, 1.5, 0.9], [0.8, 0.9, 1.0]])
    seen = Seen(
        np.array([0.0, 0.0, 0.4]),
        np.array([0.7, -np.inf, 0.4]),
        np.array([np.inf, 1.1, 0.4]),
        np.array([False, False, True]),
    )
    found = solve(np.zeros(3), covariance[None], seen)
    inverse = np.linalg.inv(covariance + np.diag(found.noise[0]))
    mean = covariance @ inverse @ found.value[0]
    axis = np.linspace(-9, 9, 1501)
    x, y = np.meshgrid(axis, axis, indexing="ij")
    given = covariance[:2, 2] * 0.4
    left = covariance[:2, :2] - np.outer(covariance[:2, 2], covariance[2, :2])
    density = stats.multivariate_normal(given, left).pdf(np.dstack([x, y])) * (x >= 0.7) * (y <= 1.1)
    expected = [float((density * one).sum() / density.sum()) for one in (x, y)]
    assert mean[:2] == pytest.approx(expected, abs=0.015)
    step = axis[1] - axis[0]
    prior = stats.norm(0, 1).logpdf(0.4)
    assert found.evidence[0] == pytest.approx(prior + np.log(density.sum() * step**2), abs=0.02)


def test_bounds_that_cannot_be_met_weigh_nothing() -> None:
    """Under a setting in which a bound lies a thousand deviations off, no evidence is made of rounds that ran away."""
    covariance = np.stack([np.array([[1e-6, 0.9e-6], [0.9e-6, 1e-6]]), np.array([[4.0, 1.0], [1.0, 4.0]])])
    seen = Seen(np.array([0.0, 5.0]), np.array([0.0, 3.0]), np.array([0.0, np.inf]), np.array([True, False]))
    found = solve(np.zeros(2), covariance, seen)
    assert found.evidence[0] < found.evidence[1] - 1000


# --- which figures take part


def test_a_sum_of_other_figures_is_recognised_and_not_counted_twice() -> None:
    """97,525 is 39,538 + 61,300 - 3,313: it is told as a sum of its parts and not used."""
    since = date(2022, 3, 27)
    derived = figure(date(2022, 12, 31), 97525, "newspaper")
    figures = [
        figure(date(2022, 3, 26), 39538, "newspaper"), derived,
        figure(date(2022, 12, 31), 61300, "authorities", "in_total", since=since),
        figure(date(2022, 12, 31), 3313, "authorities", "out_total", since=since),
    ]  # fmt: skip
    made = estimate(figures)
    used = next(one for one in made.figures if one.figure is derived)
    assert used.use == "derived"
    assert used.why is not None
    assert "39,538 + 61,300" in used.why.text("en")


def test_one_statement_counts_once() -> None:
    """A number repeated by another of the same day, and its own rounding days later, are one statement; another number is not."""
    day = date(2021, 6, 1)
    said, other = figure(day, 37211), figure(day, 37450, "b")
    again, rounded = figure(day, 37211, "newspaper"), figure(day + timedelta(days=3), 37_000)
    found = uses([figure(START, 36515), said, other, again, rounded])
    assert [found[one.ref] for one in (said, other, again, rounded)] == ["used", "used", "copy", "copy"]


def test_other_persons_are_not_mixed_in_without_a_conversion() -> None:
    """Women are no noise of all held: they stay out, or enter through a stated conversion."""
    women = figure(date(2021, 6, 1), 2900, definition="women")
    figures = [figure(START, 36515), women, figure(date(2021, 12, 31), 37000)]
    assert uses(figures)[women.ref] == "not-comparable"
    turned = uses(figures, definition="all", conversions=[Conversion("women", "all", multiply=(12.0, 13.5))])
    assert turned[women.ref] == "used"


def test_flows_without_their_other_side_are_not_used() -> None:
    """Arrests without releases do not tell a number held."""
    figures = [
        figure(START, 36515),
        figure(date(2021, 6, 1), 900, kind="in_total", since=START),
        figure(date(2021, 12, 31), 37000),
    ]
    assert set(uses(figures).values()) == {"used", "no-pair"}


def test_no_stock_and_no_such_series_are_refused() -> None:
    """Flows alone, and a scope or definition that no figure has, are refused in words."""
    with pytest.raises(InputError, match="no figure tells how many were held"):
        estimate([figure(START, 5, kind="in")])
    with pytest.raises(InputError, match="elsewhere"):
        estimate([figure(START, 500)], scope="elsewhere")
    with pytest.raises(InputError, match="nobody"):
        estimate([figure(START, 500)], definition="nobody")


# --- what comes out


def steady(days: int, *, step: int = 30, source: str = "a", bias: float = 0.0) -> list[Figure]:
    """Return reports of a population that grows slowly."""
    return [
        figure(START + timedelta(days=at), round((20_000 + 4 * at) * (1 + bias)) + at % 7, source)
        for at in range(0, days, step)
    ]


def test_the_order_of_figures_changes_nothing() -> None:
    """Figures in another order give the same band to the last digit."""
    figures = [*steady(300), *steady(300, step=50, source="b", bias=0.02)]
    assert np.array_equal(estimate(figures).quantiles, estimate(figures[::-1]).quantiles)


def test_doubt_grows_after_the_last_report() -> None:
    """The band is wider between reports than on them, and ever wider after the last."""
    made = estimate(steady(300, step=60), until=START + timedelta(days=700), by="week")
    low, high = made.band(0.9)
    width = {day: high[at] - low[at] for at, day in enumerate(made.days)}
    late = [width[day] for day in made.days if day > START + timedelta(days=300)]
    assert late == sorted(late)
    assert late[-1] > 1.5 * min(width.values())


def test_what_changes_is_not_laid_to_the_bias_of_a_source() -> None:
    """One source that tells of a population doubled and halved again is believed: its figures lie in the band, and its bias is not shown."""
    values = [14_000, 13_500, 9_800, 4_600, 4_700, 5_300, 9_600, 14_500, 34_000, 44_800]
    made = estimate([figure(START + timedelta(days=90 * at), value) for at, value in enumerate(values)], level=0.9)
    for at, value in enumerate(values):
        found = made.on(START + timedelta(days=90 * at))
        assert found.low is not None
        assert found.high is not None
        assert found.low <= value <= found.high
    assert made.sources[0].low < 0 < made.sources[0].high


def test_a_source_that_leans_is_found_out_by_the_others() -> None:
    """Where three sources agree and a fourth says a tenth more, its bias is above 0."""
    made = estimate([
        one for source, bias in (("a", 0.0), ("b", 0.002), ("c", -0.002), ("d", 0.1)) for one in steady(400, step=80, source=source, bias=bias)
    ])  # fmt: skip
    told = {one.source: one for one in made.sources}
    assert told["d"].low > 0
    assert told["a"].low < 0 < told["a"].high


def test_a_figure_out_of_line_is_told_with_what_would_have_to_be_false() -> None:
    """One report that is a third too high is surprising, and said to be; the others are not."""
    figures = [*steady(400), *steady(400, step=45, source="b")]
    wrong = figure(START + timedelta(days=200), 28_000, "c")
    made = estimate([*figures, wrong])
    assert [one.figure.ref for one in made.surprising] == [wrong.ref]
    assert "would have to have been held" in made.summary("en")
    assert made.summary("es") != made.summary("en")


def test_a_bound_cuts_off_and_says_no_more() -> None:
    """At least so many lifts a band that lay below it, and does not pull down one that lay above."""
    ends = [figure(START, 20_000), figure(START + timedelta(days=360), 20_500)]
    middle = START + timedelta(days=180)
    plain = estimate(ends).on(middle)
    lifted = estimate([*ends, figure(middle, Amount.at_least(22_000), "b")]).on(middle)
    same = estimate([*ends, figure(middle, Amount.at_least(5_000), "b")]).on(middle)
    assert plain.point is not None
    assert lifted.point is not None
    assert lifted.point > plain.point + 800
    assert same.point == pytest.approx(plain.point, rel=0.01)


def test_flows_carry_the_number_where_no_stock_is_reported() -> None:
    """From one stock, arrests and releases give the number later, within a few per cent, though it doubled."""
    figures = [figure(START, 20_000), figure(START + timedelta(days=20), 20_100, "b")]
    for month in range(1, 13):
        day = START + timedelta(days=30 * month)
        figures += [
            figure(day, 3_000 * month, "c", "in_total", since=START),
            figure(day, 1_000 * month, "c", "out_total", since=START),
        ]  # fmt: skip
    found = estimate(figures, until=START + timedelta(days=360)).on(START + timedelta(days=360))
    assert found.point == pytest.approx(44_000, rel=0.03)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 44_000 < found.high


def test_el_salvador_from_arrests_and_releases_alone() -> None:
    """Stock figures up to March 2022 and flows after it put March 2024 within 2 % of what was reported then, and the 90 % interval holds it."""
    read = read_figures([TABLES / "el_salvador_held.csv"])
    blind = [one for one in read.figures if one.kind != "stock" or one.first <= date(2022, 3, 31)]
    found = estimate(blind, definition="all held", level=0.9).on(date(2024, 3, 31))
    assert found.point == pytest.approx(109_519, rel=0.02)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 109_519 < found.high


def test_intervals_hold_as_often_as_they_say() -> None:
    """Of numbers between sparse, biased, rounded reports of simulated populations, 90 % intervals hold at least four in five."""
    held = []
    for rng in (np.random.default_rng(one) for one in range(8)):
        truth = 20_000 * np.exp(np.cumsum(rng.normal(0, 0.03 / np.sqrt(30), 720)))
        figures = []
        for source in "abc":
            bias = rng.normal(0, 0.02)
            figures += [
                figure(START + timedelta(days=int(day)), int(round(truth[day] * (1 + bias) / 100) * 100), source)
                for day in range(int(rng.integers(0, 60)), 720, 120)
            ]
        made = estimate(figures, level=0.9)
        for day in range(60, 660, 100):
            found = made.on(START + timedelta(days=day))
            assert found.low is not None
            assert found.high is not None
            held.append(found.low <= truth[day] <= found.high)
    assert np.mean(held) > 0.8
