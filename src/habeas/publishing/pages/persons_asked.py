"""The questions that the records of persons leave: a page for each authority, and the request for information as text to take away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from habeas.custody.persons import Question, request, say_question
from habeas.publishing.pages.persons_book import Book

SHOWN: Final = 400
"""Questions that stand on the page; the request has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is asked again and again: of how many persons, under which article or rule."""

    text: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """An authority, as the first page lists it."""

    name: str
    href: str
    request: str
    n: int
    persons: int


def write(book: Book) -> None:
    """Write the page of questions to each authority, and each request."""
    for authority, own in book.asked.items():
        _request(book, authority, own)
        page = book.edition.page(book.asking(authority))
        shown = own[:SHOWN]
        groups = [
            (name, page.href(book.person(name)), [(one.number, _said(book, one)) for one in each])
            for name, each in groupby(shown, key=lambda one: one.person)
        ]
        book.write(
            page, "persons_asked.html", title=book.t("ask-title", authority=book.named(authority)), nobody=authority is None,
            n=len(own), persons=len({one.person for one in own}), matters=list(_matters(book, own)), groups=groups,
            more=len(own) - len(shown), request=book.request(authority),
        )  # fmt: skip


def asking(book: Book, href: object) -> list[Asking]:
    """Return the authorities that are asked, who has most questions first."""
    found = [
        Asking(
            name=book.named(name), href=href(book.asking(name)), request=book.request(name), n=len(own),  # type: ignore[operator]
            persons=len({one.person for one in own}),
        )
        for name, own in book.asked.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.n, one.name))


def _said(book: Book, one: Question) -> str:
    return say_question(one, book.lang, book.included)


def _matters(book: Book, own: Sequence[Question]) -> Iterator[Matter]:
    """Give what is asked, what is asked of most persons first, without what lists say of anybody."""
    found = Counter(say_question(replace(one, about=None), book.lang) for one in own)
    yield from (Matter(text=text, n=n) for text, n in found.most_common())


def _request(book: Book, authority: str | None, own: Sequence[Question]) -> None:
    """Write the request to an authority: of the persons asked about alone, so that each authority costs its own questions."""
    ids = {one.person for one in own}
    register = book.view.register
    some = replace(register, persons=tuple(one for one in register.persons if one.id in ids))
    spelled = next(some.questions()).authority
    text = request(some, spelled, book.lang, law=book.view.law, include=book.included)
    book.edition.report.folder.write(book.request(authority), text)
