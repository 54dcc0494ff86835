"""The table of places: how many each held and for how long, against the capacity that claims state, a line for each place."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from habeas import words
from habeas.amount import Amount
from habeas.claims import Claim
from habeas.publishing.context import Edition, Page
from habeas.publishing.pages.records import begin, finish, offered, why
from habeas.publishing.records_load import nights_above
from habeas.publishing.records_view import PlaceRow, Records
from habeas.publishing.small_cells import pair

CAPACITY: Final = "capacity"
_WIDE: Final = 117
_HIGH: Final = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The capacity that claims state for a place: the least and the greatest of their figures, and the claims."""

    low: float
    high: float
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table, in signs."""

    row: PlaceRow
    held: str
    mean: str
    capacity: str
    occupancy: str
    above: str
    note: Markup
    spark: Markup


def write(edition: Edition, record: Records) -> None:
    """Write the table of places of a release."""
    page = begin(edition, record, "places")
    stated = capacities(edition, record)
    last = record.national[-1].day if record.national else date.max
    above = (
        nights_above(record.folder, {place: (one.low, one.high) for place, one in stated.items()}, last)
        if stated
        else {}
    )
    note = why(page, record, "census, balance")
    lines = [_line(page, one, stated.get(one.place), above.get(one.place)) for one in record.places]
    finish(
        page,
        record,
        "places",
        lines=lines,
        note=note,
        stated=len(stated),
        table=_table(edition, record, lines),
        day=last,
    )


def capacities(edition: Edition, record: Records) -> dict[str, Stated]:
    """Return the stated capacity of each place that a subject of the case names by the code or the name the records use."""
    by_name: dict[str, str] = {}
    for name, subject in edition.view.about.subjects.items():
        by_name.update({_folded(said): name for said in (name, subject.en, subject.es)})
    linked = {site.code: site.subject for site in record.sites if site.subject}
    found = {}
    for one in record.places:
        about = linked.get(one.place) or by_name.get(_folded(one.place)) or by_name.get(_folded(one.name or one.place))
        claims = [claim for claim in edition.disclosed.by_subject.get(about or "", ()) if _states(claim)]
        ends = [
            (float(claim.value.low), float(claim.value.high))
            for claim in claims
            if isinstance(claim.value, Amount) and claim.value.low is not None and claim.value.high is not None
        ]
        if ends and min(low for low, _ in ends) > 0:
            found[one.place] = Stated(
                low=min(low for low, _ in ends), high=max(high for _, high in ends), claims=tuple(claims)
            )
    return found


def _states(claim: Claim) -> bool:
    value = claim.value
    return (
        claim.predicate == CAPACITY and claim.polarity != "denied" and isinstance(value, Amount)
        and value.low is not None and value.high is not None
    )  # fmt: skip


def _folded(said: str) -> str:
    plain = unicodedata.normalize("NFKD", said.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def _line(page: Page, row: PlaceRow, stated: Stated | None, above: tuple[int, int] | None) -> Line:
    note = Markup()
    capacity = occupancy = over = ""
    if stated is not None and above is not None:
        note = Markup().join(page.notes.claim(one) for one in stated.claims)
        capacity = pair(stated.low, stated.high)
        occupancy = _share(row.last_certain / stated.high, row.last_possible / stated.low)
        over = _share(above[0] / row.nights, above[1] / row.nights)
    return Line(
        row=row,
        held=pair(row.last_certain, row.last_possible),
        mean=pair(round(row.mean_low, 1), round(row.mean_high, 1)),
        capacity=capacity,
        occupancy=occupancy,
        above=over,
        note=note,
        spark=spark(row.spark),
    )


def _share(low: float, high: float) -> str:
    a, b = round(low * 100), round(high * 100)
    return f"{a} %" if a == b else f"{a}–{b} %"


def spark(counts: Sequence[tuple[int, int]]) -> Markup:
    """Return a small line of a place's population over the days of the release, from zero to its own greatest."""
    top = max((high for _, high in counts), default=0)
    if len(counts) < 2 or top == 0:
        return Markup("")
    step = _WIDE / (len(counts) - 1)
    low, high = ([(round(k * step), round(_HIGH - 1 - one[of] / top * (_HIGH - 3))) for k, one in enumerate(counts)] for of in (0, 1))  # fmt: skip
    band = f'<path class="b" d="{_path(high + low[::-1])}z"/>' if low != high else ""
    return Markup(  # noqa: S704 - numbers alone
        f'<svg class="spark" viewBox="0 0 {_WIDE} {_HIGH}" aria-hidden="true" focusable="false">{band}<path d="{_path(high)}"/></svg>'
    )


def _path(points: Sequence[tuple[int, int]]) -> str:
    (x, y), found = points[0], f"M{points[0][0]} {points[0][1]}l"
    steps = []
    for a, b in points[1:]:
        steps.append(f"{a - x}{'' if b < y else ' '}{b - y}")
        x, y = a, b
    return found + " ".join(steps)


def _table(edition: Edition, record: Records, lines: Sequence[Line]) -> str:
    columns = (
        "place", "name", "first_day", "last_day", "last_certain", "last_possible", "peak", "peak_day", "nights", "mean_certain",
        "mean_possible", "capacity", "occupancy", "nights_above", "held_at_start", "arrivals", "departures", "held_at_end",
    )  # fmt: skip
    rows = (
        (
            one.row.place, one.row.name, one.row.first, one.row.last, one.row.last_certain, one.row.last_possible, one.row.peak,
            one.row.peak_day, one.row.nights, round(one.row.mean_low, 2), round(one.row.mean_high, 2), one.capacity,
            one.occupancy, one.above, one.row.held_at_start, one.row.arrivals, one.row.departures, one.row.held_at_end,
        )
        for one in lines
    )  # fmt: skip
    return offered(edition, record, "places", columns, rows)


def counted(value: int | None) -> str:
    """Return a count, or a dash where there is none."""
    return "–" if value is None else words.number(value)
