"""Intervals and revisions: bed-days and averages equal those of the population they were made from, and what is not known has a low and a high."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.findings.audit import vintage_series as made
from tests.findings.audit.conftest import Made

from habeas.findings.audit import Publications
from habeas.findings.audit.intervals import charted, intervals, write_intervals
from habeas.findings.audit.revisions import revisions, write_revisions
from habeas.findings.audit.series import built_in

ICE = next(one for one in built_in() if one.name == "ice-detention-statistics")
ENDS = made.ends()
FILES = [f"{last + timedelta(days=1):%Y%m%d}.xlsx" for last in ENDS]
KNOWN = made.truth()


def _held(place: str, first: date, last: date) -> int:
    """Return the bed-days of a place from one day to another, both included."""
    begin, end = (first - made.FIRST).days, (last - made.FIRST).days
    return sum(sum(day) for day in KNOWN.places[place][begin : end + 1])


def test_intervals_are_what_was_held_between_two_publications(reading: Made) -> None:
    """Averages to date, in 15 digits, give back the bed-days of every place and interval to the last one."""
    with Publications([reading(made.series(KNOWN))]) as publications:
        found = intervals(publications, ICE)
    places = [one for one in found if one.rule == "bed-days-facilities"]
    assert len(places) == len(KNOWN.places) * len(ENDS)
    for one in places:
        assert one.subject is not None
        expected = _held(one.subject, one.first_day, one.last_day)
        assert (one.bed_days_low, one.bed_days_high, one.exact) == (expected, expected, True)
        assert one.average_low == one.average_high == expected / one.days_low


def test_the_first_interval_of_a_year_begins_with_the_year(reading: Made) -> None:
    """Without a publication before, an interval reaches from the first day of the year; the next begins the day after it ends."""
    with Publications([reading(made.series(KNOWN))]) as publications:
        line = charted(intervals(publications, ICE), "bed-days-facilities", subject="PLACE B")
    assert [(one.publication, one.previous) for one in line] == list(zip(FILES, [None, *FILES[:-1]], strict=True))
    assert line[0].first_day == made.FIRST
    assert [one.first_day for one in line[1:]] == [one.last_day + timedelta(days=1) for one in line[:-1]]


def test_a_line_of_a_chart_is_asked_for_by_labels(reading: Made) -> None:
    """A chart's line is of one rule and the labels given, in the order of its days; others are no part of it."""
    with Publications([reading(made.series(KNOWN))]) as publications:
        found = intervals(publications, ICE)
    line = charted(found, "bed-days-national", agency="ice", criminality="pending")
    assert [one.publication for one in line] == FILES
    assert {json.loads(one.labels)["criminality"] for one in line} == {"pending"}
    assert charted(found, "bed-days-national", agency="cbp") == ()


@settings(phases=(Phase.explicit, Phase.generate), max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), digits=st.sampled_from((1, 2, 3)))
def test_what_a_rounded_publication_says_bounds_the_truth(
    tmp_path_factory: pytest.TempPathFactory, seed: int, digits: int
) -> None:
    """Averages to one, two or three decimals give a low and a high between which the true bed-days of both intervals lie."""
    known = made.truth(seed, places=4, days=140)
    ends = made.ends(number=4)
    rounded = FILES[2]
    figures = [
        {**one, **made._valued(round(one["value"], digits))}
        if one["file"] == rounded and one["measure"] == "adp"
        else one
        for last in ends
        for one in made.publication(known, last)
    ]
    with Publications([_reading(tmp_path_factory.mktemp("rounded"), figures)]) as publications:
        for one in intervals(publications, ICE):
            if one.rule != "bed-days-facilities" or one.subject is None:
                continue
            begin, end = (one.first_day - made.FIRST).days, (one.last_day - made.FIRST).days
            true = sum(sum(day) for day in known.places[one.subject][begin : end + 1])
            assert one.bed_days_low - 1e-6 <= true <= one.bed_days_high + 1e-6
            assert one.exact == (rounded not in {one.publication, one.previous})


def _reading(folder: Path, figures: list[dict[str, object]]):  # type: ignore[no-untyped-def]  # noqa: ANN202 - as the fixture
    import pyarrow as pa

    from habeas.records import Reading

    table = folder / "rows.parquet"
    pq.write_table(pa.Table.from_pylist([{"row": n, **one} for n, one in enumerate(figures)]), table)
    return Reading(
        kind="figures", reader="x", generation="", release="ice-detention-statistics", table=table, problems=table, accounts=(),
        unknown_columns={},
    )  # fmt: skip


