"""Movements: flows into custody, through places and out; a map of those between places that have a position; the balance of each place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from markupsafe import Markup

from habeas import words
from habeas.publishing.charts import Drawn, flows
from habeas.publishing.charts import map as atlas
from habeas.publishing.charts.flows import Flow
from habeas.publishing.context import Edition, Page
from habeas.publishing.pages.records import Plot, begin, chart, finish, offered, why
from habeas.publishing.records_view import Edge, Records
from habeas.publishing.small_cells import pair, small

NAMED: Final = 12
REASONS: Final = 8
WAYS: Final = 80
LISTED: Final = 60


def write(edition: Edition, record: Records) -> None:
    """Write the page on movements of a release."""
    page = begin(edition, record, "movements")
    table = offered(
        edition, record, "movements",
        ("from_place", "to_place", "reason", "n_certain", "n_possible", "hidden", "median_minutes", "first_day", "last_day"),
        (_row(one, record.below) for one in record.edges),
    )  # fmt: skip
    between = [one for one in record.edges if one.origin is not None and one.target is not None]
    placed = {site.code for site in record.sites if site.latitude is not None and site.longitude is not None}
    off = _off_map(between, placed)
    finish(
        page, record, "movements", told=_told(page, record, between), table=table, sankey=_sankey(edition, record),
        map=_map(edition, record, between), off=[(record.named(place), words.number(n)) for place, n in off[:40]],
        off_more=max(0, len(off) - 40), source=atlas.outline()["source"] if placed else "",
        top=[_shown(edition, record, one) for one in between[:LISTED]], n_edges=len(between),
        balance=[one for one in record.places if one.arrivals is not None], note=partial(why, page, record, "movements, balance"),
    )  # fmt: skip


def _row(one: Edge, below: int) -> tuple[object, ...]:
    """Return a flow as it leaves: of a few persons neither the count, nor the days, nor the time between."""
    if small(one.certain, below) or small(one.possible, below):
        hidden = f"1–{below - 1}" if one.possible < below else f"<{one.possible + 1}"
        return (one.origin, one.target, one.reason, None, None, hidden, None, None, None)
    return (one.origin, one.target, one.reason, one.certain, one.possible, "", one.median_minutes, one.first, one.last)


def _shown(edition: Edition, record: Records, one: Edge) -> tuple[str, str, str, str]:
    if small(one.certain, record.below) or small(one.possible, record.below):
        count, between = f"1–{record.below - 1}" if one.possible < record.below else f"≤ {one.possible}", "–"
    else:
        hours = None if one.median_minutes is None else round(one.median_minutes / 60, 1)
        count, between = pair(one.certain, one.possible), "–" if hours is None else edition.t("records-hours", n=hours)
    return record.named(one.origin or ""), record.named(one.target or ""), count, between


def _told(page: Page, record: Records, between: Sequence[Edge]) -> list[Markup]:
    """Return the sentences over the charts, each with its footnote."""
    t = page.edition.t
    into, out = [one for one in record.edges if one.origin is None], [one for one in record.edges if one.target is None]
    said = t(
        "records-moved", into=_sum(into), between=_sum(between), out=_sum(out), n=len(record.places),
    )  # fmt: skip
    balanced = [one for one in record.places if one.arrivals is not None]
    found = [Markup("{}{}").format(said, why(page, record, "movements, balance"))]
    if balanced:
        fits = sum(balances(one.held_at_start, one.arrivals, one.departures, one.held_at_end) for one in balanced)
        found.append(
            Markup("{}{}").format(t("records-balanced", n=fits, of=len(balanced)), why(page, record, "balance"))
        )
    return found


def balances(start: int | None, arrivals: int | None, departures: int | None, end: int | None) -> bool:
    """Say whether those held at the start and those who came are those who left and those held at the end."""
    return None not in (start, arrivals, departures, end) and (start or 0) + (arrivals or 0) == (departures or 0) + (
        end or 0
    )


def _sum(edges: Sequence[Edge]) -> str:
    return pair(sum(one.certain for one in edges), sum(one.possible for one in edges))


def _off_map(between: Sequence[Edge], placed: set[str]) -> list[tuple[str, int]]:
    """Return the places without a position, with how many possible movements begin or end there, most first."""
    found: dict[str, int] = {}
    for one in between:
        for place in (one.origin, one.target):
            if place is not None and place not in placed:
                found[place] = found.get(place, 0) + one.possible
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def _map(edition: Edition, record: Records, between: Sequence[Edge]) -> Drawn | None:
    coded = {one.code: one for one in record.sites if one.latitude is not None and one.longitude is not None}
    sites = [coded[one.place] for one in record.places if one.place in coded]
    where = {one.code: place for place, one in enumerate(sites)}
    arrived = {one.place: one.arrivals or 0 for one in record.places}
    ways = [
        (one, atlas.Way(where[one.origin], where[one.target], one.possible))
        for one in between
        if one.origin in where
        and one.target in where
        and one.origin != one.target
        and not small(one.possible, record.below)
    ][:WAYS]
    if not sites:
        return None
    spots = [
        atlas.Spot(record.named(one.code), one.latitude or 0.0, one.longitude or 0.0, arrived[one.code])
        for one in sites
    ]
    specs = [atlas.movements(spots, [way for _, way in ways], phone=phone) for phone in (False, True)]
    t = edition.t
    title, subtitle = t("records-map", n=len(ways)), t("records-map-how")
    if not ways:  # too few persons on each way to draw it, or none at all between these places
        title, subtitle = t("records-map-places"), t("records-map-no-way", n=record.below)
    said = "; ".join(f"{record.named(one.origin or '')} → {record.named(one.target or '')}: {pair(one.certain, one.possible)}" for one, _ in ways[:12])  # fmt: skip
    alt = t("alt", title=title, n=len(ways), figures=said)
    rows = [_row(one, record.below) for one, _ in ways]
    columns = ("from_place", "to_place", "reason", "n_certain", "n_possible", "hidden", "median_minutes", "first_day", "last_day")  # fmt: skip
    return chart(
        edition,
        record,
        Plot(name="map", title=title, subtitle=subtitle, alt=alt, specs=specs, columns=columns, rows=rows),
    )


def _sankey(edition: Edition, record: Records) -> Drawn | None:
    found = through(edition, record)
    if not found:
        return None
    t = edition.t
    ends: dict[str, int] = {}
    for column in flows.sizes(found):
        ends.update(column)
    shown = {name: words.number(n) for name, n in ends.items()}
    heads = (t("records-from"), t("records-through"), t("records-to"))
    specs = [flows.sankey(found, heads, shown, phone=phone) for phone in (False, True)]
    title, subtitle = t("records-sankey"), t("records-sankey-how", n=NAMED)
    said = "; ".join(f"{one.origin} → {one.target}: {words.number(one.n)}" for one in found[:14])
    alt = t("alt", title=title, n=len(found), figures=said)
    rows = [(one.origin, one.target, one.certain, one.n) for one in found]
    return chart(
        edition,
        record,
        Plot(
            name="flows",
            title=title,
            subtitle=subtitle,
            alt=alt,
            specs=specs,
            columns=("from", "to", "certain", "possible"),
            rows=rows,
        ),
    )


def through(edition: Edition, record: Records) -> list[Flow]:
    """Return the flows of all three columns: what came into the places first named, and what went out of them, and of all the others.

    Counts are those possible, as in the balance of each place. For every place, what came in and who was held at the start is what went out and who is held at the end.
    """
    t = edition.t
    named = {one.place: one.name or one.place for one in record.places[:NAMED]}
    twice = {name for name in named.values() if list(named.values()).count(name) > 1}
    named = {code: f"{name} ({code})" if name in twice else name for code, name in named.items()}
    rest = t("records-other-places", n=max(0, len(record.places) - NAMED))
    reasons = _reasons(record, t("records-other-reasons"), t("records-no-reason"))
    into: dict[tuple[str, str], list[int]] = {}
    out: dict[tuple[str, str], list[int]] = {}

    def add(where: dict[tuple[str, str], list[int]], a: str, b: str, possible: int, certain: int) -> None:
        if possible:
            sums = where.setdefault((a, b), [0, 0])
            sums[0] += possible
            sums[1] += certain

    for one in record.edges:
        if one.target is not None:
            origin = t("records-into") if one.origin is None else t("records-from-place")
            add(into, origin, named.get(one.target, rest), one.possible, one.certain)
        if one.origin is not None:
            target = reasons[one.reason] if one.target is None else t("records-to-place")
            add(out, named.get(one.origin, rest), target, one.possible, one.certain)
    for place in record.places:
        start, end = place.held_at_start or 0, place.held_at_end or 0
        add(into, t("records-held-start"), named.get(place.place, rest), start, start)
        add(out, named.get(place.place, rest), t("records-held-end"), end, end)
    order = {name: k for k, name in enumerate([*named.values(), rest])}
    total: dict[str, int] = {}
    for (_, target), (n, _) in out.items():
        total[target] = total.get(target, 0) + n
    left = sorted(into.items(), key=lambda one: (one[0][0], order[one[0][1]]))
    right = sorted(out.items(), key=lambda one: (-total[one[0][1]], one[0][1], order[one[0][0]]))
    return [Flow(column, a, b, *sums) for column, side in ((0, left), (1, right)) for (a, b), sums in side]


def _reasons(record: Records, rest: str, none: str) -> Mapping[str | None, str]:
    total: dict[str | None, int] = {}
    for one in record.edges:
        if one.target is None and one.origin is not None:
            total[one.reason] = total.get(one.reason, 0) + one.possible
    order = sorted(total, key=lambda reason: (-total[reason], reason or ""))
    return {reason: (none if reason is None else reason) if k < REASONS else rest for k, reason in enumerate(order)}
