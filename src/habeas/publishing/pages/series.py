"""Population and deaths over time: every published figure as a mark, rival figures and rival counters kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from habeas.claims import Claim
from habeas.publishing import labels, plots
from habeas.publishing.context import Edition, Page
from habeas.publishing.figures import Row, fewer, merged, spread, stated, told_apart
from habeas.publishing.links import slug
from habeas.publishing.pages.section import Section, about, drawn, facts, follow, table

_ORDER: Final = ("country", "system", "place")
SUBJECTS: Final = 4
# What each page draws: predicates that share a chart, and whether the counts of one counter are joined.
POPULATION: Final = ((("population",), False), (("arrests", "admissions"), True), (("releases",), True))
DEATHS: Final = ((("deaths", "deaths_documented"), True),)


def write(edition: Edition) -> None:
    """Write the pages on population and on deaths."""
    _write(edition, "population", ("population", "admissions"), POPULATION)
    _write(edition, "deaths", ("deaths",), DEATHS)


def _write(edition: Edition, name: str, topics: Sequence[str], charts: Sequence[tuple[Sequence[str], bool]]) -> None:
    page = edition.page(f"{name}.html")
    claims = edition.disclosed.some(*topics)
    sections: list[Section] = []
    for subject in subjects_of(edition, claims)[:SUBJECTS]:
        own = [claim for claim in claims if claim.subject == subject]
        sections += subject_sections(page, subject, own, topics, charts)
    page.write(
        "sections.html", title=edition.t(f"{name}-title"), here=name, lead=edition.t(f"{name}-lead"), sections=sections
    )


def subjects_of(edition: Edition, claims: Sequence[Claim]) -> list[str]:
    """Return the subjects of claims: countries, systems and places in this order, each by how much is said of them."""
    kinds = edition.view.about.subjects
    said: dict[str, int] = {}
    for claim in claims:
        said[claim.subject] = said.get(claim.subject, 0) + 1

    def rank(name: str) -> tuple[int, int, str]:
        kind = kinds[name].type if name in kinds else ""
        return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), -said[name], name)

    return sorted(said, key=rank)


def subject_sections(
    page: Page,
    subject: str,
    claims: Sequence[Claim],
    topics: Sequence[str],
    charts: Sequence[tuple[Sequence[str], bool]],
    *,
    named: bool = True,
) -> list[Section]:
    """Return the sections on one subject: a chart for each group of predicates with figures, then the rest side by side.

    Their titles begin with the subject's name, unless the page is about it alone.
    """
    edition = page.edition
    found = []
    shown: list[str] = []
    findings = about(page, [subject], topics)
    for predicates, joined in charts:
        own = [claim for claim in claims if claim.predicate in predicates]
        rows = told_apart(fewer(merged([row for row in stated(edition, own) if dated(row)])))
        if len(rows) < 2:
            continue
        shown += predicates
        title = _title(edition, subject, edition.predicate(predicates[0]), named=named)
        matter = edition.view.vocabulary.topic(predicates[0])
        sentences = follow(page, [one for one in findings if one.topic == matter], under=subject)
        findings = [one for one in findings if one.topic != matter]
        made = _section(page, subject, predicates, rows, joined=joined, all_of=len(own))
        found.append(replace(made, title=title, sentences=sentences))
    sentences = follow(page, findings, under=subject)
    rest = facts(page, claims, but=shown)
    if rest or sentences:
        key = "also" if found else "figures"
        title = _title(edition, subject, edition.t(key), named=named)
        found.append(Section(id=f"{slugged(subject)}-also", title=title, facts=rest, sentences=sentences))
    return found


def _title(edition: Edition, subject: str, what: str, *, named: bool) -> str:
    return f"{edition.subject(subject)}: {what}" if named else what[:1].upper() + what[1:]


def dated(row: Row) -> bool:
    """Say whether a figure can be drawn over time."""
    return row.figure.anchor is not None and (row.figure.start or row.figure.end) is not None


def slugged(subject: str) -> str:
    """Return a subject's anchor."""
    return f"s-{slug(subject)}"


def _section(
    page: Page,
    subject: str,
    predicates: Sequence[str],
    rows: Sequence[Row],
    *,
    joined: bool,
    all_of: int,
) -> Section:
    edition = page.edition
    label = edition.predicate(predicates[0])
    low, high = spread([row for row in rows if not row.figure.apart] or rows)
    title = edition.t(
        "chart-spread", label=label[:1].upper() + label[1:], subject=edition.subject(subject), low=low, high=high
    )
    subtitle = edition.t("chart-counters" if joined else "chart-time")
    chart = plots.as_time(edition, f"{predicates[0]}-{subject}", rows, title, subtitle, joined=joined)
    more = []
    if all_of > sum(len(row.claims) for row in rows):
        first = rows[0].claims[0]
        more = [(page.href(edition.atlas.claim(first).partition("#")[0]), edition.t("all-figures", n=all_of))]
    return Section(
        id=f"{slugged(subject)}-{predicates[0]}",
        title=label,
        drawn=drawn(page, chart),
        table=table(page, rows),
        counted=len({labels.counted(edition.view, row.claims[0], page.lang) for row in rows}) > 1,
        more=more,
    )
