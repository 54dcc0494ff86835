"""Persons: how many are identified and how many are not, how the register was made, how complete it is, and what it leaves to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from habeas import words
from habeas.custody.persons import PersonFile, due_fields, say_delisting
from habeas.people.groups import GroupState, say_group
from habeas.publishing.charts import Chart, Drawn, worded
from habeas.publishing.charts.completeness import By, completeness_chart, shades_of
from habeas.publishing.charts.groups import Identified, identified
from habeas.publishing.context import Edition, Page
from habeas.publishing.pages import persons_asked, persons_record, persons_register
from habeas.publishing.pages.persons_book import Book
from habeas.publishing.pages.persons_record import percent
from habeas.publishing.small_cells import pair, small

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS: Final = 8
NAMED_HERE: Final = 120
"""Persons that one part of the page names; the register has all."""
_NAMED: Final = ("name", "given", "surname1", "surname2")
_PERSONAL: Final = frozenset({"nationality", "sex", "age", "born"})
_VERDICTS: Final = ("past", "possibly-past", "within", "cannot-tell")
_COUNTS: Final = ("asked", "known", "disputed", "unclear", "missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """How a field stands over all persons."""

    letter: str
    label: str
    rule: str
    counts: Sequence[int]
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit that the law sets: of how many persons it was kept, or not, or cannot be told; ``suspended`` of those past it were under its suspension."""

    text: str
    counts: Sequence[tuple[str, int]]
    suspended: int
    persons: Sequence[tuple[str, str]]
    more: int


def write(edition: Edition) -> None:
    """Write all pages on persons."""
    view = edition.view.persons
    if view is None:
        return
    book = Book(edition, view)
    persons_register.write(book)
    leaves = persons_register.orders(book)
    persons_asked.write(book)
    persons_record.write(book)
    _index(book, leaves)


def _index(book: Book, leaves: Sequence[str]) -> None:
    page = book.edition.page("persons/index.html")
    register, told = book.view.register, book.told
    found = Counter((one.kind, one.answer) for one in book.view.orders)
    complete = _complete(book)
    gone = [one for one in register.persons if one.delisted]
    book.write(
        page,
        "persons.html",
        title=book.t("title"),
        told=list(_told(book, page)),
        drawn=_groups(book),
        groups=[_said(book, one) for one in book.view.groups],
        lists=_lists(book),
        shared=_shared(book),
        made=list(_made(book, page)),
        leaves=book.leaves,
        heat=[_heat(book, complete, by) for by in ("list", "authority", "period")],
        table=_fields(book),
        asking=persons_asked.asking(book, page.href),
        unasked=sum(len(own) for name, own in book.view.asked.items() if name not in book.asked),
        orders=[(book.t(f"orders-{kind}-{answer}", n=n), n) for (kind, answer), n in found.most_common()],
        findings=page.href(leaves[0]) if leaves else None,
        places=_places(book),
        limits=list(_limits(book, page)),
        gone=[(one.id, page.href(book.person(one.id)), [say_delisting(told.delisting(each), book.lang) for each in one.delisted]) for one in gone[:NAMED_HERE]],
        more_gone=max(0, len(gone) - NAMED_HERE),
        published=[words.text("persons_pages.quoted", book.lang, said=name) for name in sorted(book.view.shown.publish)],
        grain=told.grain,
        fewest=book.view.shown.fewest,
    )  # fmt: skip


def _told(book: Book, page: Page) -> Iterator[Markup]:
    """Give how many there are: in the register for certain, and by the estimate, each with its footnote."""
    persons = book.view.register.persons
    nameless = sum(not any(one.state(name).status in {"known", "disputed"} for name in _NAMED) for one in persons)
    summary = book.view.summary
    said = [
        book.t(
            "told-register",
            n=len(persons),
            rows=sum(len(one.mentions) for one in persons),
            lists=len(book.view.register.lists),
        )
    ]
    if nameless:
        said.append(book.t("told-nameless", n=nameless))
    if summary is not None:
        low, high = summary.interval
        said.append(book.t("told-estimate", low=low, high=high, n=len(persons)))
    yield from (Markup("{}{}").format(one, book.counted(page)) for one in said)


