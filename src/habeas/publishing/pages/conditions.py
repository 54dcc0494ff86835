"""Conditions against standards: for each requirement a verdict, and the claims for and against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from habeas.claims import Claim
from habeas.publishing import labels
from habeas.publishing.context import Edition, Page
from habeas.publishing.pages.section import Sentence, about, facts, follow, tell
from habeas.publishing.pages.series import slugged, subjects_of
from habeas.standards import Assessment, Requirement

VERDICTS: Final = ("not_met", "some_readings", "met", "no_evidence")
SUBJECTS: Final = 8
GROUNDS: Final = 6
ALLEGATIONS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A claim for or against, in few words."""

    text: Markup
    who: Markup
    note: Markup
    allegation: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One requirement and what the claims say of it."""

    requirement: Requirement
    verdict: str
    measured: str
    alleged: bool
    claims_for: Sequence[Ground]
    claims_against: Sequence[Ground]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The requirements for one subject: those with evidence as lines, those without as a list."""

    id: str
    title: str
    counts: dict[str, int]
    lines: Sequence[Line]
    silent: Sequence[Requirement]
    sentences: Sequence[Sentence]
    facts: Sequence[object]


def write(edition: Edition) -> None:
    """Write the page on conditions."""
    page = edition.page("conditions.html")
    said = edition.disclosed.some("conditions", "allegations")
    assessed = [one for one in edition.disclosed.assessments if _requirement(edition, one).kind != "field"]
    order = list(dict.fromkeys([*subjects_of(edition, said), *(one.subject for one in assessed)]))
    sheets = []
    for subject in order[:SUBJECTS]:
        own = [one for one in assessed if one.subject == subject]
        claims = [claim for claim in said if claim.subject == subject]
        sheets.append(_sheet(page, subject, own, claims))
    title, lead = edition.t("conditions-title"), edition.t("conditions-lead")
    page.write("conditions.html", title=title, here="conditions", lead=lead, sheets=sheets, verdicts=VERDICTS)


def _requirement(edition: Edition, one: Assessment) -> Requirement:
    return edition.view.requirements[one.requirement]


def _sheet(page: Page, subject: str, own: Sequence[Assessment], claims: Sequence[Claim]) -> Sheet:
    edition = page.edition
    spoken = sorted((one for one in own if one.verdict != "no_evidence"), key=lambda one: VERDICTS.index(one.verdict))
    used = {name for one in own for name in (*one.claims_for, *one.claims_against)}
    rest = [claim for claim in claims if claim.id not in used]
    topics = ("conditions", "allegations")
    findings = [one for one in about(page, [subject], topics) if one.kind != "unmet"]
    alleged = [claim for claim in rest if labels.alleged(edition.view, claim)]
    sentences = [*follow(page, findings, under=subject), *tell(page, alleged[:ALLEGATIONS])]
    lines = [_line(page, one) for one in spoken]
    return Sheet(
        id=slugged(subject),
        title=edition.subject(subject),
        counts={verdict: sum(one.verdict == verdict for one in own) for verdict in VERDICTS},
        lines=lines,
        silent=[_requirement(edition, one) for one in own if one.verdict == "no_evidence"],
        sentences=sentences,
        facts=facts(page, [claim for claim in rest if not labels.alleged(edition.view, claim)]),
    )


def _line(page: Page, one: Assessment) -> Line:
    edition = page.edition
    known = edition.disclosed.claims
    measured = one.measured.text(edition.lang) if one.measured is not None else ""
    against = [_ground(page, known[name]) for name in one.claims_against[:GROUNDS]]
    grounds_for = [_ground(page, known[name]) for name in one.claims_for[:GROUNDS]]
    return Line(
        requirement=_requirement(edition, one),
        verdict=one.verdict,
        measured=measured,
        alleged=one.allegations_only,
        claims_for=grounds_for,
        claims_against=against,
        more=max(0, len(one.claims_for) - GROUNDS) + max(0, len(one.claims_against) - GROUNDS),
    )


def _ground(page: Page, claim: Claim) -> Ground:
    view, lang = page.edition.view, page.lang
    label, value = labels.predicate(view, claim.predicate, lang), labels.value(view, claim, lang)
    return Ground(
        text=labels.marked(f"{label}: {value}", claim, lang),
        who=labels.marked(labels.who(view, claim, lang), claim, lang),
        note=page.notes.claim(claim),
        allegation=labels.alleged(view, claim),
    )
