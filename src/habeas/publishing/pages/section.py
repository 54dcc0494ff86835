"""A section of a page: what follows from the claims, the chart, the figures behind it, and the facts with their rivals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Final

from markupsafe import Markup

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.findings import Finding
from habeas.publishing import labels
from habeas.publishing.charts import Chart, Drawn
from habeas.publishing.context import Page, gravest
from habeas.publishing.figures import Row

SENTENCES: Final = 6
RIVALS: Final = 8
VOICES: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its footnote; ``gravity`` is that of the finding it states, if it states one."""

    text: str
    note: Markup
    gravity: str | None = None
    href: str | None = None
    allegation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """One line of the table under a chart."""

    row: Row
    who: str
    note: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One who says a value: of whom, about when, with its footnote."""

    who: str
    when: str
    counted: str
    note: Markup
    derived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One of the rival values of a fact, and all who say it."""

    text: str
    denied: bool
    allegation: bool
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A predicate and everything said of it, side by side; ``more`` counts the values that are only in the claim table."""

    label: str
    values: tuple[Value, ...]
    more: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of a page, in the order in which it is shown."""

    id: str
    title: str
    lead: str = ""
    sentences: Sequence[Sentence] = ()
    drawn: Drawn | None = None
    table: Sequence[Cells] = ()
    counted: bool = False
    facts: Sequence[Fact] = ()
    thresholds: Sequence[object] = ()
    more: Sequence[tuple[str, str]] = ()
    level: int = 2


def follow(page: Page, findings: Iterable[Finding], most: int = SENTENCES) -> list[Sentence]:
    """Return findings as sentences, the gravest first, each with its footnote."""
    edition = page.edition
    return [
        Sentence(
            text=one.text(page.lang),
            note=page.notes.finding(one, edition.disclosed.grounds(one)),
            gravity=one.gravity,
            href=page.href(edition.atlas.finding(one)),
        )
        for one in gravest(list(findings))[:most]
    ]


def summed(page: Page, findings: Iterable[Finding], most: int = SENTENCES) -> list[Sentence]:
    """Return what the relations imply, one sentence a subject and relation, over all combinations of rival claims.

    The sentence gives the hull of the results; its footnote leads to the lowest and the highest.
    """
    grouped: dict[tuple[str | None, ...], list[Finding]] = {}
    for one in findings:
        if one.kind == "implied" and one.result is not None and "predicate" in one.values:
            grouped.setdefault((one.subject, one.relation, one.result.unit), []).append(one)
    return [_summed(page, own) for own in list(grouped.values())[:most]]


def _summed(page: Page, findings: Sequence[Finding]) -> Sentence:
    edition, lang = page.edition, page.lang
    results = [one.result for one in findings if one.result is not None]
    low = min(findings, key=lambda one: _bound(one, upper=False))
    high = max(findings, key=lambda one: _bound(one, upper=True))
    whole = reduce(lambda one, two: one.hull(two), results).rounded(3)
    claims = list(dict.fromkeys([*edition.disclosed.grounds(low), *edition.disclosed.grounds(high)]))
    text = edition.t(
        "summed", n=len(findings), subject=edition.subject(low.subject), predicate=low.values["predicate"], amount=whole.text(lang)
    )  # fmt: skip
    return Sentence(
        text=text, note=page.notes.implied([low], claims), gravity="note", href=page.href(edition.atlas.finding(low))
    )


def _bound(finding: Finding, *, upper: bool) -> Decimal:
    amount = finding.result
    if amount is None:
        return Decimal(0)
    first, second = (amount.high, amount.low) if upper else (amount.low, amount.high)
    return next((one for one in (first, second) if one is not None), Decimal(0))


def tell(page: Page, claims: Iterable[Claim]) -> list[Sentence]:
    """Return claims as sentences, each with its footnote."""
    return [
        Sentence(
            text=page.edition.sentence(one),
            note=page.notes.claim(one),
            allegation=labels.alleged(page.edition.view, one),
        )
        for one in claims
    ]


def table(page: Page, rows: Sequence[Row]) -> list[Cells]:
    """Return the lines of the table under a chart, each with its footnotes: a finding's, or one for each claim."""
    found = []
    for row in rows:
        if row.finding is not None:
            note = page.notes.finding(row.finding, row.claims)
        else:
            note = Markup().join(page.notes.claim(claim) for claim in row.claims)
        figure = row.figure
        whose = (
            labels.who(page.edition.view, row.claims[0], page.lang)
            if figure.mode != "implied"
            else f"{figure.label} · {figure.who}"
        )
        found.append(Cells(row=row, who=whose, note=note))
    return found


def facts(page: Page, claims: Sequence[Claim], but: Sequence[str] = ()) -> list[Fact]:
    """Return what is said of each predicate, rivals side by side, in the order of the vocabulary."""
    grouped: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.predicate not in but:
            grouped.setdefault(claim.predicate, []).append(claim)
    view = page.edition.view
    order = [name for name in view.vocabulary if name in grouped]
    return [_fact(page, name, grouped[name]) for name in order]


def _fact(page: Page, name: str, claims: Sequence[Claim]) -> Fact:
    edition = page.edition
    grouped: dict[tuple[str, bool, bool], list[Claim]] = {}
    for claim in claims[:VOICES]:
        text = labels.value(edition.view, claim, edition.lang)
        same = (text, claim.polarity == "denied", labels.alleged(edition.view, claim))
        grouped.setdefault(same, []).append(claim)
    values = tuple(
        Value(text=text, denied=denied, allegation=alleged, voices=tuple(_voice(page, one) for one in own))
        for (text, denied, alleged), own in list(grouped.items())[:RIVALS]
    )
    shown = sum(len(value.voices) for value in values)
    where = page.href(edition.atlas.claim(claims[0]))
    return Fact(label=edition.predicate(name), values=values, more=len(claims) - shown, href=where)


def _voice(page: Page, claim: Claim) -> Voice:
    view, lang = page.edition.view, page.lang
    return Voice(
        who=labels.who(view, claim, lang),
        when=labels.when(claim, lang) if isinstance(claim.value, Amount | str) else "",
        counted=labels.counted(view, claim, lang),
        note=page.notes.claim(claim),
        derived=bool(claim.derived_from),
    )


def drawn(page: Page, chart: Chart) -> Drawn:
    """Draw a chart for this page."""
    return page.edition.draw(chart)


def about(
    page: Page, subjects: Iterable[str], topics: Iterable[str], but: Sequence[str] = ("silence", "implied")
) -> list[Finding]:
    """Return the findings about any of the subjects under any of the topics, without those of the kinds left out."""
    of, on = set(subjects), set(topics)
    return [
        one for one in page.edition.disclosed.findings if one.subject in of and one.topic in on and one.kind not in but
    ]