def _made(book: Book, page: Page) -> Iterator[Markup]:
    """Give how the register was made, in plain words, with what the linkage says of its own errors."""
    summary = book.view.summary
    said = [book.t("made-register"), book.t("made-estimate")]
    if summary is not None:
        one = summary.recall
        said += [
            book.t("made-hidden", hidden=f"{summary.hidden:.2g}"),
            book.t("made-recall", share=percent(one.share), low=percent(one.low), high=percent(one.high))
            if one.known
            else book.t("made-recall-unknown"),
            book.t("made-decided", n=summary.decided),
        ]
        if summary.indistinct:
            said.append(book.t("made-indistinct", n=summary.indistinct))
    said.append(book.t("made-doubts", n=len(book.view.doubts)))
    yield from (Markup("{}{}").format(each, book.counted(page)) for each in said)


def _groups(book: Book) -> Drawn | None:
    """Return the picture of the counted groups; None where there is none, or nothing is known of any."""
    states = [one for one in book.view.groups if (one.identified.high or 0) or one.size is not None]
    if not states:
        return None
    bars = [_bar(book, one) for one in states]
    keys = (book.t("bar-sure"), book.t("bar-maybe"), book.t("bar-size"))
    wide, phone = (identified(bars, keys, phone=each) for each in (False, True))
    title, subtitle, source = (
        book.t("groups-title"),
        book.t("groups-how"),
        book.t("source-line", day=book.view.register.as_of),
    )
    chart = Chart(
        name=f"groups.{book.lang}", title=title, subtitle=subtitle, source=source,
        alt=f"{title}. {'; '.join(f'{one.label}: {one.short}' for one in bars)}",
        wide=wide, phone=phone, full=worded(wide, {"title": title, "subtitle": subtitle, "source": source}),
        columns=("group", "identified_certain", "identified_possible", "counted_least", "counted_most"),
        rows=[(one.label, one.low, one.high, *(one.size or (None, None))) for one in bars],
    )  # fmt: skip
    return book.edition.draw(chart)


def few(one: GroupState) -> bool:
    """Say whether a group is told by what it counts alone: it is of a nationality, a sex or an age, and few of it are identified."""
    of = {name for condition in (*one.group.conditions, *one.group.fixed_by) for name in condition.fields}
    return bool(of & _PERSONAL) and any(small(n or 0) for n in (one.identified.low, one.identified.high))


def _bar(book: Book, one: GroupState) -> Identified:
    size = (one.size.low, one.size.high) if one.size is not None else None
    if few(one):
        return Identified(label=one.group.text(book.lang), low=1, high=4, size=size, short="1–4")
    known = one.identified
    short = pair(known.low, known.high or known.low)
    if size is not None:
        of = pair(size[0], size[1]) if size[1] is not None else f"≥ {size[0]}"
        short = book.t("bar-of", n=short, size=of)
    return Identified(label=one.group.text(book.lang), low=known.low, high=known.high or 0, size=size, short=short)


def _said(book: Book, one: GroupState) -> Sequence[str]:
    """Return what is said of a group; of one with few identified by nationality, sex or age, only its counts."""
    if not few(one):
        return say_group(one, book.lang)
    counts = [words.text("groups.count", book.lang, count=each) for each in one.counts]
    return (
        book.t("group-few", group=one.group),
        *([one.group.note.text(book.lang)] if one.group.note else ()),
        *counts,
    )


def _lists(book: Book) -> Sequence[tuple[str, str, int, int, int]]:
    """Return each list: its name and kind, its rows, the persons on it, and those on it alone."""
    register = book.view.register
    on = Counter(name for one in register.persons for name in one.lists)
    alone = Counter(one.lists[0] for one in register.persons if len(one.lists) == 1)
    rows = Counter(key.partition(":")[0] for one in register.persons for key in one.mentions)
    kinds = {name: book.t(f"kind-{one.kind}") for name, one in register.lists.items()}
    return [(name, kinds.get(name, ""), rows[name], on[name], alone[name]) for name in register.lists]


