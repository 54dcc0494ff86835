"""Rates: exact limits that hold as often as they say, bounds that stay bounds, and refusals in words."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from habeas.amount import Amount
from habeas.errors import InputError
from habeas.estimation import Distribution
from habeas.estimation.rates import (
    direct_rate,
    excess,
    expected_from,
    gamma_interval,
    garwood,
    mean_stay,
    median_stay,
    occupancy,
    person_years,
    person_years_of_draws,
    rate,
    ratio,
    standardised_ratio,
)
from habeas.estimation.rates.periods import Days, Figure, year
from habeas.words import LANGUAGES


def figure(number: int, low: float, high: float | None = None, *, exact: bool = True) -> Figure:
    return Figure(days=year(number), low=low, high=low if exact else high, label=str(number))


# --- Garwood


@pytest.mark.parametrize(
    ("low", "high", "count"),
    [(0.0, 3.6889, 0), (0.0253, 5.5716, 1), (0.2422, 7.2247, 2), (1.6235, 11.6683, 5), (4.7954, 18.3904, 10), (81.3640, 121.6268, 100)],
)  # fmt: skip
def test_exact_limits_are_those_of_the_tables(low: float, high: float, count: int) -> None:
    """Limits of a Poisson mean at 95 % as they stand in tables (Garwood 1936; Pearson and Hartley)."""
    assert (low, high) == pytest.approx(garwood(count), abs=6e-5)


def test_exact_limits_solve_the_equations_that_define_them() -> None:
    """Under the lower limit as many or more are seen with 2.5 %, under the upper as few or fewer."""
    for count in (1, 3, 17, 250):
        low, high = garwood(count)
        assert poisson.sf(count - 1, low) == pytest.approx(0.025)
        assert poisson.cdf(count, high) == pytest.approx(0.025)


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_exact_limits_never_hold_less_often_than_they_say(level: float) -> None:
    """Coverage by enumeration, no simulation: at every mean from 0.05 to 40 the limits hold at least as often as the level says."""
    counts = np.arange(150)
    low, high = np.array([garwood(int(one), level) for one in counts]).T
    for mean in np.linspace(0.05, 40, 200):
        assert poisson.pmf(counts, mean)[(low <= mean) & (mean <= high)].sum() >= level - 1e-9


# --- bounds, distributions and their mixture


def test_a_rate_is_per_100_000_person_years() -> None:
    """99 deaths in 125,054 person-years: 79.17 (64.34 to 96.38)."""
    one = rate(99, 125_054)
    assert (one.point, one.low, one.high) == pytest.approx((79.1658, 64.34206, 96.38152), rel=1e-6)


def test_at_least_so_many_deaths_leave_no_upper_limit() -> None:
    """The lower limit is that of the deaths counted, and the words say that there is no upper one."""
    for known in ((261, None), Amount.at_least(261)):
        one = rate(known, 200_000)
        assert one.high is None
        assert one.low == pytest.approx(garwood(261)[0] / 2)
        assert "rates.at-least" in [reason.key for reason in one.reasons]
        assert "no upper" in one.summary("en")


def test_more_than_so_many_deaths_are_one_more() -> None:
    """More than 250 persons are at least 251."""
    assert rate((251, None), 1000).low == rate(Amount.more_than(250), 1000).low


@given(
    bounds=st.tuples(st.integers(0, 400), st.integers(0, 60)),
    span=st.tuples(st.floats(50, 1e6), st.floats(1, 2)),
    inside=st.tuples(st.integers(0, 100), st.floats(0, 1)),
)
@settings(max_examples=40)
def test_bounds_hold_every_rate_within_them(
    bounds: tuple[int, int], span: tuple[float, float], inside: tuple[int, float]
) -> None:
    """Whatever deaths and person-years within the bounds are true, their own exact interval lies within that of the bounds."""
    (low, more), (years, wider), (part, share) = bounds, span, inside
    one = rate((low, low + more), (years, years * wider))
    inner = rate(low + more * part // 100, years * (1 + share * (wider - 1)))
    assert one.low is not None
    assert one.high is not None
    assert inner.low is not None
    assert inner.high is not None
    assert one.low <= inner.low * (1 + 1e-9)
    assert inner.high <= one.high * (1 + 1e-9)


def test_a_certain_distribution_gives_garwood_to_the_last_digit() -> None:
    """Averaging over person-years that are all the same number changes nothing."""
    sure = Distribution.of_draws(np.full(500, 2500.0))
    one, two = rate(17, 2500), rate(17, sure)
    assert (one.low, one.high) == pytest.approx((two.low, two.high), rel=1e-10)


def test_a_mixture_solves_the_averaged_equations() -> None:
    """With person-years 1,000 or 1,500, each as likely, the chances under the limits average 2.5 %."""
    one = rate(12, Distribution.of_weights([1000, 1500], [1, 1]))
    assert one.low is not None
    assert one.high is not None
    below, above = ([limit / 1e5 * years for years in (1000, 1500)] for limit in (one.low, one.high))
    assert np.mean(poisson.sf(11, below)) == pytest.approx(0.025)
    assert np.mean(poisson.cdf(12, above)) == pytest.approx(0.025)


def test_doubt_about_person_years_widens_and_bounds_are_wider_still() -> None:
    """The interval of a posterior holds that of its middle and lies within that of its range."""
    rng = np.random.default_rng(1)
    draws = rng.uniform(900, 1100, 4000)
    sure, doubt, bounds = rate(40, 1000), rate(40, Distribution.of_draws(draws)), rate(40, (900, 1100))
    assert bounds.low < doubt.low < sure.low  # type: ignore[operator]
    assert sure.high < doubt.high < bounds.high  # type: ignore[operator]
    assert doubt.distribution is not None
    assert doubt.distribution.median == pytest.approx(4000, rel=0.03)


def test_a_mixture_covers_as_often_as_it_says() -> None:
    """True person-years known to 15 % (seed 3, 400 counts): the 90 % limits hold the true rate in at least 360 less chance."""
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(400):
        true = 1000 * np.exp(0.15 * rng.standard_normal())
        seen = 1000 * np.exp(0.15 * rng.standard_normal()) * true / 1000
        deaths = int(rng.poisson(0.02 * true))
        shares = (np.arange(41) + 0.5) / 41
        around = Distribution.of_weights(seen * np.exp(0.15 * _normal(shares)), np.ones(41))
        one = rate(deaths, around, level=0.9)
        held += one.low <= 2000 <= one.high  # type: ignore[operator]
    assert held >= 348


def _normal(shares: np.ndarray) -> np.ndarray:
    from scipy.special import ndtri

    found: np.ndarray = ndtri(shares)
    return found


def test_deaths_estimated_by_another_method_carry_their_doubt() -> None:
    """Deaths of 20 to 40 give wider limits than 30, and narrower ones than the bounds 20 to 40."""
    known = Distribution.of_weights(range(20, 41), np.ones(21))
    one, two, three = rate(30, 1000), rate(known, 1000), rate((20, 40), 1000)
    assert three.low < two.low < one.low  # type: ignore[operator]
    assert one.high < two.high < three.high  # type: ignore[operator]


# --- what is said, and what is refused


def test_no_death_seen_has_an_upper_limit_of_3_69_over_the_person_years() -> None:
    """0 in 1,000 person-years: up to 368.9 per 100,000, and it is said that none seen is not none."""
    one = rate(0, 1000)
    assert (one.point, one.low) == (0, 0)
    assert one.high == pytest.approx(368.888, abs=1e-3)
    assert [reason.key for reason in one.reasons] == ["rates.none-seen"]


@pytest.mark.parametrize("deaths", [0, 3])
def test_no_person_years_refuse_a_rate(deaths: int) -> None:
    """Where nobody was held there is no rate, whatever the deaths."""
    one = rate(deaths, 0)
    assert one.refused
    assert one.point is None


def test_person_years_that_may_be_0_leave_no_upper_limit() -> None:
    """With 0 to 100 person-years only the lower limit stands."""
    one = rate(3, (0, 100))
    assert one.low == pytest.approx(garwood(3)[0] * 1000)
    assert one.high is None


def test_person_years_that_are_none_with_some_chance() -> None:
    """With 1 % on no person-years the limits solve the averaged equations; with 10 % there is no upper limit."""
    one = rate(5, Distribution.of_weights([0, 100], [1, 99]))
    assert one.high is not None
    assert 0.99 * poisson.sf(5, one.high / 1000) == pytest.approx(0.975)
    assert rate(5, Distribution.of_weights([0, 100], [1, 9])).high is None


def test_more_deaths_than_persons_refuse_and_more_than_person_years_warn() -> None:
    """12 deaths of 10 persons cannot be; 12 deaths in 4 person-years are most likely a wrong unit."""
    assert rate(12, 40, persons=10).refused
    one = rate(12, 4)
    assert not one.refused
    assert "rates.above-one" in [reason.key for reason in one.reasons]


@pytest.mark.parametrize(
    ("key", "deaths", "years", "level"),
    [("below-0", -1, 10, 0.95), ("below-0", 1, -10, 0.95), ("level", 1, 10, 95), ("bounds-reversed", (5, 3), 10, 0.95),
     ("no-bounds", Amount.about(300), 10, 0.95)],
)  # fmt: skip
def test_wrong_numbers_are_said_in_both_languages(key: str, deaths: object, years: float, level: float) -> None:
    """Counts below 0, a level in percent, bounds in the wrong order, "about" without a width."""
    with pytest.raises(InputError) as caught:
        rate(deaths, years, level=level)  # type: ignore[arg-type]
    assert caught.value.key == f"rates.{key}"
    assert all(caught.value.text(lang) for lang in LANGUAGES)


def test_every_estimate_says_itself_in_both_languages() -> None:
    """Quantity, method, assumption and reasons of each kind of estimate have words, and its JSON is JSON."""
    import json

    made = [
        rate(0, 10), rate((3, None), (5, 90)), rate(3, 0), rate(90, 4, persons=7), ratio(4, (2, 3)), excess((3, None), 2.0), mean_stay(100, 0),
        mean_stay(100, (5, None)), median_stay([1, 2], [False, False]), direct_rate({"a": 1}, {"a": 10}, {"a": 1}),
        *occupancy((10, None), {"design": 0, "official": (5, 6)}).values(),
    ]  # fmt: skip
    for one in made:
        for lang in LANGUAGES:
            assert one.summary(lang)
        json.dumps(one.as_json())


# --- person-years


def test_whole_years_count_as_one_and_parts_by_their_days() -> None:
    """A leap year is one year; 73 days of a common one a fifth; both together are summed."""
    assert [Days(date(2024, 1, 1), date(2024, 12, 31)).years, year(2004, 10).years] == [1, 1]
    assert Days(date(2023, 1, 1), date(2023, 3, 14)).years == pytest.approx(0.2)
    assert Days(date(2022, 1, 1), date(2023, 3, 14)).years == pytest.approx(1.2)
    assert Days(date(2024, 2, 29), date(2025, 2, 28)).years == 1


def test_person_years_are_the_average_held_times_the_years() -> None:
    """A line from 100 to 300 over one year is 200 person-years; bounds stay bounds."""
    rows = [(date(2023, 1, 1), 100, 110), (date(2023, 12, 31), 300, 330)]
    assert person_years(rows, date(2023, 1, 1), date(2023, 12, 31)) == pytest.approx((200, 220))


def test_person_years_of_draws_keep_how_the_days_err_together() -> None:
    """Days that err each on their own average out; days that err together do not."""
    rng = np.random.default_rng(1)
    days = [date(2023, 1, 1), *(date(2023, month, 15) for month in range(2, 12)), date(2023, 12, 31)]
    own = person_years_of_draws(days, 1000 + 50 * rng.standard_normal((2000, 12)), days[0], days[-1])
    together = person_years_of_draws(days, 1000 + 50 * rng.standard_normal((2000, 1)) * np.ones(12), days[0], days[-1])
    assert own.sd < 0.5 * together.sd
    assert together.sd == pytest.approx(50, rel=0.1)


class _Band:
    """A posterior band of 1,000 give or take 50 on each day, as an estimate of the population gives it."""

    days = (date(2023, 1, 1), date(2023, 7, 1), date(2023, 12, 31))
    median = np.full(3, 1000.0)

    def band(self, level: float) -> tuple[np.ndarray, np.ndarray]:
        out = 50 * _normal(np.array([(1 + level) / 2]))[0]
        return self.median - out, self.median + out


def test_a_band_of_a_population_becomes_a_distribution_of_person_years() -> None:
    """The quantiles of each day are carried to the sum, as if all days erred together."""
    made = person_years(_Band(), date(2023, 1, 1), date(2023, 12, 31))
    assert isinstance(made, Distribution)
    assert made.median == pytest.approx(1000, abs=1)
    assert made.sd == pytest.approx(50, rel=0.03)
    assert made.interval(0.95).low == pytest.approx(1000 - 98, abs=2)


def test_a_band_that_does_not_reach_is_refused_with_what_it_lacks() -> None:
    """Nothing is drawn on beyond the last report."""
    with pytest.raises(InputError, match="31 December 2023"):
        person_years([(date(2023, 1, 1), 1, 2), (date(2023, 6, 1), 1, 2)], date(2023, 1, 1), date(2023, 12, 31))


# --- references


def test_a_standardised_ratio_is_observed_over_expected_with_exact_limits() -> None:
    """20 deaths where 1,000 x 2 and 500 x 16 per 1,000 are expected: 20 over 10."""
    one = standardised_ratio(20, {"18-39": 1000, "40+": 500}, {"18-39": 200, "40+": 1600})
    low, high = garwood(20)
    assert (one.point, one.low, one.high) == pytest.approx((2, low / 10, high / 10))


def test_the_chance_of_a_small_reference_goes_into_the_limits() -> None:
    """The same rates resting on 10 deaths give wider limits than when they are taken as certain."""
    sure = standardised_ratio(20, {"a": 1000}, {"a": 1000})
    counted = standardised_ratio(20, {"a": 1000}, {"a": (10, 1000)})
    large = standardised_ratio(20, {"a": 1000}, {"a": (1_000_000, 100_000_000)})
    assert counted.low < sure.low  # type: ignore[operator]
    assert counted.high > sure.high  # type: ignore[operator]
    assert (large.low, large.high) == pytest.approx((sure.low, sure.high), rel=2e-3)


def test_an_age_without_reference_is_named() -> None:
    """Nothing is expected at an age by guess."""
    with pytest.raises(InputError, match="60\\+"):
        standardised_ratio(3, {"18-59": 10, "60+": 5}, {"18-59": 100})


@given(st.lists(st.integers(0, 60), min_size=1, max_size=5), st.floats(0.1, 1e3))
@settings(max_examples=40)
def test_the_gamma_interval_is_garwoods_where_the_standard_is_proportional(counts: list[int], factor: float) -> None:
    """With equal weights the weighted sum is one Poisson count, and the limits are exact (Fay and Feuer 1997, section 3)."""
    found = gamma_interval(np.array(counts, np.float64), np.full(len(counts), factor))
    low, high = garwood(sum(counts))
    assert found == pytest.approx((sum(counts) * factor, low * factor, high * factor))


def test_the_gamma_interval_is_that_of_the_papers_example() -> None:
    """Down syndrome by age of the mother, fifth and later births, Michigan 1950 to 1964, the data of Fay and Feuer (1997) after Fleiss (1981).

    75.52901 (67.70212 to 188.30017) per 100,000 is what the vignette of the R package dsrTest prints for it.
    """
    ages = ("under 20", "20-24", "25-29", "30-34", "35-39", "40+")
    cases, births = (0, 8, 63, 112, 262, 295), (327, 30_666, 123_419, 149_919, 104_088, 34_392)
    standard = (319_933, 931_318, 786_511, 488_235, 237_863, 61_313)
    one = direct_rate(*(dict(zip(ages, each, strict=True)) for each in (cases, births, standard)))
    assert (one.point, one.low, one.high) == pytest.approx((75.52901, 67.70212, 188.30017), abs=6e-6)


def test_the_gamma_interval_follows_its_equation() -> None:
    """By hand from counts 3, 1 and weights 0.2, 0.3, through chi-square quantiles: y = 0.9, v = 0.21, w = 0.3."""
    from scipy.stats import chi2

    y, low, high = gamma_interval(np.array([3.0, 1.0]), np.array([0.2, 0.3]))
    v = 3 * 0.04 + 1 * 0.09
    assert y == pytest.approx(0.9)
    assert low == pytest.approx(v / (2 * 0.9) * chi2.ppf(0.025, 2 * 0.9**2 / v))
    assert high == pytest.approx((v + 0.09) / (2 * 1.2) * chi2.ppf(0.975, 2 * 1.2**2 / (v + 0.09)))


def test_the_gamma_interval_errs_on_the_safe_side() -> None:
    """Unequal weights, few deaths (seed 2, 2,000 tables): at least 95 % hold the truth, as in the paper's simulations."""
    rng = np.random.default_rng(2)
    means, weight = np.array([2.0, 3.0, 1.0]), np.array([0.1, 0.3, 0.6])
    truth, drawn = float(weight @ means), rng.poisson(means, (2000, 3))
    held = 0
    for counts in drawn:
        _, low, high = gamma_interval(counts.astype(np.float64), weight)
        held += low <= truth <= high
    assert held >= 1890


