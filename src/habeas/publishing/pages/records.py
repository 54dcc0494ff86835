"""The pages on records: how a release was read, and the population, places, movements and lengths of stay counted in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from habeas import words
from habeas.publishing import taking
from habeas.publishing.charts import Chart, Drawn, worded
from habeas.publishing.context import Edition, Page
from habeas.publishing.links import slug
from habeas.publishing.records_view import Records

KINDS: Final = ("population", "places", "movements", "lengths")
OF_LISTS: Final = ("population", "vanished", "lengths")
"""The pages of a register: its lists know one place, and no moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A page of a release, for the way from one to the other: its address, and whether it is the one shown."""

    kind: str
    href: str
    here: bool


def write(edition: Edition) -> None:
    """Write the pages of every release."""
    from habeas.publishing.pages import (
        records_lengths,
        records_movements,
        records_places,
        records_population,
        records_reading,
        records_vanished,
    )

    records_reading.write(edition)
    for one in edition.view.records:
        modules = (records_population, records_places, records_movements, records_lengths)
        for module in (records_population, records_vanished, records_lengths) if one.register else modules:
            module.write(edition, one)


def kinds_of(record: Records) -> tuple[str, ...]:
    """Return the pages that a release has."""
    return OF_LISTS if record.register else KINDS


def address(record: Records, kind: str) -> str:
    """Return the page of a release, within a language's folder."""
    return f"records/{slug(record.name)}.{kind}.html"


def leaves(page: Page, record: Records, here: str = "") -> list[Leaf]:
    """Return the pages of a release, the way it was read first."""
    first = Leaf(
        kind="reading", href=page.href(f"records/index.html#release-{slug(record.name)}"), here=here == "reading"
    )
    others = [Leaf(kind=kind, href=page.href(address(record, kind)), here=kind == here) for kind in kinds_of(record)]
    return [first, *others]


def begin(edition: Edition, record: Records, kind: str) -> Page:
    """Begin a page of a release."""
    return edition.page(address(record, kind))


def finish(page: Page, record: Records, kind: str, **values: object) -> None:
    """Write a page of a release."""
    edition = page.edition
    title = edition.t(f"records-{kind}-title")
    page.write(
        f"records_{kind}.html", title=title, here="records", record=record, leaves=leaves(page, record, kind),
        about=title_of(edition, record), **values,
    )  # fmt: skip


def title_of(edition: Edition, record: Records) -> str:
    """Return what a release is called, with its last moment where one is known."""
    called = record.release or record.name
    return edition.t("records-release", name=called, day=record.until.date()) if record.until else called


def why(page: Page, record: Records, table: str) -> Markup:
    """Cite the table and the rule that a number of a page comes from."""
    t, used = page.edition.t, sum(one.used for one in record.sheets)
    said = t("records-why", table=table, rule=record.rule, release=record.release or record.name)
    return page.notes.count(f"{said} {t('records-why-rows', used=used)}" if record.sheets else said)


def offered(
    edition: Edition, record: Records, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> str:
    """Write a table to take away, once for both languages, and return its address in the site."""
    return taking.offered(edition, f"{slug(record.name)}.{name}", columns, rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A chart of a release before it is drawn: its words, its wide and its small version, and its data."""

    name: str
    title: str
    subtitle: str
    alt: str
    specs: Sequence[dict[str, object]]
    columns: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]


def chart(edition: Edition, record: Records, plot: Plot) -> Drawn:
    """Draw a chart of a release."""
    source = edition.t("records-source", release=record.release or record.name, rule=record.rule)
    told = {"title": plot.title, "subtitle": plot.subtitle, "source": source}
    wide, phone = plot.specs
    return edition.draw(
        Chart(
            name=f"{slug(record.name)}-{plot.name}.{edition.lang}",
            title=plot.title,
            subtitle=plot.subtitle,
            source=source,
            alt=plot.alt,
            wide=wide,
            phone=phone,
            full=worded(wide, told),
            columns=plot.columns,
            rows=plot.rows,
        )
    )


def number(value: object) -> str:
    """Return a number of the totals as it is written, or a dash where it is not there."""
    return words.number(round(value, 1)) if isinstance(value, int | float) else "–"
