"""Stays, midnight census and movements with Polars, as a good analyst would write them.

python bench/peers_polars.py STINTS.parquet TO FIRST_DAY LAST_DAY UNTIL
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import polars as pl

COLUMNS = ["person", "place", "stay_in", "stint_in", "stint_out", "release_reason"]


def stays(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return a row a stay; rows are sorted by person and time."""
    return rows.group_by("person", "stay_in").agg(
        pl.col("stint_in").first().alias("started"),
        pl.col("stint_out").last().alias("ended"),
        pl.len().alias("n_stints"),
        pl.col("place").n_unique().alias("n_places"),
        pl.col("place").first().alias("first_place"),
        pl.col("place").last().alias("last_place"),
        pl.col("release_reason").last(),
    )


def census(rows: pl.LazyFrame, first: date, last: date, until: datetime) -> pl.LazyFrame:
    """Return how many are held at the end of each day in each place, over the full grid."""
    spans = rows.select(
        "place",
        came=pl.col("stint_in").dt.date().clip(first, None),
        went=pl.col("stint_out").fill_null(until).dt.date(),
    ).filter(pl.col("went") > pl.col("came"))
    changes = pl.concat(
        [
            spans.select("place", day="came", change=pl.lit(1, pl.Int64)),
            spans.select("place", day="went", change=pl.lit(-1, pl.Int64)),
        ]
    )
    changes = changes.group_by("place", "day").agg(pl.col("change").sum())
    days = pl.LazyFrame({"day": pl.date_range(first, last, eager=True)})
    grid = rows.select(pl.col("place").unique()).join(days, how="cross")
    return (
        grid.join(changes, on=["place", "day"], how="left")
        .sort("place", "day")
        .select("place", "day", midnight=pl.col("change").fill_null(0).cum_sum().over("place"))
    )


def movements(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return the moves between places within stays, with the median of minutes between."""
    same = (pl.col("person") == pl.col("person").shift(1)) & (pl.col("stay_in") == pl.col("stay_in").shift(1))
    steps = rows.select(
        from_place=pl.col("place").shift(1),
        to_place="place",
        minutes=(pl.col("stint_in") - pl.col("stint_out").shift(1)).dt.total_seconds() / 60,
        moved=same,
    ).filter("moved")
    return steps.group_by("from_place", "to_place").agg(pl.len().alias("n"), median_minutes=pl.col("minutes").median())


def main(source: str, to: Path, first: str, last: str, until: str) -> None:
    """Read, compute and write; the sorted rows are needed three times."""
    to.mkdir(parents=True, exist_ok=True)
    rows = pl.scan_parquet(source).select(COLUMNS).with_columns(pl.col("place").cast(pl.Categorical))
    rows = rows.sort("person", "stint_in", "stint_out", nulls_last=True).collect(engine="streaming").lazy()
    days = date.fromisoformat(first), date.fromisoformat(last), datetime.fromisoformat(until)
    for name, table in (("stays", stays(rows)), ("census", census(rows, *days)), ("movements", movements(rows))):
        table.collect(engine="streaming").write_parquet(to / f"{name}.parquet")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:6])