def test_a_standard_age_with_no_person_years_is_refused() -> None:
    """The rate at an age that nobody was is unknown, not nought; a death at an age beyond the standard is told too."""
    with pytest.raises(InputError, match="b"):
        direct_rate({"a": 1}, {"a": 10}, {"a": 1, "b": 1})
    with pytest.raises(InputError, match="b"):
        direct_rate({"b": 1}, {"a": 10, "b": 10}, {"a": 1})


# --- excess


def test_an_excess_over_a_certain_number_is_garwood_less_that_number() -> None:
    """30 deaths where 12 are expected: 18 more, within the exact limits of 30 less 12."""
    one = excess(30, 12.0)
    low, high = garwood(30)
    assert (one.point, one.low, one.high) == pytest.approx((18, low - 12, high - 12))
    assert one.diagnostics["so_many_or_more"] == pytest.approx(poisson.sf(29, 12))


def test_an_expected_number_is_the_earlier_rate_with_its_own_doubt() -> None:
    """10, 12 and 11 deaths in 1,000 person-years each, 2,000 now: about 22 expected, and wider limits than when that were certain."""
    deaths = [figure(2019, 10), figure(2020, 12), figure(2021, 11)]
    years = [figure(2019, 1000), figure(2020, 1000), figure(2021, 1000)]
    known = expected_from(deaths, years, 2000)
    assert known.distribution.mean == pytest.approx(33.5 / 3000 * 2000, rel=1e-3)
    assert known.dispersion == 1
    one, sure = excess(40, known), excess(40, known.distribution.mean)
    assert one.low < sure.low  # type: ignore[operator]
    assert one.high > sure.high  # type: ignore[operator]


