"""One job of habeas as a process of its own, for bench/records.py to measure.

    python bench/records_job.py custody|whole|figures SOURCE TO [--engine duckdb] [--memory 700MB]

``custody``: canonical stints to stays, census and movements, as the peers do. ``whole``: published files, read and carried to every
table of custody. ``figures``: read files of statistics.
"""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path

UNTIL = datetime(2026, 3, 10, 23, 59)
DAYS = (date(2022, 10, 1), date(2026, 3, 9))
# What the peers say of a stay, and its number.
PEERS = (
    "stay", "person", "started_first", "ended_last", "n_stints", "n_places", "first_place", "last_place", "release_reason",
)  # fmt: skip


def custody(source: Path, to: Path, name: str, memory: str | None) -> None:
    """Do what the peers do: stays, census and movements."""
    from habeas.custody import Custody, engine

    to.mkdir(parents=True, exist_ok=True)
    with engine(name, memory=memory, scratch=to) as on, Custody(source, UNTIL, engine=on, days=DAYS) as made:
        on.write(made.stays(described=False).select(*PEERS), to / "stays.parquet", ["stay"])
        on.write(made.census("midnight"), to / "census.parquet", ["place", "day"])
        on.write(made.movements(), to / "movements.parquet", ["from_place", "to_place", "reason"])


def whole(source: Path, to: Path, name: str, memory: str | None) -> None:
    """Read a folder of published files and write every table of custody."""
    from habeas.custody import Custody, engine
    from habeas.records import read_records

    files = sorted(path for path in source.iterdir() if path.is_file())
    read = read_records(files, to / "records", today=date(2026, 3, 11))
    for reading in read.readings:
        print(reading.kind, reading.rows, "rows,", reading.used, "used,", reading.set_aside, "set aside")
        until = reading.until.moment if reading.until else UNTIL
        with engine(name, memory=memory, scratch=to) as on, Custody(reading.table, until, engine=on) as made:
            made.write(to / "custody")


def figures(source: Path, to: Path) -> None:
    """Read one file, whatever it holds."""
    from habeas.records import read_records

    read = read_records([source], to / "records")
    print([(reading.kind, reading.used) for reading in read.readings], [one.text("en") for one in read.unread])
    if not read.readings:
        raise SystemExit(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job", choices=["custody", "whole", "figures"])
    parser.add_argument("source", type=Path)
    parser.add_argument("to", type=Path)
    parser.add_argument("--engine", default="duckdb")
    parser.add_argument("--memory")
    given = parser.parse_args()
    if given.job == "figures":
        figures(given.source, given.to)
    else:
        {"custody": custody, "whole": whole}[given.job](given.source, given.to, given.engine, given.memory)
