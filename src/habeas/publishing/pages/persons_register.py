"""The register itself, a line a person, and the findings about orders; both over as many pages as they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from habeas import words
from habeas.custody.persons import PersonFile
from habeas.publishing.links import pages_of
from habeas.publishing.pages.persons_book import A_PAGE, FINDINGS_A_PAGE, Book
from habeas.publishing.taking import offered

_One = TypeVar("_One")
_FLAGS: Final = ("delisted", "past-limit", "order", "disputed", "two-places", "doubtful")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person, as a line of the register shows them."""

    id: str
    href: str
    lists: str
    first: str
    last: str
    place: str
    authority: str
    status: str
    known: int
    due: int
    flags: Sequence[str]


def write(book: Book) -> None:
    """Write the pages of the register, and the table to take away."""
    lines = [_line(book, one) for one in book.ordered]
    table = _table(book, lines)
    for number, some in enumerate(_batched(lines, A_PAGE)):
        page = book.edition.page(book.leaves[number])
        shown = [(one, page.href(one.href)) for one in some]
        book.write(
            page, "persons_register.html", title=book.t("register-title"), lines=shown, leaves=book.leaves, number=number, table=table,
            flags=_FLAGS,
        )  # fmt: skip


def flags_of(book: Book, one: PersonFile) -> tuple[str, ...]:
    """Return what a reader of the register should look at in the record of a person."""
    past = any(
        each.verdict == "past" and each.applies == "certain" and not each.suspended_by
        for clock in one.clocks
        for each in clock.against
    )
    found = {
        "delisted": bool(one.delisted),
        "past-limit": past,
        "order": any(each.gravity != "note" for each in book.view.by_person.get(one.id, ())),
        "disputed": any(state.status == "disputed" for state in one.fields.values()),
        "two-places": any(each.kind in {"overlap", "after-end"} for each in one.timeline),
        "doubtful": one.id in book.view.doubtful,
    }
    return tuple(name for name in _FLAGS if found[name])


def _line(book: Book, one: PersonFile) -> Line:
    told, lang = book.told, book.lang
    seen = one.last_seen
    dated = [each.when for each in one.events if each.when.outer != (None, None)]
    known, due = book.view.known[one.id]
    return Line(
        id=one.id,
        href=book.person(one.id),
        lists=", ".join(one.lists),
        first=told.when(dated[0]).text(lang) if dated else "",
        last=told.when(seen.when).text(lang) if seen and seen.when.outer != (None, None) else "",
        place=(told.place(seen.place) or "") if seen else "",
        authority=told.authority(one.authorities[0]) or "" if one.authorities else "",
        status=words.text(f"persons.status-{one.status.kind}-{one.status.sure}", lang),
        known=known,
        due=due,
        flags=flags_of(book, one),
    )


def _table(book: Book, lines: Sequence[Line]) -> str:
    columns = (
        "person",
        "lists",
        "first",
        "last_recorded",
        "last_place",
        "authority",
        "status",
        "known",
        "asked_for",
        "flags",
    )
    rows = (
        (
            one.id,
            one.lists,
            one.first,
            one.last,
            one.place,
            one.authority,
            one.status,
            one.known,
            one.due,
            "; ".join(one.flags),
        )
        for one in lines
    )
    return offered(book.edition, "persons", columns, rows, worded=True)


def orders(book: Book) -> Sequence[str]:
    """Write the pages of the findings about orders, and return their addresses; none where there is no finding."""
    found = book.view.orders
    if not found:
        return ()
    leaves = pages_of("persons/orders", len(found), FINDINGS_A_PAGE)
    for number, some in enumerate(_batched(found, FINDINGS_A_PAGE)):
        page = book.edition.page(leaves[number])
        shown = []
        for one in some:
            claims = [
                book.edition.disclosed.claims[name] for name in one.claims if name in book.edition.disclosed.claims
            ]
            cited = [page.notes.claim(each) for each in claims]
            said = one.source if one.order and not claims else ""
            rows = [[book.told.source(each) for each in own] for own in (one.ordered_in, one.events, one.against)]
            shown.append((one, page.href(book.person(one.person)), book.told.order(one), cited, said, rows))
        book.write(
            page, "persons_orders.html", title=book.t("orders-title"), found=shown, leaves=leaves, number=number, n=len(found),
        )  # fmt: skip
    return leaves


def _batched(every: Sequence[_One], size: int) -> Iterator[Sequence[_One]]:
    """Give the parts of a sequence, at least one."""
    for start in range(0, max(1, len(every)), size):
        yield every[start : start + size]
