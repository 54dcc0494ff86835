"""One page a person: the record of Article 17(3), the time line, the clocks, what was linked and why, and the questions that are left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from markupsafe import Markup

from habeas import words
from habeas.custody.persons import (
    FieldAbout,
    FieldState,
    PersonFile,
    Status,
    fields,
    say_against,
    say_clock,
    say_delisting,
    say_event,
    say_last_seen,
    say_question,
)
from habeas.publishing.context import Page
from habeas.publishing.pages.persons_book import Book
from habeas.publishing.pages.persons_line import picture
from habeas.publishing.persons_shown import Heard
from habeas.publishing.persons_view import Joined

_ASIDE: Final = re.compile(r"\s*\([^()]*\)")
_TOP: Final = 99.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field: its label, how it stands, and what is said of it: one group of values, or several that cannot all be true."""

    label: str
    rule: str
    status: str
    rivals: Sequence[Sequence[Heard]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """The fields of one letter of Article 17(3) (or of none): those of which a list says something, and those of which none does."""

    letter: str
    rows: Sequence[Row]
    missing: Sequence[str]


def write(book: Book) -> None:
    """Write the page of each person."""
    for one in book.ordered:
        _write(book, one)


def _write(book: Book, one: PersonFile) -> None:
    page = book.edition.page(book.person(one.id))
    told = book.told
    shown = told.person(one)
    lang = book.lang
    own = book.view.by_person.get(one.id, ())
    book.write(
        page,
        "persons_record.html",
        title=book.t("person", person=one.id),
        person=one,
        kinds=book.kinds(one.lists),
        known=book.view.known[one.id],
        told=list(_told(book, page, shown)),
        line=picture(shown, told, book.view.register.as_of),
        steps=[(say_event(each, lang), book.cite(page, each.sources)) for each in (*shown.events, *shown.undated)],
        clocks=list(_clocks(book, page, shown)),
        orders=[(each.gravity, book.told.order(each), book.cite(page, (*each.ordered_in, *each.events))) for each in own],
        chapters=list(_chapters(book, one)),
        joined=list(_joined(book, one)),
        doubts=list(_doubts(book, page, one.id)),
        asked=_asked(book, page, one),
    )  # fmt: skip


def _told(book: Book, page: Page, one: PersonFile) -> Iterator[Markup]:
    """Give where a person stands, the last record of them, and removals from official lists, each with its footnote."""
    lang = book.lang
    sentence = Markup("{}{}")
    for status in (one.status, *one.others):
        yield sentence.format(_status(book, status), book.cite(page, status.sources))
    if one.last_seen:
        yield sentence.format(say_last_seen(one.last_seen, lang), book.cite(page, one.last_seen.sources))
    for gone in one.delisted:
        yield sentence.format(say_delisting(gone, lang), book.cite(page, gone.sources))


def _status(book: Book, one: Status) -> str:
    """Return where a person stands, since when, and why."""
    lang = book.lang
    said = words.text(f"persons.status-{one.kind}-{one.sure}", lang)
    if one.since is not None and one.since.outer != (None, None):
        said = book.t(
            f"status-since-{'end' if one.kind in {'dead', 'released'} else 'record'}", said=said, when=one.since
        )
    else:
        said = words.text("persons.sentence", lang, said=said)
    return " ".join([said, *(words.text(f"persons.because-{each}", lang) for each in one.because)])


def _clocks(book: Book, page: Page, shown: PersonFile) -> Iterator[tuple[Markup, list[tuple[str, str]]]]:
    """Give each clock with its footnote, and how it stands to the limits of the law."""
    known = {law.id: law for law in book.view.register.laws}
    for clock in shown.clocks:
        against: list[tuple[str, str]] = [
            (each.verdict, say_against(each, known, book.lang)) for each in clock.against if each.law in known
        ]
        if clock.recorded or any(verdict != "cannot-tell" for verdict, _ in against):
            yield Markup("{}{}").format(say_clock(clock, book.lang), book.cite(page, clock.sources)), against


def _chapters(book: Book, one: PersonFile) -> Iterator[Chapter]:
    """Give the fields in the order of the letters, those of no letter last."""
    ordered = sorted(fields().values(), key=lambda about: about.article or "z")
    for letter, group in groupby(ordered, key=lambda about: about.article or ""):
        rows, missing = [], []
        for about in group:
            state = one.state(about.id)
            if state.values:
                rows.append(_row(book, about, state))
            elif about.due and state.asked:
                missing.append(about.label.text(book.lang))
        if rows or missing:
            yield Chapter(letter=letter, rows=rows, missing=missing)


def _row(book: Book, about: FieldAbout, state: FieldState) -> Row:
    groups = state.rivals or (tuple(range(len(state.values))),)
    return Row(
        label=about.label.text(book.lang),
        rule=about.rule or "",
        status=state.status,
        rivals=[_heard(book, about.id, state, group) for group in groups],
    )


def _heard(book: Book, name: str, state: FieldState, group: Sequence[int]) -> list[Heard]:
    """Return the values of a group, each text once with all rows that say it."""
    found: dict[str | None, dict[str, None]] = {}
    for place in group:
        value = state.values[place]
        found.setdefault(book.told.value(name, value), {})[book.told.reported(value.source)] = None
    return [Heard(text=text, sources=tuple(sources)) for text, sources in found.items()]


def _joined(book: Book, one: PersonFile) -> Iterator[tuple[str, str, list[str]]]:
    """Give which rows were linked, how surely, and why: what agrees and what does not, without what it is."""
    rows = {value.source.mention: value.source for state in one.fields.values() for value in state.values}
    for each in book.view.joined.get(one.id, ()):
        sides = [
            book.told.source(rows[name]) if name in rows else name.partition(":")[0] for name in (each.left, each.right)
        ]
        sure = (
            book.t("joined-decided") if each.decided else book.t("joined-probability", share=percent(each.probability))
        )
        yield book.t("joined", left=sides[0], right=sides[1]), sure, reasons(each, book.lang)


def reasons(one: Joined, lang: words.Lang) -> list[str]:
    """Return the reasons of a link in words that name nobody: ``same paternal surname, rare in these lists``."""
    from habeas.people.linking import say

    blank = [{**each, "left": "-", "right": "-"} for each in one.evidence]
    return [_ASIDE.sub("", said) for said in say(blank, lang)]


def percent(share: float) -> str:
    """Return a probability in per cent; what is nearly certain is never shown as certain."""
    if share * 100 > _TOP:
        return f"> {_TOP}"
    return f"{share * 100:.1f}" if share * 100 >= 0.1 else "< 0.1"


def _doubts(book: Book, page: Page, name: str) -> Iterator[tuple[str | None, str | None, str]]:
    """Give with whom this person may be one: the other's address and id, and the sentence."""
    for one in book.view.doubtful.get(name, ()):
        other = one.right if one.left == name else one.left
        share = percent(one.probability)
        if other == name:
            yield None, None, book.t("doubt-within", share=share)
        else:
            yield page.href(book.person(other)), other, book.t("doubt-with", share=share)


def _asked(book: Book, page: Page, one: PersonFile) -> tuple[str, str | None, list[tuple[int, str]]]:
    """Return who is asked about a person, the page of that authority's questions, and the numbered questions."""
    own = book.view.asked_of.get(one.id, ())
    if not own:
        return "", None, []
    authority = own[0].authority
    where = page.href(book.asking(authority)) if authority in book.asked else None
    return book.named(authority), where, [(each.number, say_question(each, book.lang, book.included)) for each in own]