def test_a_last_day_that_is_not_known_gives_a_low_and_a_high(reading: Made) -> None:
    """Where a publication's averages fit no day, its days are as many as other publications' stamps allow, and so are its bed-days."""
    unknown = [
        {**one, "last_day": None}
        if one["file"] == FILES[3] and one["sheet"] == "Facilities" and one["measure"] == "adp"
        else one
        for one in made.series(KNOWN)
    ]
    unknown = [
        {**one, "pulled": one["pulled"] + timedelta(days=2)} if one["file"] in {FILES[1], FILES[5]} else one
        for one in unknown
    ]
    with Publications([reading(unknown)]) as publications:
        line = charted(intervals(publications, ICE), "bed-days-facilities", subject="PLACE A")
    by_file = {one.publication: one for one in line}
    one = by_file[FILES[3]]
    assert (one.exact, one.days_low, one.days_high) == (False, 12, 14)
    assert one.bed_days_low <= _held("PLACE A", ENDS[2] + timedelta(days=1), ENDS[3]) <= one.bed_days_high
    assert not by_file[FILES[4]].exact
    assert by_file[FILES[5]].exact


def test_an_average_over_other_days_than_its_table_has_no_interval(reading: Made) -> None:
    """A cell that is no whole number of bed-days, in a table of which all others are, is an average over other days: it is left out."""
    odd = made.changed(
        made.series(KNOWN),
        lambda value: value * 1.0371,
        file=FILES[4],
        table="adp-by-agency-month-criminality",
        labels={"agency": "ice", "criminality": "other"},
    )
    with Publications([reading(odd)]) as publications:
        line = charted(intervals(publications, ICE), "bed-days-national", agency="ice", criminality="other")
    assert [one.publication for one in line] == [file for file in FILES if file != FILES[4]]
    assert all(one.exact for one in line)


def test_the_table_of_intervals_has_the_cells_it_rests_on(reading: Made, tmp_path: Path) -> None:
    """Each line of the Parquet table names its cells, those of the later publication first."""
    with Publications([reading(made.series(KNOWN))]) as publications:
        table = pq.read_table(write_intervals(publications, ICE, tmp_path / "out"))
        found = intervals(publications, ICE)
    assert table.num_rows == len(found)
    row = next(one for one in table.to_pylist() if one["subject"] == "PLACE A" and one["publication"] == FILES[1])
    assert row["cells"][0] == f"{FILES[1]}, Facilities!J8"
    assert len(row["cells"]) == 8
    assert row["previous"] == FILES[0]


def test_revisions_keep_the_first_and_the_last_value(reading: Made, tmp_path: Path) -> None:
    """A month that was over is listed with the value first published for it, the one that stands, and how often it changed."""
    planted = made.series(KNOWN)
    where = {"table": "book-ins-by-agency", "month": date(2023, 11, 1), "labels": {"agency": "ice"}}
    original = next(one["value"] for one in planted if one["file"] == FILES[0] and made._matches(one, where))
    for file in FILES[4:]:
        planted = made.changed(planted, lambda value: value + 7, file=file, **where)
    planted = made.changed(planted, lambda value: value - 20, file=FILES[9], **where)
    with Publications([reading(planted)]) as publications:
        found = [
            one
            for one in revisions(publications, ICE)
            if one.month == date(2023, 11, 1) and json.loads(one.labels or "")["agency"] == "ice"
        ]
        changed = revisions(publications, ICE, revised_only=True)
        table = pq.read_table(write_revisions(publications, ICE, tmp_path / "out"))
        every = revisions(publications, ICE)
    assert [(one.first, one.latest, one.least, one.greatest, one.publications, one.revisions) for one in found] == [
        (original, original + 7, original - 13, original + 7, len(FILES), 3)
    ]
    assert (found[0].first_publication, found[0].latest_publication) == (FILES[0], FILES[-1])
    assert found[0].first_cell == f"{FILES[0]}, Detention!C10"
    assert changed == tuple(found)
    assert table.num_rows == len(every)


def test_a_month_not_over_is_no_revision(reading: Made) -> None:
    """Figures of a running month grow and are not closed; they are no part of the revisions."""
    with Publications([reading(made.series(KNOWN))]) as publications:
        found = revisions(publications, ICE)
    last = ENDS[-1]
    assert all(one.last_day is not None and one.last_day < last for one in found)
    assert all(one.revisions == 0 for one in found)
