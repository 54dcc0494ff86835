"""Legal basis against orders: what was in force when, what a court forbade, and what was done after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from habeas.claims import Claim
from habeas.publishing.context import Edition, Page
from habeas.publishing.pages.section import Section, about, facts, follow
from habeas.publishing.pages.series import slugged, subjects_of
from habeas.when import Span

TIMES: Final = (
    "enacted",
    "in_force_since",
    "order_issued",
    "transfer_day",
    "commissioned",
    "opened",
    "order_forbids",
    "legal_basis",
)
ACTS: Final = frozenset({"transfer_day", "opened"})
ORDERS: Final = frozenset({"order_issued", "order_forbids"})
MOST: Final = 60
SUBJECTS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of the timeline: the day in words, what happened, and whether it is an act, an order, or a basis."""

    when: str
    text: Markup
    note: Markup
    kind: str


def write(edition: Edition) -> None:
    """Write the page on the legal basis."""
    page = edition.page("legal.html")
    claims = edition.disclosed.some("legal")
    subjects = subjects_of(edition, claims)
    topics = ("legal", "transfer")
    orders = [one for one in edition.disclosed.findings if one.kind == "order"]
    others = [one for one in about(page, subjects, topics, but=("silence", "order")) if one.topic == "legal"]
    sentences = follow(page, [*orders, *others])
    dated = _moments(page)
    sections = [
        Section(
            id=slugged(subject),
            title=edition.subject(subject),
            facts=facts(page, [claim for claim in claims if claim.subject == subject]),
        )
        for subject in subjects[:SUBJECTS]
    ]
    page.write(
        "legal.html",
        title=edition.t("legal-title"),
        here="legal",
        lead=edition.t("legal-lead"),
        moments=dated,
        sentences=sentences,
        sections=sections,
    )


def _moments(page: Page) -> list[Moment]:
    found: list[tuple[date, int, Span, Claim]] = []
    for claim in page.edition.disclosed.some(predicates=TIMES):
        span = _span(claim)
        day = None if span is None else next((one for one in span.outer if one is not None), None)
        if span is not None and day is not None:
            found.append((day, TIMES.index(claim.predicate), span, claim))
    return [_moment(page, span, claim) for *_, span, claim in sorted(found, key=lambda one: one[:2])[:MOST]]


def _moment(page: Page, span: Span, claim: Claim) -> Moment:
    kind = "act" if claim.predicate in ACTS else "order" if claim.predicate in ORDERS else "basis"
    text = page.edition.told(claim)
    return Moment(when=span.text(page.lang), text=text, note=page.notes.claim(claim), kind=kind)


def _span(claim: Claim) -> Span | None:
    return claim.value if isinstance(claim.value, Span) else claim.span
