"""How two records are laid out for a reviewer: in two columns with a word on each field, and in single lines where nobody looks."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Final

from habeas import words
from habeas.errors import Problem
from habeas.people.judgements import Board, Tables, side_by_side
from habeas.words import Lang

_LABEL, _HOW = 16, 10
_MOST: Final = 6
"""Records of a person that are named before the rest is counted."""
_STYLES: Final = {"same": "green", "partly": "yellow", "differs": "red"}
_KEY: Final = re.compile(r"[a-z0-9-]+:[0-9a-f]{12}")
Row = tuple[str, str, str, str, str | None]


def _text(key: str, lang: Lang, **values: object) -> str:
    return words.text(f"judgements.{key}", lang, **values)


def pair_lines(
    tables: Tables, left: str, right: str, lang: Lang, width: int | None
) -> Iterator[tuple[str, str | None]]:
    """Yield the lines that show two records side by side, each with its style."""
    for row in _rows(tables, left, right, lang):
        *cells, style = row
        if width is None:
            label, a, b, how = (str(one) for one in cells)
            named = f"{label}: " if label else ""
            yield f"  {named}{a or '–'} | {b or '–'}{f' | {how}' if how else ''}", style
        else:
            yield from ((line, style) for line in _columns([str(one) for one in cells], width))


def _rows(tables: Tables, left: str, right: str, lang: Lang) -> Iterator[Row]:
    """Yield label, left, right, how they compare, and the style of each line."""
    yield "", place(tables, left, lang), place(tables, right, lang), "", "bold"
    files = [str((tables.mention(key) or {}).get("file") or "") for key in (left, right)]
    yield _text("source", lang), files[0], files[1], "", None
    for line in side_by_side(tables, left, right):
        yield line.label(lang), line.left, line.right, line.told(lang), _STYLES.get(line.how)


def _columns(cells: Sequence[str], width: int) -> Iterator[str]:
    """Yield a row of four cells in columns, wrapped within them."""
    half = max(12, (width - _LABEL - _HOW - 8) // 2)
    wide = (_LABEL, half, half, _HOW)
    parts = [textwrap.wrap(cell, size) for cell, size in zip(cells, wide, strict=True)]
    for line in zip_longest(*parts, fillvalue=""):
        yield "  " + "  ".join(f"{cell:<{size}}" for cell, size in zip(line, wide, strict=True)).rstrip()


def place(tables: Tables, key: str, lang: Lang) -> str:
    """Return where a mention stands: its list and row."""
    row = tables.mention(key)
    return _text("record-gone", lang) if row is None else _text("record", lang, list=row["list"], row=str(row["row"]))


def in_rows(tables: Tables, text: str) -> str:
    """Return a text with each key of a mention as the row of the list that it is (``families:12``), which every command takes too."""

    def named(found: re.Match[str]) -> str:
        row = tables.mention(found[0])
        return found[0] if row is None else f"{row['list']}:{row['row']}"

    return _KEY.sub(named, text)


@dataclass(frozen=True, slots=True)
class _Placed:
    """What was said of mentions, each named by its row."""

    tables: Tables
    said: object

    def text(self, lang: Lang) -> str:
        return in_rows(self.tables, words.say(self.said, lang))


def placed(tables: Tables, problem: Problem) -> Problem:
    """Return a problem of judgements that names each mention by its row."""
    return replace(problem, values={name: _Placed(tables, said) for name, said in problem.values.items()})


def gain(value: float) -> str:
    """Return an expected gain as a number; what rounds to nothing and is not is said to be less than the least that is written."""
    return "< 0.001" if 0 < value < 0.0005 else words.number(round(value, 3))


def evidence(tables: Tables, left: str, right: str, lang: Lang) -> list[str]:
    """Return what the comparison of two mentions found, in words; nothing where it did not compare them."""
    compared = tables.compared(left, right)
    found: Sequence[Any] = (compared or {}).get("evidence") or ()
    if not found:
        return []
    from habeas.people.linking import say

    try:
        return say(found, lang)
    except KeyError:  # tables of another version: what it weighed is told all the same
        return [
            _text("speaks-weight", lang, what=one["what"], level=one["level"], weight=f"{one['weight']:+.1f}")
            for one in found
        ]


def rest_lines(tables: Tables, board: Board, left: str, right: str, lang: Lang) -> Iterator[str]:
    """Yield who else would be joined: the other records of the two persons, by the register and by what was judged."""
    sides = [_others(tables, board, key, {left, right}) for key in (left, right)]
    person = tables.person(left)
    if person is not None and person == tables.person(right):
        both = list(dict.fromkeys([*sides[0], *sides[1]]))
        yield _text("rest-both" if both else "rest-both-alone", lang)
        yield from _named(tables, both, lang)
        return
    for side, keys in zip(("left", "right"), sides, strict=True):
        if keys:
            yield _text(f"rest-{side}", lang)
            yield from _named(tables, keys, lang)


def _others(tables: Tables, board: Board, key: str, shown: set[str]) -> list[str]:
    """Return the other mentions of the person of a mention, in the order of the lists, those that a person denied left out."""
    found = {*tables.mentions_of(tables.person(key)), *board.together(key)} - shown
    kept = [one for one in found if board.answer(key, one) != "different"]
    return sorted(kept, key=lambda one: (tables.keys.get(one, len(tables.keys)), one))


def _named(tables: Tables, keys: Sequence[str], lang: Lang) -> Iterator[str]:
    for key in keys[:_MOST]:
        row = tables.mention(key) or {}
        name = row.get("name") or _text("no-name", lang)
        said = [str(one) for one in (name, row.get("born"), row.get("document")) if one]
        yield f"  {place(tables, key, lang)}: {', '.join(said)}"
    if len(keys) > _MOST:
        yield f"  {_text('rest-more', lang, n=len(keys) - _MOST)}"


def row_lines(tables: Tables, key: str, lang: Lang) -> Iterator[str]:
    """Yield the row of a mention: as it stands in its file where that is at hand, else every statement as it was read."""
    row = tables.mention(key)
    if row is None:
        yield f"{key}: {_text('record-gone', lang)}"
        return
    cells = tables.source_row(key)
    head = "row-of-file" if cells is not None else "row-as-read"
    yield _text(head, lang, list=row["list"], row=str(row["row"]), file=row["file"])
    said = cells if cells is not None else [(one.column, one.said) for one in tables.statements_of(key)]
    for column, cell in said:
        yield "  " + _text("row-said", lang, column=column, said=cell or "–")
