"""Synthetic claims for the tests of findings: a small case, and one short line a claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from habeas.about import About
from habeas.amount import Amount
from habeas.claims import Claim, Subject, Vocabulary
from habeas.evidence import Citation, TextQuote
from habeas.findings.bounds import Implied, imply
from habeas.findings.contradictions import Clash, clashes
from habeas.findings.figures import Figure, figures
from habeas.findings.instances import Links
from habeas.findings.relations import load
from habeas.when import Span

VOCABULARY = Vocabulary.load()
RULES = load()
SUBJECTS = {
    one.id: one
    for one in (
        Subject(id="cecot", type="place", en="CECOT", es="el CECOT", links={"part_of": "prisons"}),
        Subject(id="prisons", type="system", en="Prisons", es="Centros penales", links={"part_of": "country"}),
        Subject(id="country", type="country", en="Country", es="País"),
        Subject(id="transfer", type="event", en="the transfer", es="el traslado"),
        Subject(id="deal", type="instrument", en="the agreement", es="el acuerdo", links={"covers": "transfer"}),
        Subject(id="act", type="instrument", en="the act", es="la ley"),
        Subject(id="order", type="instrument", en="the order", es="la orden"),
    )
}


def about(subjects: Mapping[str, Subject] = SUBJECTS) -> About:
    """Return what a case of these subjects is about."""
    return About(
        title={"en": "Test", "es": "Prueba"},
        summary={},
        period=None,
        languages=("en", "es"),
        ledger=None,
        originals=None,
        subjects=subjects,
    )


def links(subjects: Mapping[str, Subject] = SUBJECTS) -> Links:
    """Return the links of the case."""
    return Links(subjects)


def claim(key: str, subject: str, predicate: str, value: Any, source: str | None = None, **more: Any) -> Claim:
    """Return an accepted claim; a plain number is an exact amount. ``who``, ``capacity`` go into the amount."""
    definition = {name: more.pop(name) for name in ("who", "capacity") if name in more}
    if isinstance(value, int | float):
        value = Amount.exact(value, **definition)
    elif isinstance(value, Amount) and definition:
        kept = {
            name: getattr(value, name) for name in ("low", "high", "low_open", "high_open", "stated", "width", "ratio")
        }
        value = Amount(qualifier=value.qualifier, **kept, **definition)
    cited = source or f"source-{key}"
    quote = TextQuote(exact=key, prefix="", suffix="", start=0, end=len(key))
    citation = Citation(source=cited, sha256="0" * 64, quote=quote)
    return Claim(
        id=key,
        key=key,
        subject=subject,
        predicate=predicate,
        value=value,
        citations=(citation,),
        **{"status": "accepted", **more},
    )


def day(year: int, month: int, number: int) -> Span:
    """Return the span of one day."""
    return Span.on(date(year, month, number))


def month(year: int, number: int) -> Span:
    """Return the span of some day in a month."""
    last = date(year + number // 12, number % 12 + 1, 1).toordinal() - 1
    return Span.some_day(date(year, number, 1), date.fromordinal(last))


def index(claims: Iterable[Claim]) -> dict[tuple[str, str], list[Figure]]:
    """Return the figures of claims."""
    return figures(claims, VOCABULARY, RULES)


def clashing(claims: Iterable[Claim], subjects: Mapping[str, Subject] = SUBJECTS) -> list[Clash]:
    """Return the clashes of claims."""
    return list(clashes(index(claims), links(subjects), VOCABULARY, RULES))


def implied(claims: Iterable[Claim]) -> list[Implied]:
    """Return what the relations imply."""
    return imply(index(claims), links(), VOCABULARY, RULES)


def structure() -> list[Claim]:
    """Return the claims on a prison of 8 buildings of 32 cells of 100 m2, and what its cells and it are said to hold."""
    return [
        claim("buildings", "cecot", "buildings", 8),
        claim("cells", "cecot", "cells_per_building", 32),
        claim("area", "cecot", "cell_area", 100),
        claim("designed", "cecot", "persons_per_cell", Amount.range(65, 70), capacity="design"),
        claim("official", "cecot", "capacity", Amount.at_most(40000), capacity="official"),
    ]
