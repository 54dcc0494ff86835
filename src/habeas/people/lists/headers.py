"""Headers: which row of a sheet names its columns, and which field each column holds; what is not understood is said and left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from habeas.errors import Problem
from habeas.people.lists.fields import NAMED, beside_surnames, by_header, list_fields
from habeas.people.lists.mapping import ListMapping
from habeas.records import Sheet, plain
from habeas.words import Said

_SURNAMES: Final = frozenset({"surname1", "surname2"})
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a list: its ``name`` in the sheet's rows, its ``title`` as published, the ``field`` that it holds, if any."""

    name: str
    title: str
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of a list: its ``line`` (0 where the names of the columns are it), every column, and the column of lists, if asked for."""

    line: int
    columns: tuple[Column, ...]
    lists: Column | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def known(self) -> tuple[Column, ...]:
        """The columns whose field is known."""
        return tuple(one for one in self.columns if one.field)

    def of(self, field: str) -> tuple[Column, ...]:
        """Return the columns that hold a field, from left to right."""
        return tuple(one for one in self.columns if one.field == field)


def find_header(sheet: Sheet, file: str, mapping: ListMapping, list_column: str | None) -> Header | Problem:
    """Return the header of a sheet: of the first rows the one that names most fields, and of a person at least."""
    best: Header | None = None
    rows: Sequence[int] = range(len(sheet.head))
    if mapping.header is not None and not sheet.named:
        rows = [n for n in rows if sheet.line_of(n) == mapping.header]
    for row in rows:
        found = _header(sheet, row, mapping, list_column)
        if any(one.field in NAMED for one in found.columns) and (best is None or len(found.known) > len(best.known)):
            best = found
    if best is None:
        return _none(sheet, file, mapping)
    return replace(best, problems=tuple(_problems(best, file, mapping)))


def _header(sheet: Sheet, row: int, mapping: ListMapping, list_column: str | None) -> Header:
    titles = [(cell or "").strip() for cell in sheet.head[row]]
    folded = [plain(title) for title in titles]
    fields = _fields(folded, mapping)
    wanted = plain(list_column) if list_column else None
    columns = tuple(
        Column(name=name, title=title, field=None if wanted and words == wanted else field)
        for name, title, words, field in zip(sheet.columns, titles, folded, fields, strict=True)
    )
    lists = next((one for one, words in zip(columns, folded, strict=True) if wanted and words == wanted), None)
    return Header(line=0 if sheet.named else sheet.line_of(row), columns=columns, lists=lists)


def _fields(folded: Sequence[str], mapping: ListMapping) -> list[str | None]:
    """Return the field of each header: what the mapping says, else what the header means, where the mapping has not placed that field."""
    placed = {mapping.columns[one] for one in folded if one in mapping.columns}
    meant = [mapping.columns.get(one) or by_header().get(one) for one in folded]
    found: list[str | None] = []
    surnames = any(one in _SURNAMES for one in meant)
    for words, field in zip(folded, meant, strict=True):
        if words in mapping.columns:
            found.append(mapping.columns[words])
        elif words in mapping.ignore or not words:
            found.append(None)
        else:
            own = beside_surnames().get(words, field) if surnames else field
            found.append(None if own in placed else own)
    return found


def _problems(header: Header, file: str, mapping: ListMapping) -> Iterator[Problem]:
    line = header.line or None
    there = {plain(one.title) for one in header.columns}
    missing = [title for words, title in mapping.titles.items() if words not in there]
    if missing:
        yield Problem(
            "lists.mapped-missing", file, row=line, gravity="warning", values={"n": len(missing), "missing": missing}
        )
    kept = [
        one
        for one in header.columns
        if one.field is None and one is not header.lists and plain(one.title) not in mapping.ignore
    ]
    unknown = [one.title for one in kept if one.title]
    if unknown:
        yield Problem(
            "lists.columns-unknown", file, row=line, gravity="note", values={"n": len(unknown), "columns": unknown}
        )
    yield from _rivals(header, file, line)


def _rivals(header: Header, file: str, line: int | None) -> Iterator[Problem]:
    """Say which fields stand in several columns that are no parts of one another."""
    for field, n in Counter(one.field for one in header.known).items():
        if n < 2 or field is None:
            continue
        titles = [one.title for one in header.of(field)]
        values: dict[str, object] = {
            "n": n,
            "columns": titles,
            "field": Said(list_fields()[field].en, list_fields()[field].es),
        }
        if len(set(map(plain, titles))) < n:
            yield Problem("lists.header-twice", file, row=line, gravity="warning", values=values)
        elif list_fields()[field].join is None:
            yield Problem("lists.columns-rival", file, row=line, gravity="warning", values=values)


def in_parts(header: Header, field: str) -> str | None:
    """Return what stands between the parts of a field that several columns hold; ``None`` where they are rivals."""
    titles = [plain(one.title) for one in header.of(field)]
    return list_fields()[field].join if len(set(titles)) == len(titles) else None


def _none(sheet: Sheet, file: str, mapping: ListMapping) -> Problem:
    """Say whether there is a header without a column of names, or none at all."""
    known, line = 0, 0
    titles: list[str] = []
    for row, cells in enumerate(sheet.head):
        texts = [cell.strip() for cell in cells if cell and cell.strip()]
        fields = sum(one is not None for one in _fields([plain(one) for one in texts], mapping))
        if texts and (fields > known or (not titles and not any(any(map(str.isdigit, text)) for text in texts))):
            known, titles, line = fields, texts, 0 if sheet.named else sheet.line_of(row)
    if mapping.header is not None:
        return Problem("lists.header-not-there", file, row=mapping.header, values={"found": titles[:_SHOWN] or ["—"]})
    if not titles:
        return Problem("lists.no-header", file, values={"n": sheet.height})
    return Problem("lists.no-name-column", file, row=line or None, values={"found": titles[:_SHOWN], "n": sheet.height})
