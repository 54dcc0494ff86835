"""The transfer: how many, by whose count; flights, route, and whether the persons were named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from habeas.claims import Claim
from habeas.publishing import labels, plots
from habeas.publishing.context import Edition, Page
from habeas.publishing.figures import Row, fewer, merged, of_claim, spread
from habeas.publishing.pages.section import Section, about, drawn, facts, follow, table
from habeas.publishing.pages.series import slugged, subjects_of

COUNTS: Final = ("transferred", "held_after_transfer")
TOPICS: Final = ("transfer", "persons")
SUBJECTS: Final = 4


def write(edition: Edition) -> None:
    """Write the page on transfers, and on what is known of the persons."""
    page = edition.page("transfer.html")
    topic = edition.view.vocabulary.topic
    claims = edition.disclosed.some(*TOPICS)
    moved = subjects_of(edition, [claim for claim in claims if topic(claim.predicate) == "transfer"])[:SUBJECTS]
    sections = [section for subject in moved for section in _sections(page, subject, claims)]
    rest = [claim for claim in claims if claim.subject not in moved and topic(claim.predicate) == "persons"]
    for subject in subjects_of(edition, rest)[:SUBJECTS]:
        title = (
            f"{edition.subject(subject)}: {edition.view.vocabulary.label('topics', 'persons', edition.lang).lower()}"
        )
        own = facts(page, [claim for claim in rest if claim.subject == subject])
        sections.append(Section(id=slugged(subject), title=title, facts=own))
    title, lead = edition.t("transfer-title"), edition.t("transfer-lead")
    page.write("sections.html", title=title, here="transfer", lead=lead, sections=sections)


def _sections(page: Page, subject: str, claims: Sequence[Claim]) -> list[Section]:
    edition = page.edition
    own = [claim for claim in claims if claim.subject == subject]
    name = edition.subject(subject)
    found = []
    sentences = follow(page, about(page, [subject], TOPICS), under=subject)
    rows = headcounts(edition, own)
    if len(rows) > 1:
        low, high = spread(rows)
        title = edition.t("headcount-title", subject=name, low=low, high=high)
        chart = plots.as_ranges(edition, f"headcount-{subject}", rows, title, edition.t("headcount-subtitle"))
        heading = f"{name}: {edition.t('headcount')}"
        found.append(
            Section(
                id=f"{slugged(subject)}-count",
                title=heading,
                sentences=sentences,
                drawn=drawn(page, chart),
                table=table(page, rows),
                counted=True,
            )
        )
        sentences = []
    known = facts(page, own, but=COUNTS if found else ())
    title = f"{name}: {edition.t('known-of-it')}"
    return [*found, Section(id=f"{slugged(subject)}-facts", title=title, facts=known, sentences=sentences)]


def headcounts(edition: Edition, claims: Sequence[Claim]) -> list[Row]:
    """Return the rival counts of those moved, the lowest first."""
    rows = []
    for claim in claims:
        if claim.predicate in COUNTS:
            who = labels.who(edition.view, claim, edition.lang)
            counted = labels.counted(edition.view, claim, edition.lang)
            row = of_claim(edition, claim, label=who, below=counted or edition.predicate(claim.predicate))
            if row is not None:
                rows.append(row)
    return fewer(merged(sorted(rows, key=lambda row: row.figure.anchor or 0), timeless=True))
