"""The first page: what was found, and the questions of the case answered from the record, a footnote on every sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from habeas.about import Question
from habeas.amount import Amount
from habeas.claims import Claim
from habeas.findings import Finding
from habeas.publishing.context import Edition, Page, gravest
from habeas.publishing.pages.section import Sentence, follow, tell

CARDS: Final = 6
FOLLOWING: Final = 5
A_PREDICATE: Final = 3
PREDICATES: Final = 10
_HEADLINES: Final = ("contradiction", "order", "decrease", "unmet", "change", "implied")


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
    page.write("index.html", title=title, here="index", summary=about.summary.get(edition.lang, ""), cards=cards, answers=answers)


def _cards(page: Page) -> list[Card]:
    """Return the headline findings: the gravest first, and no more than two of a kind about a subject."""
    edition = page.edition
    found: list[Finding] = []
    ranked = sorted(
        (one for one in edition.disclosed.findings if one.kind in _HEADLINES), key=lambda one: _HEADLINES.index(one.kind)
    )
    for finding in gravest(ranked):
        if sum(one.kind == finding.kind and one.subject == finding.subject for one in found) < 2:
            found.append(finding)
    return [
        Card(
            finding=one,
            text=one.text(edition.lang),
            note=page.notes.finding(one, edition.disclosed.grounds(one)),
            href=page.href(edition.atlas.finding(one)),
        )
        for one in found[:CARDS]
    ]


def _answer(page: Page, question: Question) -> Answer:
    edition = page.edition
    topic = edition.view.vocabulary.topic
    on, of = set(question.topics), set(question.subjects)
    findings = [
        one
        for one in edition.disclosed.findings
        if one.topic in on and (not of or one.subject in of) and one.kind in _HEADLINES and one.claims
    ]
    claims = [
        claim
        for claim in edition.disclosed.claims.values()
        if topic(claim.predicate) in on and (not of or claim.subject in of)
    ]  # fmt: skip
    grouped: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        grouped.setdefault((claim.predicate, claim.subject), []).append(claim)
    order = {name: place for place, name in enumerate(edition.view.vocabulary)}
    keys = sorted(grouped, key=lambda key: (question.topics.index(topic(key[0])), order[key[0]]))[:PREDICATES]
    return Answer(
        question=question,
        text=question.text(edition.lang),
        following=follow(page, findings, FOLLOWING),
        sayings=[_saying(page, key[0], grouped[key]) for key in keys],
    )


def _saying(page: Page, predicate: str, claims: Sequence[Claim]) -> Saying:
    edition = page.edition
    chosen = _chosen(claims)
    more = len(claims) - len(chosen)
    where = page.href(edition.atlas.claim(claims[0]))
    label = edition.predicate(predicate)
    return Saying(label=label[:1].upper() + label[1:], sentences=tell(page, chosen), more=(where, more) if more else None)


def _chosen(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims an answer tells: the lowest and the highest figure, and the first others, in the order of the case."""
    if len(claims) <= A_PREDICATE:
        return list(claims)
    sizes = {
        claim.id: claim.value.stated if claim.value.stated is not None else claim.value.low
        for claim in claims
        if isinstance(claim.value, Amount)
    }
    sized = [claim for claim in claims if sizes.get(claim.id) is not None]
    wanted = []
    if sized:
        wanted = [min(sized, key=lambda one: sizes[one.id] or 0), max(sized, key=lambda one: sizes[one.id] or 0)]
    wanted += [claim for claim in claims if claim not in wanted][: A_PREDICATE - len(wanted)]
    return [claim for claim in claims if claim in wanted]