def test_earlier_periods_that_vary_beyond_chance_widen_what_is_expected() -> None:
    """2, 40 and 3 deaths are no steady rate: it is said, and the limits are wider."""
    years = [figure(2019, 1000), figure(2020, 1000), figure(2021, 1000)]
    calm = expected_from([figure(2019, 15), figure(2020, 15), figure(2021, 15)], years, 1000)
    wild = expected_from([figure(2019, 2), figure(2020, 40), figure(2021, 3)], years, 1000)
    assert wild.distribution.sd > 3 * calm.distribution.sd
    assert "rates.earlier-varied" in [one.key for one in excess(30, wild).reasons]


def test_an_excess_covers_as_often_as_it_says() -> None:
    """Earlier and later deaths at one rate (seed 4, 300 pairs): the 90 % limits hold 0 in at least 90 % less chance."""
    rng = np.random.default_rng(4)
    years = [figure(2018 + n, 1000) for n in range(4)]
    held = 0
    for _ in range(300):
        deaths = [figure(2018 + n, int(rng.poisson(9))) for n in range(4)]
        one = excess(int(rng.poisson(9)), expected_from(deaths, years, 1000, points=101), level=0.9)
        held += one.low <= 0 <= one.high  # type: ignore[operator]
    assert held >= 262


