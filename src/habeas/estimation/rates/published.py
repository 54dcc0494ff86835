"""A published rate held against its own parts: which periods its person-years are of, and whether its deaths are of the same ones.

A study that counts deaths by one calendar and person-years by another has a rate of no period at all. Here each published row is matched with the
run of periods whose person-years add up to its own; its deaths are then those of these periods, or they are not, and by how many is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from habeas import words
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.rates.periods import Days, Figure, merged
from habeas.estimation.rates.rate import rate

_NEAR: Final = 0.005
"""Person-years may differ by so large a share: years of 365 days, or of 365.25."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRow:
    """A row of a published table: a name, its deaths and its person-years, and the days of its deaths where the study says them."""

    name: str
    deaths: int
    person_years: float
    days: Days | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """A published row against its parts.

    Where the days of the deaths are said, ``agreed`` is the rate over the person-years of these days. Else ``periods`` are the labels of the run whose person-years are the published ones (empty where no run, or more than one, adds up to them);
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
        """Return whether deaths and person-years are of the same days, as far as is known."""
        return not self.reasons

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
        _compared(one, run, counts, exposures, level)
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


def _compared(
    row: PublishedRow, run: Sequence[Figure], counts: Mapping[Days, float], exposures: Sequence[Figure], level: float
) -> Compared:
    own = round(sum(counts[one.days] for one in run)) if run and all(one.days in counts for one in run) else None
    if row.days is not None:
        reasons, agreed = _by_days(row, row.days, run, exposures, level)
    else:
        reasons = _by_run(row, run, counts, own)
        agreed = None if own is None else rate(own, sum(one.low for one in run), level=level)
    return Compared(
        row=row, periods=tuple(one.label for one in run), deaths=own, agreed=agreed, reasons=tuple(reasons),
        published=rate(row.deaths, row.person_years, level=level, reasons=reasons),
    )  # fmt: skip


def _by_days(
    row: PublishedRow, days: Days, run: Sequence[Figure], exposures: Sequence[Figure], level: float
) -> tuple[list[Reason], Estimate | None]:
    """Hold a row against the person-years of the days that its deaths are of."""
    years = cut(exposures, days)
    said: dict[str, object] = {"name": row.name, "days": days, "years": round(row.person_years), "periods": _named(run)}
    if years is None:
        return [Reason("rates.days-uncovered", "warn", said)], None
    cut_note = Reason("rates.cut", "note", {"days": days})
    agreed = rate(row.deaths, years, level=level, reasons=[cut_note])
    if abs(years - row.person_years) <= _NEAR * years:
        return [], agreed
    return [Reason("rates.years-disagree", "warn", {**said, "found": round(years)})], agreed


def _by_run(row: PublishedRow, run: Sequence[Figure], counts: Mapping[Days, float], own: int | None) -> list[Reason]:
    """Hold a row against the deaths of the periods that its person-years are of."""
    said: dict[str, object] = {"name": row.name, "deaths": row.deaths, "periods": _named(run)}
    if not run:
        return [Reason("rates.no-run", "warn", {"name": row.name, "years": row.person_years})]
    if own is None:
        missing = [one for one in run if one.days not in counts]
        return [Reason("rates.run-uncounted", "warn", {**said, "missing": _named(missing)})]
    if own == row.deaths:
        return []
    ends = {"first": run[0].label, "last": run[-1].label}
    return [Reason("rates.deaths-disagree", "warn", {**said, **ends, "found": own, "off": abs(own - row.deaths)})]


def cut(exposures: Sequence[Figure], days: Days) -> float | None:
    """Return the person-years of some days out of exact figures of periods that are taken as level; None where they do not cover all of these days."""
    used = [one for one in exposures if one.days.meets(days)]
    if not any(run.holds(days) for run in merged(one.days for one in used)):
        return None
    parts = [(one, Days(max(one.days.first, days.first), min(one.days.last, days.last))) for one in used]
    return sum(one.low * part.years / one.days.years for one, part in parts)


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
    borders = all(runs) and all(one.deaths is not None and one.row.days is None for one in rows)
    if borders and any(not one.agrees for one in rows):
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
