"""Money: what was agreed, and what it comes to for one person and one day under each rival headcount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from typing import Final

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.publishing import labels, plots
from habeas.publishing.context import Edition, Page
from habeas.publishing.figures import Row, fewer, merged, of_amount, of_claim, settled, spread
from habeas.publishing.pages.section import Section, about, drawn, facts, follow, table
from habeas.publishing.pages.series import slugged, subjects_of
from habeas.words import number

UNIT: Final = "USD/person/day"
HEADS: Final = ("transferred", "held_after_transfer", "persons_covered")
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
    rows = fewer(merged([*by_headcount(edition, subject), *(row for row in said if row is not None)], timeless=True))
    sentences = follow(page, about(page, [subject], ("money",)), under=subject)
    found = []
    if rows:
        low, high = _ends(edition, subject) or spread(rows)
        title = edition.t("money-chart", subject=name, low=low, high=high)
        chart = plots.as_ranges(edition, f"money-{subject}", rows, title, edition.t("money-subtitle"))
        heading = f"{name}: {edition.t('money-day')}"
        found.append(
            Section(
                id=f"{slugged(subject)}-day",
                title=heading,
                opening=sentences[:1],
                sentences=sentences[1:],
                drawn=drawn(page, chart),
                table=table(page, rows),
            )
        )
        sentences = []
    title = f"{name}: {edition.t('known-of-it')}"
    return [
        *found,
        Section(id=f"{slugged(subject)}-facts", title=title, facts=facts(page, claims), sentences=sentences),
    ]


def _ends(edition: Edition, subject: str) -> tuple[str, str] | None:
    """Return the price from the lowest to the highest that a finding gives, which is over the headcounts that are numbers."""
    for one in edition.disclosed.about([subject]):
        result = one.result
        if one.kind == "implied" and result is not None and result.unit == UNIT:
            shown = settled(result, 4)
            if shown.low is not None and shown.high is not None and shown.low < shown.high:
                return number(shown.low), number(shown.high)
    return None


def by_headcount(edition: Edition, subject: str) -> list[Row]:
    """Return the price under each rival headcount that a finding on it rests on, the lowest price first.

    The sums and the durations are taken together (their hull), so that rows differ in the headcount alone.
    """
    rows = []
    for finding in edition.disclosed.about([subject]):
        if finding.kind == "implied" and finding.result and finding.result.unit == UNIT:
            grounds = [claim for claim in edition.disclosed.grounds(finding) if isinstance(claim.value, Amount)]
            sums = [claim for claim in grounds if claim.predicate == "sum_usd"]
            days = [claim for claim in grounds if claim.predicate == "duration_days"]
            heads = [claim for claim in grounds if claim.predicate in HEADS]
            if sums and days:
                rows += [_under(edition, head, sums, days) for head in heads]
    once = {row.claims[-1].id: row for row in rows}
    return sorted(once.values(), key=lambda row: (row.figure.high is None, row.figure.high or row.figure.low or 0))


def _under(edition: Edition, head: Claim, sums: Sequence[Claim], days: Sequence[Claim]) -> Row:
    total, duration, heads = _whole(sums), _whole(days), _whole([head])
    price = settled(replace(total / heads / duration, unit=UNIT, who=None, measure="price"))
    counted = labels.counted(edition.view, head, edition.lang)
    label = edition.t("for-each", figure=labels.short(heads), counted=counted).strip()
    who = labels.who(edition.view, head, edition.lang)
    return of_amount(edition, price, [*sums[:1], *days[:1], head], label=label, who=who)


def _whole(claims: Sequence[Claim]) -> Amount:
    amounts = [claim.value for claim in claims if isinstance(claim.value, Amount)]
    return reduce(lambda one, two: one.hull(two), amounts)
