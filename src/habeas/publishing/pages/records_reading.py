"""How each release was read: every row accounted for, problems in words with the way out, and what other rules would count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from markupsafe import Markup

from habeas import words
from habeas.publishing.context import Edition, Page
from habeas.publishing.links import slug
from habeas.publishing.pages.records import Leaf, leaves, number, title_of, why
from habeas.publishing.records_view import ProblemGroup, Records
from habeas.words import Lang

COUNTS: Final = (
    "rows", "persons_certain", "persons_possible", "stints_certain", "stints_possible", "stays_certain", "stays_possible",
    "open_stints", "open_stays", "rows_without_id", "rows_left_out", "person_years_low", "person_years_high",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A group of problems in words: what is wrong and the way out, and where the first of them stands."""

    group: ProblemGroup
    text: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A release as the page shows it; ``sums`` are rows in, used, set aside and blank."""

    record: Records
    id: str
    title: str
    leaves: Sequence[Leaf]
    sums: Mapping[str, int]
    note: Callable[[], Markup]
    problems: Sequence[Told]
    totals: Sequence[tuple[str, str]]
    compared: Sequence[tuple[str, Sequence[str]]]
    columns: Sequence[str]


def write(edition: Edition) -> None:
    """Write the page on how the releases were read."""
    page = edition.page("records/index.html")
    shown = [_shown(page, one) for one in edition.view.records]
    page.write("records_reading.html", title=edition.t("records-reading-title"), here="records", releases=shown)


def _shown(page: Page, record: Records) -> Shown:
    edition = page.edition
    sums = {name: sum(getattr(one, name) for one in record.sheets) for name in ("rows", "used", "set_aside", "blank")}
    columns = [name for name in COUNTS if any(name in one.counts for one in record.compared)]
    return Shown(
        record=record,
        id=f"release-{slug(record.name)}",
        title=title_of(edition, record),
        leaves=leaves(page, record),
        sums=sums,
        note=partial(why, page, record, "accounts"),
        problems=[Told(group=one, text=said(one, edition.lang), where=_where(edition, one)) for one in record.problems],
        totals=[(name, number(record.totals[name])) for name in COUNTS if name in record.totals],
        compared=[(one.rule, [number(one.counts.get(name)) for name in columns]) for one in record.compared],
        columns=columns,
    )


def said(group: ProblemGroup, lang: Lang) -> str:
    """Return a group of problems in words; what was found in the rows is left out of them, as it can be a person's."""
    values: dict[str, object] = {
        "expected": group.expected or "…", "n": group.n, "sheet": group.sheet or "…", "line": group.line or 0,
        "file": group.file, "column": group.column or "…",
    }  # fmt: skip
    key = group.key if "." in group.key else f"records.{group.key}"
    for _ in range(12):
        try:
            return words.text(key, lang, **values)
        except KeyError as missing:
            name = str(missing.args[0])
            if name in values or name == key.partition(".")[2]:
                break
            values[name] = "…"
    return group.key


def _where(edition: Edition, group: ProblemGroup) -> str:
    parts = [group.file, group.sheet, edition.t("records-line", line=group.line) if group.line else None]
    return ", ".join(part for part in parts if part)
