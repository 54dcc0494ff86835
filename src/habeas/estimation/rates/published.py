"""A published rate held against its own parts: which periods its person-years are of, and whether its deaths are of the same ones.

A study that counts deaths by one calendar and person-years by another has a rate of no period at all. Here each published row is matched with the
run of periods whose person-years add up to its own; its deaths are then those of these periods, or they are not, and by how many is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from habeas import words
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.rates.periods import Figure
from habeas.estimation.rates.rate import rate


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRow:
    """A row of a published table: a name, its deaths and its person-years."""

    name: str
    deaths: int
    person_years: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """A published row against its parts.

    ``periods`` are the labels of the run whose person-years are the published ones (empty where no run, or more than one, adds up to them);
    ``deaths`` those of the run where each of its periods has a count. ``published`` and ``agreed`` are the two rates, ``agreed`` None where it cannot be
    made.
    """

    row: PublishedRow
    periods: tuple[str, ...]
    deaths: int | None
    published: Estimate
    agreed: Estimate | None
    reasons: tuple[Reason, ...]

    @property
    def agrees(self) -> bool:
        """Return whether the deaths are those of the periods of the person-years."""
        return self.deaths == self.row.deaths

    def as_json(self, lang: words.Lang) -> dict[str, Any]:
        """Return it as values of JSON."""
        return {
            "name": self.row.name, "deaths_published": self.row.deaths, "person_years": self.row.person_years,
            "periods": list(self.periods), "deaths_of_periods": self.deaths, "agrees": self.agrees,
            "published": self.published.as_json(lang), "agreed": self.agreed.as_json(lang) if self.agreed else None,
            "reasons": [one.as_json(lang) for one in self.reasons],
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """All published rows against their parts, and what holds of the table as a whole."""

    rows: tuple[Compared, ...]
    reasons: tuple[Reason, ...]

    @property
    def agrees(self) -> bool:
        """Return whether every row agrees with its parts."""
        return all(one.agrees for one in self.rows)


def compare_published(
    published: Sequence[PublishedRow], deaths: Sequence[Figure], person_years: Sequence[Figure], *, level: float = 0.95
) -> Comparison:
    """Hold a published table against deaths and person-years by period (exact counts, one row a period, one place).

    Where published deaths are not those of the periods, deaths at the border of two runs may have been counted to the neighbour, as happens where
    one side goes by calendar and the other by fiscal year. Whether *any* way of dividing the border periods gives the published deaths is
    reckoned too: where none does, deaths are missing or added, and the counts are of different lists.
    """
    counts = {one.days: one.low for one in deaths}
    exposures = sorted(person_years, key=lambda one: one.days)
    runs = [_run(one.person_years, exposures) for one in published]
    rows = tuple(
        _compared(one, run, counts, level)
        for one, run in zip(published, runs, strict=True)
    )  # fmt: skip
    return Comparison(rows=rows, reasons=tuple(_whole(rows, runs, deaths, exposures)))


def _run(wanted: float, exposures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the one run of periods that adds up to a number, to within rounding; none where there is no such run or several."""
    found = []
    for start in range(len(exposures)):
        reached = 0.0
        for end in range(start, len(exposures)):
            reached += exposures[end].low
            if abs(reached - wanted) <= 0.5 + 1e-9 * wanted:
                found.append(tuple(exposures[start : end + 1]))
    return found[0] if len(found) == 1 else ()


def _compared(row: PublishedRow, run: Sequence[Figure], counts: dict[Any, float], level: float) -> Compared:
    said: dict[str, object] = {"name": row.name, "deaths": row.deaths, "periods": _named(run)}
    reasons, own = [], None
    missing = [one for one in run if one.days not in counts]
    if not run:
        reasons.append(Reason("rates.no-run", "warn", {"name": row.name, "years": row.person_years}))
    elif missing:
        reasons.append(Reason("rates.run-uncounted", "warn", {**said, "missing": _named(missing)}))
    else:
        own = round(sum(counts[one.days] for one in run))
        if own != row.deaths:
            reasons.append(
                Reason(
                    "rates.deaths-disagree",
                    "warn",
                    {**said, "found": own, "off": abs(own - row.deaths), "first": run[0].label, "last": run[-1].label},
                )
            )
    agreed = None if own is None else rate(own, sum(one.low for one in run), level=level)
    return Compared(
        row=row, periods=tuple(one.label for one in run), deaths=own, agreed=agreed, reasons=tuple(reasons),
        published=rate(row.deaths, row.person_years, level=level, reasons=reasons),
    )  # fmt: skip


def _named(run: Sequence[Figure]) -> str:
    if not run:
        return "–"
    return run[0].label if len(run) == 1 else f"{run[0].label}–{run[-1].label}"


def _whole(
    rows: Sequence[Compared], runs: Sequence[Sequence[Figure]], deaths: Sequence[Figure], exposures: Sequence[Figure]
) -> list[Reason]:
    """Return what holds of the table as a whole: periods of one side only, and whether any division of the borders makes the counts agree."""
    found = []
    both = {one.days for one in deaths} & {one.days for one in exposures}
    for name, side in (("deaths", deaths), ("person-years", exposures)):
        alone = [one for one in side if one.days not in both]
        if alone:
            total = round(sum(one.low for one in alone))
            found.append(Reason(f"rates.none-{name}", "warn", {"rows": alone, "n": len(alone), "total": total}))
    counts = {one.days: round(one.low) for one in deaths}
    if all(runs) and any(not one.agrees for one in rows) and all(one.deaths is not None for one in rows):
        off = _unplaced([one.row.deaths for one in rows], [[counts[one.days] for one in run] for run in runs])
        total, own = sum(one.row.deaths for one in rows), sum(one.deaths or 0 for one in rows)
        found.append(
            Reason(
                "rates.border-cannot" if off else "rates.border-can", "warn", {"total": total, "found": own, "off": off}
            )
        )
    return found


def _unplaced(wanted: Sequence[int], runs: Sequence[Sequence[int]]) -> int:
    """Return how many deaths at least are missing or too many, however the first and last period of each run is divided with its neighbour.

    A run may hand deaths of its first period to the run before and of its last to the one after. ``best[m]`` is the least that is left over when m deaths
    of the run's first period were counted to the run before it (below 0: of that run's last period to this one); dynamic programming over the borders.
    """
    best = {0: 0}
    for place, (count, own) in enumerate(zip(wanted, runs, strict=True)):
        last = place == len(runs) - 1
        least, most = (0, 0) if last else (-own[-1], runs[place + 1][0])
        after: dict[int, int] = {}
        for given, left in best.items():
            for more in range(least, most + 1):
                off = left + abs(count - (sum(own) - given + more))
                after[more] = min(after.get(more, off), off)
        best = after
    return min(best.values())
