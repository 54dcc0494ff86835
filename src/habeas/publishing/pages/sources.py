"""Every source: what is recorded about it, its versions and their hashes, and its text with the quotes marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from habeas.evidence import Source
from habeas.publishing import links
from habeas.publishing.context import Edition, Page
from habeas.publishing.disclosure import Quoted
from habeas.publishing.quotes import Grid, Part, grids, marked, stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The text of one version, as shown."""

    source: Source
    parts: Sequence[Part]
    grids: Sequence[Grid]
    lost: Sequence[Quoted]
    unread: bool


def write(edition: Edition) -> None:
    """Write the list of sources and a page for each, also for those whose text is withheld."""
    disclosed = edition.disclosed
    page = edition.page("sources/index.html")
    quoted = {name: len(own) for name, own in disclosed.by_source.items()}
    page.write("sources.html", title=edition.t("sources-title"), here="sources", quoted=quoted)
    for name, versions in disclosed.sources.items():
        _open(edition, name, versions)
    for name, versions in disclosed.shut.items():
        page = edition.page(links.source_page(name))
        withdrawn = name in edition.view.withdrawn
        page.write("source_shut.html", title=name, here="sources", name=name, versions=versions, withdrawn=withdrawn)


def _open(edition: Edition, name: str, versions: Sequence[Source]) -> None:
    page = edition.page(links.source_page(name))
    quoted = edition.disclosed.by_source.get(name, ())
    texts = []
    for place, version in enumerate(reversed(versions)):
        own = [one for one in quoted if one.citation.sha256 == version.sha256]
        if version.about.sensitivity == "public" and (own or place == 0):
            texts.append(_text(page, version, own))
    source = versions[-1]
    page.write(
        "source.html", title=source.about.title or source.file, here="sources", source=source, versions=versions, texts=texts,
        quoted=quoted,
    )  # fmt: skip


def _text(page: Page, version: Source, quoted: Sequence[Quoted]) -> Text:
    edition = page.edition
    extract = edition.view.extract(version.sha256)
    if extract is None:
        return Text(source=version, parts=(), grids=(), lost=quoted, unread=True)
    said = edition.t("page")

    to_claim = escape(edition.t("to-claim"))

    def link(one: Quoted) -> Markup:
        where, key = page.href(edition.atlas.claim(one.claim)), escape(one.claim.key[:40])
        return Markup(f'<a class="from" href="{where}" title="{to_claim}">{key}</a>')  # noqa: S704 - escaped above

    def sign(number: int) -> Markup:
        return Markup('<span class="leaf">{} {}</span>').format(said, number)

    lost = [one for one in quoted if not stands(extract, one)]
    if extract.sheets:
        return Text(source=version, parts=(), grids=grids(extract, quoted, link), lost=lost, unread=False)
    return Text(source=version, parts=marked(extract, quoted, link, sign), grids=(), lost=lost, unread=False)
