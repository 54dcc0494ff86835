"""Estimates: the numbers that nobody reports, each with its interval, what it assumes, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass

from habeas import words
from habeas.publishing.context import Edition, Page
from habeas.publishing.estimates_view import EstimateView
from habeas.publishing.links import slug
from habeas.publishing.pages import estimates_account, estimates_mortality, estimates_population, estimates_unlisted
from habeas.publishing.pages.estimates_words import Sheet

_PAGES = {
    "population": estimates_population.write, "mortality": estimates_mortality.write, "mse": estimates_unlisted.write,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the first page: what it is called, where it stands, what it comes to."""

    title: str
    note: str
    href: str | None
    said: str


def write(edition: Edition) -> None:
    """Write the page on each estimate that may leave, and the one that lists them."""
    if not edition.view.estimates:
        return
    first = edition.page("estimates/index.html")
    entries = [_entry(edition, first, one) for one in edition.view.estimates]
    first.write(
        "estimates.html",
        title=_t(edition, "title"),
        here="estimates",
        entries=entries,
        note=edition.view.persons.note.text(edition.lang) if edition.view.persons and edition.view.persons.note else "",
        account=estimates_account.rows(edition, first),
        p=lambda key, **values: _t(edition, key, **values),
    )


def _t(edition: Edition, key: str, **values: object) -> str:
    return words.text(f"estimates_pages.{key}", edition.lang, **values)


def _entry(edition: Edition, first: Page, one: EstimateView) -> Entry:
    title, note = one.title.text(edition.lang), one.note.text(edition.lang) if one.note else ""
    if one.problem is not None:
        return Entry(title=title, note=note, href=None, said=_t(edition, "not-made", why=one.problem))
    if any(name not in edition.disclosed.claims for name in one.claims):
        return Entry(title=title, note=note, href=None, said=_t(edition, "withheld"))
    path = f"estimates/{slug(one.id)}.html"
    sheet = Sheet(edition, edition.page(path), one)
    said = _PAGES[one.kind](sheet)
    return Entry(title=title, note=note, href=first.href(path) if said.written else None, said=said.text)