def _shared(book: Book) -> Sequence[tuple[str, int, int]]:
    """Return how many persons each two lists share, at least and at most, by the estimate; nothing where there is none."""
    if book.view.summary is None:
        return ()
    return [(name, int(low), int(high)) for name, (_, low, high) in book.view.summary.shared.items()]


def _complete(book: Book) -> pa.Table:
    """Return how complete the records are, without groups of few persons and without authorities that are not named."""
    import pyarrow as pa

    table, fewest = book.view.complete, book.view.shown.fewest
    rows: list[dict[str, Any]] = []
    for one in table.to_pylist():
        if one["by"] == "authority" and (
            one["persons"] < fewest or (one["key"] is not None and not book.told.names(one["key"]))
        ):
            continue
        if one["by"] == "authority" and small(one["asked"], fewest):
            one.update(dict.fromkeys((*_COUNTS, "share", "low", "high")))
        if one["by"] == "authority" and one["key"] is not None:
            one["key"] = book.told.authority(one["key"])
        rows.append(one)
    return pa.Table.from_pylist(rows, schema=table.schema)


def _heat(book: Book, table: pa.Table, by: By) -> tuple[Drawn, Sequence[str]]:
    """Return the map of shades, and what its columns are called, for a page that has room for their numbers alone."""
    source = book.t("source-line", day=book.view.register.as_of)
    drawn = book.edition.draw(completeness_chart(table, by, book.lang, source=source, most=COLUMNS))
    return drawn, shades_of(table, by, book.lang, most=COLUMNS).columns


def _fields(book: Book) -> Sequence[Field]:
    """Return how each field stands over all persons, in the order of the letters of Article 17(3)."""
    labels = {one.id: one.label.text(book.lang) for one in due_fields()}
    rows = [one for one in book.view.complete.to_pylist() if one["by"] == "all"]
    return [
        Field(
            letter=one["article"] or "", label=labels[one["field"]], rule=one["rule"] or "", counts=[one[name] for name in _COUNTS],
            share=_share(one["share"], one["low"], one["high"]),
        )
        for one in sorted(rows, key=lambda one: one["article"] or "z")
    ]  # fmt: skip


def _share(share: float | None, low: float | None, high: float | None) -> str:
    if share is None:
        return "–"
    a, b = (round(100 * (share if one is None else one)) for one in (low, high))
    return f"{a} %" if a == b else f"{a}–{b} %"


def _places(book: Book) -> Sequence[tuple[str, int, int]]:
    """Return where persons were last recorded in custody: the place, how many, and of how many of these nobody says where they are now."""
    last: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for one in book.view.register.persons:
        if one.last_seen is None or one.status.kind in {"dead", "released"}:
            continue
        place = book.told.place(one.last_seen.place) or book.t("no-place")
        last[place] += 1
        lost[place] += one.status.kind == "unknown" and one.status.sure == "certain"
    return [(place, n, lost[place]) for place, n in sorted(last.items(), key=lambda each: (-each[1], each[0]))]


def _limits(book: Book, page: Page) -> Iterator[Limit]:
    """Give each limit of the law file with how many persons' records keep it, pass it, or do not tell."""
    for law in book.view.register.laws:
        counts: Counter[str] = Counter()
        past: list[PersonFile] = []
        suspended = 0
        for one in book.view.register.persons:
            for against in (each for clock in one.clocks for each in clock.against if each.law == law.id):
                sure = against.applies == "certain"
                counts[against.verdict if sure or against.verdict != "past" else "possibly-past"] += 1
                if against.verdict == "past" and sure:
                    past.append(one)
                    suspended += against.suspended_by is not None
        yield Limit(
            text=law.text(book.lang), counts=[(book.t(f"verdict-{name}"), counts[name]) for name in _VERDICTS], suspended=suspended,
            persons=[(one.id, page.href(book.person(one.id))) for one in past[:NAMED_HERE]], more=max(0, len(past) - NAMED_HERE),
        )  # fmt: skip
