"""Two records side by side: every statement of both as written, and in words what agrees and what differs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from habeas import words
from habeas.people.judgements.tables import Tables
from habeas.people.lists import list_fields

How = Literal["same", "partly", "differs", "only", "blank"]
_NAMES: Final = frozenset({"name", "given", "surname1", "surname2", "alias", "kin"})
_IDENTITY: Final = ("name", "given", "surname1", "surname2", "alias", "born", "age", "sex", "nationality", "document")
"""The columns of the table of mentions that are shown where no statements are kept."""
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One field of two records: what each list says, as written, and how the two compare.

    ``how`` is ``same`` (but for case, accents and punctuation), ``partly`` (one is within the other, or the two can be one time), ``differs``,
    ``only`` (one of them says nothing) or ``blank``.
    """

    field: str
    left: str
    right: str
    how: How

    def label(self, lang: words.Lang) -> str:
        """Return what the field is called."""
        known = list_fields().get(self.field)
        return self.field if known is None else known.text(lang)

    def told(self, lang: words.Lang) -> str:
        """Return how the two compare, in words."""
        return "" if self.how == "blank" else words.text(f"judgements.how-{self.how}", lang)


def side_by_side(tables: Tables, left: str, right: str) -> tuple[Line, ...]:
    """Return every field that either record says something of, in the order of the catalogue of fields."""
    a, b = _said(tables, left), _said(tables, right)
    known = list(list_fields())
    fields = sorted({*a, *b}, key=lambda name: (known.index(name) if name in known else len(known), name))
    return tuple(_line(name, a.get(name, _Said("")), b.get(name, _Said(""))) for name in fields)


@dataclass(frozen=True, slots=True)
class _Said:
    """What one list says of a field: the words, and the outer bounds where it is a time that was understood."""

    words: str
    first: date | None = None
    last: date | None = None


def _said(tables: Tables, key: str) -> dict[str, _Said]:
    """Return what a list says of a mention by field; several columns of one field are shown one after the other.

    The name as one string is there for every mention that has one, so that a list with columns of names compares with one without.
    """
    row = tables.mention(key) or {}
    found: dict[str, _Said] = {}
    for one in tables.statements_of(key):
        name = one.field or one.column
        before = found.get(name)
        said = _Said(one.said, one.first, one.last)
        found[name] = said if before is None else _Said(f"{before.words} / {one.said}")
    for name in ("name",) if found else _IDENTITY:
        if name not in found and row.get(name) not in (None, ""):
            found[name] = _Said(str(row[name]))
    if "born" in found:
        found["born"] = _Said(found["born"].words, row.get("born_first"), row.get("born_last"))
    return found


def _line(field: str, left: _Said, right: _Said) -> Line:
    spans = _spans(left, right) if left.words and right.words else None
    return Line(field, left.words, right.words, spans or how(field, left.words, right.words))


def _spans(left: _Said, right: _Said) -> How | None:
    """Return how two times compare by their outer bounds; None where one has none."""
    if left.first is None or left.last is None or right.first is None or right.last is None:
        return None
    if (left.first, left.last) == (right.first, right.last):
        return "same"
    return "partly" if left.first <= right.last and right.first <= left.last else "differs"


def how(field: str, left: str, right: str) -> How:
    """Return how what two records say of one field compares."""
    if left and right:
        return compared(left, right, names=field in _NAMES)
    return "only" if left or right else "blank"


def compared(a: str, b: str, *, names: bool = False) -> How:
    """Return how two texts compare, without case, accents and punctuation; of names the order of words does not count."""
    one, other = _words(a), _words(b)
    if one == other or (names and sorted(one) == sorted(other)):
        return "same"
    if names:
        return "partly" if {*one} & {*other} else "differs"
    short, long = sorted((one, other), key=len)
    within = any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))
    return "partly" if short and within else "differs"


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text)
    return _WORD.findall("".join(one for one in plain if not unicodedata.combining(one)).casefold())
