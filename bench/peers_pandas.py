"""Stays, midnight census and movements with pandas, vectorised, as a good analyst would write them.

python bench/peers_pandas.py STINTS.parquet TO FIRST_DAY LAST_DAY UNTIL
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd  # type: ignore[import-untyped]  # it comes with Ibis; its stubs do not

COLUMNS = ["person", "place", "stay_in", "stint_in", "stint_out", "release_reason"]
DAY = 86_400_000_000


def stays(rows: pd.DataFrame, first: npt.NDArray[np.bool_], last: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Return a row a stay; rows are sorted, ``first`` and ``last`` mark the outer ones of each stay."""
    number = np.cumsum(first) - 1
    places = pd.DataFrame({"stay": number, "place": rows["place"].cat.codes.to_numpy()}).drop_duplicates()
    begins, ends = rows[first], rows[last]
    at = np.flatnonzero(first)
    return pd.DataFrame(
        {
            "person": begins["person"].to_numpy(),
            "started": begins["stint_in"].to_numpy(),
            "ended": ends["stint_out"].to_numpy(),
            "n_stints": np.diff(at, append=len(rows)),
            "n_places": places.groupby("stay", sort=False).size().to_numpy(),
            "first_place": begins["place"].to_numpy(),
            "last_place": ends["place"].to_numpy(),
            "release_reason": ends["release_reason"].to_numpy(),
        }
    )


def census(rows: pd.DataFrame, first_day: int, last_day: int, until: int) -> pd.DataFrame:
    """Return how many are held at the end of each day in each place, over the full grid."""
    places, days = len(rows["place"].cat.categories), last_day - first_day + 1
    came = rows["stint_in"].to_numpy().astype("datetime64[us]").astype(np.int64) // DAY - first_day
    left = rows["stint_out"].fillna(pd.Timestamp(until, unit="us")).to_numpy().astype("datetime64[us]")
    went = np.minimum(left.astype(np.int64) // DAY - first_day, days)
    came = np.maximum(came, 0)
    held = went > came
    code = rows["place"].cat.codes.to_numpy().astype(np.int64)[held] * (days + 1)
    change = np.bincount(code + came[held], minlength=places * (days + 1)) - np.bincount(
        code + went[held], minlength=places * (days + 1)
    )
    counts = change.reshape(places, days + 1)[:, :days].cumsum(axis=1)
    return pd.DataFrame(
        {
            "place": pd.Categorical.from_codes(np.repeat(np.arange(places), days), rows["place"].cat.categories),
            "day": np.tile((np.arange(days) + first_day).astype("datetime64[D]").astype("datetime64[s]"), places),
            "midnight": counts.ravel(),
        }
    )


def movements(rows: pd.DataFrame, first: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Return the moves between places within stays, with the median of minutes between."""
    moved = ~first
    before = rows.shift(1)
    steps = pd.DataFrame(
        {
            "from_place": before["place"][moved],
            "to_place": rows["place"][moved],
            "minutes": (rows["stint_in"] - before["stint_out"])[moved].dt.total_seconds() / 60,
        }
    )
    grouped = steps.groupby(["from_place", "to_place"], observed=True)["minutes"]
    return grouped.agg(n="size", median_minutes="median").reset_index()


def main(source: str, to: Path, first_day: str, last_day: str, until: str) -> None:
    """Read, compute and write."""
    to.mkdir(parents=True, exist_ok=True)
    rows = pd.read_parquet(source, columns=COLUMNS)
    rows["place"] = rows["place"].astype("category")
    rows["person"] = rows["person"].astype("category")
    rows = rows.iloc[np.lexsort((rows["stint_out"], rows["stint_in"], rows["person"].cat.codes))].reset_index(drop=True)
    key = (rows["person"].cat.codes.to_numpy(), rows["stay_in"].to_numpy())
    first = np.ones(len(rows), bool)
    first[1:] = (key[0][1:] != key[0][:-1]) | (key[1][1:] != key[1][:-1])
    last = np.append(first[1:], True)
    stays(rows, first, last).to_parquet(to / "stays.parquet", compression="zstd")
    low, high = (int(np.datetime64(day, "D").astype(int)) for day in (first_day, last_day))
    end = int(np.datetime64(until, "us").astype(int))
    census(rows, low, high, end).to_parquet(to / "census.parquet", compression="zstd")
    movements(rows, first).to_parquet(to / "movements.parquet", compression="zstd")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:6])
