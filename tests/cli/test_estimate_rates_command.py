"""The command estimate rates: a table a person can read, the same as JSON, and an exit that says whether a person is needed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

TABLES = Path(__file__).parents[1] / "estimation" / "tables"
DEATHS, HELD = TABLES / "ice_deaths_by_fy.csv", TABLES / "average_daily_population.csv"
GIVEN = ("estimate", "rates", "--deaths", DEATHS, "--population", HELD, "--year-starts", "10", "--as-of", "2026-11-01")


@pytest.fixture
def ages(tmp_path: Path) -> Path:
    path = tmp_path / "ages.csv"
    path.write_text("year,age,deaths,person_years\n2022,18-39,4,1000\n2022,40+,at least 6,500\n", encoding="utf-8")
    return path


def test_a_rate_is_of_the_days_that_both_tables_cover(run: Run) -> None:
    """Fiscal years 2004 to 2025: 261 deaths, 711,694 person-years, 36.7; what fell out is named, and nobody is needed."""
    told = run(*GIVEN, "--by", "period", "--lang", "en")
    assert told.status == 0
    assert "1 October 2003 to 30 September 2025" in told.out
    assert "36.7" in told.out
    assert "2001, 2002 and 2003" in told.out
    assert "2026 (28 deaths)" in told.out


def test_a_published_table_that_does_not_agree_needs_a_person(run: Run) -> None:
    """The study's rows are told with the rate over deaths and person-years of the same days, in both languages."""
    given = (*GIVEN, "--published", TABLES / "ice_rates_by_date.csv")
    for lang, words in (("en", "a rate needs both from"), ("es", "una tasa necesita ambos")):
        told = run(*given, "--lang", lang)
        assert told.status == 1
        assert words in told.out
        assert "44 (24.6–72.6)" in told.out


def test_json_holds_all_that_is_printed(run: Run) -> None:
    """The shape is estimate-rates/1, with the rate, its rows, the funnel and the published rows."""
    told = run(*GIVEN, "--published", TABLES / "mortality_rates_by_administration.csv", "--by", "period", "--json")
    made = json.loads(told.out)
    assert made["habeas"] == "estimate-rates/1"
    assert made["rate"]["estimate"] == pytest.approx(261 / 711_694 * 1e5)
    assert len(made["rows"]) == 22
    assert [one["deaths_of_periods"] for one in made["published"]["rows"]] == [91, 72, 51, 24, 23]
    places = json.loads(
        run(
            "estimate",
            "rates",
            TABLES / "us_prisons_2019.csv",
            "--by",
            "place",
            "--count",
            "deaths_collected",
            "--json",
        ).out
    )
    assert len(places["funnel"]["places"]) == 50
    assert {"place", "deaths", "person_years", "rate", "low95", "high95", "low998", "high998"} <= set(
        places["funnel"]["places"][0]
    )


def test_rates_are_printed_per_so_many_person_years(run: Run) -> None:
    """Per 1,000 the rate is a hundredth of that per 100,000."""
    assert "0.4" in run(*GIVEN, "--per", "1000").out.splitlines()[3]


def test_at_least_so_many_deaths_are_printed_without_an_upper_limit(run: Run, ages: Path) -> None:
    """A cell "at least 6" leaves the total and the rate open above."""
    told = run("estimate", "rates", ages, "--lang", "es")
    assert told.status == 0
    assert "o más" in told.out
    assert "no hay límite superior" in told.out


def test_a_reference_gives_a_ratio(run: Run, ages: Path, tmp_path: Path) -> None:
    """Observed over expected at the reference's rates by age, open above as the deaths are."""
    reference = tmp_path / "reference.csv"
    reference.write_text("age,rate\n18-39,200\n40+,1600\n", encoding="utf-8")
    told = run("estimate", "rates", ages, "--reference", reference, "--lang", "en")
    assert "Observed against expected" in told.out


@pytest.mark.parametrize(
    "wrong", [(), ("--as-of", "1/2/2024", DEATHS), ("missing.csv",), (DEATHS,), (DEATHS, "--level", "0")]
)
def test_what_cannot_be_used_is_said(run: Run, wrong: tuple[object, ...]) -> None:
    """No file, no day, a missing file, deaths alone, a level of 0: one message on stderr and no traceback."""
    for lang in ("en", "es"):
        told = run("estimate", "rates", *wrong, "--lang", lang)
        assert told.status == 2
        assert told.err
        assert "Traceback" not in told.err
