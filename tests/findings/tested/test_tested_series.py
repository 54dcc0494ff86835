"""A published series against a generated release whose truth is known: definition and tolerance learned, the planted false figure found."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from tests.findings.tested.conftest import Made

from habeas.amount import Amount
from habeas.findings.tested import FEWEST, CustodyTables, Figure, SeriesTest, hold_figure, hold_series

COVERAGE, NOISE = 1.031, 0.004
MONTHS = [
    (date(2024 + (5 + n) // 12, (5 + n) % 12 + 1, 1), date(2024 + (6 + n) // 12, (6 + n) % 12 + 1, 1))
    for n in range(21)
]
"""The months of the release, June 2024 to February 2026, each with the first day of the next."""


@pytest.fixture(scope="module")
def true(made: Made) -> dict[str, dict[date, int]]:
    """Return who was truly held at midnight on each day: in all places, and in those that are no hospital."""
    stints = pq.read_table(made.tables / "stints.parquet", columns=["place", "place_name"]).to_pylist()
    hospitals = {one["place"] for one in stints if "HOSPITAL" in (one["place_name"] or "").upper()}
    held: dict[str, dict[date, int]] = {"all": defaultdict(int), "no hospital": defaultdict(int)}
    for row in made.true("census"):
        held["all"][row["day"]] += row["midnight"]
        held["no hospital"][row["day"]] += 0 if row["place"] in hospitals else row["midnight"]
    return held


def published(held: dict[date, int], seed: int = 5, months: list[Any] = MONTHS) -> list[Figure]:
    """Return the averages that a publisher would print who counts 3.1 % more than the records have, with noise of 0.4 %."""
    rng = np.random.default_rng(seed)
    made = []
    for first, after in months:
        days = [held[first + timedelta(days=n)] for n in range((after - first).days)]
        value = sum(days) / len(days) * COVERAGE * math.exp(NOISE * rng.normal())
        amount = Amount.exact(Decimal(f"{value:.1f}"), unit="persons")
        made.append(Figure(measure="average", amount=amount, first_day=first, last_day=after - timedelta(days=1)))
    return made


def inflated(figures: list[Figure], number: int, share: float) -> list[Figure]:
    """Return the series with one figure larger by a share."""
    value = figures[number].value or Decimal(0)
    amount = Amount.exact((value * Decimal(1 + share)).quantize(Decimal("0.1")), unit="persons")
    return [replace(one, amount=amount) if n == number else one for n, one in enumerate(figures)]


@pytest.fixture(scope="module")
def tested(tables: CustodyTables, true: dict[str, dict[date, int]]) -> SeriesTest:
    return hold_series(published(true["all"]), tables)


def test_the_ratio_of_publisher_and_records_is_learned(tested: SeriesTest) -> None:
    """The publisher's 3.1 % are found to half a percent from 21 months counted at midnight, which is not ruled out.

    In so small a release any moment of the day is a constant share more than midnight, and not ruled out either: both are told.
    """
    midnight = next(fit for fit in tested.fits if fit.way.at == "midnight" and not fit.way.without)
    assert midnight.standing in ("best", "kept")
    assert midnight.tolerance is not None
    assert midnight.tolerance.n == 21
    assert midnight.tolerance.ratio == pytest.approx(COVERAGE, abs=0.005)
    assert 1.005 < midnight.tolerance.factor < 1.04
    assert all(fit.standing == "ruled-out" for fit in tested.fits if fit.way.without)


def test_no_true_figure_is_contradicted(tested: SeriesTest) -> None:
    """Every figure of the true series is supported by the best definition, and none is contradicted."""
    assert tested.of("contradicted") == ()
    assert all(one.judged[0].outcome == "supported" for one in tested.tested)


@pytest.mark.parametrize("share", [0.15, -0.15])
def test_a_planted_false_figure_is_contradicted(
    tables: CustodyTables, true: dict[str, dict[date, int]], share: float
) -> None:
    """One month that is 15 % too large, or too small, is contradicted by about so much, alone; its rows can be listed."""
    found = hold_series(inflated(published(true["all"]), 7, share), tables)
    assert [one.figure.first_day for one in found.of("contradicted")] == [MONTHS[7][0]]
    false = found.of("contradicted")[0]
    assert false.chief is not None
    assert false.chief.off / float(false.figure.value or 1) == pytest.approx(share, abs=0.06)
    assert false.why.n > 100
    assert all(cell.file == "synthetic.parquet" and cell.line for cell in false.why.sample)
    assert "Contradicted" in found.text("en")
    assert "Contradicha" in found.text("es")


def test_the_definition_is_learned_where_places_are_left_out(
    tables: CustodyTables, true: dict[str, dict[date, int]]
) -> None:
    """A publisher who leaves out hospitals is known by it: that way fits best of those tried, and counting all is ruled out."""
    words = tables.without
    tables.without = ("HOSPITAL",)
    try:
        found = hold_series(published(true["no hospital"]), tables)
    finally:
        tables.without = words
    assert (found.fits[0].way.at, found.fits[0].way.without) == ("midnight", ("HOSPITAL",))
    assert found.fits[0].definition.left_out > 0
    everywhere = [fit for fit in found.fits if fit.way.at == "midnight" and not fit.way.without]
    assert [fit.standing for fit in everywhere] == ["ruled-out"]
    assert found.of("contradicted") == ()


def test_what_the_series_teaches_tests_another_figure(tables: CustodyTables, tested: SeriesTest) -> None:
    """A figure from elsewhere about one of the months is held to the definition and the tolerance of the series."""
    august = tested.tested[2].figure
    claim = replace(august, amount=Amount.exact(round(float(august.value or 0) * 1.2)), claim="c1")
    taught = tested.tolerances(claim)
    found = hold_figure(claim, tables, ways=list(taught), tolerances=taught)
    assert found.outcome == "contradicted"
    assert found.tolerance is not None
    assert hold_figure(august, tables, ways=list(taught), tolerances=taught).outcome == "supported"


def test_a_figure_that_says_how_it_counts_is_held_to_that(tables: CustodyTables, tested: SeriesTest) -> None:
    """Where a figure names its way of counting, the tolerance is that of this way, even of one that the series rules out."""
    without = replace(tested.tested[2].figure, without=tables.without, at="midnight")
    assert [(way.at, way.without) for way in tested.tolerances(without)] == [("midnight", tables.without)]
    assert next(fit for fit in tested.fits if fit.way.without == tables.without).standing == "ruled-out"


def test_editions_and_years_to_date_teach_nothing_new(
    tables: CustodyTables, true: dict[str, dict[date, int]], tested: SeriesTest
) -> None:
    """Repeating every month in three publications, with the year that sums them up, leaves the number of pairs as it is."""
    months = published(true["all"])
    year = published(true["all"], months=[(date(2024, 10, 1), date(2025, 10, 1))])
    found = hold_series([*months, *months, *months, *year], tables)
    assert tested.tolerance is not None
    assert found.tolerance is not None
    assert found.tolerance.n == tested.tolerance.n
    assert len(found.tested) == 64
    assert found.tested[-1].judged[0].outcome == "supported"


def test_a_short_series_is_tested_on_certain_and_possible_alone(
    tables: CustodyTables, true: dict[str, dict[date, int]]
) -> None:
    """One month fewer than the least teaches no tolerance: what is off by 3 % is contradicted on bounds, and the text says so."""
    few = hold_series(published(true["all"])[: FEWEST - 1], tables)
    assert few.tolerance is None
    assert {one.standing for one in few.fits} == {"not-learned"}
    assert all(one.tolerance is None for one in few.tested)
    assert "No tolerance was learned" in few.text("en")


def test_a_false_figure_of_a_short_series_does_not_hide_itself(
    tables: CustodyTables, true: dict[str, dict[date, int]]
) -> None:
    """A tolerance owes nothing to the figure that it tests: of ten months a single false one is found."""
    found = hold_series(inflated(published(true["all"])[:10], 4, 0.3), tables)
    assert [one.figure.first_day for one in found.of("contradicted")] == [MONTHS[4][0]]


def test_months_outside_of_the_release_are_not_testable(
    tables: CustodyTables, true: dict[str, dict[date, int]]
) -> None:
    """A month before the release and one after it say how far it reaches; the others are tested as ever."""
    months = published(true["all"])
    before = replace(months[0], first_day=date(2020, 1, 1), last_day=date(2020, 1, 31))
    found = hold_series([before, *months], tables)
    assert (found.tested[0].outcome, found.tested[0].reason) == ("not-testable", "tested.outside")
    assert "1 June 2024" in found.tested[0].verdict("en")
    assert len(found.of("supported")) == len(hold_series(months, tables).of("supported"))


def test_a_publisher_who_always_counts_half_again_is_pointed_out(
    tables: CustodyTables, true: dict[str, dict[date, int]]
) -> None:
    """Nobody can tell from one series who is right: its figures keep to the usual ratio, and that the ratio is far from 1 is said."""
    months = published(true["all"])
    more = [inflated(months, n, 0.5)[n] for n in range(len(months))]
    found = hold_series(more, tables)
    assert found.of("contradicted") == ()
    assert "far from 1" in found.text("en")
    assert "lejos de 1" in found.text("es")
    assert "far from 1" not in hold_series(months, tables).text("en")


def test_a_series_is_of_one_measure(tables: CustodyTables, true: dict[str, dict[date, int]]) -> None:
    """Averages and book-ins are no one series: the mistake is told at once."""
    averages = published(true["all"])
    with pytest.raises(ValueError, match="one measure"):
        hold_series([*averages, replace(averages[0], measure="book-ins")], tables)


def test_nothing_published_is_nothing_tested(tables: CustodyTables) -> None:
    """An empty series gives no verdict and no tolerance."""
    found = hold_series([], tables)
    assert (found.tested, found.fits, found.tolerance) == ((), (), None)


def test_book_ins_are_a_series_too(made: Made, tables: CustodyTables) -> None:
    """Stays begun, published a month: the variant that leaves transfers out fits, and a month told as double is contradicted."""
    stays = made.true("stays")
    figures = []
    for first, after in MONTHS:
        n = sum(first <= one["started"].date() < after for one in stays)
        figures.append(
            Figure(measure="book-ins", amount=Amount.exact(n), first_day=first, last_day=after - timedelta(days=1))
        )
    assert hold_series(figures, tables).of("contradicted") == ()
    doubled = replace(figures[9], amount=Amount.exact(2 * int(figures[9].value or 0)))
    found = hold_series([*figures[:9], doubled, *figures[10:]], tables)
    assert [one.figure for one in found.of("contradicted")] == [doubled]
    assert found.fits[0].way.variant == "stays"
