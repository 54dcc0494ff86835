"""Tables of deaths and person-years: windows that must agree, published rates that do not, places, and what is wrong in a file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.errors import HabeasError, InputError
from habeas.estimation import Reason, population
from habeas.estimation.rates import (
    Figure,
    PublishedRow,
    agree,
    agreed_rate,
    answer,
    compare_published,
    from_claims,
    funnel,
    garwood,
    inflated,
    rate,
    read_figures,
    read_published,
    read_reference,
    together,
    year,
)
from habeas.estimation.rates.periods import Days
from habeas.estimation.rates.poisson import quantile
from habeas.when import Span
from habeas.words import LANGUAGES, Lang

TABLES = Path(__file__).parent / "tables"
DEATHS, HELD = TABLES / "ice_deaths_by_fy.csv", TABLES / "average_daily_population.csv"


def written(folder: Path, text: str, name: str = "rates.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def figure(first: str, last: str, low: float, label: str = "") -> Figure:
    return Figure(days=Days(date.fromisoformat(first), date.fromisoformat(last)), low=low, high=low, label=label)


# --- a published study


def test_the_published_intervals_are_garwoods_to_the_last_digit() -> None:
    """The five intervals of the study are exact Poisson; Byar's approximation differs from the fifth digit on."""
    with (TABLES / "mortality_rates_by_administration.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    for row in rows:
        one = rate(int(row["deaths"]), float(row["person_years"]))
        stated = [float(row[name]) for name in ("rate_per_100k", "ci_lower", "ci_upper")]
        assert [one.point, one.low, one.high] == pytest.approx(stated, rel=1e-13)
        d = int(row["deaths"])
        byar = d * (1 - 1 / (9 * d) - 1.959964 / (3 * d**0.5)) ** 3 / float(row["person_years"]) * 1e5
        assert abs(byar / stated[1] - 1) > 1e-5


def test_the_published_deaths_are_not_of_the_years_of_the_person_years() -> None:
    """The person-years are those of whole fiscal years, the deaths are not: 99 for 91, 68 for 72, 42 for 51, 26 for 24, 15 for 23."""
    read = together(read_figures(DEATHS, year_starts=10), read_figures(HELD, year_starts=10))
    rows, problems = read_published(TABLES / "mortality_rates_by_administration.csv")
    found = compare_published(rows, read.deaths, read.exposures)
    assert problems == ()
    assert [(one.row.name, one.periods[0], one.periods[-1], one.row.deaths, one.deaths) for one in found.rows] == [
        ("Bush", "2004", "2008", 99, 91), ("Obama", "2009", "2016", 68, 72), ("Trump 1", "2017", "2020", 42, 51),
        ("Biden", "2021", "2024", 26, 24), ("Trump 2", "2025", "2025", 15, 23),
    ]  # fmt: skip
    agreed = [one.agreed.point for one in found.rows if one.agreed]
    assert agreed == pytest.approx([72.769, 26.858, 32.232, 21.553, 46.954], abs=1e-3)
    assert not found.agrees


def test_the_whole_of_the_table_is_held_against_its_parts_too() -> None:
    """Deaths begin in 2004 and person-years in 2001, deaths end in 2026 and person-years in 2025; 250 deaths are not the list's 261, whatever the borders."""
    read = together(read_figures(DEATHS, year_starts=10), read_figures(HELD, year_starts=10))
    rows, _ = read_published(TABLES / "mortality_rates_by_administration.csv")
    said = [one.text("en") for one in compare_published(rows, read.deaths, read.exposures).reasons]
    assert "2026 (28 deaths)" in said[0]
    assert "2001, 2002 and 2003" in said[1]
    assert "at least 11 deaths" in said[2]


def test_with_the_days_of_its_deaths_a_study_is_held_against_the_person_years_of_these_days() -> None:
    """Deaths from 20 January to 30 September 2025 over a whole year's person-years: 30.6 published, 44.0 with both of the same days."""
    read = together(read_figures(DEATHS, year_starts=10), read_figures(HELD, year_starts=10))
    rows, _ = read_published(TABLES / "ice_rates_by_date.csv")
    last = compare_published(rows, read.deaths, read.exposures).rows[-1]
    assert last.row.days == Days(date(2025, 1, 20), date(2025, 9, 30))
    assert last.published.point == pytest.approx(30.62, abs=0.01)
    assert last.agreed is not None
    assert last.agreed.point == pytest.approx(15 / (48984 * 254 / 365) * 1e5)
    assert "a rate needs both from 20 January 2025 to 30 September 2025" in last.reasons[0].text("en")
    assert not last.agrees


def test_deaths_counted_to_the_neighbour_are_recognised_as_such() -> None:
    """10 and 20 published where 12 and 18 were counted: 2 of the border year explain it, and nothing is missing."""
    periods = [year(one) for one in (2001, 2002, 2003, 2004)]
    deaths = [
        Figure(days=one, low=n, high=n, label=str(one.first.year)) for one, n in zip(periods, (6, 6, 9, 9), strict=True)
    ]
    years = [
        Figure(days=one, low=n, high=n, label=str(one.first.year))
        for one, n in zip(periods, (100, 110, 125, 150), strict=True)
    ]
    found = compare_published(
        [PublishedRow(name="a", deaths=10, person_years=210), PublishedRow(name="b", deaths=20, person_years=275)],
        deaths,
        years,
    )
    assert [one.key for one in found.reasons] == ["rates.border-can"]
    same = compare_published([PublishedRow(name="a", deaths=12, person_years=210)], deaths, years)
    assert same.agrees


def test_person_years_of_no_run_of_years_are_told() -> None:
    """A published number that no run adds up to is of no known days."""
    years = [Figure(days=year(2001), low=100, high=100, label="2001")]
    found = compare_published([PublishedRow(name="a", deaths=1, person_years=77)], [], years)
    assert [one.key for one in found.rows[0].reasons] == ["rates.no-run"]
    assert found.rows[0].agreed is None


# --- windows


def test_only_days_that_both_sides_cover_are_used() -> None:
    """Deaths of 2020 to 2022 over person-years of 2021 to 2023: the rate is of 2021 and 2022, and both rows that fell out are named."""
    deaths = [Figure(days=year(one), low=one - 2000, high=one - 2000, label=str(one)) for one in (2020, 2021, 2022)]
    years = [Figure(days=year(one), low=1000, high=1000, label=str(one)) for one in (2021, 2022, 2023)]
    found = agree(deaths, years)
    assert found.days == (Days(date(2021, 1, 1), date(2022, 12, 31)),)
    assert agreed_rate(found).point == pytest.approx(43 / 2000 * 1e5)
    said = [one.text("en") for one in found.reasons]
    assert "2020 (20 deaths)" in said[0]
    assert "2023" in said[1]


def test_a_period_that_is_covered_in_part_falls_out_whole() -> None:
    """Deaths of 2022 over person-years of its first half: which deaths fell in that half is not known."""
    found = agree([figure("2022-01-01", "2022-12-31", 9)], [figure("2022-01-01", "2022-06-30", 50)])
    assert found.days == ()
    assert [one.key for one in found.reasons] == ["rates.part-deaths", "rates.part-person-years"]
    assert agreed_rate(found).refused


def test_halves_on_one_side_cover_a_year_on_the_other() -> None:
    """Both halves of person-years are the year of its deaths; one of them is not."""
    halves = [figure("2023-01-01", "2023-06-30", 50), figure("2023-07-01", "2023-12-31", 60)]
    assert agreed_rate(agree([figure("2023-01-01", "2023-12-31", 4)], halves)).point == pytest.approx(4 / 110 * 1e5)
    assert agree([figure("2023-01-01", "2023-12-31", 4)], halves[:1]).deaths == ()


def test_a_year_that_is_not_over_is_left_out() -> None:
    """Deaths of nine months over the person-years of a whole year would halve the rate."""
    deaths = [figure("2023-01-01", "2023-12-31", 40), figure("2024-01-01", "2024-12-31", 30)]
    years = [figure("2023-01-01", "2023-12-31", 1000), figure("2024-01-01", "2024-12-31", 1000)]
    found = agree(deaths, years, as_of=date(2024, 9, 30))
    assert agreed_rate(found).point == pytest.approx(4000)
    assert [one.key for one in found.reasons] == ["rates.not-over-deaths", "rates.not-over-person-years"]


def test_deaths_where_nobody_was_held_fall_out_with_their_person_years() -> None:
    """3 deaths over 0 person-years contradict each other; 0 deaths over 0 person-years do not."""
    deaths = [figure("2022-01-01", "2022-12-31", 3), figure("2023-01-01", "2023-12-31", 4)]
    years = [figure("2022-01-01", "2022-12-31", 0), figure("2023-01-01", "2023-12-31", 100)]
    found = agree(deaths, years)
    assert agreed_rate(found).point == pytest.approx(4000)
    assert [one.key for one in found.reasons] == ["rates.nobody-held", "rates.none-deaths"]
    calm = agree([figure("2022-01-01", "2022-12-31", 0)], years[:1])
    assert calm.reasons == ()


def test_a_total_beside_its_years_is_not_counted_twice() -> None:
    """A row of 2020 to 2021 beside rows of 2020 and 2021 refuses the rate, and names them."""
    deaths = [
        figure("2020-01-01", "2020-12-31", 3),
        figure("2021-01-01", "2021-12-31", 4),
        figure("2020-01-01", "2021-12-31", 7),
    ]
    one = agreed_rate(agree(deaths, [figure("2020-01-01", "2021-12-31", 100)]))
    assert one.refused
    assert {reason.key for reason in one.reasons if reason.gravity == "refuse"} == {"rates.overlap-deaths"}


@given(
    st.lists(st.integers(2000, 2008), unique=True, max_size=6),
    st.lists(st.integers(2000, 2008), unique=True, max_size=6),
)
@settings(max_examples=60)
def test_what_is_used_is_the_years_of_both_sides_whatever_their_order(one: list[int], other: list[int]) -> None:
    """With whole years on both sides the days used are those of the years in both, and each row falls out or is used."""
    deaths = [Figure(days=year(n), low=1, high=1, label=str(n)) for n in one]
    years = [Figure(days=year(n), low=5, high=5, label=str(n)) for n in other]
    found = agree(deaths, years)
    assert (
        {row.label for row in found.deaths}
        == {row.label for row in found.exposures}
        == {str(n) for n in set(one) & set(other)}
    )
    assert agree(list(reversed(deaths)), list(reversed(years))) == found


# --- files


def test_headers_are_known_in_both_languages(tmp_path: Path) -> None:
    """The same table in English and in Spanish gives the same rate."""
    en = written(tmp_path, "Year,Facility,Deaths,Average population\n2022,A,3,100\n", "en.csv")
    es = written(tmp_path, "Año,Centro penal,Muertes,Población media\n2022,A,3,100\n", "es.csv")
    found = [answer(read_figures(path)).overall for path in (en, es)]
    assert [one.point for one in found] == [3000, 3000]


def test_a_cell_that_says_nothing_is_unknown_and_not_0(tmp_path: Path) -> None:
    """A year whose deaths are NA falls out on both sides; 0 stays 0."""
    path = written(tmp_path, "year,deaths,person_years\n2021,NA,100\n2022,0,100\n2023,4,100\n")
    read = read_figures(path)
    one = answer(read)
    assert one.overall.point == pytest.approx(2000)
    assert [(each.key, each.row, each.gravity) for each in read.problems] == [("rates.unknown", 2, "warning")]


def test_places_that_only_deaths_have_are_summed_and_an_unknown_one_leaves_the_sum_open(tmp_path: Path) -> None:
    """Deaths of two facilities over the country's population; where one facility says nothing, the sum is at least the other's."""
    deaths = written(tmp_path, "year,facility,deaths\n2022,A,3\n2022,B,4\n2023,A,5\n2023,B,\n", "d.csv")
    held = written(tmp_path, "year,average_population\n2022,100\n2023,100\n", "p.csv")
    found = answer(together(read_figures(deaths), read_figures(held)), by="period")
    assert [(one.name, one.deaths) for one in found.rows] == [("2022", (7, 7)), ("2023", (5, None))]
    assert found.overall.high is None


def test_the_table_of_the_manual_is_read_as_it_says(tmp_path: Path) -> None:
    """South has at least 7 deaths in 2022 and unknown ones in 2023, which fall out with their person-years."""
    page = (Path(__file__).parents[2] / "docs" / "estimation-rates.md").read_text(encoding="utf-8")
    table = next(block for block in page.split("```") if block.startswith("\nyear,facility"))
    found = answer(read_figures(written(tmp_path, table.lstrip())), by="place")
    assert [(one.name, one.deaths, one.person_years) for one in found.rows] == [
        ("North", (4, 4), (2350, 2350)),
        ("South", (7, None), (880, 880)),
    ]


@pytest.mark.parametrize(
    ("key", "row"),
    [("rates.below-0", "2022,-3,100,"), ("rates.fractional", "2022,3.5,100,"), ("rates.no-year", "22,3,100,"), ("rates.no-bounds", "2022,about 300,100,"),
     ("rates.person-days", "2022,3,36500,100"), ("rates.years-against-held", "2022,3,0.1,100"), ("amount.not-an-amount", "2022,many,100,")],
)  # fmt: skip
def test_a_row_that_cannot_be_used_takes_no_other_with_it(tmp_path: Path, key: str, row: str) -> None:
    """Each fault is told in both languages with its row, and the good row still gives its rate."""
    text = f"year,deaths,person_years,average_population\n{row}\n2023,4,100,100\n"
    read = read_figures(written(tmp_path, text))
    faults = [one for one in read.problems if one.gravity == "error"]
    assert len(faults) == 1
    assert faults[0].row == 2
    if key.startswith("rates."):
        assert faults[0].key == key
    assert all(faults[0].text(lang) for lang in LANGUAGES)
    assert answer(read).overall.point == pytest.approx(4000)


@pytest.mark.parametrize(
    ("key", "text"),
    [("no-period-column", "place,deaths\nA,3\n"), ("no-count-column", "year,place\n2022,A\n")],
)
def test_a_file_without_what_is_needed_is_refused_with_what_it_has(tmp_path: Path, key: str, text: str) -> None:
    """The message names the columns that were expected and those that are there."""
    with pytest.raises(InputError) as caught:
        read_figures(written(tmp_path, text))
    assert caught.value.key == f"rates.{key}"
    assert "place" in caught.value.text("es")


def test_fiscal_years_are_not_taken_for_calendar_years(tmp_path: Path) -> None:
    """Deaths by fiscal year over a population by calendar year are refused until the fiscal year's first month is given, and do not agree even then."""
    deaths = written(tmp_path, "fiscal_year,deaths\n2022,3\n2023,4\n", "d.csv")
    held = written(tmp_path, "year,average_population\n2022,100\n", "p.csv")
    with pytest.raises(InputError) as caught:
        together(read_figures(deaths), read_figures(held))
    assert caught.value.key == "rates.fiscal-against-days"
    fiscal = written(tmp_path, "fiscal_year,deaths,average_population\n2022,3,100\n", "f.csv")
    undated = answer(read_figures(fiscal))
    assert not undated.dated
    assert undated.as_json("en")["days"] is None
    assert "rates.fiscal-unknown" in [one.key for one in undated.overall.reasons]
    found = together(read_figures(deaths, year_starts=10), read_figures(held))
    assert agree(found.deaths, found.exposures).deaths == ()


@pytest.mark.parametrize(
    ("key", "text"), [("no-deaths-given", "year,adp\n2022,5\n"), ("no-years-given", "year,deaths\n2022,5\n")]
)
def test_one_side_alone_is_no_rate(tmp_path: Path, key: str, text: str) -> None:
    """Deaths without person-years, and the reverse, say which file is missing."""
    with pytest.raises(InputError) as caught:
        answer(read_figures(written(tmp_path, text)))
    assert caught.value.key == f"rates.{key}"


def test_rival_counts_of_the_same_deaths_are_a_range() -> None:
    """Deaths of 50 prison systems as reported and as collected: 3,831 to 3,898, in 32 systems they differ, and each can be had alone."""
    path = TABLES / "us_prisons_2019.csv"
    both = answer(read_figures(path), by="place")
    assert list(both.total.deaths) == [3831, 3898]
    assert [one.values["n"] for one in both.overall.reasons if one.key == "rates.rivals"] == [32]
    assert both.funnel is None
    alone = answer(read_figures(path, count="deaths_collected"), by="place")
    assert list(alone.total.deaths) == [3876, 3876]
    assert alone.funnel is not None
    with pytest.raises(InputError):
        read_figures(path, count="deaths_rumoured")


def test_a_table_by_age_is_held_against_a_reference(tmp_path: Path) -> None:
    """Ages on both sides give a ratio and, with a standard, a rate; a reference whose ages do not match says so."""
    path = written(tmp_path, "year,age,deaths,person_years\n2022,18-39,4,1000\n2022,40+,6,500\n")
    reference = read_reference(written(tmp_path, "age,rate,standard\n18-39,200,50\n40+,1600,50\n", "ref.csv"))
    smr, direct = answer(read_figures(path), reference=reference).standardised
    assert smr.point == pytest.approx(1.0)
    assert direct.point == pytest.approx((0.004 + 0.012) / 2 * 1e5)
    none = written(tmp_path, "year,deaths,person_years\n2022,4,1000\n", "none.csv")
    with pytest.raises(InputError):
        answer(read_figures(none), reference=reference)


# --- places


def test_funnel_limits_hold_what_chance_gives() -> None:
    """At a common rate (seed 5, 400 places) about 5 % of the places lie outside the inner limits and next to none outside the outer."""
    rng = np.random.default_rng(5)
    places = [
        (f"p{n:03}", int(rng.poisson(0.003 * size)), size) for n, size in enumerate(np.geomspace(500, 50_000, 400))
    ]
    found = funnel(places, target=300)
    outside = [one for one in found.places if one.beyond != "within"]
    assert 8 <= len(outside) <= 32
    assert sum(one.beyond.endswith("998") for one in outside) <= 4
    assert found.dispersion < 1.15
    assert found.reasons == ()


def test_a_place_out_of_line_is_seen_and_varying_places_are_told() -> None:
    """30 deaths where 10 are expected are above; places that vary more than chance draw a warning."""
    rng = np.random.default_rng(6)
    calm = [(f"p{n}", 10, 1000.0) for n in range(20)]
    found = funnel([*calm, ("odd", 30, 1000.0), ("empty", 0, 0.0)], target=1000)
    assert [one.place for one in found.places if one.beyond == "above-998"] == ["odd"]
    assert [one.key for one in found.reasons] == ["rates.funnel-empty"]
    wild = funnel([(f"p{n}", int(rng.poisson(20 * rng.gamma(2, 0.5))), 1000.0) for n in range(60)])
    assert "rates.overdispersed" in [one.key for one in wild.reasons]
    assert inflated(15, 10, wild.dispersion) > 15


def test_the_continuous_quantile_lies_within_a_count_of_the_quantile() -> None:
    """Interpolated between two counts (Spiegelhalter 2005), it grows with its share and the mean."""
    for mean in (0.5, 3.2, 40.0):
        for share in (0.001, 0.025, 0.975, 0.999):
            assert 0 <= poisson.ppf(share, mean) - quantile(mean, share) < 1
    assert quantile(3, 0.975) < quantile(3, 0.999) < quantile(4, 0.999)


def test_no_place_with_person_years_is_no_funnel() -> None:
    """A funnel needs someone who was held."""
    with pytest.raises(InputError):
        funnel([("a", 0, 0.0)])


# --- claims


def said(key: str, predicate: str, value: Amount, span: Span, status: str = "accepted") -> Claim:
    return Claim(id=key, key=key, subject="prisons", predicate=predicate, value=value, span=span, status=status)  # type: ignore[arg-type]


def held(number: int, who: str = "all held") -> Amount:
    return Amount.exact(number, who=who)


CLAIMS: Sequence[Claim] = (
    said("pop-before", "population", held(40_000), Span.on(date(2022, 3, 27))),
    said("pop-rival", "population", held(36_000), Span.on(date(2022, 3, 27))),
    said("pop-after", "population", held(110_000), Span.on(date(2024, 6, 30))),
    said("pop-long-ago", "population", held(20_000), Span.on(date(2010, 1, 1))),
    said("pop-women", "population", held(9_000, "women"), Span.on(date(2023, 1, 1))),
    said("deaths", "deaths", Amount.at_least(261, who="all held"), Span.some_day(date(2024, 6, 1), date(2024, 6, 30))),
    said("deaths-late", "deaths_documented", Amount.exact(470, who="under the emergency"), Span.on(date(2025, 12, 1))),
    said("deaths-withdrawn", "deaths", Amount.exact(1, who="all held"), Span.on(date(2023, 1, 1)), "retracted"),
)


def test_deaths_claimed_come_to_a_rate_with_the_claims_it_rests_on() -> None:
    """At least 261 by mid-2024 over person-years from the claims of those held; claims of others and of long ago are not among them."""
    one, late = from_claims(CLAIMS, subject="prisons", since=date(2022, 3, 27))
    assert one.settings["claims"] == ["deaths", "pop-after", "pop-before", "pop-rival"]
    low, high = one.diagnostics["person_years"]
    assert low < 73.5e3 * 2.26 < high
    assert one.low == pytest.approx(garwood(261)[0] / high * 1e5)
    assert one.high is None
    assert late.refused
    assert {"rates.documented", "rates.other-who", "rates.band-short"} <= {reason.key for reason in late.reasons}


def test_a_population_given_is_used_and_a_documented_count_is_a_floor() -> None:
    """With rows of one's own no claim of a population is asked for."""
    rows = [(date(2022, 3, 27), 40_000.0, 41_000.0), (date(2026, 1, 1), 120_000.0, 121_000.0)]
    found = from_claims(CLAIMS, subject="prisons", since=date(2022, 3, 27), held=rows, who={"under the emergency"})
    assert [one.settings["claims"] for one in found] == [["deaths-late"]]
    assert found[0].high is None
    assert not found[0].refused
    point, low, high = found[0].diagnostics["if_complete"]
    assert found[0].low == pytest.approx(low)
    assert low < point < high


def test_an_estimate_of_the_population_is_taken_as_it_is() -> None:
    """A band of the population room gives a rate with a distribution's doubt, and the claims of both are kept."""
    figures = [
        population.Figure(ref=ref, kind="stock", amount=Amount.exact(number), span=Span.on(date.fromisoformat(day)), source="ministry", scope="sv")
        for ref, number, day in (("a", 40_000, "2022-03-01"), ("b", 97_525, "2022-12-01"), ("c", 105_000, "2023-09-01"), ("d", 110_000, "2024-06-30"))
    ]  # fmt: skip
    band = population.estimate(figures, by="week")
    (one,) = from_claims(
        CLAIMS, subject="prisons", since=date(2022, 3, 27), held=band, held_claims=list("abcd"), who={"all held"}
    )
    assert one.settings["claims"] == ["a", "b", "c", "d", "deaths"]
    assert one.point is not None
    assert 110 < one.point < 160
    assert one.high is None
    assert not one.refused
    refused = replace(band, reasons=(Reason("rates.no-places", "refuse"),))
    (other,) = from_claims(CLAIMS, subject="prisons", since=date(2022, 3, 27), held=refused, who={"all held"})
    assert other.refused


def test_targets_and_hypotheses_are_no_deaths() -> None:
    """What was only supposed or aimed at gives no rate."""
    claims = [replace(one, modality="hypothetical") if one.predicate == "deaths" else one for one in CLAIMS]
    assert from_claims(claims, subject="prisons", since=date(2022, 3, 27), who={"all held"}) == ()


def test_nothing_wrong_raises_anything_but_what_can_be_said(tmp_path: Path) -> None:
    """Tables of odd cells end in problems or an error in words, never in a traceback."""
    cells = ["", "x", "-1", "1e9", "99999999999999999999", "2022-13-01", "1/2/2022", "≥3", "up to 5", "0", "nan"]
    for at, cell in enumerate(cells):
        for row in (f"{cell},3,10", f"2022,{cell},10", f"2022,3,{cell}"):
            path = written(tmp_path, f"year,deaths,person_years\n{row}\n", f"{at}.csv")
            assert all(_told(path, lang) for lang in LANGUAGES)


def _told(path: Path, lang: Lang) -> list[str]:
    """Return what a person is told of a table in a language."""
    try:
        read = read_figures(path)
        return [*(one.text(lang) for one in read.problems), answer(read).overall.summary(lang)]
    except HabeasError as error:
        return [error.text(lang)]
