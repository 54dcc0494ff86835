"""The first page: what was found, and the questions of the case answered from the record, a footnote on every sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from habeas.about import Question
from habeas.amount import Amount
from habeas.claims import Claim
from habeas.findings import Finding
from habeas.publishing.context import Edition, Page
from habeas.publishing.leading import about_one, headlines, lead, leading, ranked
from habeas.publishing.pages.section import Sentence, stating, tell

FOLLOWING: Final = 5
OPENING: Final = 2
OPENING_LETTERS: Final = 360
REST: Final = 40
STEPS: Final = 2
STEP_LETTERS: Final = 34
_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
_NEAR: Final = Decimal("0.0005")
A_PREDICATE: Final = 4
PREDICATES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One headline finding, under the name of its subject."""

    finding: Finding
    subject: str
    text: str
    steps: Sequence[str]
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
    """A question, the findings that answer it (the first as its opening), and what the sources say.

    ``rest`` lists the findings that are not told here, as leads and addresses; ``more`` counts those that not even it lists.
    ``silent`` counts the questions under it that no published claim answers.
    """

    question: Question
    text: str
    opening: Sequence[Sentence]
    following: Sequence[Sentence]
    rest: Sequence[tuple[str, str]]
    more: int
    silent: int
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
    edition = page.edition
    return [
        Card(
            finding=one,
            subject=edition.subject(one.subject),
            text=lead(one, edition.lang, edition.subject(one.subject)),
            steps=brief(_telling(one)),
            note=page.notes.finding(one, edition.disclosed.grounds(one)),
            href=page.href(edition.atlas.finding(one)),
        )
        for one in headlines(one for one in edition.disclosed.findings if one.claims)
    ]


def _telling(one: Finding) -> list[str]:
    """Return the steps with those first that end in the numbers the lead gives, where the steps are rival readings."""
    result = one.result
    if result is None or None in (result.low, result.high) or result.low == result.high:
        return list(one.steps)
    ends = [end for end in (result.low, result.high) if end is not None]

    def far(step: str) -> bool:
        last = step.rpartition("= ")[2].replace(",", "")
        near = [abs(Decimal(last) - end) <= end * _NEAR for end in ends] if _NUMBER.fullmatch(last) else []
        return not any(near)

    return sorted(one.steps, key=far)


def brief(steps: Sequence[str]) -> list[str]:
    """Return the steps of the arithmetic that fit two lines of a card: whole steps only, the first always."""
    lines = 0
    kept: list[str] = []
    for step in steps:
        lines += -(-len(step) // STEP_LETTERS)
        if kept and lines > STEPS:
            break
        kept.append(step)
    return kept


def _answer(page: Page, question: Question) -> Answer:
    edition = page.edition
    topic = edition.view.vocabulary.topic
    on, of = set(question.topics), set(question.subjects)
    findings = [one for one in _of_question(edition, question) if one.claims or _register(edition, one)]
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
    chosen = leading(findings, FOLLOWING)
    told = _told(page, chosen, question)
    first = _opening(told)
    rest = [one for one in ranked(findings) if one not in chosen and one.kind != "silence"]
    return Answer(
        question=question,
        text=question.text(edition.lang),
        opening=told[:first],
        following=told[first:],
        rest=[(one.text(edition.lang), page.href(edition.atlas.finding(one))) for one in rest[:REST]],
        more=max(0, len(rest) - REST),
        silent=sum(one.kind == "silence" for one in findings),
        sayings=[_saying(page, name, grouped[name]) for name in names],
    )


def _of_question(edition: Edition, question: Question) -> list[Finding]:
    on = set(question.topics)
    disclosed = edition.disclosed
    found = disclosed.about(question.subjects) if question.subjects else disclosed.findings
    return [one for one in found if one.topic in on]


def _register(edition: Edition, one: Finding) -> bool:
    """Say whether a finding is a field of the register that nobody has stated."""
    return one.kind == "silence" and any(name in edition.view.requirements for name in one.requirements)


def _told(page: Page, chosen: Sequence[Finding], question: Question) -> list[Sentence]:
    """Return findings as sentences: without the name of the subject where the question is about it alone, or it was named."""
    only = about_one(chosen)
    asked = question.subjects[0] if len(question.subjects) == 1 else None
    return [stating(page, one, under=only if only == asked or place else None) for place, one in enumerate(chosen)]


def _opening(told: Sequence[Sentence]) -> int:
    """Return how many sentences open an answer: the first, and the second too where both are short and of weight."""
    both = told[:OPENING]
    light = any(one.gravity == "note" for one in both)
    return 1 if light or sum(len(one.text) for one in both) > OPENING_LETTERS else len(both)


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