def test_nothing_is_expected_from_no_earlier_period() -> None:
    """Periods with deaths but no person-years are no series."""
    with pytest.raises(InputError):
        expected_from([figure(2019, 3)], [], 100)


# --- stays and occupancy


def test_a_mean_stay_is_person_days_over_admissions() -> None:
    """3,000 person-days over 100 admissions: 30 days, within the exact limits of the admissions."""
    one = mean_stay(3000, 100)
    low, high = garwood(100)
    assert (one.point, one.low, one.high) == pytest.approx((30, 3000 / high, 3000 / low))


def test_nobody_admitted_leaves_a_mean_stay_open_above() -> None:
    """No admission in 300 person-days: at least 300/3.69 days."""
    one = mean_stay(300, 0)
    assert (one.point, one.high) == (None, None)
    assert one.low == pytest.approx(300 / garwood(0)[1])


def test_a_median_stay_counts_those_still_held() -> None:
    """Of 10 stays of 1 to 10 days the median is 5; with the longest still open it stands; with 6 open there is none yet."""
    days = np.arange(1, 11)
    assert median_stay(days, np.ones(10, bool)).point == 5
    assert median_stay(days, days < 9).point == 5
    open_ones = median_stay(np.full(10, 5), np.arange(10) < 4)
    assert open_ones.point is None
    assert [one.key for one in open_ones.reasons] == ["rates.half-not-left"]


def test_occupancy_is_of_each_kind_of_capacity_by_itself() -> None:
    """14,500 to 15,000 held over 40,000 design and 20,000 to 25,000 operational places; 0 places refuse."""
    found = occupancy((14_500, 15_000), {"design": 40_000, "operational": (20_000, 25_000), "official": 0})
    design, operational = found["design"], found["operational"]
    assert (design.low, design.point, design.high) == pytest.approx((36.25, 36.875, 37.5))
    assert (operational.low, operational.high) == pytest.approx((58, 75))
    assert found["official"].refused


def test_occupancy_of_a_posterior_is_its_quantiles() -> None:
    """A posterior of the number held gives an interval at the level, not bounds."""
    known = Distribution.of_weights([90, 100, 110], [1, 2, 1])
    one = occupancy(known, {"design": 50}, level=0.4)["design"]
    assert (one.low, one.point, one.high, one.level) == (200, 200, 200, 0.4)
    assert occupancy((90, None), {"design": 50})["design"].high is None
