"""Published statistics of ICE against facility-days that others rebuilt from stints: real figures, real records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from habeas.amount import Amount
from habeas.errors import InputError
from habeas.findings.tested import (
    FacilityDays,
    Figure,
    SeriesTest,
    figures_by_place,
    figures_of,
    hold_figure,
    hold_series,
)
from habeas.records import read_records

DATA = Path(__file__).parents[4] / "shared" / "data"
DAYS = DATA / "ice-census" / "facility_day_population_2022-10_2026-03.parquet"
WORKBOOKS = (
    "20230722004825-FY23_detentionStats07202023.xlsx",
    "FY24_detentionStats.xlsx",
    "FY25_detentionStats09242025.xlsx",
    "FY26_detentionStats_02122026.xlsx",
)
AVERAGES = "adp-by-agency-month-criminality"
JANUARY = (date(2025, 1, 1), date(2025, 1, 31))


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Figure, ...]]:
    """Return the series of the last workbook of each of four fiscal years."""
    folder = DATA / "ice-statistics" / "workbooks"
    files = [path for path in sorted(folder.glob("*.xlsx")) if path.name in WORKBOOKS]
    if len(files) != len(WORKBOOKS):
        pytest.fail(f"of {WORKBOOKS} there are only {[path.name for path in files]}")
    outcome = read_records(files, tmp_path_factory.mktemp("figures"))
    return figures_of(next(one.table for one in outcome.readings if one.kind == "figures"))


@pytest.fixture(scope="module")
def by_place(tmp_path_factory: pytest.TempPathFactory, days: FacilityDays) -> tuple[Figure, ...]:
    """Return the averages of single facilities in the workbook of February 2026, of the names that the facility-days have."""
    file = DATA / "ice-statistics" / "workbooks" / WORKBOOKS[-1]
    outcome = read_records([file], tmp_path_factory.mktemp("places"))
    return figures_by_place(next(one.table for one in outcome.readings if one.kind == "figures"), days.names())


@pytest.fixture(scope="module")
def days() -> Iterator[FacilityDays]:
    with FacilityDays(DAYS, without=("HOLD", "HOSP", "HOTEL")) as opened:
        yield opened


@pytest.fixture(scope="module")
def tested(series: dict[str, tuple[Figure, ...]], days: FacilityDays) -> SeriesTest:
    return hold_series(series[AVERAGES], days)


def test_the_published_averages_count_midnight_in_every_place(tested: SeriesTest) -> None:
    """Of the ways to count, midnight with every place foretells the published averages best, and the others clearly worse."""
    best, *others = tested.fits
    assert (best.way.at, best.way.without, best.standing) == ("midnight", (), "best")
    assert {fit.standing for fit in others} == {"ruled-out"}
    assert best.error is not None
    assert best.error < 0.0015
    assert next(fit for fit in others if fit.way.without).definition.left_out == 181


def test_the_usual_ratio_drifts_from_one_and_a_half_to_three_percent(tested: SeriesTest) -> None:
    """Published averages are 1.5 % above the records in 2024 and 3 % in 2026, and a figure lies within half a percent of that."""
    by_month = {one.figure.first_day: one for one in tested.tested if one.figure.cell and one.tolerance}
    early, late = by_month[date(2024, 1, 1)].tolerance, by_month[date(2026, 1, 1)].tolerance
    assert early is not None
    assert late is not None
    assert early.ratio == pytest.approx(1.015, abs=0.002)
    assert late.ratio == pytest.approx(1.030, abs=0.002)
    assert late.local
    assert early.factor < 1.005


def test_no_published_average_is_contradicted(tested: SeriesTest) -> None:
    """Of the real figures none is: what a reader finds in the list of contradictions would be a false alarm."""
    assert tested.of("contradicted") == ()
    assert len(tested.of("supported")) > 40
    assert all(
        one.reason in ("tested.outside", "tested.unlike-learned", "tested.unusual") for one in tested.of("not-testable")
    )


@pytest.mark.parametrize("share", [Decimal("0.02"), Decimal("-0.02")])
def test_an_average_that_is_off_by_two_percent_is_contradicted(
    series: dict[str, tuple[Figure, ...]], days: FacilityDays, share: Decimal
) -> None:
    """One month altered by 2 % in one cell is the only contradiction, and its cell is named."""
    figures = list(series[AVERAGES])
    number = next(n for n, one in enumerate(figures) if (one.first_day, one.last_day) == JANUARY)
    true = figures[number]
    figures[number] = replace(true, amount=Amount.exact((true.value or Decimal(0)) * (1 + share), unit="persons"))
    found = hold_series(figures, days).of("contradicted")
    assert [(one.figure.first_day, one.figure.last_day) for one in found] == [JANUARY]
    assert true.cell is not None
    assert found[0].figure.spot == true.cell.place
    assert found[0].chief is not None
    assert (found[0].chief.off > 0) == (share > 0)


def test_months_before_the_records_are_not_testable(series: dict[str, tuple[Figure, ...]], days: FacilityDays) -> None:
    """A month of 2021 is not refuted by records that begin in October 2022."""
    early = replace(series[AVERAGES][0], first_day=date(2021, 1, 1), last_day=date(2021, 1, 31))
    found = hold_figure(early, days)
    assert (found.outcome, found.reason) == ("not-testable", "tested.outside")
    assert "1 October 2022" in found.text("en")
    assert "1 de octubre de 2022" in found.text("es")


def test_other_measures_are_not_for_facility_days(series: dict[str, tuple[Figure, ...]], days: FacilityDays) -> None:
    """Book-ins cannot be asked of populations: each figure says so, and none is contradicted by it."""
    found = hold_series(series["book-ins-by-agency"], days)
    assert {one.reason for one in found.tested} == {"tested.populations-only"}
    assert "hold populations only" in found.text("en")


def test_every_figure_names_its_cell(series: dict[str, tuple[Figure, ...]]) -> None:
    """Each figure of each series stands in a sheet, a line and a column, and is of all agencies."""
    assert {"removals", "book-ins-by-agency", "book-outs-by-facility-type", f"{AVERAGES}/convicted"} <= set(series)
    for figures in series.values():
        assert all(one.cell and one.cell.sheet and one.cell.line and one.cell.column for one in figures)
        assert all("CBP" not in (one.cell.label if one.cell else "") for one in figures)


def test_a_place_is_tested_by_its_code(days: FacilityDays) -> None:
    """One facility has its own count; an unknown code is not testable."""
    figure = Figure(
        measure="average", amount=Amount.exact(1), place="ADAMSMS", first_day=JANUARY[0], last_day=JANUARY[1]
    )
    found = hold_figure(figure, days)
    assert found.judged[0].rebuilt is not None
    assert found.judged[0].rebuilt.low > 1000
    assert {one.definition.way.without for one in found.judged} == {()}
    assert hold_figure(replace(figure, place="NOWHERE"), days).reason == "tested.place-unknown"


def test_facilities_are_tested_by_their_exact_names(by_place: tuple[Figure, ...], days: FacilityDays) -> None:
    """Of the facilities whose names agree midnight fits, and one is contradicted: 14 persons where the records have nobody."""
    found = hold_series(by_place, days)
    assert len({one.place for one in by_place}) == len(by_place) > 50
    assert (found.fits[0].way.at, found.fits[0].definition.each) == ("midnight", True)
    assert found.tolerance is not None
    assert found.tolerance.ratio == pytest.approx(1.03, abs=0.02)
    assert [one.figure.cell and one.figure.cell.label for one in found.of("contradicted")] == ["VICTORIA COUNTY JAIL"]
    assert "the records have nobody" in found.text("en")


def test_a_name_of_two_codes_is_no_name(tmp_path: Path) -> None:
    """Where two codes bear one name, neither is taken for it; spaces and letter case do not make a name another."""
    columns = ("n_detained", "n_detained_at_midnight")
    rows = [
        {"detention_facility_code": code, "detention_facility": name, "date": JANUARY[0], **dict.fromkeys(columns, 1)}
        for code, name in (("A", "County Jail"), ("B", "COUNTY  JAIL"), ("C", "North Centre"), ("C", "north centre "))
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "days.parquet")
    with FacilityDays(tmp_path / "days.parquet") as opened:
        assert opened.names() == {"NORTH CENTRE": "C"}


def test_another_table_is_refused(tmp_path: Path) -> None:
    """A Parquet file of other columns names those that are missing; a file that is none says how it cannot be read."""
    pq.write_table(pa.table({"date": [date(2025, 1, 1)]}), tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_text("no Parquet")
    with pytest.raises(InputError, match="n_detained"):
        FacilityDays(tmp_path / "a.parquet")
    with pytest.raises(InputError, match="cannot be read"):
        FacilityDays(tmp_path / "b.parquet")
    with pytest.raises(InputError, match="no file"):
        FacilityDays(tmp_path / "c.parquet")
