"""Money: what was agreed, and what it comes to for one person and one day under each rival headcount."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from habeas.claims import Claim
from habeas.publishing import labels, plots
from habeas.publishing.context import Edition, Page
from habeas.publishing.figures import fewer, implied, merged, of_claim, spread
from habeas.publishing.pages.section import Section, about, drawn, facts, follow, table
from habeas.publishing.pages.series import slugged, subjects_of

UNIT: Final = "USD/person/day"
SUBJECTS: Final = 4


def write(edition: Edition) -> None:
    """Write the page on money."""
    page = edition.page("money.html")
    claims = edition.disclosed.some("money")
    sections = [
        section
        for subject in subjects_of(edition, claims)[:SUBJECTS]
        for section in _sections(page, subject, [claim for claim in claims if claim.subject == subject])
    ]
    page.write(
        "sections.html", title=edition.t("money-title"), here="money", lead=edition.t("money-lead"), sections=sections
    )


def _sections(page: Page, subject: str, claims: Sequence[Claim]) -> list[Section]:
    edition = page.edition
    name = edition.subject(subject)
    said = [
        of_claim(
            edition,
            claim,
            label=edition.predicate(claim.predicate),
            below=labels.who(edition.view, claim, edition.lang),
        )
        for claim in claims
        if claim.predicate == "cost_per_person_day"
    ]
    rows = fewer(merged([*implied(edition, subject, UNIT), *(row for row in said if row is not None)], timeless=True))
    known = facts(page, claims)
    found = [Section(id=f"{slugged(subject)}-facts", title=f"{name}: {edition.t('known-of-it')}", facts=known)]
    sentences = follow(page, about(page, [subject], ("money",)))
    if rows:
        low, high = spread(rows)
        title = edition.t("money-chart", subject=name, low=low, high=high)
        chart = plots.as_ranges(edition, f"money-{subject}", rows, title, edition.t("money-subtitle"))
        heading = f"{name}: {edition.t('money-day')}"
        return [
            Section(
                id=f"{slugged(subject)}-day",
                title=heading,
                sentences=sentences,
                drawn=drawn(page, chart),
                table=table(page, rows),
            ),
            *found,
        ]
    return [Section(id=found[0].id, title=found[0].title, facts=known, sentences=sentences)]
