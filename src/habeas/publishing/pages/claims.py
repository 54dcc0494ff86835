"""Every published claim, in tables by subject and topic; filters work without scripts."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Final

from markupsafe import Markup, escape

from habeas.claims import Claim
from habeas.publishing import labels, links
from habeas.publishing.context import TOPICS, Edition, Page

_TAGS: Final = (
    ("in_conflict", "filter-in_conflict"),
    ("allegation", "allegation"),
    ("denied", "denied"),
    ("derived", "mode-derived"),
    ("changed", "source-changed"),
)
_NUMERIC: Final = ' class="num"'


def write(edition: Edition) -> None:
    """Write the overview of claims and their tables."""
    subjects = list(edition.disclosed.by_subject)
    topics = [topic for topic in TOPICS if any(on == topic for _, on in edition.atlas.groups)]
    page = edition.page("claims/index.html")
    page.write("claims_index.html", title=edition.t("claims-title"), here="claims", subjects=subjects, topics=topics)
    for key in edition.atlas.groups:
        _tables(edition, key)


def _tables(edition: Edition, key: tuple[str, str]) -> None:
    claims, pages = edition.atlas.groups[key], edition.atlas.group(key)
    title = f"{edition.subject(key[0])}: {edition.view.vocabulary.label('topics', key[1], edition.lang)}"
    for number, path in enumerate(pages):
        page = edition.page(path)
        some = claims[number * links.CLAIMS_A_PAGE : (number + 1) * links.CLAIMS_A_PAGE]
        row = _rows(page)
        grouped = [
            (edition.predicate(name), name, [row(claim) for claim in own])
            for name, own in groupby(some, key=lambda one: one.predicate)
        ]
        filters = [
            kind
            for kind, any_of in (
                ("in_conflict", any(one.status == "in_conflict" for one in claims)),
                ("allegation", any(labels.alleged(edition.view, one) for one in claims)),
                ("denied", any(one.polarity == "denied" for one in claims)),
                ("derived", any(one.derived_from for one in claims)),
            )
            if any_of
        ]
        page.write(
            "claims.html", title=title, here="claims", grouped=grouped, pages=pages, number=number, total=len(claims),
            filters=filters,
        )  # fmt: skip


def _rows(page: Page) -> Callable[[Claim], Markup]:
    """Return what writes one claim as a row. Tens of thousands are written: words are looked up once, values escaped here."""
    edition, view, lang = page.edition, page.edition.view, page.lang
    heads = {name: str(escape(edition.t(f"col-{name}"))) for name in ("value", "who", "when", "quote")}
    tags = {name: f' <span class="tag">{escape(edition.t(key))}</span>' for name, key in _TAGS}

    def row(claim: Claim) -> Markup:
        kinds = _kinds(claim, alleged=labels.alleged(view, claim))
        cells = (
            (
                "value",
                f"<bdi>{labels.marked(labels.value(view, claim, lang), claim, lang)}</bdi>"
                + "".join(tags[kind] for kind in kinds),
            ),
            ("who", f"<bdi>{labels.marked(labels.who(view, claim, lang), claim, lang)}</bdi>"),
            ("when", str(escape(labels.when(claim, lang) or "\u2013"))),
            ("quote", _quotes(page, claim)),
        )
        body = "".join(
            f'<td data-label="{heads[name]}"{_NUMERIC if name == "value" else ""}>{html}</td>' for name, html in cells
        )
        return Markup(f'<tr id="{links.mark(claim)}" class="{" ".join(kinds)}">{body}</tr>')  # noqa: S704 - escaped above

    return row


def _kinds(claim: Claim, *, alleged: bool) -> list[str]:
    held = (
        ("in_conflict", claim.status == "in_conflict"),
        ("allegation", alleged),
        ("denied", claim.polarity == "denied"),
        ("derived", bool(claim.derived_from)),
        ("changed", "source-changed" in claim.flags),
    )
    return [kind for kind, holds in held if holds]


def _quotes(page: Page, claim: Claim) -> str:
    said = f' lang="{escape(claim.language)}"' if claim.language else ""
    found = []
    for turn in range(1, len(claim.citations) + 1):
        cell = labels.cell(claim, turn)
        at = f" <code>{escape(cell)}</code>" if cell else ""
        where = page.href(links.quote(claim, turn))
        read = page.edition.machine if labels.by_machine(page.edition.view, claim, turn) else ""
        found.append(f'<a href="{where}"><q{said} dir="auto">{escape(labels.exact(claim, turn))}</q></a>{read}{at} ')
    return f'{"".join(found)}<span class="whose"><code>{escape(claim.key)}</code></span>'
