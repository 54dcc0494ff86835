"""A section of a page: what follows from the claims, the chart, the figures behind it, and the facts with their rivals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.findings import Finding
from habeas.publishing import labels
from habeas.publishing.charts import Chart, Drawn
from habeas.publishing.context import Page
from habeas.publishing.figures import Row
from habeas.publishing.leading import lead, leading
from habeas.publishing.links import slug

SENTENCES: Final = 6
RIVALS: Final = 8
VOICES: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its footnote; ``gravity`` is that of the finding it states, if it states one."""

    text: str | Markup
    note: Markup
    gravity: str | None = None
    href: str | None = None
    allegation: bool = False
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """One line of the table under a chart."""

    row: Row
    who: str | Markup
    counted: str | Markup
    note: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One who says a value: of whom, about when, with its footnote."""

    who: Markup
    when: str
    counted: Markup
    note: Markup
    derived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One of the rival values of a fact, and all who say it."""

    text: Markup
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
    opening: Sequence[Sentence] = ()
    sentences: Sequence[Sentence] = ()
    drawn: Drawn | None = None
    table: Sequence[Cells] = ()
    counted: bool = False
    facts: Sequence[Fact] = ()
    thresholds: Sequence[object] = ()
    more: Sequence[tuple[str, str]] = ()
    level: int = 2


def follow(
    page: Page, findings: Iterable[Finding], most: int = SENTENCES, *, under: str | None = None
) -> list[Sentence]:
    """Return the findings that lead, as sentences, each with its footnote.

    ``under`` is the subject that the heading names: its name is not said again.
    """
    return [stating(page, one, under=under) for one in leading(findings, most)]


def stating(page: Page, finding: Finding, *, under: str | None = None) -> Sentence:
    """Return a finding's lead as a sentence; the footnote of a question to the state is the requirement behind it."""
    edition = page.edition
    name = edition.subject(under) if under == finding.subject else None
    needs = [edition.view.requirements[one] for one in finding.requirements if one in edition.view.requirements]
    if finding.kind == "silence" and needs:
        note, href = Markup().join(page.notes.requirement(one) for one in needs), _question(finding)
    else:
        note, href = page.notes.finding(finding, edition.disclosed.grounds(finding)), edition.atlas.finding(finding)
    return Sentence(
        text=lead(finding, page.lang, name), note=note, gravity=finding.gravity, href=page.href(href), kind=finding.kind
    )


def _question(finding: Finding) -> str:
    return f"silence.html#f-{slug(finding.id)}"


def tell(page: Page, claims: Iterable[Claim]) -> list[Sentence]:
    """Return claims as sentences, each with its footnote."""
    return [
        Sentence(
            text=page.edition.told(one),
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
        figure, first = row.figure, row.claims[0]
        said = labels.who(page.edition.view, first, page.lang)
        whose = f"{figure.label} · {figure.who}" if figure.mode == "implied" else labels.marked(said, first, page.lang)
        counted = labels.marked(row.counted, first, page.lang)
        found.append(Cells(row=row, who=whose, counted=counted, note=note))
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
        Value(
            text=labels.marked(text, own[0], edition.lang),
            denied=denied,
            allegation=alleged,
            voices=tuple(_voice(page, one) for one in own),
        )
        for (text, denied, alleged), own in list(grouped.items())[:RIVALS]
    )
    shown = sum(len(value.voices) for value in values)
    where = page.href(edition.atlas.claim(claims[0]))
    return Fact(label=edition.predicate(name), values=values, more=len(claims) - shown, href=where)


def _voice(page: Page, claim: Claim) -> Voice:
    view, lang = page.edition.view, page.lang
    return Voice(
        who=labels.marked(labels.who(view, claim, lang), claim, lang),
        when=labels.when(claim, lang) if isinstance(claim.value, Amount | str) else "",
        counted=labels.marked(labels.counted(view, claim, lang), claim, lang),
        note=page.notes.claim(claim),
        derived=bool(claim.derived_from),
    )


def drawn(page: Page, chart: Chart) -> Drawn:
    """Draw a chart for this page."""
    return page.edition.draw(chart)


def about(
    page: Page, subjects: Iterable[str], topics: Iterable[str], but: Sequence[str] = ("silence",)
) -> list[Finding]:
    """Return the findings about any of the subjects under any of the topics, without those of the kinds left out."""
    on = set(topics)
    return [one for one in page.edition.disclosed.about(subjects) if one.topic in on and one.kind not in but]
