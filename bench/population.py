"""Population between reports, held against numbers that are known: hidden reports, sparse biased reports with flows, and flows alone.

::

    python bench/population.py [--shared FOLDER] [--replicates N]

1. Back-test: of each public series every second report is hidden, and the band of the rest is asked for its day.
2. The daily census of a national authority is reported every 3, 6 or 12 months by three sources that err, round and bound; monthly flows in and out are
   known with an error. How far is the band's median from the census on days between reports, and how often does the 90 % interval hold it?
3. El Salvador: stock figures up to March 2022, then only arrests and releases. How many were held in March 2024?

Writes ``bench/POPULATION.md``.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from habeas.amount import Amount
from habeas.estimation.population import Figure, Kind, PopulationEstimate, estimate
from habeas.when import Span, parse

HERE = Path(__file__).parent
Series = list[tuple[date, float]]


def stock(ref: object, day: date, amount: Amount, source: str) -> Figure:
    """Return a figure of how many were held on a day."""
    return Figure(
        ref=str(ref), kind="stock", amount=amount, span=Span.on(day), source=source, scope="all", definition="held"
    )


def answered(made: PopulationEstimate, day: date) -> tuple[float, float, float]:
    """Return median and limits on a day."""
    found = made.on(day)
    if found.point is None or found.low is None or found.high is None:
        raise ValueError(day)
    return found.point, found.low, found.high


# --- 1. Hidden reports


def back_test(name: str, series: Series) -> dict[str, Any]:
    """Hide every second report and ask the rest for it; one source, no flows."""
    shown = [stock(at, day, Amount.exact(round(value)), name) for at, (day, value) in enumerate(series) if at % 2 == 0]
    begun = time.perf_counter()
    made = estimate(shown, by="week", level=0.9)
    seconds = time.perf_counter() - begun
    errors, held = [], []
    for at, (day, value) in enumerate(series):
        if at % 2 and made.days[0] <= day <= made.days[-1]:
            point, low, high = answered(made, day)
            errors.append(abs(point - value) / value)
            held.append(low <= value <= high)
    return {"series": name, "hidden": len(held), "error": np.mean(errors), "held": sum(held), "seconds": seconds}


def thinned(series: Series, days: int, most: int = 41) -> Series:
    """Return a report about every so many days, the last ``most`` of them."""
    found: Series = []
    for day, value in sorted(series):
        if not found or (day - found[-1][0]).days >= days:
            found.append((day, value))
    return found[-most:]


def public_series(shared: Path) -> Iterator[tuple[str, Series]]:
    """Yield public series of persons held."""
    with (shared / "mortality" / "totalDetained.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    for at, name in ((1, "ICE and CBP"), (2, "ICE"), (3, "CBP")):
        values = [(_american(row[0]), float(row[at].replace(",", ""))) for row in rows if row[at]]
        yield f"{name}, fortnightly", thinned(values, 60)
    with (shared / "mortality" / "average_daily_population.csv").open(encoding="utf-8") as file:
        yearly = [(date(int(row["fiscal_year"]), 4, 1), float(row["adp"])) for row in csv.DictReader(file)]
    yield "ICE, average of a year", yearly
    headcounts = headcount(shared)
    for code, series in headcounts:
        yield f"ICE, {code}", thinned(series, 180)
    national = census(shared)
    yield "ICE, national census", thinned(national, 60)
    for path, name in ((shared / "mortality" / "prison_agency_counts_2019-2024.csv", ""),):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["State.Name"] in {"Texas", "California", "Florida", "Georgia", "Ohio"}:
                    values = [
                        (date(year, 7, 1), float(row[f"Pop.{'Jun' if year == 2019 else 'Jul'}.{year}"]))
                        for year in range(2019, 2025)
                    ]
                    yield f"prisons of {row['State.Name']}{name}", values


def _american(text: str) -> date:
    month, day, year = (int(one) for one in text.split("/"))
    return date(year, month, day)


def headcount(shared: Path) -> list[tuple[str, Series]]:
    """Return the headcounts of the five places that held most."""
    path = shared / "ice-census" / "facility_headcount_2005-2024.csv.gz"
    sums: dict[str, dict[date, float]] = defaultdict(dict)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="|"):
            sums[row["detention_facility_code"]][date.fromisoformat(row["date"])] = float(row["n"] or 0)
    largest = sorted(sums, key=lambda one: -sum(sums[one].values()))[:5]
    return [(one, sorted((day, value) for day, value in sums[one].items() if value > 100)) for one in largest]


def census(shared: Path) -> Series:
    """Return how many the authority held nationally at midnight, day by day."""
    table = pq.read_table(
        shared / "ice-census" / "facility_day_population_2022-10_2026-03.parquet",
        columns=["date", "n_detained_at_midnight"],
    )
    sums: dict[date, float] = defaultdict(float)
    for day, held in zip(table["date"].to_pylist(), table["n_detained_at_midnight"].to_pylist(), strict=True):
        sums[day if isinstance(day, date) else date.fromisoformat(str(day))] += held or 0
    return sorted(sums.items())[:-2]


# --- 2. Sparse reports with flows


def reported(truth: Series, months: int, rng: np.random.Generator) -> list[Figure]:
    """Return what three sources say every so many months, and monthly flows: biased, rounded, bounded, short by some."""
    days, held = [day for day, _ in truth], np.array([value for _, value in truth])
    figures = []
    for name in ("the authority", "a monitor", "a newspaper"):
        bias, grain = rng.normal(0, 0.03), int(rng.choice([1, 100, 1000]))
        at = int(rng.integers(0, months * 30))
        while at < len(days):
            value = round(held[at] * (1 + bias + rng.normal(0, 0.005)) / grain) * grain
            amount = Amount.at_least(Decimal(int(value * 0.97))) if rng.random() < 0.15 else Amount.exact(int(value))
            figures.append(stock(f"{name}-{at}", days[at], amount, name))
            at += months * 30
    came = np.maximum(held[:-1] / 45 * rng.uniform(0.8, 1.2, len(held) - 1), np.maximum(np.diff(held), 0))
    left = came - np.diff(held)
    short = rng.normal(0, 0.01, 2)
    for first in range(0, len(days) - 1, 30):
        last = min(first + 30, len(days) - 1)
        sides: tuple[tuple[Kind, Any, float], ...] = (("in", came, short[0]), ("out", left, short[1]))
        for kind, flow, off in sides:
            total = round(float(flow[first:last].sum()) * (1 + off))
            span = Span.every_day(days[first] + timedelta(days=1), days[last])
            figures.append(Figure(ref=f"{kind}-{first}", kind=kind, amount=Amount.exact(total), span=span, source="the authority", scope="all", definition="held"))  # fmt: skip
    return figures


def sparse(truth: Series, months: int, replicates: int, seed: int) -> dict[str, Any]:
    """Return error and coverage on days between reports, over replicates."""
    errors: list[float] = []
    held: list[bool] = []
    seconds: list[float] = []
    for rng in (np.random.default_rng(one) for one in np.random.SeedSequence(seed).spawn(replicates)):
        figures = reported(truth, months, rng)
        begun = time.perf_counter()
        made = estimate(figures, by="week", level=0.9)
        seconds.append(time.perf_counter() - begun)
        _held_against(made, truth, errors, held)
    return {
        "months": months,
        "replicates": replicates,
        "error": np.mean(errors),
        "held": np.mean(held),
        "seconds": np.median(seconds),
    }


def _held_against(made: PopulationEstimate, truth: Series, errors: list[float], held: list[bool]) -> None:
    for day, value in truth[::17]:
        if made.days[0] <= day <= made.days[-1]:
            point, low, high = answered(made, day)
            errors.append(abs(point - value) / value)
            held.append(low <= value <= high)


# --- 3. El Salvador, flows alone


def el_salvador(shared: Path) -> PopulationEstimate:
    """Return the estimate from stock figures up to March 2022 and the arrests and releases after it."""
    kinds: dict[str, Kind] = {"population": "stock", "arrests_emergency": "in_total", "releases_emergency": "out_total"}
    figures = []
    with (shared / "elsalvador" / "figures.csv").open(encoding="utf-8") as file:
        for at, row in enumerate(csv.DictReader(file)):
            kind = kinds.get(row["predicate"])
            if (
                kind is None
                or not row["subject"].startswith("El Salvador")
                or row["who_is_counted"].startswith("held under")
            ):
                continue
            span, low = parse(row["as_of"]), Decimal(row["low"])
            if kind == "stock" and (span.outer[0] or date.max) > date(2022, 4, 1):
                continue
            make: Any = {"exact": Amount.exact, "approx": Amount.about}.get(row["qualifier"], Amount.at_least)
            since = None if kind == "stock" else date(2022, 3, 27)
            figures.append(Figure(ref=str(at), kind=kind, amount=make(low), span=span, source=row["speaker"], scope="prisons", definition="all held", since=since))  # fmt: skip
    return estimate(figures, level=0.9, until=date(2024, 12, 31))


# --- the table


def main() -> None:
    """Run the three, and write the table."""
    given = argparse.ArgumentParser()
    given.add_argument("--shared", type=Path, default=HERE.parents[1] / "shared" / "data")
    given.add_argument("--replicates", type=int, default=60)
    asked = given.parse_args()
    lines = ["# Population between reports: measured", "", "Written by `python bench/population.py`; one process.", ""]
    lines += [
        "## Every second report hidden",
        "",
        "| series | hidden | mean error | held by the 90 % interval | seconds |",
        "|---|---|---|---|---|",
    ]
    rows = [back_test(name, series) for name, series in public_series(asked.shared) if len(series) > 4]
    lines += [
        f"| {one['series']} | {one['hidden']} | {100 * float(one['error']):.1f} % | {one['held']} | {one['seconds']:.2f} |"
        for one in rows
    ]
    hidden, held = (sum(int(one[name]) for one in rows) for name in ("hidden", "held"))
    lines += [
        f"| all {len(rows)} | {hidden} | {100 * np.mean([float(one['error']) for one in rows]):.1f} % | {held} ({100 * held / hidden:.0f} %) | |",
        "",
    ]
    lines += [
        "## A census reported sparsely by three sources, with monthly flows",
        "",
        "| a report every | systems | mean error | target | 90 % interval holds | target | seconds a fit |",
        "|---|---|---|---|---|---|---|",
    ]
    truth = census(asked.shared)
    for months, target in ((3, 2.6), (6, 3.5), (12, 4.9)):
        one = sparse(truth, months, asked.replicates, 1)
        lines.append(
            f"| {months} months | {one['replicates']} | {100 * float(one['error']):.1f} % | {target} % | {100 * float(one['held']):.0f} % | 88-93 % | {one['seconds']:.2f} |"
        )
    lines += [
        "",
        "## El Salvador: stock figures to March 2022, then arrests and releases alone",
        "",
        "| day | median | 90 % interval | reported then |",
        "|---|---|---|---|",
    ]
    made = el_salvador(asked.shared)
    for day in (date(2024, 3, 15), date(2024, 3, 31)):
        point, low, high = answered(made, day)
        off = 100 * (point / 109_519 - 1)
        lines.append(f"| {day} | {point:,.0f} ({off:+.1f} %) | {low:,.0f} to {high:,.0f} | 109,519 |")
    text = "\n".join(lines) + "\n"
    (HERE / "POPULATION.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
