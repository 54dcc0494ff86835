"""The first page: what was found, and the questions of the case answered from the record, a footnote on every sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from habeas.about import Question
from habeas.amount import Amount
from habeas.claims import Claim
from habeas.findings import Finding
from habeas.publishing.context import Edition, Page, gravest
from habeas.publishing.pages.section import Sentence, follow, summed, tell

CARDS: Final = 9
LONGEST: Final = 320
FOLLOWING: Final = 5
A_PREDICATE: Final = 4
PREDICATES: Final = 10
_HEADLINES: Final = ("contradiction", "order", "decrease", "unmet", "change")
_OF_A_KIND: Final[Mapping[str, int]] = {"contradiction": 4, "order": 1, "decrease": 1, "unmet": 1, "change": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One headline finding."""

    finding: Finding
    text: str
    note: Markup
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What the sources say under one predicate."""

    label: str
    sentences: Sequence[Sentence]
    more: tuple[str, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question with what follows from the record and what the sources say."""

    question: Question
    text: str
    following: Sequence[Sentence]
    sayings: Sequence[Saying]


def write(edition: Edition) -> None:
    """Write the first page."""
    page = edition.page("index.html")
    cards = _cards(page)
    answers = [_answer(page, question) for question in edition.view.about.questions]
    about = edition.view.about
    title = about.title.get(edition.lang, "")
    page.write(
        "index.html",
        title=title,
        here="index",
        summary=about.summary.get(edition.lang, ""),
        cards=cards,
        answers=answers,
    )


def _cards(page: Page) -> list[Card]:
    """Return the headline findings: the gravest first, then those with most claims under them; one a matter, few of a kind."""
    edition = page.edition
    ranked = sorted(
        (one for one in edition.disclosed.findings if one.kind in _HEADLINES),
        key=lambda one: (_HEADLINES.index(one.kind), -len(one.claims)),
    )
    found: list[Finding] = []
    matters: set[tuple[str, str, str]] = set()
    for finding in gravest(ranked):
        matter = (finding.kind, finding.subject, finding.topic)
        if matter not in matters and sum(one.kind == finding.kind for one in found) < _OF_A_KIND[finding.kind]:
            found.append(finding)
            matters.add(matter)
    return [
        Card(
            finding=one,
            text=_cut(one.text(edition.lang)),
            note=page.notes.finding(one, edition.disclosed.grounds(one)),
            href=page.href(edition.atlas.finding(one)),
        )
        for one in found[:CARDS]
    ]


def _cut(text: str) -> str:
    """Cut a long statement for its card, at the end of a part; its page has it whole."""
    if len(text) <= LONGEST:
        return text
    kept = text[:LONGEST]
    return kept[: max(kept.rfind("; "), kept.rfind(". "), kept.rfind(", "), LONGEST // 2)].rstrip(" ;.,") + " …"


def _answer(page: Page, question: Question) -> Answer:
    edition = page.edition
    topic = edition.view.vocabulary.topic
    on, of = set(question.topics), set(question.subjects)
    findings = [
        one for one in edition.disclosed.findings if one.topic in on and (not of or one.subject in of) and one.claims
    ]
    claims = [
        claim
        for claim in edition.disclosed.claims.values()
        if topic(claim.predicate) in on and (not of or claim.subject in of)
    ]  # fmt: skip
    grouped: dict[str, list[Claim]] = {}
    for claim in claims:
        grouped.setdefault(claim.predicate, []).append(claim)
    order = {name: place for place, name in enumerate(edition.view.vocabulary)}
    names = sorted(grouped, key=lambda name: (question.topics.index(topic(name)), order[name]))[:PREDICATES]
    return Answer(
        question=question,
        text=question.text(edition.lang),
        following=[
            *follow(page, [one for one in findings if one.kind in _HEADLINES], FOLLOWING),
            *summed(page, findings),
        ],
        sayings=[_saying(page, name, grouped[name]) for name in names],
    )


def _saying(page: Page, predicate: str, claims: Sequence[Claim]) -> Saying:
    edition = page.edition
    chosen = _chosen(claims)
    more = len(claims) - len(chosen)
    where = page.href(edition.atlas.claim(claims[0]))
    label = edition.predicate(predicate)
    return Saying(
        label=label[:1].upper() + label[1:], sentences=tell(page, chosen), more=(where, more) if more else None
    )


def _chosen(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims an answer tells, in order of time: the first, the last, the lowest and the highest, then others."""
    ordered = sorted(claims, key=_time)
    if len(ordered) <= A_PREDICATE:
        return ordered
    sizes = {one.id: size for one in ordered if (size := _size(one)) is not None}
    wanted = {ordered[0].id, ordered[-1].id}
    if sizes:
        wanted |= {min(sizes, key=lambda name: sizes[name]), max(sizes, key=lambda name: sizes[name])}
    for one in ordered:
        if len(wanted) >= A_PREDICATE:
            break
        wanted.add(one.id)
    return [one for one in ordered if one.id in wanted]


def _size(claim: Claim) -> Decimal | None:
    amount = claim.value
    if not isinstance(amount, Amount):
        return None
    return next((one for one in (amount.stated, amount.low, amount.high) if one is not None), None)


def _time(claim: Claim) -> date:
    span = claim.span or claim.said_on
    days = span.outer if span is not None else (None, None)
    return days[1] or days[0] or date.max
