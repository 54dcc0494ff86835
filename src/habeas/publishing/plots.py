"""The words around a chart, and its data as a table: from rows of figures to a chart ready to draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from habeas.publishing import labels
from habeas.publishing.charts import Chart, Line, over_time, ranges, worded
from habeas.publishing.context import Edition
from habeas.publishing.figures import Row
from habeas.publishing.links import slug

_COLUMNS: Final = (
    "n",
    "label",
    "who",
    "counted",
    "low",
    "high",
    "low_open",
    "high_open",
    "stated",
    "from",
    "to",
    "mode",
    "claims",
)
_TOLD: Final = 12


def as_ranges(
    edition: Edition, name: str, rows: Sequence[Row], title: str, subtitle: str, *, lines: Sequence[Line] = ()
) -> Chart:
    """Return a chart of figures one under another."""
    figures = [row.figure for row in rows]
    words = {"title": title, "subtitle": subtitle, "source": source_line(edition, rows)}
    alt = _alt(edition, title, rows, lines)
    wide = ranges(figures, lines)
    return Chart(
        name=f"{slug(name)}.{edition.lang}",
        title=title,
        subtitle=subtitle,
        source=words["source"],
        alt=alt,
        wide=wide,
        phone=ranges(figures, lines, phone=True),
        full=worded(wide, words),
        columns=_COLUMNS,
        rows=_table(rows),
        figures=figures,
    )


def as_time(
    edition: Edition, name: str, rows: Sequence[Row], title: str, subtitle: str, *, joined: bool = False
) -> Chart:
    """Return a chart of figures over time; every row needs a day and a number."""
    figures = [row.figure for row in rows]
    words = {"title": title, "subtitle": subtitle, "source": source_line(edition, rows)}
    wide = over_time(figures, edition.lang, joined=joined)
    return Chart(
        name=f"{slug(name)}.{edition.lang}",
        title=title,
        subtitle=subtitle,
        source=words["source"],
        alt=_alt(edition, title, rows, ()),
        wide=wide,
        phone=over_time(figures, edition.lang, joined=joined, phone=True),
        full=worded(wide, words),
        columns=_COLUMNS,
        rows=_table(rows),
        figures=figures,
        numbered=True,
    )


def source_line(edition: Edition, rows: Sequence[Row]) -> str:
    """Return who published what a chart shows: the publishers by name, as many as fit a line."""
    names: Mapping[str, None] = dict.fromkeys(
        source.about.publisher or labels.title(source)
        for row in rows
        for claim in row.claims
        if (source := labels.current(edition.view, claim)) is not None
    )
    shown = list(names)[:4]
    more = len(names) - len(shown)
    said = "; ".join(shown) + (f"; {edition.t('and-more', n=more)}" if more else "")
    return edition.t("source-line", n=len(names), sources=said)


def _alt(edition: Edition, title: str, rows: Sequence[Row], lines: Sequence[Line]) -> str:
    told = []
    for row in rows[:_TOLD]:
        of = " · ".join(
            dict.fromkeys(
                part for part in (row.figure.label, row.figure.who, row.when) if part and part != row.figure.short
            )
        )
        told.append(f"{of}: {row.text}")
    said = edition.t("alt", title=title, n=len(rows), figures="; ".join(told))
    if lines:
        said += " " + edition.t("alt-lines", lines="; ".join(line.label for line in lines))
    return said if len(rows) <= _TOLD else f"{said} {edition.t('alt-table')}"


def _table(rows: Sequence[Row]) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for place, row in enumerate(rows, 1):
        one = row.figure
        found.append((
            place, one.label, one.who, row.counted, one.low, one.high, one.low_open, one.high_open, one.stated,
            one.start, one.end, one.mode, " ".join(one.claims),
        ))  # fmt: skip
    return found
